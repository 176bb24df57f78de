"""What a handler gets: progress, steps, the model, the warehouse, a file, and whether to stop.

A handler knows nothing of Firestore, tasks or attempts. Everything it may do to the outside world
goes through its `JobContext`, which is also where a cancelled or lost attempt finds out: each
call here may raise `AttemptEndedError`, and the handler lets it pass.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock
from typing import Generic, Protocol, TypeVar, overload

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter

from shared.core.job import Usage
from shared.core.records import Record
from shared.telemetry import semantic_spans

RowT = TypeVar("RowT", bound=BaseModel)
AnswerT = TypeVar("AnswerT", bound=BaseModel)
ValueT = TypeVar("ValueT")

#: What a query's named parameter may be.
Parameter = str | int | float | bool | Sequence[str]

#: Gets the finished part of an answer, with the names that its JSON has.
OnPartial = Callable[[dict[str, JsonValue]], None]
#: Gives what a job's document shows of it, see `shared.core.preview`.
Preview = Callable[[dict[str, JsonValue]], dict[str, JsonValue]]
#: Whether nobody wants the outcome any more.
ShouldStop = Callable[[], bool]
#: Gets what something has cost.
Spend = Callable[[Usage], None]


class MediaType(StrEnum):
    """What kind of file may come with a request."""

    PDF = "application/pdf"
    WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    TEXT = "text/plain"


class UploadedFile(Record):
    """A file that came with a request. Name and content are its owner's: neither is ever logged."""

    model_config = ConfigDict(hide_input_in_errors=True)

    #: As its owner's machine calls it, without folders.
    name: str = Field(repr=False)
    #: What it was sent as. Nobody has looked inside: the handler does.
    media_type: MediaType
    content: bytes = Field(repr=False)


class GeneratedBy(Record):
    """Who wrote a text, kept with it in the result."""

    #: The model's name, or "offline" for the rules that stand in for one on a laptop.
    model: str
    #: Which text of the prompt it was. See `shared.handler.named_texts.NamedText.version`.
    prompt_version: str


@dataclass(frozen=True, kw_only=True)
class Written(Generic[AnswerT]):
    """What a text model wrote, checked against the asked-for model, and what it cost."""

    value: AnswerT
    generated_by: GeneratedBy
    usage: Usage = field(default_factory=Usage)


class TextModel(Protocol):
    """Something that writes text from facts: Gemini, or the offline model."""

    def write(  # noqa: PLR0913 -- what is asked, and three who listen
        self,
        prompt: str,
        facts: BaseModel,
        answer: type[AnswerT],
        *,
        on_partial: OnPartial | None = None,
        should_stop: ShouldStop | None = None,
        spend: Spend | None = None,
    ) -> Written[AnswerT]:
        """Write an `answer` by the prompt of that name, using the `facts` and nothing else.

        Args:
            prompt: A prompt's name: the file `functions/job_types/prompts/{prompt}.md`.
            facts: What the text may speak about.
            answer: The form of the answer; its JSON Schema is sent, and what comes is checked.
            on_partial: Gets the finished part of the answer whenever it has grown. It may shrink
                when an answer is asked for again. What it raises ends the writing.
            should_stop: Looked at whenever something arrives. What it raises ends the writing.
            spend: Gets what each call has cost as soon as it is known, also of calls that failed
                or were stopped; their sum is `Written.usage`.

        Raises:
            errors.RetriableJobError: If the model is busy or cannot be reached.
            errors.PermanentJobError: If it will not answer this, however often it is asked.
            errors.JobCancelledError: If `should_stop` said so.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class Table(Generic[RowT]):
    """The rows a query gave, and what it cost."""

    rows: tuple[RowT, ...]
    #: Where the figures come from, for the result: "sample data", or the dataset's name.
    source: str
    usage: Usage = field(default_factory=Usage)


class Warehouse(Protocol):
    """Something that answers a query from a file: BigQuery, or DuckDB on a laptop."""

    def query(  # noqa: PLR0913 -- what is asked, and three about whom it is for
        self,
        name: str,
        row: type[RowT],
        parameters: Mapping[str, Parameter],
        *,
        job_type: str | None = None,
        should_stop: ShouldStop | None = None,
        spend: Spend | None = None,
    ) -> Table[RowT]:
        """Run the query of that name.

        Args:
            name: A query's name: the file `functions/job_types/queries/{name}.sql`.
            row: The form of a row; each is checked against it.
            parameters: The query's named parameters.
            job_type: For whom it is, for the bill.
            should_stop: Looked at while waiting. What it raises ends the query.
            spend: Gets what the query has cost, also if it failed or was stopped; the same as
                `Table.usage`.

        Raises:
            errors.RetriableJobError: If the warehouse is busy or cannot be reached.
            errors.PermanentJobError: If it will not run this query.
            errors.JobCancelledError: If `should_stop` said so.
        """
        ...


class Attempt(Protocol):
    """The attempt that a handler runs in, as far as the context needs it."""

    def report(self, percent: float, message: str, stage: str | None) -> None:
        """Show how far the attempt is; coalesced, so it may be called at any rate."""

    def show(self, answer: dict[str, JsonValue]) -> None:
        """Show the beginning of the answer that is being written; coalesced, like `report`."""

    def check(self) -> None:
        """Raise `AttemptEndedError` if the attempt may not go on."""

    def is_cancelled(self) -> bool:
        """Whether somebody asked for the job to be cancelled."""

    def read_step(self, name: str) -> JsonValue | None:
        """Return a finished step's kept value, wrapped in a one-item list; None without one."""

    def keep_step(self, name: str, value: JsonValue) -> None:
        """Keep a finished step's value, so that a later attempt does not pay for it again."""

    def spend(self, usage: Usage) -> None:
        """Add to what the job has spent."""


