"""The source of the functions as one archive, the same bytes for the same files.

Its SHA-256 is the release's name: where nothing has changed nothing is uploaded, built or deployed.
What goes in is what `.gcloudignore` leaves; a test compares the two.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

_FILES = ("LICENSE", "main.py", "requirements.txt")
_FOLDERS = ("functions", "shared")
#: Not a time at all: the earliest that the form can say.
_SAME_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16


def source_files(root: Path) -> Iterator[Path]:
    """Return the files of a release, in an order that is always the same."""
    yield from (root / name for name in _FILES)
    for folder in _FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                yield path


def pack(root: Path) -> tuple[str, bytes]:
    """Pack the source below `root`.

    Returns:
        The release's name, and the archive.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in source_files(root):
            entry = zipfile.ZipInfo(path.relative_to(root).as_posix(), _SAME_TIME)
            entry.external_attr = _READABLE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    content = packed.getvalue()
    return hashlib.sha256(content).hexdigest(), content
