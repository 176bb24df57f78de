"""What goes into a handler and what comes out of it, each checked. Pure but for the handler.

A worker and `run_handler` in the tests check the same: what one refuses, the other does.
"""

from dataclasses import dataclass

from pydantic import JsonValue, ValidationError

from functions.job_types import JobInput, JobType, find_job_type
from shared.core import errors
from shared.core.files import UploadedFile
from shared.core.job import Job
from shared.core.records import Record
from shared.core.stored_value import JsonText, UnstorableValueError, shortened, to_text

_SUMMARY_LENGTH = 500
#: What an author is told whose users see a bar that does not move.
FRACTIONS = "The job type reports progress from 0 to 1: a percent is from 0 to 100."
#: What a user reads whose job made what cannot be kept.
_NOT_KEPT = "What this job has made cannot be kept."


class NotUnderstoodError(errors.JobsError):
    """This revision does not know the job's type, or cannot read its request. Another one may."""

    code = errors.ErrorCode.ABORTED
    retriable = True
    public_message = "This request is of a form that is not understood; submit it anew."


@dataclass(frozen=True, kw_only=True)
class HandlerCall:
    """A handler, and what it is called with besides its context."""

    job_type: JobType
    request: Record
    file: UploadedFile | None


@dataclass(frozen=True, kw_only=True)
class Success:
    """A result as it is stored and shown."""

    result: JsonText
    summary: str


def prepare_call(job: Job, given: JobInput) -> HandlerCall:
    """Return the call of a job's handler.

    Raises:
        NotUnderstoodError: If this revision does not know its type, or cannot read its
            request.
        errors.HandlerMistakeError: If the type's `upgrade` raises.
    """
    try:
        job_type = find_job_type(job.type)
    except errors.InvalidArgumentError as error:
        raise NotUnderstoodError(error.message) from None
    request = parse_request(job_type, given.request, job.type_version)
    return HandlerCall(job_type=job_type, request=request, file=given.file)


def parse_request(job_type: JobType, request: JsonValue, version: int) -> Record:
    """Return a request that was accepted by a revision with that version of the type.

    Raises:
        NotUnderstoodError: If it cannot be read here.
        errors.HandlerMistakeError: If the type's `upgrade` raises.
    """
    if version > job_type.version:
        raise NotUnderstoodError
    if version < job_type.version and job_type.upgrade is not None:
        try:
            request = job_type.upgrade(version, request)
        except Exception as error:
            raise errors.HandlerMistakeError(mistake="upgrade() raised") from error
    try:
        return job_type.request.model_validate(request)
    except ValidationError as error:
        raise NotUnderstoodError from error


def check_result(job_type: JobType, result: object) -> Success:
    """Return what a handler has returned, as it is stored.

    Raises:
        errors.HandlerMistakeError: If it is not what its type declares, or cannot be kept.
        ValidationError: If it does not fit its own form.
    """
    declared = job_type.result
    if not isinstance(result, declared):
        returned = type(result).__name__
        raise errors.HandlerMistakeError(
            mistake=f"the handler returned {returned}, and declares {declared.__name__}"
        )
    # What was copied and changed was never validated.
    declared.model_validate(result.model_dump(mode="json", by_alias=True))
    try:
        text = to_text(result.to_json())
    except UnstorableValueError as error:
        raise errors.HandlerMistakeError(
            _NOT_KEPT, mistake=f"the result cannot be kept: {error}"
        ) from None
    try:
        summary = result.summarise()
    except Exception as error:
        raise errors.HandlerMistakeError(_NOT_KEPT, mistake="summarise() raised") from error
    return Success(result=text, summary=shortened(summary, _SUMMARY_LENGTH))
