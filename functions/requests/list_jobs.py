"""List a user's jobs: newest first, filtered, in pages that stay put while new jobs arrive.

A page ends at a job, and the next one starts behind it; a cursor is that job's time and id. It
proves nothing and needs to keep no secret: a user who makes one up only starts elsewhere in their
own list.
"""

import base64
import binascii
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field

from functions.requests.options import Moment, Tag, in_utc
from shared.auth.users import User
from shared.core import errors, ids
from shared.core.errors import FieldViolation
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.records import Record
from shared.firestore.documents import JobFilter
from shared.wiring import Services

MAX_PAGE = 100


class ListJobsQuery(Record):
    """What a list shall hold: the query of `GET /api/jobs`."""

    status: JobStatus | None = Field(default=None, description="Only jobs in this status.")
    type: Annotated[str | None, Field(max_length=64, description="Only jobs of this type.")] = None
    tag: Tag | None = Field(default=None, description="Only jobs with this tag.")
    batch: Annotated[
        str | None,
        Field(
            max_length=64,
            description="Only jobs of this batch, by its `batchId`; `counts` are of all of them.",
        ),
    ] = None
    parent: Annotated[
        str | None,
        Field(max_length=300, description="Only the parts of this job, by its `jobId`."),
    ] = None
    created_after: Moment | None = Field(
        default=None, description="Only jobs that were submitted later than this."
    )
    created_before: Moment | None = Field(
        default=None, description="Only jobs that were submitted earlier than this."
    )
    limit: Annotated[
        int, Field(ge=1, le=MAX_PAGE, description="How many jobs a page has at the most.")
    ] = 20
    cursor: str | None = Field(default=None, description="The `nextCursor` of the page before.")


class Page(Record):
    """A part of a list, and where it goes on."""

    jobs: tuple[Job, ...]
    #: Absent on the last page.
    next_cursor: str | None
    #: Of a batch: how many of its jobs are in which status.
    counts: Mapping[JobStatus, int] | None = None


def list_jobs(services: Services, user: User, query: ListJobsQuery) -> Page:
    """Return a page of a user's jobs.

    Raises:
        errors.InvalidArgumentError: If the cursor is none that this list has given.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    wanted = JobFilter(
        status=query.status,
        type=query.type,
        tag=query.tag,
        batch=query.batch,
        parent=query.parent,
        created_after=query.created_after,
        created_before=query.created_before,
    )
    after = None if query.cursor is None else read_cursor(query.cursor, user.uid)
    page = read_page(services, user.uid, wanted, query.limit, after)
    if query.batch is None:
        return page
    jobs = services.store.batch_jobs(user.uid, query.batch)
    return page.model_copy(update={"counts": count_by_status(jobs)})


def count_by_status(jobs: Sequence[Job]) -> dict[JobStatus, int]:
    """Return how many of some jobs are in each status."""
    counted = Counter(job.status for job in jobs)
    return {status: counted[status] for status in JobStatus}


def read_page(
    services: Services,
    uid: str | None,
    wanted: JobFilter,
    limit: int,
    after: tuple[datetime, str] | None,
) -> Page:
    """Return a page of the jobs of a user, or of everybody's.

    Raises:
        errors.UnavailableError: If Firestore cannot be reached.
    """
    page = services.store.list_jobs(uid, wanted, limit, after=after)
    cursor = None if page.last is None else make_cursor(*page.last)
    return Page(jobs=page.jobs, next_cursor=cursor)


def make_cursor(created_at: datetime, job_id: str) -> str:
    """Return the cursor of the page behind a job."""
    text = f"{created_at.isoformat()}|{job_id}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str, uid: str | None) -> tuple[datetime, str]:
    """Return the time and the id of the job that a page starts behind.

    Args:
        cursor: As the page before gave it.
        uid: Whose jobs the list holds; None for everybody's.

    Raises:
        errors.InvalidArgumentError: If it is no cursor of such a list.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        text = base64.urlsafe_b64decode(padded.encode("ascii")).decode()
        time, job_id = text.split("|", 1)
        created_at = datetime.fromisoformat(time)
        owner = ids.parse_job_id(job_id).uid
        if created_at.tzinfo is None or owner != (uid or owner):
            raise _bad_cursor()
        return in_utc(created_at), job_id
    except (ValueError, binascii.Error, errors.InvalidArgumentError):
        raise _bad_cursor() from None


def _bad_cursor() -> errors.InvalidArgumentError:
    message = "Is not a cursor that this list has given."
    return errors.InvalidArgumentError(violations=[FieldViolation(field="cursor", message=message)])
