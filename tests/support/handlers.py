"""Run a job type's handler with no cloud around it: no Firestore, no tasks, no attempts.

The handler gets a real `JobContext` over an attempt that only remembers, so that what holds here
holds in a worker.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import NoReturn, cast

from pydantic import JsonValue

from functions.job_types import JobResult, find_job_type
from functions.job_types.handling import FRACTIONS, check_result
from functions.requests.submission import parse_submission
from shared.auth.users import User
from shared.core import errors, retry
from shared.core.call_log import CallLog
from shared.core.files import UploadedFile
from shared.core.job_status import JobStatus
from shared.core.letting_go import AttemptLetGoError, checked_deadline, wake_time
from shared.core.preview import fit_preview
from shared.core.stored_value import JsonText, from_text
from shared.core.usage import Usage
from shared.handler.children import Child, ChildEnd, Gathering
from shared.handler.job_context import JobContext
from shared.handler.ports import Asking, EarlierResult, KeptAnswer, TextModel, Warehouse


@dataclass(frozen=True, kw_only=True)
class Report:
    """One call of `job.progress`."""

    percent: float
    message: str
    stage: str | None


@dataclass(kw_only=True)
class RememberedAttempt:
    """A `shared.handler.ports.Attempt` that remembers what a handler did."""

    reports: list[Report] = field(default_factory=list)
    #: What the job document would have shown of the answer, as it grew.
    previews: list[dict[str, JsonValue]] = field(default_factory=list)
    #: By step, its kept value.
    steps: dict[str, JsonValue] = field(default_factory=dict)
    #: By name, how long the job was to rest.
    slept: dict[str, timedelta] = field(default_factory=dict)
    #: By question, what its owner answers, or None for no answer in time. One that is not here is
    #: asked: `asked` has it, and the attempt ends.
    answers: dict[str, JsonValue | None] = field(default_factory=dict)
    #: The questions that were asked and have no answer here.
    asked: list[Asking] = field(default_factory=list)
    #: When the job must have ended; None where its type does not bound it. `run_handler` sets it.
    deadline: datetime | None = None
    spent: Usage = field(default_factory=Usage)
    calls: CallLog = field(default_factory=lambda: CallLog(lambda: datetime.now(UTC), Lock()))
    #: By gather, how the jobs ended that the handler made, each as `run_child` has run it.
    gathered: dict[str, tuple[ChildEnd, ...]] = field(default_factory=dict)
    #: What an earlier job of the same schedule has found out.
    earlier: EarlierResult[JsonValue] | None = None
    #: Runs the handler of a job that this one makes; `run_handler` sets it.
    run_child: Callable[[Child], JobResult] | None = None
    #: Cancel the job when the handler reports this stage.
    cancel_at: str | None = None
    _cancelled: bool = False

    def report(self, percent: float, message: str, stage: str | None) -> None:
        """Remember a report; cancel if this is where to."""
        self.reports.append(Report(percent=percent, message=message, stage=stage))
        self._cancelled |= stage is not None and stage == self.cancel_at
        self.check()

    def show(self, answer: dict[str, JsonValue]) -> None:
        """Remember a preview, as small as the job document has it."""
        self.check()
        preview = fit_preview(answer)
        if preview is not None:
            self.previews.append(preview)

    def check(self) -> None:
        """Raise if the job was cancelled."""
        if self._cancelled:
            raise errors.JobCancelledError

    def is_cancelled(self) -> bool:
        """Whether the job was cancelled."""
        return self._cancelled

    def read_step(self, name: str) -> JsonValue | None:
        """Return a kept value in a one-item list; None if there is none."""
        return [self.steps[name]] if name in self.steps else None

    def keep_step(self, name: str, value: JsonText) -> None:
        """Keep a step's value."""
        self.steps[name] = from_text(value)

    def sleep(self, name: str, pause: timedelta) -> None:
        """Remember a pause, and be behind it at once."""
        wake_time(datetime.now(UTC), pause, checked_deadline(name, 1, self.deadline))
        self.slept[name] = pause

    def read_answer(self, name: str) -> KeptAnswer | None:
        """Return what the test answers."""
        if name not in self.answers:
            return None
        answer = self.answers[name]
        return KeptAnswer(given=[] if answer is None else [answer])

    def await_answer(self, asking: Asking) -> NoReturn:
        """Remember a question, and end the attempt."""
        checked_deadline(asking.name, 1, self.deadline)
        self.asked.append(asking)
        raise AttemptLetGoError

    def gather(self, gathering: Gathering) -> tuple[ChildEnd, ...]:
        """Run the children's handlers, one after the other, and be behind their ends at once."""
        checked_deadline(gathering.name, 1, self.deadline)
        ends = tuple(
            self._run(f"{gathering.name}-{number}", child)
            for number, child in enumerate(gathering.children)
        )
        self.gathered[gathering.name] = ends
        return ends

    def _run(self, job_id: str, child: Child) -> ChildEnd:
        assert self.run_child is not None
        status, error, result = JobStatus.SUCCEEDED, None, None
        try:
            result = self.run_child(child).to_json()
        except errors.JobsError as raised:
            status, error = JobStatus.FAILED, retry.describe(raised)
        return ChildEnd(
            job_id=job_id,
            job_type=child.job_type,
            status=status,
            error=error,
            read_result=lambda: result,
        )

    def read_earlier_result(self) -> EarlierResult[JsonValue] | None:
        """Return what the test says was found out before."""
        return self.earlier

    def make_room(self) -> None:
        """Here is always time."""

    def record_usage(self, usage: Usage) -> None:
        """Add to what was spent."""
        self.spent = self.spent.plus(usage)


