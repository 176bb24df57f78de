"""What a job's attempts asked of models and of the warehouse: a line for each kind of call. Pure.

A line has names that a job type's author gave, times and cost; no word of a user or a model.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, JsonValue, ValidationError

from shared.core.records import StoredRecord, known

#: So many lines of an attempt are kept, the last ones.
MOST_LINES = 50
#: The lines of so many attempts are kept, the last ones.
MOST_ATTEMPTS = 5


class CallKind(StrEnum):
    """Whom a call went to."""

    MODEL = "model"
    QUERY = "query"


class CallLine(StoredRecord):
    """The calls of one step, or between two steps, that asked for the same."""

    kind: Annotated[CallKind, known(CallKind, CallKind.QUERY)]
    #: The prompt's name, or the query's.
    name: str
    #: As its document is named, without "step-"; absent outside of steps.
    step: str | None = None
    #: Which model wrote, where one did.
    model: str | None = None
    count: int = Field(ge=1)
    started_at: datetime
    ended_at: datetime
    #: Of all the calls together.
    seconds: float = Field(ge=0)
    cost_usd: float = Field(default=0, ge=0)

    @property
    def asked(self) -> tuple[CallKind, str, str | None]:
        """Return what calls of one line have in common."""
        return self.kind, self.name, self.step

    def plus(self, later: "CallLine") -> Self:
        """Return this line with calls that asked for the same."""
        return self.model_copy(
            update={
                "model": later.model or self.model,
                "count": self.count + later.count,
                "ended_at": max(self.ended_at, later.ended_at),
                "seconds": self.seconds + later.seconds,
                "cost_usd": self.cost_usd + later.cost_usd,
            }
        )


class AttemptCalls(StoredRecord):
    """The calls of one attempt."""

    # In `data/calls`, in the place of the attempt whose calls are kept no longer.

    attempt: int
    lines: tuple[CallLine, ...]


def with_call(lines: tuple[CallLine, ...], call: CallLine) -> tuple[CallLine, ...]:
    """Return an attempt's lines with one more call; the oldest line gives way."""
    alike = [line for line in lines if line.asked == call.asked]
    if alike:
        return tuple(line.plus(call) if line is alike[0] else line for line in lines)
    return (*lines, call)[-MOST_LINES:]


def to_kept(attempt: int, lines: Sequence[CallLine]) -> dict[str, Any]:
    """Return what to merge into a job's kept calls: the lines of one attempt."""
    kept = AttemptCalls(attempt=attempt, lines=tuple(lines))
    return {str(attempt % MOST_ATTEMPTS): kept.to_document()}


def read_calls(value: JsonValue) -> list[AttemptCalls]:
    """Return a job's kept calls, but for those of attempts that this revision cannot read."""
    kept: Iterable[JsonValue] = value.values() if isinstance(value, dict) else ()
    return [read for calls in kept if (read := _read(calls)) is not None]


def _read(calls: JsonValue) -> AttemptCalls | None:
    try:
        return AttemptCalls.model_validate(calls)
    except ValidationError:
        return None
