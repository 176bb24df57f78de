"""What an operator sees and does: everybody's jobs, counted, listed, retried and cancelled.

An operator is a user whose token has the claim `operator`. Here they see what steers a job, never
what it is about: no input, no result, no words of its owner. What they do is done as the owner
could, and within the owner's limits. A call's work is bounded, and calling it again is harmless.
Each leaves a line in the log: who, what, how many.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Annotated, Literal

from pydantic import Field

from functions.operators import audit
from functions.operators.actions import recorded
from functions.operators.outcome import OperatorOutcome, Refusal, RefusalCount
from functions.operators.roles import require_operator, require_viewer
from functions.requests import cancel, resubmit
from functions.requests.list_jobs import read_cursor, read_page
from functions.requests.options import Moment
from shared.auth.users import User
from shared.core import errors, ids
from shared.core.errors import ErrorCode, FieldViolation
from shared.core.gather import PartOfAnotherJobError
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


_JobId = Annotated[
    str,
    Field(max_length=ids.MAX_JOB_ID_LENGTH, json_schema_extra={"pattern": ids.JOB_ID_PATTERN}),
]


class _Chosen(OperatorFilter):
    """Which jobs to change: those that a filter finds, or some by their ids."""

    job_ids: Annotated[
        tuple[_JobId, ...],
        Field(
            max_length=MAX_JOBS,
            description="Only these; those that the filter does not let through are left.",
        ),
    ] = ()


class BulkRetryRequest(_Chosen):
    """Which jobs to run once more."""

    status: Literal[JobStatus.FAILED] = Field(
        default=JobStatus.FAILED,
        description="Only failed jobs: one that was cancelled is its owner's to run and to pay.",
    )


class BulkCancelRequest(_Chosen):
    """Which jobs to cancel."""

    status: Literal[JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.SUSPENDED] = Field(
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
    total: int | None = Field(
        default=None, description="How many there are on all pages; told on the first one."
    )
    next_cursor: str | None = Field(
        default=None, description="Send it as `cursor` for the next page. Absent on the last one."
    )


class StatusCount(Record):
    """How many jobs are in a status."""

    status: JobStatus
    count: int


class OperatorOverview(Record):
    """How the queue stands: everybody's jobs that are kept."""

    statuses: tuple[StatusCount, ...]
    waiting: int = Field(description="Queued jobs that wait for their owner's other jobs.")


def overview(services: Services, viewer: User) -> OperatorOverview:
    """Count everybody's jobs.

    Raises:
        errors.PermissionDeniedError: If `viewer` is neither viewer nor operator.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    require_viewer(viewer)

    def count(**wanted: object) -> int:
        return services.store.count_jobs(None, JobFilter(**wanted))  # type: ignore[arg-type]

    statuses = tuple(StatusCount(status=one, count=count(status=one)) for one in JobStatus)
    audit.log_access("GET /api/operator/overview", viewer, None, sum(n.count for n in statuses))
    return OperatorOverview(statuses=statuses, waiting=count(slot=Slot.WAITING))


def list_all_jobs(services: Services, viewer: User, query: OperatorFilter) -> OperatorJobPage:
    """Return a page of everybody's jobs.

    Raises:
        errors.PermissionDeniedError: If `viewer` is neither viewer nor operator.
        errors.InvalidArgumentError: If the cursor is none that this list has given.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    require_viewer(viewer)
    jobs, next_cursor = _find(services, query)
    total = services.store.count_jobs(None, _wanted(query)) if query.cursor is None else None
    audit.log_access("GET /api/operator/jobs", viewer, query, len(jobs))
    return OperatorJobPage(jobs=tuple(map(shown, jobs)), total=total, next_cursor=next_cursor)


def retry_jobs(services: Services, operator: User, chosen: BulkRetryRequest) -> OperatorOutcome:
    """Run failed jobs once more, each as its owner could.

    Raises:
        errors.PermissionDeniedError: If `operator` is none.
        errors.UnavailableError: If a service cannot be reached; calling again goes on.
    """
    require_operator(operator)
    do = partial(_for_each, services, chosen, resubmit.resubmit_failed_job)
    return recorded(services, operator, "retry", chosen, do)


def cancel_jobs(services: Services, operator: User, chosen: BulkCancelRequest) -> OperatorOutcome:
    """Cancel queued or running jobs, each as its owner could.

    Raises:
        errors.PermissionDeniedError: If `operator` is none.
        errors.UnavailableError: If a service cannot be reached; calling again goes on.
    """
    require_operator(operator)
    do = partial(_for_each, services, chosen, cancel.cancel_job)
    return recorded(services, operator, "cancel", chosen, do)


def _for_each(
    services: Services, chosen: _Chosen, do: Callable[[Services, User, str], Job]
) -> OperatorOutcome:
    """Do something to each job that is found; what its state or its owner's limits forbid stays."""
    jobs, next_cursor = _named(services, chosen) if chosen.job_ids else _find(services, chosen)
    refused: Counter[Refusal] = Counter()
    for job in jobs:
        try:
            do(services, User(uid=ids.parse_job_id(job.job_id).uid), job.job_id)
        except errors.ResourceExhaustedError:
            refused[Refusal.LIMIT] += 1
        except resubmit.CancelledByOwnerError:
            refused[Refusal.CANCELLED] += 1
        except PartOfAnotherJobError:
            refused[Refusal.PART] += 1
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


def _named(services: Services, chosen: _Chosen) -> tuple[tuple[Job, ...], None]:
    """Return those of the named jobs that the filter lets through."""
    try:
        found = services.store.read_many(chosen.job_ids)
    except errors.InvalidArgumentError:
        message = "Must be ids of jobs."
        raise errors.InvalidArgumentError(
            violations=[FieldViolation(field="jobIds", message=message)]
        ) from None
    wanted = [
        job
        for job in found
        if job.status is chosen.status
        and chosen.type in (None, job.type)
        and chosen.code in (None, job.error and job.error.code)
    ]
    return tuple(wanted), None


def _wanted(chosen: OperatorFilter) -> JobFilter:
    return JobFilter(
        status=chosen.status,
        type=chosen.type,
        code=chosen.code,
        created_before=chosen.created_before,
    )


def _find(services: Services, chosen: OperatorFilter) -> tuple[tuple[Job, ...], str | None]:
    after = None if chosen.cursor is None else read_cursor(chosen.cursor, None)
    page = read_page(services, None, _wanted(chosen), chosen.limit, after)
    return page.jobs, page.next_cursor


def shown(job: Job) -> OperatorJob:
    """Return a job as an operator sees it."""
    fields = {name: getattr(job, name) for name in OperatorJob.model_fields if name != "waiting"}
    waiting = True if job.slot is Slot.WAITING else None
    return OperatorJob.model_construct(**fields, waiting=waiting)
