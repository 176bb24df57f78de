"""Make a document of a job's result, for its owner."""

from pydantic import ValidationError

from functions import job_types
from functions.requests.owned_jobs import find_owned_job
from shared.auth.users import User
from shared.core import errors
from shared.core.exports import Document, DocumentRequest
from shared.firestore import documents
from shared.wiring import Services


def make_document(
    services: Services, user: User, job_id: str, request: DocumentRequest
) -> Document:
    """Return a document of the job's result, as it was asked for.

    Raises:
        errors.NotFoundError: If there is no such job, or it is another user's.
        errors.FailedPreconditionError: If it has no result, or no documents are made of its type.
        errors.InvalidArgumentError: If the document cannot be made so; it names the field.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    stored, data = find_owned_job(services, user, job_id, documents.RESULT)
    job_type = job_types.declared_job_type(stored.job.type)
    if job_type is None or job_type.make_document is None:
        raise errors.FailedPreconditionError("No documents are made of this type of job.")
    if documents.RESULT not in data:
        raise errors.FailedPreconditionError("There is no result yet to make a document of.")
    try:
        result = job_type.result.model_validate(data[documents.RESULT])
    except ValidationError:
        # Another revision wrote it.
        raise errors.FailedPreconditionError(
            "This result is of a form that no document is made of; run the job anew."
        ) from None
    return job_type.make_document(result, request)
