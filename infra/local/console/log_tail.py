"""Read what is added to the log files of the local cloud, each line once.

A file that was begun anew is read anew. A line without its end is left until it has one.
"""

import os
from collections.abc import Iterator
from pathlib import Path

#: So much of a file that was there before is read: some hours of a busy cloud.
_MOST_BYTES = 32 * 1024 * 1024


class LogTail:
    """One file, from its beginning and then as it grows."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._inode = 0
        self._read_bytes = 0

    def new_lines(self) -> Iterator[str]:
        """Return the lines that are whole and were not given before; none without a file."""
        try:
            file = self._path.open("rb")
        except FileNotFoundError:
            return
        with file:
            found = os.fstat(file.fileno())
            if found.st_ino != self._inode or found.st_size < self._read_bytes:
                self._inode = found.st_ino
                self._read_bytes = max(0, found.st_size - _MOST_BYTES)
            file.seek(self._read_bytes)
            for line in file:
                if not line.endswith(b"\n"):
                    return
                self._read_bytes += len(line)
                yield line.decode(errors="replace")
