"""Accept a job: check the request, store the job, ring the bell, answer.

What must stay true: a job that was answered with 202 is stored, whole, and will be run or marked;
a request that is refused has stored nothing and rung nothing. If the bell cannot be rung, the job
is accepted all the same: the sweeper rings it.
"""

import logging
from collections.abc import Callable
from typing import Final

from pydantic import JsonValue, ValidationError

from functions import announce
from functions.job_types import JobType, find_job_type
from shared import errors, ids, logs
from shared.errors import FieldViolation
from shared.job import Job, new_job
from shared.rate_limit import TokenBucket
from shared.records import Record
from shared.users import User
from shared.wiring import Services

log = logging.getLogger(__name__)

#: The fields of a body that are not the job type's own.
TYPE: Final = "type"
USER_ID: Final = "userId"


def submit_job(services: Services, user: User, body: dict[str, JsonValue]) -> Job:
    """Accept a job of `user`.

    Args:
        services: Where it is stored and rung.
        user: Who asks.
        body: `type`, the type's own fields, and `userId`, which old clients send.

    Returns:
        The job, stored and queued.

    Raises:
        errors.InvalidArgumentError: If the body is not right; it names every field that is not.
        errors.PermissionDeniedError: If `userId` is somebody else.
        errors.ResourceExhaustedError: If the user submits too fast.
        errors.UnavailableError: If Firestore cannot be reached. The job may have been stored.
    """
    _refuse_other_owner(user, body)
    job_type = find_job_type(_type_name(body))
    request = _parse_request(job_type, body)
    job = _new_job(services, user, job_type)
    with logs.bound(jobId=job.job_id, type=job.type):
        services.store.accept(job, request.to_json(), _pay(services, job))
        log.info("The job is accepted.", extra=logs.facts("accept"))
        announce.ring(services, job, at=None)
    return job


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


def _parse_request(job_type: JobType, body: dict[str, JsonValue]) -> Record:
    """Check the type's own fields."""
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


def _new_job(services: Services, user: User, job_type: JobType) -> Job:
    now = services.clock()
    return new_job(
        job_id=ids.new_job_id(user.uid, job_type.name, now, services.token()),
        job_type=job_type.name,
        max_attempts=job_type.retry.max_attempts,
        now=now,
        retention=services.settings.job_retention,
    )


def _pay(services: Services, job: Job) -> Callable[[TokenBucket | None], TokenBucket]:
    """Take the job's token from its owner's bucket, full if there is none yet."""
    limit, now = services.submit_limit, job.created_at

    def take_token(bucket: TokenBucket | None) -> TokenBucket:
        return (bucket or TokenBucket.full(limit, now)).take(limit, now)

    return take_token
