"""A job's context and its model: what a call costs is on the job once, however the call ends."""

import logging
from dataclasses import dataclass, field

import pytest
from pydantic import BaseModel, JsonValue

from shared.core import errors
from shared.core.job import Usage
from shared.core.records import Record
from shared.handler.job_context import (
    AnswerT,
    GeneratedBy,
    JobContext,
    OnPartial,
    ShouldStop,
    Spend,
    Table,
    Warehouse,
    Written,
)

CALL = Usage(model="a-model", input_tokens=10, cost_usd=0.5)


class Empty(Record):
    """Facts and answer of no importance."""


@dataclass
class FakeAttempt:
    """An attempt that notes what is spent, and may be told to end."""

    spent: list[Usage] = field(default_factory=list)
    shown: list[dict[str, JsonValue]] = field(default_factory=list)
    ended: errors.AttemptEndedError | None = None

    def report(self, percent: float, message: str, stage: str | None) -> None:
        """Show nothing."""

    def show(self, answer: dict[str, JsonValue]) -> None:
        """Note it."""
        self.shown.append(answer)

    def check(self) -> None:
        """Raise what it was told to."""
        if self.ended is not None:
            raise self.ended

    def is_cancelled(self) -> bool:
        """Say no."""
        return False

    def read_step(self, name: str) -> JsonValue | None:
        """Have nothing kept."""

    def keep_step(self, name: str, value: JsonValue) -> None:
        """Keep nothing."""

    def spend(self, usage: Usage) -> None:
        """Note it."""
        self.spent.append(usage)


@dataclass
class FakeModel:
    """A model that makes two calls; between them the attempt may end."""

    attempt: FakeAttempt
    ends_with: errors.AttemptEndedError | None = None
    tells: bool = True

    def write(
        self,
        prompt: str,
        facts: BaseModel,
        answer: type[AnswerT],
        *,
        on_partial: OnPartial | None = None,
        should_stop: ShouldStop | None = None,
        spend: Spend | None = None,
    ) -> Written[AnswerT]:
        """Call twice."""
        assert should_stop is not None
        assert spend is not None
        if on_partial is not None:
            on_partial({"text": "begins"})
        for _ in range(2):
            if should_stop():
                raise errors.JobCancelledError
            if self.tells:
                spend(CALL)
            self.attempt.ended = self.ends_with
        return Written(
            value=answer.model_validate({}),
            generated_by=GeneratedBy(model="a-model", prompt_version="1"),
            usage=CALL.plus(CALL),
        )


class NoWarehouse:
    """A warehouse that nobody asks."""

    def query(self, *_: object, **__: object) -> Table[BaseModel]:
        """Refuse."""
        raise NotImplementedError


def context(attempt: FakeAttempt, model: FakeModel) -> JobContext:
    """Make a handler's world of these."""
    warehouse: Warehouse = NoWarehouse()  # type: ignore[assignment]
    return JobContext(attempt, model=model, warehouse=warehouse, log=logging.getLogger(__name__))


def test_every_call_is_on_the_job_once() -> None:
    """Two calls that were told are two calls on the job; their sum is not added again."""
    attempt = FakeAttempt()
    context(attempt, FakeModel(attempt)).model.write("greeting", Empty(), Empty)
    assert attempt.spent == [CALL, CALL]


def test_model_that_tells_nothing_is_counted_at_the_end() -> None:
    """A model that knows its cost only at the end has it put on the job then."""
    attempt = FakeAttempt()
    context(attempt, FakeModel(attempt, tells=False)).model.write("greeting", Empty(), Empty)
    assert attempt.spent == [CALL.plus(CALL)]


@pytest.mark.parametrize("end", [errors.JobCancelledError(), errors.AttemptLostError()])
def test_attempt_that_ends_stops_the_model(end: errors.AttemptEndedError) -> None:
    """A cancelled or lost attempt stops the writing, and what was spent until then counts."""
    attempt = FakeAttempt()
    model = context(attempt, FakeModel(attempt, ends_with=end)).model
    with pytest.raises(type(end)):
        model.write("greeting", Empty(), Empty)
    assert attempt.spent == [CALL]


def test_what_is_written_is_shown_as_it_grows() -> None:
    """By itself as it comes; or as the handler says where in the result it will be."""
    attempt = FakeAttempt()
    model = context(attempt, FakeModel(attempt)).model
    model.write("greeting", Empty(), Empty)
    model.write("greeting", Empty(), Empty, preview=lambda part: {"narrative": part})
    assert attempt.shown == [{"text": "begins"}, {"narrative": {"text": "begins"}}]
