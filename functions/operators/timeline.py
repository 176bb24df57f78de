"""One job as an operator sees it: what it waited for, its attempts and steps, on a line of time.

All of it is taken from what is stored: the job document, the lines of its ended attempts and of its
calls, and when the documents of its steps were written. Nothing that it is about is read.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Literal, assert_never

from pydantic import Field

from functions.operators import audit
from functions.operators.bulk import OperatorJob, shown
from functions.operators.read_request import may_read_requests
from functions.operators.roles import require_viewer
from shared.auth.users import User
from shared.core import errors
from shared.core.errors import ErrorCode
from shared.core.job import Job
from shared.core.job_calls import AttemptCalls, CallLine, read_calls
from shared.core.job_history import EndedAttempt, ended_attempts
from shared.core.job_status import JobStatus
from shared.core.records import Record
from shared.core.usage import Usage
from shared.firestore import documents
from shared.firestore.operations import DataMark
from shared.telemetry.log_names import LogNames
from shared.wiring import Services

_STEERING = (
    "started_at",
    "finished_at",
    "next_attempt_at",
    "lease_expires_at",
    "check_at",
    "usage",
)


class SpanKind(StrEnum):
    """What a stretch of a job's life was."""

    WAITING = "waiting"
    ATTEMPT = "attempt"
    STEP = "step"
    MODEL = "model"
    QUERY = "query"


#: What begins at the same moment stands in this order.
_ORDER = list(SpanKind)


class JobSpan(Record):
    """A stretch of a job's life."""

    kind: SpanKind
    name: str = Field(
        description="What it is called; of a step, a model's prompt or a query, by its author. Of a"
        " wait for its owner's answer the question's; of one for other jobs the gather's."
    )
    waits_for: Literal["answer", "parts"] | None = Field(
        default=None,
        description="Of a wait: for its owner's `answer`, or for other jobs, its `parts`.",
    )
    starts_at: datetime
    ends_at: datetime | None = Field(default=None, description="Absent while it lasts.")
    outcome: JobStatus | None = Field(
        default=None, description='What an attempt left the job as: "queued" is "tried again".'
    )
    code: ErrorCode | None = Field(default=None, description="Why an attempt failed.")
    model: str | None = Field(default=None, description="Which model wrote.")
    calls: int | None = Field(
        default=None,
        description="Of a model or query: how many such calls its step made in that time.",
    )
    seconds: float | None = Field(default=None, description="How long these took together.")
    cost_usd: float | None = Field(default=None, description="What they have cost, US dollars.")


class OperatorJobDetails(OperatorJob):
    """A job with its spans, in the order of time."""

    started_at: datetime | None = None
    finished_at: datetime | None = None
    next_attempt_at: datetime | None = None
    lease_expires_at: datetime | None = None
    check_at: datetime | None = Field(default=None, description="When the sweeper looks at it.")
    usage: Usage | None = None
    log_filter: str = Field(
        description="What finds its lines in the Logs Explorer; `make job` prints them."
    )
    request_may_be_read: bool = Field(
        description="Whether you may see what it is about; that you did is kept."
    )
    spans: tuple[JobSpan, ...]