class NoWarehouse:
    """A warehouse for handlers that ask none."""

    def query(self, *asked: object, **others: object) -> NoReturn:
        """Fail the test."""
        raise AssertionError(f"there is no warehouse for {asked} {others}")


@dataclass(frozen=True, kw_only=True)
class HandlerRun:
    """What came of a handler's run."""

    result: JobResult
    attempt: RememberedAttempt

    @property
    def reports(self) -> list[Report]:
        """The progress it reported, in order."""
        return self.attempt.reports


def run_handler(
    job_type: str,
    request: Mapping[str, object],
    *,
    model: TextModel,
    warehouse: Warehouse | None = None,
    attempt: RememberedAttempt | None = None,
    file: UploadedFile | None = None,
) -> HandlerRun:
    """Run the handler of a job type, as a worker would, and of the jobs that it gathers.

    What the API or the worker refuse is refused.

    Args:
        job_type: The type's name.
        request: The request as a client sends it; it is validated first.
        model: Writes the text.
        warehouse: Answers the queries, if the handler has any.
        attempt: What to remember in; give it `steps` to start where an earlier attempt ended.
        file: What came with the request.

    Raises:
        pydantic.ValidationError: If the request is not valid.
        errors.InvalidArgumentError: If the API would refuse it, or its file.
        errors.HandlerMistakeError: If the handler does what none can do, or reports its progress
            from 0 to 1; the traceback says what.
        errors.JobsError: What the handler raises; `AttemptLetGoError` where it asks what
            `attempt.answers` does not have.
    """
    found = find_job_type(job_type)
    given, now = found.request.model_validate(request), datetime.now(UTC)
    body = {"type": job_type, **cast("dict[str, JsonValue]", request)}
    parse_submission(User(uid="ada"), body, None, now, file=file)
    remembered = attempt or RememberedAttempt()
    if found.whole_limit is not None:
        remembered.deadline = now + found.whole_limit

    def run_child(child: Child) -> JobResult:
        given = file if child.with_file else None
        return run_handler(
            child.job_type, child.input, model=model, warehouse=warehouse, file=given
        ).result

    remembered.run_child = run_child
    log = logging.getLogger("tests.handler")
    context = JobContext(
        remembered,
        model=lambda: model,
        warehouse=lambda: warehouse or NoWarehouse(),
        log=log,
        job_type=found.name,
        file=file,
        forms=found.forms,
        children=found.children,
    )
    try:
        result = found.handler(given, context)
    except (SystemExit, GeneratorExit) as error:
        mistake = f"the handler raised {type(error).__name__}"
        raise errors.HandlerMistakeError(mistake=mistake) from error
    checked = check_result(found, result)
    if context.reports_fractions:
        raise errors.HandlerMistakeError(mistake=FRACTIONS)
    kept = found.result.model_validate(from_text(checked.result))
    return HandlerRun(result=kept, attempt=remembered)
