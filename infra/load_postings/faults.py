"""What is wrong in a file of postings, said without what a row says.

Rows are other people's texts, and may be about persons: a fault names the line, the column and its
kind, never the value.
"""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from shared.core.records import Record


class Loss(StrEnum):
    """What a fault costs."""

    #: The posting is not loaded.
    ROW = "row"
    #: The posting is one that the file has already had; it is not loaded again.
    REPEAT = "repeat"
    #: The posting is loaded without this value.
    VALUE = "value"


class Fault(Record):
    """What is wrong in a row."""

    #: The line that the row begins at; in a file without lines, the row's number.
    line: int
    #: The column; empty if the row as a whole is wrong.
    field: str = ""
    #: The kind of fault, in words: the same for all faults of a kind.
    problem: str
    loss: Loss = Loss.ROW


class FieldError(ValueError):
    """A value is not what its column takes; the message says why, without the value."""


class FaultSum(Record):
    """How often a file has a fault of one kind."""

    field: str
    problem: str
    loss: Loss
    count: int
    first_line: int


def summed(faults: Iterable[Fault]) -> list[FaultSum]:
    """Return the faults summed by kind, the most frequent first."""
    counts: Counter[tuple[str, str, Loss]] = Counter()
    first: dict[tuple[str, str, Loss], int] = {}
    for fault in faults:
        kind = (fault.field, fault.problem, fault.loss)
        counts[kind] += 1
        first.setdefault(kind, fault.line)
    return [
        FaultSum(field=kind[0], problem=kind[1], loss=kind[2], count=count, first_line=first[kind])
        for kind, count in counts.most_common()
    ]