def read_job(services: Services, viewer: User, job_id: str) -> OperatorJobDetails:
    """Return a job of any user.

    Raises:
        errors.PermissionDeniedError: If `viewer` is neither viewer nor operator.
        errors.NotFoundError: If there is no such job.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    require_viewer(viewer)
    try:
        stored, data = services.store.read_with_data(job_id, documents.ATTEMPTS, documents.CALL_LOG)
    except errors.InvalidArgumentError:
        raise errors.NotFoundError from None
    if stored is None:
        raise errors.NotFoundError
    marks = services.store.data_marks(job_id)
    audit.log_access("GET /api/operator/jobs/{jobId}", viewer, None, 1)
    job, ended = stored.job, ended_attempts(data.get(documents.ATTEMPTS))
    calls = read_calls(data.get(documents.CALL_LOG))
    names = LogNames(key=services.settings.log_key)
    return OperatorJobDetails.model_construct(
        **dict(shown(job)),
        **{name: getattr(job, name) for name in _STEERING},
        log_filter=f'jsonPayload.jobHash="{names.job_hash(job_id)}"',
        request_may_be_read=may_read_requests(services, viewer),
        spans=tuple(spans_of(job, ended, marks, calls)),
    )


def spans_of(
    job: Job,
    ended: Iterable[EndedAttempt],
    marks: Sequence[DataMark],
    calls: Iterable[AttemptCalls] = (),
) -> list[JobSpan]:
    """Return a job's spans in the order of time. Pure.

    Args:
        job: As it is now.
        ended: Its ended attempts that are kept.
        marks: The documents below it, the oldest first.
        calls: What its attempts asked of models and the warehouse.
    """
    spans = [span for line in ended for span in _of_attempt(line)]
    spans += _now(job)
    attempts = [span for span in spans if span.kind is SpanKind.ATTEMPT]
    gathered = _gathers(marks, attempts)
    spans += gathered
    gathers = {documents.step_document(span.name) for span in gathered}
    if job.gather is not None:
        gathers.add(documents.step_document(job.gather.name))
    spans += _steps([mark for mark in marks if mark.name not in gathers], attempts)
    spans += (_of_call(line) for each in calls for line in each.lines)
    return sorted(spans, key=lambda span: (span.starts_at, _ORDER.index(span.kind)))


def _of_attempt(line: EndedAttempt) -> Iterator[JobSpan]:
    if line.started_at is None:
        return
    yield from _wait(line.started_at, line.wait_seconds)
    yield JobSpan(
        kind=SpanKind.ATTEMPT,
        name=str(line.attempt),
        starts_at=line.started_at,
        ends_at=line.ended_at,
        outcome=line.outcome,
        code=line.code,
    )


def _of_call(line: CallLine) -> JobSpan:
    return JobSpan(
        kind=SpanKind(line.kind),
        name=line.name,
        starts_at=line.started_at,
        ends_at=line.ended_at,
        model=line.model,
        calls=line.count,
        seconds=round(line.seconds, 3),
        cost_usd=line.cost_usd,
    )


def _now(job: Job) -> Iterator[JobSpan]:
    """Return what it does now: it runs, or waits."""
    match job.status:
        case JobStatus.RUNNING:
            since = job.started_at or job.updated_at
            yield from _wait(since, job.wait_seconds)
            yield JobSpan(kind=SpanKind.ATTEMPT, name=str(job.attempt), starts_at=since)
        case JobStatus.QUEUED:
            since = job.next_attempt_at or job.created_at
            yield JobSpan(kind=SpanKind.WAITING, name="", starts_at=since)
        case JobStatus.SUSPENDED:
            awaited = job.question or job.gather
            yield JobSpan(
                kind=SpanKind.WAITING,
                name=awaited.name if awaited else "",
                starts_at=awaited.since if awaited else job.updated_at,
                waits_for="parts" if job.gather else "answer",
            )
        case JobStatus.SUCCEEDED | JobStatus.FAILED | JobStatus.CANCELLED:
            pass
        case _:
            assert_never(job.status)


def _wait(started_at: datetime, seconds: float | None) -> Iterator[JobSpan]:
    if seconds:
        yield JobSpan(
            kind=SpanKind.WAITING,
            name="",
            starts_at=started_at - timedelta(seconds=seconds),
            ends_at=started_at,
        )


def _gathers(marks: Sequence[DataMark], attempts: Sequence[JobSpan]) -> list[JobSpan]:
    """Return the waits for other jobs that are over.

    Which jobs these were is kept in the commit that suspended the job. So it is the last that such
    an attempt has kept, where that has not asked a question.
    """
    found = []
    for attempt, following in pairwise(attempts):
        own = [mark for mark in marks if attempt.starts_at <= mark.written_at < following.starts_at]
        has_asked = any(mark.name.startswith(documents.ASK) for mark in own)
        kept = [mark.name for mark in own if mark.name.startswith(documents.STEP)]
        if attempt.outcome is JobStatus.SUSPENDED and attempt.ends_at and kept and not has_asked:
            wait = JobSpan(
                kind=SpanKind.WAITING,
                name=kept[-1].removeprefix(documents.STEP),
                starts_at=attempt.ends_at,
                ends_at=following.starts_at,
                waits_for="parts",
            )
            found.append(wait)
    return found


def _steps(marks: Sequence[DataMark], attempts: Sequence[JobSpan]) -> Iterator[JobSpan]:
    """Return the steps: each began when the one before it ended, or with its attempt.

    What a question's owner has answered is kept as a step, and was none of work: the job waited
    from when it asked. Attempts are timed by their processes' clocks, steps by Firestore's: where
    these differ, a step may seem to end before its attempt began.
    """
    asked = {mark.name: mark.written_at for mark in marks}
    before: datetime | None = None
    for mark in marks:
        if not mark.name.startswith(documents.STEP):
            continue
        name = mark.name.removeprefix(documents.STEP)
        if (since := asked.get(documents.ask_document(name))) is not None:
            before = mark.written_at
            yield JobSpan(
                kind=SpanKind.WAITING,
                name=name,
                starts_at=min(since, before),
                ends_at=before,
                waits_for="answer",
            )
            continue
        own = [span for span in attempts if span.starts_at <= mark.written_at] or attempts[:1]
        for attempt in own[-1:]:
            began = attempt.starts_at if before is None else max(attempt.starts_at, before)
            yield JobSpan(
                kind=SpanKind.STEP,
                name=name,
                starts_at=began,
                ends_at=max(began, mark.written_at),
            )
        before = mark.written_at
