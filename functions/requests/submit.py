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

from functions.effects import finish
from functions.requests import admission, latest
from functions.requests.batch_errors import at_index, refuse_twins
from functions.requests.submission import SubmissionRequest, parse_submission
from shared.auth.users import User
from shared.core import errors, idempotency, ids
from shared.core.errors import Allowance
from shared.core.files import UploadedFile
from shared.core.job import Job
from shared.core.new_job import new_job
from shared.core.rate_limit import TokenBucket
from shared.firestore import documents
from shared.firestore.compare_and_set import BUCKET_TRIES, retry_stale
from shared.firestore.documents import NewSubmission, PriorSubmission, VersionedJob
from shared.telemetry import spans
from shared.wiring import Services

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What came of a request: a job, and whether this request made it."""

    job: Job
    is_new: bool
    #: Whether the job had succeeded before, and its result is used again.
    is_reused: bool = False
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
        body: See `submission.parse_submission`.
        file: What came with it.
        idempotency_key: The same key never makes a second job, whenever it comes.

    Returns:
        The job, stored and queued; or the one that this request made before, as it is now.

    Raises:
        errors.InvalidArgumentError: If the body is not right; it names every field that is not.
        errors.PermissionDeniedError: If `userId` is another user.
        errors.AlreadyExistsError: If the key came before with another request, or its job is gone.
        errors.ResourceExhaustedError: If the user submits too fast, has too many jobs, or has
            used up today's budget.
        errors.UnavailableError: If Firestore cannot be reached. The job may have been stored;
            the same request may be sent again.
    """
    asked = parse_submission(user, body, idempotency_key, services.clock(), file=file)
    return _submit(services, [asked])[0]


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
    asked = []
    batch_key = None if idempotency_key is None else idempotency.key_name(idempotency_key)
    for index, body in enumerate(bodies):
        # Of the name, not of the key: that may be as long as a key may be already.
        key = None if batch_key is None else f"{batch_key}#{index}"
        try:
            asked.append(parse_submission(user, body, key, services.clock()))
        except errors.JobsError as error:
            raise at_index(error, index) from error
    refuse_twins(asked)
    latest.refuse_rivals(asked)
    return _submit(services, asked, batch_id=services.token())


def batch_id_of(submitted: Sequence[Submission]) -> str | None:
    """Return the batch of the new jobs, or the one that all came in before; None if there is none.

    A job that was there before stays in the batch that has made it, or in none.
    """
    new = [one.job.batch_id for one in submitted if one.is_new]
    found = {*new} or {one.job.batch_id for one in submitted}
    return found.pop() if len(found) == 1 else None


def submit_scheduled(services: Services, asked: SubmissionRequest) -> Submission:
    """Accept the job of a schedule whose time has come, in one commit with the schedule.

    Raises:
        errors.WriteConflictError: If the schedule has changed since it was read, or its owner has
            submitted meanwhile; nothing was written. It is not tried again here: the schedule is to
            be read anew.
        errors.JobsError: Else as `submit_job`.
    """
    return _submit(services, [asked], tries=1)[0]


@spans.spanned("submit")
def _submit(
    services: Services,
    asked: Sequence[SubmissionRequest],
    *,
    tries: int = BUCKET_TRIES,
    batch_id: str | None = None,
) -> list[Submission]:
    """Store the jobs of one user, and carry out what follows."""
    jobs = [_new_job(services, one, index, batch_id) for index, one in enumerate(asked)]
    stored = retry_stale(
        lambda: _store(services, asked, jobs),
        tries=tries,
        stale=errors.WriteConflictError,
        pauses=services.pauses,
    )
    finish.follow_accepted(
        services,
        new=[one.job for one in stored.submissions if one.is_new],
        earlier=[one.job for one in stored.submissions if not one.is_new],
    )
    latest.follow(services, stored.older)
    return stored.submissions


@dataclass(frozen=True, kw_only=True)
class _Earlier:
    """A job that a request stands for already."""

    job: Job
    #: Whether it has succeeded, and its result is used again.
    is_reused: bool = False


@dataclass(frozen=True, kw_only=True)
class _Stored:
    """What a submission has stored."""

    submissions: list[Submission]
    #: Jobs whose place new ones have taken, as they were and as they are.
    older: list[tuple[Job, VersionedJob]]


