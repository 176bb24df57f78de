"""Find a job for its owner. A job of somebody else is answered like one that does not exist."""

from pydantic import JsonValue

from shared import errors, ids
from shared.job_store import StoredJob
from shared.users import User
from shared.wiring import Services


def find_own_job(
    services: Services, user: User, job_id: str, *names: str
) -> tuple[StoredJob, dict[str, JsonValue]]:
    """Read a job of the one who asks, and documents below it.

    Raises:
        errors.NotFoundError: If there is no such job, or it is somebody else's: ids are not
            confirmed.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    parse_own_id(user, job_id)
    stored, data = services.store.read_with_data(job_id, *names)
    if stored is None:
        raise errors.NotFoundError
    return stored, data


def parse_own_id(user: User, job_id: str) -> None:
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
