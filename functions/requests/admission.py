"""Admit jobs: whether their owner may have them now, what that takes, and which have a place.

A new job and one that is run once more are admitted alike: each takes a token, counts among the
owner's unfinished jobs, and has a place or waits for one. None is admitted while its owner's
budget of today is used up, or reserved for their other jobs.
"""

from collections.abc import Sequence
from datetime import timedelta

from functions.effects import lining_up
from functions.job_types import declared_job_type
from shared.core import budget, errors, ids, kept_files
from shared.core.errors import FieldViolation
from shared.core.job import Job
from shared.core.rate_limit import TokenBucket
from shared.firestore.documents import BucketChange, Quota
from shared.wiring import Services

#: When a job will be done is not known; a client that is full asks again after this.
_FULL_RETRY = timedelta(seconds=30)


def admit(
    services: Services, quota: Quota, jobs: Sequence[Job], *, leaving: frozenset[str] = frozenset()
) -> tuple[list[Job], BucketChange]:
    """Admit queued jobs of one user, to be stored in one commit with the bucket.

    Args:
        services: What is allowed, and where the user's other jobs are.
        quota: The user's, as it is stored.
        jobs: Queued; each has a place, or none because it runs later.
        leaving: The ids of jobs that end in the same commit: they count no more.

    Returns:
        The jobs as they shall be stored, those that have to wait among them; and what they do to
        the bucket.

    Raises:
        errors.ResourceExhaustedError: If the user submits too fast, has too many jobs or too
            large files, or has used up today's budget.
        errors.InvalidArgumentError: If these alone are too many.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    settings, now = services.settings, services.clock()
    most = settings.unfinished_per_user
    if len(jobs) > most:
        message = f"Must be {most} at the most: so many may be unfinished."
        raise errors.InvalidArgumentError(
            violations=[FieldViolation(field="jobs", message=message)]
        )
    # Before the rate: a user without budget has to wait for that, however slowly they ask.
    settings.budgets.refuse_overspent(quota.spent, now)
    paid = bucket_of(services, quota).take(services.submit_limit, now, jobs=len(jobs))
    others = lining_up.unfinished_jobs(services, paid, jobs, leaving)
    if len(others.job_ids) + len(jobs) > most:
        raise errors.ResourceExhaustedError(
            f"You may have {most} jobs that are not finished.", retry_after=_FULL_RETRY
        )
    _reserve(services, quota, others.job_ids, jobs)
    knowing = lining_up.knowing_of_devices(jobs, paid)
    admitted, waited_for = lining_up.with_slots(services, knowing, others)
    known = others.job_ids + tuple(job.job_id for job in jobs)
    files = _files(services, paid, admitted)
    left = paid.model_copy(update={"files": files})
    return admitted, BucketChange(
        before=quota.bucket,
        after=left.holding(known, max(job.expire_at for job in jobs)),
        waited_for=waited_for,
    )


def _reserve(services: Services, quota: Quota, others: Sequence[str], jobs: Sequence[Job]) -> None:
    """Refuse jobs that, with the unfinished ones, are expected to cost more than is left today.

    What is reserved needs no document of its own: an estimate goes with a job's type, which its id
    says, and the bucket that is written under compare-and-set lists the unfinished jobs. Only if
    the estimates do not fit are those read, for what they have spent already.

    One job alone may have whatever is left: it is stopped before the call that it cannot pay.

    Raises:
        errors.ResourceExhaustedError: If they are.
    """
    budgets = services.settings.budgets
    asked = [_estimate(job.job_id) for job in jobs]
    if budgets.has_room(quota.spent, [*asked, *map(_estimate, others)]):
        return
    unfinished = [job for job in services.store.read_many(others) if not job.status.is_terminal]
    reserved = [budget.still_reserved(_estimate(job.job_id), job) for job in unfinished]
    is_alone = not unfinished and len(jobs) == 1
    if not is_alone and not budgets.has_room(quota.spent, [*asked, *reserved]):
        raise errors.ResourceExhaustedError(
            "What is left of today's budget is reserved for your unfinished jobs, or too little for"
            " so many.",
            retry_after=_FULL_RETRY,
        )


def _estimate(job_id: str) -> float:
    """Return what a job is expected to cost, US dollars; nothing, if its type is gone."""
    job_type = declared_job_type(ids.parse_job_id(job_id).type)
    return 0.0 if job_type is None else job_type.estimate_usd


def bucket_of(services: Services, quota: Quota) -> TokenBucket:
    """Return a user's token bucket; a full one, if they have not submitted lately."""
    return quota.bucket.bucket or TokenBucket.full(services.submit_limit, services.clock())


def _files(services: Services, bucket: TokenBucket, jobs: Sequence[Job]) -> dict[str, int]:
    """Return what a user's files count once these jobs are admitted.

    Those that are gone are looked for only when there might be no room.
    """
    settings = services.settings
    most = settings.files_per_user_mb * 1_000_000
    files = bucket.files | kept_files.files_of(jobs)
    if sum(files.values()) <= most or files == bucket.files:
        return files
    now, retention = services.clock(), settings.file_retention
    earlier = [
        job
        for job in services.store.read_many(tuple(bucket.files))
        if not kept_files.is_gone(job, retention, now)
    ]
    files = kept_files.files_of([*earlier, *jobs])
    kept_files.refuse_too_much(files, earlier, most, retention, now)
    return files
