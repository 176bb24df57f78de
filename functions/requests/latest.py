"""Newest wins: a job takes the place of an older one of its owner's with the same `latestOf`.

What must stay true: the older job is cancelled in the commit that stores the new one, or neither
is. Of two that come at once one is the newer: both write the document of their `latestOf` and
their owner's token bucket, each only as it was read. What follows from the older job's end is
carried out as after every cancel; a process that dies before it leaves that to the sweeper.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from functions.effects import finish
from functions.requests import cancel
from functions.requests.submission import SubmissionRequest
from shared.core import errors
from shared.core.cancelling import asked_or_ended
from shared.core.errors import FieldViolation
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.firestore.documents import (
    BucketChange,
    JobChange,
    NewSubmission,
    UnreadableJobError,
    VersionedJob,
)
from shared.telemetry import logs
from shared.wiring import Services


def refuse_rivals(asked: Sequence[SubmissionRequest]) -> None:
    """Refuse a batch in which two jobs would be the latest of the same.

    Raises:
        errors.InvalidArgumentError: If there are two; it names the second.
    """
    first: dict[str, int] = {}
    for index, one in enumerate(asked):
        rival = index if one.key.latest is None else first.setdefault(one.key.latest, index)
        if rival != index:
            message = f"Is that of jobs.{rival} already: only one can be the latest."
            raise errors.InvalidArgumentError(
                violations=[FieldViolation(field=f"jobs.{index}.options.latestOf", message=message)]
            )


def older_jobs(services: Services, new: Sequence[NewSubmission]) -> list[JobChange]:
    """Return the jobs whose place new ones take, as they are and as they shall be.

    Nothing is read where no new job is the latest of anything, or the first of it. One that only a
    newer revision can read goes on: it is in no other job's way.

    Raises:
        errors.UnavailableError: If Firestore cannot be reached.
    """
    changes = []
    for one in new:
        if one.prior.latest is not None:
            stored = _readable(services, one.prior.latest.job_id)
            if stored is not None and stored.job.is_active:
                changes.append(_replaced(services, stored, one.job))
    return changes


def _readable(services: Services, job_id: str) -> VersionedJob | None:
    with suppress(UnreadableJobError):
        return services.store.read(job_id)
    return None


def _replaced(services: Services, stored: VersionedJob, by: Job) -> JobChange:
    """Return the change of an unfinished job whose place another one takes."""
    after = asked_or_ended(stored.job, services.clock())
    after = finish.reminded(services, after.model_copy(update={"replaced_by": by.job_id}))
    return JobChange(before=stored, after=after)


def ended_ids(older: Sequence[JobChange]) -> frozenset[str]:
    """Name the older jobs that end at once: their slots are free for the new ones."""
    return frozenset(one.after.job_id for one in older if one.after.status is JobStatus.CANCELLED)


def made_aware(
    older: Sequence[JobChange], bucket: BucketChange
) -> tuple[list[JobChange], BucketChange]:
    """Have the older jobs learn by their own change that one waits for their slots.

    A commit writes each document once.
    """
    aware = [
        replace(one, after=one.after.with_slot(is_waited_for=True))
        if one.after.job_id in bucket.waited_for
        else one
        for one in older
    ]
    told = {one.after.job_id for one in older}
    others = tuple(job_id for job_id in bucket.waited_for if job_id not in told)
    return aware, replace(bucket, waited_for=others)


def follow(services: Services, older: Sequence[tuple[Job, VersionedJob]]) -> None:
    """Carry out what follows for older jobs once the new ones are stored."""
    for before, written in older:
        with logs.log_context(**written.job.log_fields()):
            finish.follow_by_itself(services, before, written)
            cancel.log_cancel(written.job)
