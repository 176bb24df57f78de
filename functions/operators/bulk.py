"""What an operator sees and does: everybody's jobs, counted, listed, retried and cancelled.

An operator is a user whose token has the claim `operator`. They see what steers a job, never what
it is about: no input, no result, no words of its owner. What they do is done as the owner could,
and within the owner's limits. A call's work is bounded, and calling it again is harmless. Each
leaves a line in the log: who, what, how many.
"""

from collections import Counter
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from functions.operators import audit
from functions.requests import cancel, resubmit
from functions.requests.list_jobs import read_cursor, read_page
from functions.requests.submission import Moment
from shared.auth.users import User
from shared.core import errors, ids
from shared.core.errors import ErrorCode
from shared.core.job import Job
from shared.core.job_document import Failure
from shared.core.job_status import JobStatus, Slot
from shared.core.records import Record
from shared.firestore.documents import JobFilter
from shared.wiring import Services

#: So many jobs are listed, retried or cancelled by one call.
MAX_JOBS = 100


class OperatorFilter(Record):
    """Which jobs of all users."""

    status: JobStatus | None = Field(default=None, description="Only jobs in this status.")
    type: Annotated[str | None, Field(max_length=64, description="Only jobs of this type.")] = None
    code: ErrorCode | None = Field(
        default=None, description="Only jobs that failed with this code, or whose last attempt did."
    )
    created_before: Moment | None = Field(
        default=None, description="Only jobs that were submitted earlier than this."
    )
    limit: Annotated[int, Field(ge=1, le=MAX_JOBS, description="How many jobs at the most.")] = 50
    cursor: str | None = Field(default=None, description="The `nextCursor` of the page before.")


class BulkRetryRequest(OperatorFilter):
    """Which jobs to run once more."""

    status: Literal[JobStatus.FAILED] = Field(
        default=JobStatus.FAILED,
        description="Only failed jobs: one that was cancelled is its owner's to run and to pay.",
    )


class BulkCancelRequest(OperatorFilter):
    """Which jobs to cancel."""

    status: Literal[JobStatus.QUEUED, JobStatus.RUNNING] = Field(
        default=JobStatus.QUEUED, description="Only jobs in this status."
    )


class OperatorJob(Record):
    """A job as an operator sees it: what steers it, and nothing that it is about."""

    job_id: str = Field(description="Its name everywhere; its owner's id is the first part.")
    type: str
    status: JobStatus
    attempt: int
    max_attempts: int
    waiting: bool | None = Field(default=None, description="It waits for its owner's other jobs.")
    error: Failure | None = Field(
        default=None, description="Why it failed, or why the last attempt did."
    )
    created_at: Moment
    updated_at: Moment


class OperatorJobPage(Record):
    """A part of the list of everybody's jobs, newest first."""

    jobs: tuple[OperatorJob, ...]
    next_cursor: str | None = Field(
        default=None, description="Send it as `cursor` for the next page. Absent on the last one."
    )


class StatusCount(Record):
    """How many jobs are in a status."""

    status: JobStatus
    count: int


class CodeCount(Record):
    """How many failed jobs have a code."""

    code: ErrorCode
    count: int


class OperatorOverview(Record):
    """How the queue stands: everybody's jobs that are kept."""

    statuses: tuple[StatusCount, ...]
    waiting: int = Field(description="Queued jobs that wait for their owner's other jobs.")
    failures: tuple[CodeCount, ...] = Field(
        description="Failed jobs by what they failed with, the most first; codes without any are"
        " left out."
    )


class Refusal(StrEnum):
    """Why a job that was found was left as it is."""

    #: Its state has changed meanwhile, or it is gone.
    CHANGED = "changed"
    #: Its owner has cancelled it meanwhile; it is theirs to run and to pay.
    CANCELLED = "cancelled"
    #: Its owner has as many jobs as they may, or has used up today's budget.
    LIMIT = "limit"


class RefusalCount(Record):
    """How many jobs were left as they are, for a reason."""

    reason: Refusal
    count: int


class OperatorOutcome(Record):
    """What a retry or a cancel by filter did."""

    done: int = Field(
        description="Jobs that were retried or cancelled; a running one was asked to stop."
    )
    refused: tuple[RefusalCount, ...] = Field(description="Jobs that were left as they are.")
    next_cursor: str | None = Field(
        default=None,
        description="There may be more jobs: send it as `cursor`. Absent when all were looked at.",
    )


