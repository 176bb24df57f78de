"""Read the file that a person gives the demo, and refuse what the API would refuse anyway.

Here that costs nothing; there it takes a whole local cloud to be told.
"""

from pathlib import Path

from functions.http.multipart import MAX_FILE_BYTES, TYPES_BY_ENDING
from shared.handler.job_context import UploadedFile


class UnusableFileError(ValueError):
    """A file cannot be sent; the message says why, and what to do."""


def read_upload(name: str) -> UploadedFile:
    """Read a file to be uploaded.

    Args:
        name: Its path; `~` is the person's home, also where no shell has seen it.

    Raises:
        UnusableFileError: If it cannot be read, or is not what the API takes.
    """
    path = _expanded(name)
    media_type = TYPES_BY_ENDING.get(path.suffix.lower())
    try:
        if not path.exists():
            raise UnusableFileError(f"There is no file {name}.")
        if not path.is_file():
            raise UnusableFileError(f"{name} is not a file.")
        if media_type is None:
            endings = ", ".join(TYPES_BY_ENDING)
            raise UnusableFileError(f"{name} is of a kind that cannot be read. Send: {endings}.")
        if (size := path.stat().st_size) > MAX_FILE_BYTES:
            raise UnusableFileError(
                f"{name} has {-(-size // 1024):,} KB; {MAX_FILE_BYTES // 1024} KB are the most."
            )
        content = path.read_bytes()
    except OSError as error:
        raise UnusableFileError(f"{name} cannot be read: {error.strerror}.") from error
    if not content:
        raise UnusableFileError(f"{name} is empty.")
    return UploadedFile(name=path.name, media_type=media_type, content=content)


def _expanded(name: str) -> Path:
    try:
        return Path(name).expanduser()
    except RuntimeError as error:
        raise UnusableFileError(f"There is no file {name}: there is no such home.") from error
