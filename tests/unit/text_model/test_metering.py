"""A job's context and its calls: what one costs is on the job once, however the call ends."""

import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, NoReturn

import pytest
from pydantic import JsonValue

from shared.core import errors
from shared.core.call_log import CallLog
from shared.core.ids import step_label
from shared.core.records import Record
from shared.core.usage import Usage
from shared.handler.children import Gathering
from shared.handler.job_context import JobContext
from shared.handler.ports import (
    AnswerT,
    Asking,
    EarlierResult,
    GeneratedBy,
    KeptAnswer,
    ModelAnswer,
    ModelCall,
    QueryCall,
    QueryResult,
    RowT,
)

CALL = Usage(model="a-model", input_tokens=10, cost_usd=0.5)
QUERY = Usage(bytes_billed=7, cost_usd=0.25)


class Empty(Record):
    """Facts and answer of no importance."""


@dataclass
class FakeAttempt:
    """An attempt that notes what is spent, and may be told to end."""

    spent: list[Usage] = field(default_factory=list)
    shown: list[dict[str, JsonValue]] = field(default_factory=list)
    ended: errors.AttemptEndedError | None = None
    calls: CallLog = field(default_factory=lambda: CallLog(lambda: datetime.now(UTC), Lock()))

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

    def sleep(self, name: str, pause: timedelta) -> None:
        """Need no rest."""

    def read_answer(self, name: str) -> KeptAnswer | None:
        """Have no answer kept."""

    def await_answer(self, asking: Asking) -> NoReturn:
        """Refuse to ask."""
        raise AssertionError(f"there is no owner to ask {asking.name}")

    def gather(self, gathering: Gathering) -> NoReturn:
        """Gather nothing: no handler of these tests does."""
        raise AssertionError(gathering)

    def read_earlier_result(self) -> EarlierResult[JsonValue] | None:
        """Look back at nothing."""
        return None

    def make_room(self) -> None:
        """Have time."""

    def record_usage(self, usage: Usage) -> None:
        """Note it."""
        self.spent.append(usage)


@dataclass
class FakeModel:
    """A model that makes two calls; between them the attempt may end."""

    attempt: FakeAttempt
    ends_with: errors.AttemptEndedError | None = None

    def write(self, call: ModelCall[AnswerT]) -> ModelAnswer[AnswerT]:
        """Call twice."""
        call.on_partial({"text": "begins"})
        for _ in range(2):
            call.check()
            call.record_usage(CALL)
            self.attempt.ended = self.ends_with
        by = GeneratedBy(model="a-model", prompt_version="1")
        return ModelAnswer(value=call.answer.model_validate({}), generated_by=by)


@dataclass
class FakeWarehouse:
    """A warehouse whose query costs something and finds no rows; it keeps what it was asked."""

    asked: list[QueryCall[Any]] = field(default_factory=list)

    def query(self, call: QueryCall[RowT]) -> QueryResult[RowT]:
        """Find nothing."""
        self.asked.append(call)
        call.record_usage(QUERY)
        call.check()
        return QueryResult(rows=(), source="nowhere")


def context(
    attempt: FakeAttempt, model: FakeModel | None = None, warehouse: FakeWarehouse | None = None
) -> JobContext:
    """Make a handler's world of these."""
    return JobContext(
        attempt,
        model=lambda: model or FakeModel(attempt),
        warehouse=lambda: warehouse or FakeWarehouse(),
        log=logging.getLogger(__name__),
        job_type="a-type",
    )


def test_every_call_is_on_the_job_once() -> None:
    """Two calls are two costs on the job: nothing is added again at the end."""
    attempt = FakeAttempt()
    context(attempt).model.write("greeting", Empty(), Empty)
    assert attempt.spent == [CALL, CALL]


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
    model = context(attempt).model
    model.write("greeting", Empty(), Empty)
    model.write("greeting", Empty(), Empty, preview=lambda part: {"narrative": part})
    assert attempt.shown == [{"text": "begins"}, {"narrative": {"text": "begins"}}]


def test_a_query_is_asked_for_its_job_type_and_its_cost_is_on_the_job() -> None:
    """The handler says what is asked; for whom, and who pays, is known here."""
    attempt, warehouse = FakeAttempt(), FakeWarehouse()
    context(attempt, warehouse=warehouse).warehouse.query("roles", Empty, domain="Energy")
    (asked,) = warehouse.asked
    assert (asked.name, asked.row, asked.job_type) == ("roles", Empty, "a-type")
    assert asked.parameters == {"domain": "Energy"}
    assert attempt.spent == [QUERY]


@pytest.mark.parametrize("end", [errors.JobCancelledError(), errors.AttemptLostError()])
def test_attempt_that_has_ended_asks_nothing(end: errors.AttemptEndedError) -> None:
    """Neither the model nor the warehouse is called for it."""
    attempt, warehouse = FakeAttempt(ended=end), FakeWarehouse()
    job = context(attempt, warehouse=warehouse)
    with pytest.raises(type(end)):
        job.warehouse.query("roles", Empty)
    with pytest.raises(type(end)):
        job.model.write("greeting", Empty(), Empty)
    assert (warehouse.asked, attempt.spent, attempt.shown) == ([], [], [])


def test_calls_are_in_the_attempts_log_with_their_step() -> None:
    """What is asked in a step stands under the step's name, with its cost; no fact, no answer."""
    attempt = FakeAttempt()
    job = context(attempt)
    job.step("Look up: x/y", lambda: str(job.warehouse.query("roles", Empty).source))
    job.model.write("greeting", Empty(), Empty)
    with attempt.calls.written(is_due=True) as lines:
        query, model = lines
    assert (query.kind, query.name, query.step) == ("query", "roles", step_label("Look up: x/y"))
    assert (query.cost_usd, query.count) == (QUERY.cost_usd, 1)
    assert (model.kind, model.name, model.step) == ("model", "greeting", None)
    assert (model.cost_usd, model.model) == (2 * CALL.cost_usd, "a-model")
