"""Read what a user wants: the body of a submission becomes an order, or is refused.

Pure but for the registry. A refusal names every field that is wrong, as the caller wrote it.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    JsonValue,
    ValidationError,
)

from functions.job_types import JobType, find_job_type
from functions.requests.titles import title_of
from functions.requests.violations import violations_of
from shared.auth.users import User
from shared.core import errors, idempotency
from shared.core.errors import FieldViolation
from shared.core.files import UploadedFile
from shared.core.records import Record
from shared.core.stored_value import JsonText, UnstorableValueError, to_text
from shared.firestore.documents import SubmissionKey

RecordT = TypeVar("RecordT", bound=Record)

#: The fields of a body that are not the job type's own.
TYPE: Final = "type"
USER_ID: Final = "userId"
OPTIONS: Final = "options"
#: The part of a form that is no field of the body.
FILE: Final = "file"
_OURS = frozenset({TYPE, USER_ID, OPTIONS})

#: Cloud Tasks takes a task 30 days ahead at the most.
MAX_DELAY = timedelta(days=30)
#: What a text may hold besides what can be seen.
_WHITE_SPACE = frozenset("\t\n\r")


#: RFC 3339; pydantic takes more, seconds since 1970 among it.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def _only_text(value: Any) -> Any:  # noqa: ANN401 -- runs before the type is known
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError("Must be a time as text, with its zone: 2026-11-23T12:00:00Z.")
    return value


def in_utc(time: datetime) -> datetime:
    """Return a time in UTC; at the ends of the calendar there may be none."""
    try:
        return time.astimezone(UTC)
    except OverflowError:
        raise ValueError("Must be a time that a calendar has in UTC, too.") from None


Moment = Annotated[AwareDatetime, BeforeValidator(_only_text), AfterValidator(in_utc)]
#: What is neither a control character nor white space, as JSON Schema writes patterns.
_NOT_BLANK: Final = (
    r"[^\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
)


def _trimmed(tag: str) -> str:
    kept = cleaned_text(tag).strip()
    if not kept:
        raise ValueError("Must not be blank.")
    return kept


def _merged(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tags))


#: A tag, at most 50 characters as it was sent; it is kept without control characters, and
#: without white space around it.
Tag = Annotated[
    str,
    Field(min_length=1, max_length=50, json_schema_extra={"pattern": _NOT_BLANK}),
    AfterValidator(_trimmed),
]


class Options(Record):
    """How a job shall be run, whatever its type."""

    run_at: Moment | None = Field(
        default=None, description="Not before this time; 30 days ahead at the most."
    )
    start_before: Moment | None = Field(
        default=None, description="If it has not started by then, it has failed."
    )
    tags: Annotated[
        tuple[Tag, ...],
        Field(
            max_length=10,
            description="The owner's own words to find it by: trimmed, and each kept once.",
        ),
        AfterValidator(_merged),
    ] = ()


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
    options = _read_options(body.get(OPTIONS), now)
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
                job_type.name, [accepted.to_json(), options.to_json(), *_told_apart_by(file)]
            ),
            key=None if key is None else idempotency.key_name(key),
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


def validated(form: type[RecordT], value: object, inside: str = "") -> RecordT:
    """Check a value against a record's form.

    Raises:
        errors.InvalidArgumentError: If it does not fit; it names each field.
    """
    try:
        return form.model_validate(value, by_alias=True, by_name=False)
    except ValidationError as error:
        raise errors.InvalidArgumentError(violations=violations_of(error, inside)) from None


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


def cleaned_text(text: str) -> str:
    """Remove control characters from a text, but for tabs and line ends."""
    return "".join(c for c in text if c in _WHITE_SPACE or unicodedata.category(c) != "Cc")


def _read_options(value: JsonValue, now: datetime) -> Options:
    options = validated(Options, {} if value is None else value, inside=OPTIONS)
    if options.run_at is not None and options.run_at > now + MAX_DELAY:
        raise _wrong_option("runAt", "Must be 30 days ahead at the most.")
    earliest = max(now, options.run_at or now)
    if options.start_before is not None and options.start_before <= earliest:
        raise _wrong_option("startBefore", "Must be later than now, and than runAt.")
    return options


def _wrong_option(name: str, message: str) -> errors.InvalidArgumentError:
    return errors.InvalidArgumentError(
        violations=[FieldViolation(field=f"{OPTIONS}.{name}", message=message)]
    )


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
