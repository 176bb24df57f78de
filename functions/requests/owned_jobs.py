"""Find a job for its owner. A job of another user is answered like one that does not exist."""

from collections.abc import Callable

from pydantic import JsonValue

from shared.auth.users import User
from shared.core import errors, ids
from shared.core.job import Job
from shared.firestore.compare_and_set import BUCKET_TRIES, retry_stale
from shared.firestore.documents import VersionedJob
from shared.telemetry import logs
from shared.wiring import Services


def find_owned_job(
    services: Services, user: User, job_id: str, *names: str
) -> tuple[VersionedJob, dict[str, JsonValue]]:
    """Read a job of the one who asks, and documents below it.

    Raises:
        errors.NotFoundError: If there is no such job, or it is another user's: ids are not
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
    """Change a job of the one who asks, under compare-and-set.

    Args:
        services: Where it is.
        user: Who asks.
        job_id: Which job.
        change: Changes the job as it is read; done anew when it raises `StaleWriteError`.

    Returns:
        What the change returned.

    Raises:
        errors.NotFoundError: If there is no such job of this user.
        errors.WriteConflictError: If the job document changed at every try.
        errors.UnavailableError: If Firestore cannot be reached.
    """

    def read_and_change() -> Job:
        stored, _data = find_owned_job(services, user, job_id)
        with logs.log_context(**stored.job.log_fields()):
            return change(stored)

    return retry_stale(read_and_change, tries=BUCKET_TRIES, pauses=services.pauses)


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
