"""What a handler's world is made of: the text model, the warehouse and the attempt, as protocols.

A call is one object: what is asked, and who is told meanwhile. There is one channel for each fact:
what a call costs is told to `record_usage`, as soon as it is known and however the call ends; that
the work is to end is raised by `check`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Generic, NoReturn, Protocol, TypeVar

from pydantic import BaseModel, Field, JsonValue

from shared.core.call_log import CallLog
from shared.core.records import Record
from shared.core.stored_value import JsonText
from shared.core.usage import Usage
from shared.handler.children import ChildEnd, Gathering

RowT = TypeVar("RowT", bound=BaseModel)
AnswerT = TypeVar("AnswerT", bound=BaseModel)
ResultT_co = TypeVar("ResultT_co", covariant=True)

#: What a query's named parameter may be.
Parameter = str | int | float | bool | date | Sequence[str]


def go_on() -> None:
    """Let the work go on."""


def _ignore(_: object) -> None:
    """Tell it to no one."""


class GeneratedBy(Record):
    """Who wrote a text, kept with it in the result."""

    model: str = Field(
        description='The model\'s name, or "offline" for the rules that stand in for one on a'
        " laptop."
    )
    #: See `shared.handler.named_texts.NamedText.version`.
    prompt_version: str = Field(description="Which text of the prompt it was.")


@dataclass(frozen=True, kw_only=True)
class ModelCall(Generic[AnswerT]):
    """One text that is asked of a model."""

    #: The prompt's name: the file `functions/job_types/{prompt}/prompt.md`.
    prompt: str
    #: What the text may speak about.
    facts: BaseModel = field(repr=False)
    #: The form of the answer; its JSON Schema is sent, and what comes is checked.
    answer: type[AnswerT]
    #: Gets the finished part of the answer, with the names that its JSON has, whenever it has
    #: grown. It may shrink when an answer is asked for again. What it raises ends the writing.
    on_partial: Callable[[dict[str, JsonValue]], None] = _ignore
    #: Called before each call to the vendor and whenever something arrives. What it raises ends
    #: the writing.
    check: Callable[[], None] = go_on
    #: Gets what each call to the vendor has cost, also of calls that failed or were stopped.
    record_usage: Callable[[Usage], None] = _ignore


@dataclass(frozen=True, kw_only=True)
class ModelAnswer(Generic[AnswerT]):
    """What a text model wrote, checked against the form that was asked for."""

    value: AnswerT
    generated_by: GeneratedBy


class TextModel(Protocol):
    """Something that writes text from facts: Gemini, or the offline model."""

    def write(self, call: ModelCall[AnswerT]) -> ModelAnswer[AnswerT]:
        """Write an answer by the call's prompt, using its facts and nothing else.

        What `call.check` raises passes.

        Raises:
            errors.RetriableJobError: If the model is busy or cannot be reached.
            errors.PermanentJobError: If it will not answer this, however often it is asked.
            errors.InternalError: If there is no such prompt.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class QueryCall(Generic[RowT]):
    """One query that is asked of the warehouse."""

    #: The query's name: the file `functions/job_types/{name}.sql`.
    name: str
    #: The form of a row; each is checked against it.
    row: type[RowT]
    #: The query's named parameters.
    parameters: Mapping[str, Parameter] = field(repr=False)
    #: The type of job that asks, for the bill.
    job_type: str | None = None
    #: Called before the query and while it is waited for. What it raises ends the query.
    check: Callable[[], None] = go_on
    #: Gets what the query has cost, also if it failed or was stopped.
    record_usage: Callable[[Usage], None] = _ignore


@dataclass(frozen=True, kw_only=True)
class QueryResult(Generic[RowT]):
    """The rows that a query gave."""

    rows: tuple[RowT, ...]
    #: Where the figures come from, for the result: "sample data", or the dataset's name.
    source: str


class Warehouse(Protocol):
    """Something that answers a query from a file: BigQuery, or DuckDB on a laptop."""

    def query(self, call: QueryCall[RowT]) -> QueryResult[RowT]:
        """Run the call's query.

        What `call.check` raises passes.

        Raises:
            errors.RetriableJobError: If the warehouse is busy or cannot be reached.
            errors.PermanentJobError: If it will not run this query.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class Asking:
    """A question that a handler asks its job's owner."""

    name: str
    #: The name of the form that an answer has.
    form: str
    prompt: str = field(repr=False)
    #: How long an answer is awaited.
    wait: timedelta
    #: Whether the handler has something to go on with where none comes.
    has_default: bool
    #: What the question is about, for who answers; None for no more than the prompt says.
    context: JsonValue | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class KeptAnswer:
    """What came of a question that a job has asked."""

    #: The answer; empty where none came in time.
    given: list[JsonValue] = field(repr=False)
    #: Whether that was before the job was resubmitted.
    is_from_before: bool = False


@dataclass(frozen=True, kw_only=True)
class EarlierResult(Generic[ResultT_co]):
    """What an earlier job of the same schedule has found out."""

    job_id: str
    #: When it succeeded.
    made_at: datetime
    value: ResultT_co = field(repr=False)


class Attempt(Protocol):
    """The attempt that a handler runs in, as far as the context needs it."""

    @property
    def calls(self) -> CallLog:
        """What the handler has asked of models and the warehouse."""

    def report(self, percent: float, message: str, stage: str | None) -> None:
        """Show how far the attempt is; coalesced, so it may be called at any rate."""

    def show(self, answer: dict[str, JsonValue]) -> None:
        """Show the beginning of the answer that is being written; coalesced, like `report`."""

    def check(self) -> None:
        """Raise `AttemptEndedError` if the attempt may not go on: cancelled, lost, or too late."""

    def is_cancelled(self) -> bool:
        """Whether the owner or an operator asked for the job to be cancelled."""

    def read_step(self, name: str) -> JsonValue | None:
        """Return a finished step's kept value in a one-item list; None if there is none."""

    def keep_step(self, name: str, value: JsonText) -> None:
        """Keep a finished step's value, so that a later attempt does not pay for it again."""

    def sleep(self, name: str, pause: timedelta) -> None:
        """Return once the pause of that name is over; until then, put the job back and raise."""

    def read_answer(self, name: str) -> KeptAnswer | None:
        """Return what came of the question of that name; None if it was not asked, or is void."""

    def await_answer(self, asking: Asking) -> NoReturn:
        """Suspend the job until its owner has answered or the time is over, and raise."""

    def gather(self, gathering: Gathering) -> tuple[ChildEnd, ...]:
        """Return how the jobs have ended, in their order; until then, suspend the job and raise."""

    def read_earlier_result(self) -> EarlierResult[JsonValue] | None:
        """Return the result of its schedule's last success; None if there is none any more."""

    def make_room(self) -> None:
        """Put the job back and raise, if too little time is left here for another step."""

    def record_usage(self, usage: Usage) -> None:
        """Add to what the job has spent."""
