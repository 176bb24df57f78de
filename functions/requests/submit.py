"""Accept jobs: check the request, store the job, enqueue the task, answer.

What must stay true: a job that was answered with 202 is stored, whole, and will be run or marked;
a request that is refused has stored nothing and enqueued nothing. The same request sent again, by a
client that saw no answer or by a second click, makes no second job. If the task cannot be enqueued,
the job is accepted all the same: the sweeper enqueues it.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from pydantic import JsonValue

from functions.effects import concurrency, notify
from functions.requests import admission
from functions.requests.submission import SubmissionRequest, parse_submission
from shared.auth.users import User
from shared.core import errors, idempotency, ids
from shared.core.errors import Allowance, FieldViolation
from shared.core.job import Job, new_job
from shared.core.rate_limit import TokenBucket
from shared.firestore.job_store import BucketChange, NewSubmission, PriorSubmission
from shared.handler.job_context import UploadedFile
from shared.telemetry import logs, spans
from shared.wiring import Services

log = logging.getLogger(__name__)

#: So many jobs may be submitted in one call.
MAX_BATCH = 50

#: Two submissions of one user at the same moment meet at their token bucket; so often is tried.
_TRIES = 8


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What came of a request: a job, and whether this request made it."""

    job: Job
    is_new: bool
    #: What the user may still submit after it.
    allowance: Allowance


def submit_job(
    services: Services,
    user: User,
    body: dict[str, JsonValue],
    *,
    file: UploadedFile | None = None,
    idempotency_key: str | None = None,
) -> Submission:
    """Accept a job of `user`.

    Args:
        services: Where it is stored and enqueued.
        user: Who asks.
        body: See `orders.parse_submission`.
        file: What came with it.
        idempotency_key: The same key never makes a second job, whenever it comes.

    Returns:
        The job, stored and queued; or the one that this request made before, as it is now.

    Raises:
        errors.InvalidArgumentError: If the body is not right; it names every field that is not.
        errors.PermissionDeniedError: If `userId` is somebody else.
        errors.AlreadyExistsError: If the key came before with another request.
        errors.ResourceExhaustedError: If the user submits too fast, has too many jobs, or has
            used up today's budget.
        errors.UnavailableError: If Firestore cannot be reached. The job may have been stored;
            the same request may be sent again.
    """
    order = parse_submission(user, body, idempotency_key, services.clock(), file=file)
    return _submit(services, [order])[0]


def submit_batch(
    services: Services,
    user: User,
    bodies: Sequence[dict[str, JsonValue]],
    *,
    idempotency_key: str | None = None,
) -> list[Submission]:
    """Accept up to 50 jobs of `user`, or none: each its own job, all in one commit.

    Raises:
        errors.JobsError: As `submit_job`; a field is named with the job's place in the list.
    """
    orders = []
    batch_key = None if idempotency_key is None else idempotency.key_name(idempotency_key)
    for place, body in enumerate(bodies):
        # Of the name, not of the key: that may be as long as a key may be already.
        key = None if batch_key is None else f"{batch_key}#{place}"
        try:
            orders.append(parse_submission(user, body, key, services.clock()))
        except errors.JobsError as error:
            raise _at_index(error, place) from error
    _refuse_twins(orders)
    return _submit(services, orders)


@spans.spanned("submit")
def _submit(services: Services, orders: Sequence[SubmissionRequest]) -> list[Submission]:
    """Store the jobs of one user, and enqueue for those that have a place."""
    jobs = [_new_job(services, order, place) for place, order in enumerate(orders)]
    submissions = _store(services, orders, jobs)
    for one in submissions:
        if one.is_new:
            _enqueue(services, one.job)
    if any(idempotency.job.waiting for idempotency in submissions):
        concurrency.try_release_slots(services, orders[0].user.uid)
    return submissions


def _enqueue(services: Services, job: Job) -> None:
    with logs.log_context(**job.log_fields()):
        log.info("The job is accepted.", extra=logs.log_fields("accept"))
        if not job.waiting:
            notify.enqueue(services, job, at=job.next_attempt_at)


