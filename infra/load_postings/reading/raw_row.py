"""What a reader returns: a row as the file has it, and the error of a file that is none."""

from collections.abc import Mapping

from shared.core.records import Record

#: A row that is longer is no posting; it is the file that is wrong.
LONGEST_ROW = 1_000_000


class UnreadableFileError(ValueError):
    """The file as a whole cannot be loaded; the message says why, and what to do."""


class RawRow(Record):
    """A row as the file has it."""

    #: The line it begins at, in a file of lines; else its number. The first is 1.
    line: int
    values: Mapping[str, object] = {}
    #: Why it cannot be read; empty if it can.
    fault: str = ""


def flat(found: Mapping[str, object]) -> dict[str, object]:
    """Return an object with what its objects hold beside it: `company.name`."""
    inner = {
        f"{name}.{key}": value
        for name, each in found.items()
        if isinstance(each, dict)
        for key, value in each.items()
    }
    return {**{name: each for name, each in found.items() if not isinstance(each, dict)}, **inner}
