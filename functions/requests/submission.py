"""Read what a user wants: the body of a submission becomes an order, or is refused.

Pure but for the registry. A refusal names every field that is wrong, as the caller wrote it.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pydantic import JsonValue

from functions.job_types import JobType, find_job_type
from functions.job_types.naming import title_of
from functions.requests.options import OPTIONS, Options, cleaned_text, read_options
from functions.requests.violations import validated
from shared.auth.users import User
from shared.core import errors, idempotency
from shared.core.errors import FieldViolation
from shared.core.files import UploadedFile
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.records import Record
from shared.core.stored_value import JsonText, UnstorableValueError, from_text, to_text
from shared.firestore.documents import ScheduleChange, SubmissionKey

#: The fields of a body that are not the job type's own.
TYPE: Final = "type"
USER_ID: Final = "userId"
#: The part of a form that is no field of the body.
FILE: Final = "file"
_OURS = frozenset({TYPE, USER_ID, OPTIONS})


@dataclass(frozen=True, kw_only=True)
class SubmissionRequest:
    """A request that is right, ready to become a job."""

    user: User
    job_type: JobType
    #: The type's own fields, as they will be stored.
    text: JsonText
    title: str
    options: Options
    key: SubmissionKey
    #: What came with it.
    file: UploadedFile | None
    #: The schedule that asks, as it shall be once the job is made.
    schedule: ScheduleChange | None = None

    @property
    def may_reuse(self) -> bool:
        """Whether an earlier job's result may answer it."""
        if self.options.fresh or self.options.latest_of is not None:
            return False
        return self.job_type.reuse_for is not None

    def is_answered_by(self, job: Job, request: JsonValue, now: datetime) -> bool:
        """Whether an earlier job of the same request answers this one, and need not be run again.

        Args:
            job: The earlier job.
            request: What that one was asked by now: its owner may have changed it since.
            now: The time.
        """
        within = self.job_type.reuse_for
        if not self.may_reuse or within is None or job.finished_at is None:
            return False
        is_recent = job.status is JobStatus.SUCCEEDED and now < job.finished_at + within
        is_alike = job.type_version == self.job_type.version and request == from_text(self.text)
        return is_recent and is_alike and now < job.expire_at


def parse_submission(
    user: User,
    body: dict[str, JsonValue],
    key: str | None,
    now: datetime,
    *,
    file: UploadedFile | None = None,
) -> SubmissionRequest:
    """Read one submission.

    Args:
        user: Who asks.
        body: `type`, the type's own fields, `options`, and `userId`, which old clients send.
        key: The `Idempotency-Key`, if there is one.
        now: The time, for `runAt` and `startBefore`.
        file: What came with it.

    Raises:
        errors.InvalidArgumentError: If it is not right.
        errors.PermissionDeniedError: If `userId` is another user.
    """
    _refuse_other_owner(user, body)
    job_type = find_job_type(_type_name(body))
    accepted = read_request(job_type, body)
    options = read_options(body.get(OPTIONS), now)
    if file is not None and not job_type.accepts_file:
        raise _wrong_file(FILE, "This type of job takes no file.")
    if job_type.file_replaces is not None:
        _refuse_unless_one(job_type.file_replaces, body, file)
    return SubmissionRequest(
        user=user,
        job_type=job_type,
        text=kept(accepted),
        title=title_of(job_type, accepted, None if file is None else file.name),
        options=options,
        key=SubmissionKey(
            fingerprint=idempotency.fingerprint(
                job_type.name, [accepted.to_json(), options.tell_apart(), *_told_apart_by(file)]
            ),
            key=None if key is None else idempotency.key_name(key),
            latest=options.latest_of and idempotency.latest_name(options.latest_of),
        ),
        file=file,
    )


def kept(accepted: Record) -> JsonText:
    """Return a request as it is kept.

    Raises:
        errors.InvalidArgumentError: If it cannot be kept; it names the field.
    """
    request = accepted.to_json()
    try:
        return to_text(request)
    except UnstorableValueError as error:
        field = next((name for name, value in request.items() if not _is_storable(value)), "")
        violation = FieldViolation(field=field, message=f"Cannot be kept: {error}.")
        raise errors.InvalidArgumentError(violations=[violation]) from None


def _is_storable(value: JsonValue) -> bool:
    try:
        to_text(value)
    except UnstorableValueError:
        return False
    return True


def read_request(job_type: JobType, body: dict[str, JsonValue]) -> Record:
    """Read the type's own fields.

    Raises:
        errors.InvalidArgumentError: If one is not right; it names each.
    """
    fields = {name: cleaned(value) for name, value in body.items() if name not in _OURS}
    return validated(job_type.request, fields)


def cleaned(value: JsonValue) -> JsonValue:
    """Remove control characters from every text, but for tabs and line ends."""
    match value:
        case str():
            return cleaned_text(value)
        case list():
            return [cleaned(item) for item in value]
        case dict():
            return {name: cleaned(item) for name, item in value.items()}
        case _:
            return value


def _refuse_unless_one(field: str, body: dict[str, JsonValue], file: UploadedFile | None) -> None:
    """Refuse a request that has neither a field nor the file that stands for it, or both."""
    has_field = body.get(field) is not None
    if has_field and file is not None:
        raise _wrong_file(field, "Must not be given together with a file.")
    if not has_field and file is None:
        raise _wrong_file(field, "This field is required, or a file.")


def _wrong_file(field: str, message: str) -> errors.InvalidArgumentError:
    return errors.InvalidArgumentError(violations=[FieldViolation(field=field, message=message)])


def _told_apart_by(file: UploadedFile | None) -> list[JsonValue]:
    """Return what makes a request with a file another than the same one with another file."""
    if file is None:
        return []
    return [[file.name, file.media_type, hashlib.sha256(file.content).hexdigest()]]


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
