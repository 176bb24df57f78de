"""Find a job for its owner. A job of somebody else is answered like one that does not exist."""

from collections.abc import Callable

from pydantic import JsonValue

from shared.auth.users import User
from shared.core import errors, ids
from shared.core.job import Job
from shared.firestore.job_store import StaleWriteError, VersionedJob
from shared.telemetry import logs
from shared.wiring import Services

#: A running job writes once a second at the most; we are not that unlucky so often.
_TRIES = 8


def find_owned_job(
    services: Services, user: User, job_id: str, *names: str
) -> tuple[VersionedJob, dict[str, JsonValue]]:
    """Read a job of the one who asks, and documents below it.

    Raises:
        errors.NotFoundError: If there is no such job, or it is somebody else's: ids are not
            confirmed.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    parse_owned_id(user, job_id)
    stored, data = services.store.read_with_data(job_id, *names)
    if stored is None:
        raise errors.NotFoundError
    return stored, data


def change_owned_job(
    services: Services, user: User, job_id: str, change: Callable[[VersionedJob], Job]
) -> Job:
    """Change a job of the one who asks, under compare-and-set; whoever comes between, look again.

    Args:
        services: Where it is.
        user: Who asks.
        job_id: Which job.
        change: Changes the job, the job document being as it is given; raises `StaleWriteError` if
        it is
            not any more.

    Returns:
        What the change gave.

    Raises:
        errors.NotFoundError: If there is no such job of this user.
        errors.WriteConflictError: If the job document changed at every try.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    for _ in range(_TRIES):
        stored, _data = find_owned_job(services, user, job_id)
        try:
            with logs.log_context(**stored.job.log_fields()):
                return change(stored)
        except StaleWriteError:
            continue
    raise errors.WriteConflictError


def parse_owned_id(user: User, job_id: str) -> None:
    """Check that an id can be that of a job of this user.

    Raises:
        errors.NotFoundError: If it cannot.
    """
    try:
        owner = ids.parse_job_id(job_id).uid
    except errors.InvalidArgumentError:
        raise errors.NotFoundError from None
    if owner != user.uid:
        raise errors.NotFoundError
