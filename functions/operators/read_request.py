"""What a job of any user is about, for an operator, where the settings allow it.

That an operator has looked is kept before the request is shown: a look that cannot be kept shows
nothing.
"""

from pydantic import Field, JsonValue

from functions.operators import actions, audit
from functions.operators.roles import require_operator
from shared.auth.users import User
from shared.core import errors
from shared.core.records import Record
from shared.firestore import documents
from shared.wiring import Services


class OperatorJobRequest(Record):
    """What a job was asked for, in its owner's words."""

    job_id: str
    request: JsonValue = Field(description="As it was accepted; without the file, if one came.")


def may_read_requests(services: Services, viewer: User) -> bool:
    """Whether they may see what others' jobs are about."""
    return viewer.is_operator and services.settings.operators_see_requests


def read_request(services: Services, operator: User, job_id: str) -> OperatorJobRequest:
    """Return the request of a job of any user.

    Raises:
        errors.PermissionDeniedError: If `operator` is none, or the settings do not allow it.
        errors.NotFoundError: If there is no such job.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    require_operator(operator)
    if not may_read_requests(services, operator):
        raise errors.PermissionDeniedError("Requests are their owners': OPERATORS_SEE_REQUESTS.")
    try:
        stored, data = services.store.read_with_data(job_id, documents.INPUT)
    except errors.InvalidArgumentError:
        raise errors.NotFoundError from None
    if stored is None:
        raise errors.NotFoundError
    actions.record_look(services, operator, job_id)
    audit.log_access("GET /api/operator/jobs/{jobId}/request", operator, None, 1)
    return OperatorJobRequest(job_id=job_id, request=data.get(documents.INPUT))