@spans.spanned("store")
def _store(services: Services, asked: Sequence[SubmissionRequest], jobs: Sequence[Job]) -> _Stored:
    """Store the jobs of those requests that have not made one before.

    Raises:
        errors.WriteConflictError: If another submission of this user came between.
    """
    uid, keys = asked[0].user.uid, [one.key for one in asked]
    quota, prior = services.store.read_prior(uid, keys, services.clock())
    left = admission.bucket_of(services, quota)
    earlier = [
        _earlier_job(services, one, job, before)
        for one, job, before in zip(asked, jobs, prior, strict=True)
    ]
    new = [
        NewSubmission(
            job=job,
            request=one.text,
            key=one.key,
            prior=before,
            file=one.file,
            schedule=one.schedule,
        )
        for one, job, before, was in zip(asked, jobs, prior, earlier, strict=True)
        if was is None
    ]
    replaced = []
    if new:
        older = latest.older_jobs(services, new)
        admitted, change = admission.admit(
            services, quota, [one.job for one in new], leaving=latest.ended_ids(older)
        )
        new = [replace(one, job=job) for one, job in zip(new, admitted, strict=True)]
        older, change = latest.made_aware(older, change)
        update_time = services.store.accept(new, change, older)
        replaced = [
            (one.before.job, VersionedJob(job=one.after, update_time=update_time)) for one in older
        ]
        left = change.after
    return _Stored(submissions=_answers(services, jobs, earlier, new, left), older=replaced)


def _answers(
    services: Services,
    jobs: Sequence[Job],
    earlier: Sequence[_Earlier | None],
    new: Sequence[NewSubmission],
    left: TokenBucket,
) -> list[Submission]:
    """Return what came of each request, in their order."""
    stored = {one.job.job_id: one.job for one in new}
    allowance = left.allowance(services.submit_limit)
    return [
        # After a lost answer `was` is what the first try has stored: still a new job.
        Submission(
            job=stored[job.job_id] if was is None else was.job,
            is_new=was is None or was.job.job_id == job.job_id,
            is_reused=was is not None and was.is_reused,
            allowance=allowance,
        )
        for job, was in zip(jobs, earlier, strict=True)
    ]


def _earlier_job(
    services: Services, asked: SubmissionRequest, job: Job, prior: PriorSubmission
) -> _Earlier | None:
    """Return the job that this request stands for already, if there is one.

    A key stands for its job, also when that is gone; an identical request without a key only
    while its job is not done and its owner has not asked to stop it, or where the result of a job
    of its type may be used again.

    Raises:
        errors.AlreadyExistsError: If the key came with another request, or its job is gone.
    """
    if prior.key is not None:
        prior.key.check_same(asked.key.fingerprint)
        stored = services.store.read(prior.key.job_id) if prior.key.job_id else None
        if stored is None:
            raise idempotency.job_is_gone()
        return _Earlier(job=stored.job)
    if prior.request is not None:
        names = (documents.INPUT,) if asked.may_reuse else ()
        stored, data = services.store.read_with_data(prior.request.job_id, *names)
        is_ours = prior.request.job_id == job.job_id
        if stored is not None and (
            is_ours
            or stored.job.is_active
            or asked.is_answered_by(stored.job, data.get(documents.INPUT), services.clock())
        ):
            return _Earlier(job=stored.job, is_reused=not is_ours and not stored.job.is_active)
    return None


def _new_job(services: Services, asked: SubmissionRequest, index: int, batch_id: str | None) -> Job:
    # Jobs of one batch keep their order by a microsecond each: that is as fine as Firestore's.
    now, job_type = services.clock() + timedelta(microseconds=index), asked.job_type
    return new_job(
        job_id=ids.new_job_id(asked.user.uid, job_type.name, now, services.token()),
        job_type=job_type.name,
        type_version=job_type.version,
        title=asked.title,
        max_attempts=job_type.retry.max_attempts,
        now=now,
        retention=services.settings.job_retention,
        tags=asked.options.tags,
        batch_id=batch_id,
        run_at=asked.options.starts_at(services.clock()),
        start_before=asked.options.start_before,
        whole_limit=job_type.whole_limit,
        file_bytes=None if asked.file is None else len(asked.file.content),
        schedule_id=None if asked.schedule is None else asked.schedule.after.schedule_id,
        previous_job_id=None if asked.schedule is None else asked.schedule.after.last_success_id,
    )
