"""Make a job that was accepted just now, or a part of another one. Pure."""

from datetime import datetime, timedelta

from shared.core.gather import child_deadline
from shared.core.job import Job
from shared.core.job_document import deadline_of
from shared.core.job_status import DELIVERY_GRACE, CheckFor, Slot


def new_job(  # noqa: PLR0913 -- a record has many fields
    *,
    job_id: str,
    job_type: str,
    max_attempts: int,
    now: datetime,
    retention: timedelta,
    title: str | None = None,
    type_version: int = 1,
    tags: tuple[str, ...] = (),
    run_at: datetime | None = None,
    start_before: datetime | None = None,
    whole_limit: timedelta | None = None,
    file_bytes: int | None = None,
    schedule_id: str | None = None,
    previous_job_id: str | None = None,
    batch_id: str | None = None,
) -> Job:
    """Return a job that was accepted just now, and whose task is about to be enqueued."""
    is_later = run_at is not None and run_at > now
    start = run_at if run_at is not None and is_later else now
    return Job(
        job_id=job_id,
        type=job_type,
        type_version=type_version,
        title=title,
        tags=tags,
        batch_id=batch_id,
        max_attempts=max_attempts,
        created_at=now,
        updated_at=now,
        expire_at=now + retention,
        start_before=start_before,
        deadline=deadline_of(start, whole_limit, now + retention),
        file_bytes=file_bytes,
        schedule_id=schedule_id,
        previous_job_id=previous_job_id,
        next_attempt_at=run_at if is_later else None,
        # What runs later asks for a slot when its time has come.
        slot=Slot.NONE if is_later else Slot.HELD,
        check_at=start + DELIVERY_GRACE,
        check_for=CheckFor.DELIVERY,
    )


def part_of(job: Job, parent: Job, now: datetime) -> Job:
    """Return a new job as a part of another one: it must have ended in time for that to go on."""
    if parent.deadline is None:
        return job.model_copy(update={"parent_id": parent.job_id})
    latest = child_deadline(now, parent.deadline)
    return job.model_copy(
        update={
            "parent_id": parent.job_id,
            "deadline": latest if job.deadline is None else min(job.deadline, latest),
        }
    )