@spans.spanned("store")
def _store(
    services: Services, orders: Sequence[SubmissionRequest], jobs: Sequence[Job]
) -> list[Submission]:
    """Store the jobs of those orders that have not made one before."""
    uid, wishes = orders[0].user.uid, [order.wish for order in orders]
    for _ in range(_TRIES):
        account, seen = services.store.read_prior(uid, wishes, services.clock())
        left = admission.bucket_of(services, account)
        earlier = [
            _earlier_job(services, order, job, before)
            for order, job, before in zip(orders, jobs, seen, strict=True)
        ]
        new = [
            NewSubmission(
                job=job, request=order.request, wish=order.wish, seen=before, file=order.file
            )
            for order, job, before, was in zip(orders, jobs, seen, earlier, strict=True)
            if was is None
        ]
        if new:
            admitted, left = admission.admit(services, account, [one.job for one in new])
            new = [replace(one, job=job) for one, job in zip(new, admitted, strict=True)]
            try:
                services.store.accept(new, BucketChange(before=account.bucket, after=left))
            except errors.WriteConflictError:
                continue
        return _answers(services, jobs, earlier, new, left)
    raise errors.WriteConflictError


def _answers(
    services: Services,
    jobs: Sequence[Job],
    earlier: Sequence[Job | None],
    new: Sequence[NewSubmission],
    left: TokenBucket,
) -> list[Submission]:
    """Return what came of each order, in their order."""
    stored = {one.job.job_id: one.job for one in new}
    allowance = left.allowance(services.submit_limit)
    return [
        # After a lost answer `was` is what the first try has stored: still a new job.
        Submission(
            job=was or stored[job.job_id],
            is_new=was is None or was.job_id == job.job_id,
            allowance=allowance,
        )
        for job, was in zip(jobs, earlier, strict=True)
    ]


def _earlier_job(
    services: Services, order: SubmissionRequest, job: Job, seen: PriorSubmission
) -> Job | None:
    """Return the job that this order stands for already, if there is one.

    A key stands for its job for as long as that is kept; an identical request without a key only
    while its job is not done and nobody wants it stopped.
    """
    if seen.key is not None:
        seen.key.check_same(order.wish.fingerprint)
        stored = services.store.read(seen.key.job_id)
        if stored is not None:
            return stored.job
    if seen.request is not None:
        stored = services.store.read(seen.request.job_id)
        is_ours = seen.request.job_id == job.job_id
        if stored is not None and (is_ours or stored.job.is_active):
            return stored.job
    return None


def _refuse_twins(orders: Sequence[SubmissionRequest]) -> None:
    """Refuse a batch that holds the same request twice: it could not be told from a click."""
    first: dict[str, int] = {}
    for place, order in enumerate(orders):
        twin = first.setdefault(order.wish.fingerprint, place)
        if twin != place:
            message = f"Is the same request as jobs.{twin}."
            raise errors.InvalidArgumentError(
                violations=[FieldViolation(field=f"jobs.{place}", message=message)]
            )


def _at_index(error: errors.JobsError, place: int) -> errors.JobsError:
    """Name the job of a batch that an error is about."""
    inside = f"jobs.{place}"
    fields = [
        FieldViolation(field=f"{inside}.{one.field}", message=one.message)
        for one in error.violations
    ] or [FieldViolation(field=inside, message=error.message)]
    return type(error)(error.message, violations=fields)


def _new_job(services: Services, order: SubmissionRequest, place: int) -> Job:
    # Jobs of one batch keep their order by a microsecond each: that is as fine as Firestore's.
    now, job_type = services.clock() + timedelta(microseconds=place), order.job_type
    return new_job(
        job_id=ids.new_job_id(order.user.uid, job_type.name, now, services.token()),
        job_type=job_type.name,
        max_attempts=job_type.retry.max_attempts,
        now=now,
        retention=services.settings.job_retention,
        tags=order.options.tags,
        run_at=order.options.run_at,
        start_before=order.options.start_before,
    )
