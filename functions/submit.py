"""Accept a job: check the request, store the job, ring the bell, answer.

What must stay true: a job that was answered with 202 is stored, whole, and will be run or marked;
a request that is refused has stored nothing and rung nothing. The same request sent again, by a
client that saw no answer or by a second click, makes no second job. If the bell cannot be rung,
the job is accepted all the same: the sweeper rings it.
"""

import logging
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue, ValidationError

from functions import announce
from functions.job_types import JobType, find_job_type
from shared import errors, ids, logs, submission
from shared.errors import FieldViolation
from shared.job import Job, new_job
from shared.job_store import NewSubmission, SeenBefore
from shared.rate_limit import TokenBucket
from shared.records import Record
from shared.users import User
from shared.wiring import Services

log = logging.getLogger(__name__)

#: The fields of a body that are not the job type's own.
TYPE: Final = "type"
USER_ID: Final = "userId"

#: Two submissions of one user at the same moment meet at their token bucket; so often is tried.
_TRIES = 8


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What came of a request: a job, and whether this request made it."""

    job: Job
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """A request that is right, ready to become a job."""

    user: User
    job_type: JobType
    request: JsonValue
    fingerprint: str
    #: The name of its idempotency key, if it has one.
    key: str | None


def submit_job(
    services: Services,
    user: User,
    body: dict[str, JsonValue],
    *,
    idempotency_key: str | None = None,
) -> Submission:
    """Accept a job of `user`.

    Args:
        services: Where it is stored and rung.
        user: Who asks.
        body: `type`, the type's own fields, and `userId`, which old clients send.
        idempotency_key: The same key never makes a second job, whenever it comes.

    Returns:
        The job, stored and queued; or the one that this request made before, as it is now.

    Raises:
        errors.InvalidArgumentError: If the body is not right; it names every field that is not.
        errors.PermissionDeniedError: If `userId` is somebody else.
        errors.AlreadyExistsError: If the key came before with another request.
        errors.ResourceExhaustedError: If the user submits too fast.
        errors.UnavailableError: If Firestore cannot be reached. The job may have been stored;
            the same request may be sent again.
    """
    wanted = _check(user, body, idempotency_key)
    job = _new_job(services, wanted)
    with logs.bound(jobId=job.job_id, type=job.type):
        accepted = _store(services, wanted, job)
        if accepted.is_new:
            log.info("The job is accepted.", extra=logs.facts("accept"))
            announce.ring(services, job, at=None)
    return accepted


def _check(user: User, body: dict[str, JsonValue], key: str | None) -> _Wanted:
    """Read a request, or refuse it."""
    _refuse_other_owner(user, body)
    job_type = find_job_type(_type_name(body))
    request = parse_request(job_type, body).to_json()
    return _Wanted(
        user=user,
        job_type=job_type,
        request=request,
        fingerprint=submission.fingerprint(job_type.name, request),
        key=None if key is None else submission.key_name(key),
    )


def _store(services: Services, wanted: _Wanted, job: Job) -> Submission:
    """Store a job, unless the same request has made one before."""
    for _ in range(_TRIES):
        seen = services.store.look_before(wanted.user.uid, wanted.fingerprint, wanted.key)
        if seen.request is not None and seen.request.job_id == job.job_id:
            break  # A try before was carried out, and only its answer was lost.
        earlier = _earlier_job(services, wanted, seen)
        if earlier is not None:
            return Submission(job=earlier, is_new=False)
        try:
            services.store.accept(_as_new(services, wanted, job, seen.bucket), seen)
        except errors.WriteConflictError:
            continue
        break
    else:
        raise errors.WriteConflictError
    return Submission(job=job, is_new=True)


def _earlier_job(services: Services, wanted: _Wanted, seen: SeenBefore) -> Job | None:
    """Give the job that this request stands for already, if there is one.

    A key stands for its job for as long as that is kept; an identical request without a key only
    while its job is not done and nobody wants it stopped.
    """
    if seen.key is not None:
        seen.key.check_same(wanted.fingerprint)
        stored = services.store.read(seen.key.job_id)
        if stored is not None:
            return stored.job
    if seen.request is not None:
        stored = services.store.read(seen.request.job_id)
        if stored is not None and stored.job.is_wanted:
            return stored.job
    return None


def _as_new(
    services: Services, wanted: _Wanted, job: Job, bucket: TokenBucket | None
) -> NewSubmission:
    """Pay for a job and pack it."""
    limit, now = services.submit_limit, job.created_at
    return NewSubmission(
        job=job,
        request=wanted.request,
        fingerprint=wanted.fingerprint,
        key=wanted.key,
        bucket=(bucket or TokenBucket.full(limit, now)).take(limit, now),
    )


def _refuse_other_owner(user: User, body: dict[str, JsonValue]) -> None:
    """Old clients name the owner; it can only be the one who asks."""
    if body.get(USER_ID, user.uid) != user.uid:
        raise errors.PermissionDeniedError(
            "A job can only be submitted for yourself.",
            violations=[
                FieldViolation(field=USER_ID, message="Must be your own; or leave it out.")
            ],
        )


def _type_name(body: dict[str, JsonValue]) -> str:
    name = body.get(TYPE)
    if not isinstance(name, str):
        message = "This field is required." if name is None else "Must be a text."
        raise errors.InvalidArgumentError(violations=[FieldViolation(field=TYPE, message=message)])
    return name


def parse_request(job_type: JobType, body: dict[str, JsonValue]) -> Record:
    """Check the type's own fields.

    Raises:
        errors.InvalidArgumentError: If one is not right; it names each.
    """
    fields = {name: value for name, value in body.items() if name not in {TYPE, USER_ID}}
    try:
        return job_type.request.model_validate(fields)
    except ValidationError as error:
        raise errors.InvalidArgumentError(violations=violations_of(error)) from None


def violations_of(error: ValidationError) -> list[FieldViolation]:
    """Say in public words what is wrong with which field; never with which value."""
    return [
        FieldViolation(
            field=".".join(str(part) for part in wrong["loc"]),
            message=wrong["msg"].removeprefix("Value error, "),
        )
        for wrong in error.errors(include_url=False, include_input=False, include_context=False)
    ]


def _new_job(services: Services, wanted: _Wanted) -> Job:
    now, job_type = services.clock(), wanted.job_type
    return new_job(
        job_id=ids.new_job_id(wanted.user.uid, job_type.name, now, services.token()),
        job_type=job_type.name,
        max_attempts=job_type.retry.max_attempts,
        now=now,
        retention=services.settings.job_retention,
    )