class JobContext:
    """A handler's world."""

    def __init__(  # noqa: PLR0913 -- all that a handler may need
        self,
        attempt: Attempt,
        *,
        model: TextModel,
        warehouse: Warehouse,
        log: logging.Logger,
        job_type: str | None = None,
        file: UploadedFile | None = None,
    ) -> None:
        """Make the world of one attempt.

        Args:
            attempt: Which.
            model: What writes text.
            warehouse: What answers queries.
            log: The handler's.
            job_type: For whom queries are, for the bill.
            file: What came with the request.
        """
        self._attempt = attempt
        self._step_lock = Lock()
        self.model = _MeteredModel(attempt, model)
        self.warehouse = _MeteredWarehouse(attempt, warehouse, job_type)
        self.log = log
        #: The file that came with the request; only a type that accepts one ever sees one.
        self.file = file

    def progress(self, percent: float, message: str, stage: str | None = None) -> None:
        """Show how far the job is, in a sentence for its owner.

        Cheap: call it as often as you like; at most one write a second leaves, and the last one
        always lands. A percent below the last one is shown as the last one.

        Raises:
            errors.AttemptEndedError: If the job was cancelled or taken over; let it pass.
        """
        self._attempt.report(percent, message, stage)

    def cancelled(self) -> bool:
        """Whether the owner wants no more of this job; for handlers with something to close."""
        return self._attempt.is_cancelled()

    @overload
    def step(self, name: str, work: Callable[[], ValueT], *, of: type[ValueT]) -> ValueT: ...
    @overload
    def step(self, name: str, work: Callable[[], JsonValue]) -> JsonValue: ...

    def step(
        self, name: str, work: Callable[[], object], *, of: type[object] | None = None
    ) -> object:
        """Do a part of the job whose value is kept: a retry of the job does not do it again.

        Args:
            name: Unique within the handler; lower-case words joined by hyphens.
            work: The part, without arguments.
            of: The type of its value, where that is more than JSON: a record, a list of records.

        Returns:
            The value as it was kept, so that a first run and a retry see the same.

        Raises:
            RuntimeError: If another step is under way: steps are done one after the other.
            errors.AttemptEndedError: If the job was cancelled or taken over; let it pass.
        """
        if not self._step_lock.acquire(blocking=False):
            raise RuntimeError(f"step {name!r} was asked for while another step is under way")
        try:
            with semantic_spans.step(name):
                return self._do_step(name, work, TypeAdapter(of or JsonValue))
        finally:
            self._step_lock.release()

    def _do_step(self, name: str, work: Callable[[], object], form: TypeAdapter[object]) -> object:
        self._attempt.check()
        kept = self._attempt.read_step(name)
        if isinstance(kept, list):
            return form.validate_python(kept[0])
        value = form.dump_python(form.validate_python(work()), mode="json", by_alias=True)
        self._attempt.keep_step(name, value)
        return form.validate_python(value)


class _Meter:
    """Puts what something costs on the job, as it is told; and ends it when the attempt ends."""

    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt
        self._was_told = False

    def spend(self, usage: Usage) -> None:
        """Put this on the job."""
        self._was_told = True
        self._attempt.spend(usage)

    def close(self, usage: Usage) -> None:
        """Put the whole on the job, if nothing was told on the way."""
        if not self._was_told:
            self._attempt.spend(usage)

    def should_stop(self) -> bool:
        """Raise `AttemptEndedError` if the attempt may not go on: cancelled, lost, or too late."""
        self._attempt.check()
        return False


class _MeteredModel:
    """A text model that looks whether the job goes on, and puts what it spends on the job."""

    def __init__(self, attempt: Attempt, model: TextModel) -> None:
        self._attempt = attempt
        self._model = model

    def write(
        self,
        prompt: str,
        facts: BaseModel,
        answer: type[AnswerT],
        *,
        preview: Preview | None = None,
    ) -> Written[AnswerT]:
        """Write an `answer`; what there is of it is shown on the job's document as it grows.

        Args:
            prompt: See `TextModel.write`, as `facts` and `answer`.
            facts: The same.
            answer: The same.
            preview: Gives what is shown for a finished part of the answer; the part itself, if
                there is none.
        """
        self._attempt.check()
        meter = _Meter(self._attempt)

        def show(part: dict[str, JsonValue]) -> None:
            self._attempt.show(part if preview is None else preview(part))

        written = self._model.write(
            prompt,
            facts,
            answer,
            on_partial=show,
            should_stop=meter.should_stop,
            spend=meter.spend,
        )
        meter.close(written.usage)
        return written


class _MeteredWarehouse:
    """A warehouse that looks whether the job goes on, and puts what it spends on the job."""

    def __init__(self, attempt: Attempt, warehouse: Warehouse, job_type: str | None) -> None:
        self._attempt = attempt
        self._warehouse = warehouse
        self._job_type = job_type

    def query(self, name: str, row: type[RowT], **parameters: Parameter) -> Table[RowT]:
        """Run the query of that name; see `Warehouse.query`."""
        self._attempt.check()
        meter = _Meter(self._attempt)
        table = self._warehouse.query(
            name,
            row,
            parameters,
            job_type=self._job_type,
            should_stop=meter.should_stop,
            spend=meter.spend,
        )
        meter.close(table.usage)
        return table