def require_operator(user: User) -> None:
    """Refuse everybody else.

    Raises:
        errors.PermissionDeniedError: If they are no operator.
    """
    if not user.is_operator:
        raise errors.PermissionDeniedError("Only operators may do this.")


def overview(services: Services, operator: User) -> OperatorOverview:
    """Count everybody's jobs.

    Raises:
        errors.PermissionDeniedError: If `operator` is none.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    require_operator(operator)

    def count(**wanted: object) -> int:
        return services.store.count_jobs(None, JobFilter(**wanted))  # type: ignore[arg-type]

    statuses = tuple(StatusCount(status=one, count=count(status=one)) for one in JobStatus)
    codes = [
        CodeCount(code=code, count=count(status=JobStatus.FAILED, code=code)) for code in ErrorCode
    ]
    failures = sorted((one for one in codes if one.count), key=lambda one: -one.count)
    audit.log_access("GET /api/operator/overview", operator, None, sum(n.count for n in statuses))
    return OperatorOverview(
        statuses=statuses, waiting=count(slot=Slot.WAITING), failures=tuple(failures)
    )


def list_all_jobs(services: Services, operator: User, query: OperatorFilter) -> OperatorJobPage:
    """Return a page of everybody's jobs.

    Raises:
        errors.PermissionDeniedError: If `operator` is none.
        errors.InvalidArgumentError: If the cursor is none that this list has given.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    require_operator(operator)
    jobs, next_cursor = _find(services, query)
    audit.log_access("GET /api/operator/jobs", operator, query, len(jobs))
    return OperatorJobPage(jobs=tuple(map(_shown, jobs)), next_cursor=next_cursor)


def retry_jobs(services: Services, operator: User, chosen: BulkRetryRequest) -> OperatorOutcome:
    """Run failed jobs once more, each as its owner could.

    Raises:
        errors.PermissionDeniedError: If `operator` is none.
        errors.UnavailableError: If a service cannot be reached; calling again goes on.
    """
    require_operator(operator)
    outcome = _for_each(services, chosen, resubmit.resubmit_failed_job)
    audit.log_access("POST /api/operator/retry", operator, chosen, outcome.done)
    return outcome


def cancel_jobs(services: Services, operator: User, chosen: BulkCancelRequest) -> OperatorOutcome:
    """Cancel queued or running jobs, each as its owner could.

    Raises:
        errors.PermissionDeniedError: If `operator` is none.
        errors.UnavailableError: If a service cannot be reached; calling again goes on.
    """
    require_operator(operator)
    outcome = _for_each(services, chosen, cancel.cancel_job)
    audit.log_access("POST /api/operator/cancel", operator, chosen, outcome.done)
    return outcome


def _for_each(
    services: Services, chosen: OperatorFilter, do: Callable[[Services, User, str], Job]
) -> OperatorOutcome:
    """Do something to each job that is found; what its state or its owner's limits forbid stays."""
    jobs, next_cursor = _find(services, chosen)
    refused: Counter[Refusal] = Counter()
    for job in jobs:
        try:
            do(services, User(uid=ids.parse_job_id(job.job_id).uid), job.job_id)
        except errors.ResourceExhaustedError:
            refused[Refusal.LIMIT] += 1
        except resubmit.CancelledByOwnerError:
            refused[Refusal.CANCELLED] += 1
        except (
            errors.NotFoundError,
            errors.FailedPreconditionError,
            errors.InvalidArgumentError,
            errors.WriteConflictError,
        ):
            refused[Refusal.CHANGED] += 1
    return OperatorOutcome(
        done=len(jobs) - refused.total(),
        refused=tuple(RefusalCount(reason=reason, count=refused[reason]) for reason in refused),
        next_cursor=next_cursor,
    )


def _find(services: Services, chosen: OperatorFilter) -> tuple[tuple[Job, ...], str | None]:
    wanted = JobFilter(
        status=chosen.status,
        type=chosen.type,
        code=chosen.code,
        created_before=chosen.created_before,
    )
    after = None if chosen.cursor is None else read_cursor(chosen.cursor, None)
    page = read_page(services, None, wanted, chosen.limit, after)
    return page.jobs, page.next_cursor


def _shown(job: Job) -> OperatorJob:
    shown = {name: getattr(job, name) for name in OperatorJob.model_fields if name != "waiting"}
    waiting = True if job.slot is Slot.WAITING else None
    return OperatorJob.model_construct(**shown, waiting=waiting)
