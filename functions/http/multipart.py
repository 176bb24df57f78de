"""Read a submission's body: JSON, or a form with a file.

A form is what a browser's `FormData` and `curl -F` send: a part `file`, and beside it either one
part `request` with the JSON that would else be the body, or the body's fields as texts. It is
bounded as a whole before it is parsed; what it names twice is not guessed; what a file is called
is only a name, never a path.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask import Request
from pydantic import JsonValue
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import (
    Data,
    Epilogue,
    Field,
    File,
    MultipartDecoder,
)

from functions.http import bodies
from functions.requests.submission import FILE
from shared.core import errors
from shared.core.errors import FieldViolation
from shared.core.files import MediaType, UploadedFile

FORM: Final = "multipart/form-data"
#: The part that holds the usual body, as JSON.
REQUEST: Final = "request"

#: The whole form: a file and the rest. A longer one is refused before it is parsed, for its file.
MAX_FORM_BYTES: Final = 800 * 1024
#: Firestore keeps 1 MiB in a document.
MAX_FILE_BYTES: Final = 700 * 1024
MAX_PARTS: Final = 50
#: https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1
_MAX_BOUNDARY_LENGTH = 70
_MAX_NAME_LENGTH = 200
#: By the ending of a file's name, for senders that do not know what it is.
TYPES_BY_ENDING = {".pdf": MediaType.PDF, ".docx": MediaType.WORD, ".txt": MediaType.TEXT}
_SAYS_NOTHING = frozenset({"", "application/octet-stream", "binary/octet-stream"})


@dataclass(frozen=True, kw_only=True)
class SubmissionBody:
    """What a submission's request brought."""

    #: What a body of JSON holds.
    fields: dict[str, JsonValue]
    file: UploadedFile | None = None


@dataclass(frozen=True, kw_only=True)
class _Part:
    name: str
    content: bytes
    #: None for a part that is no file; empty for a file that was not chosen.
    file_name: str | None
    content_type: str


def read_submission(request: Request) -> SubmissionBody:
    """Read the body of a submission.

    Raises:
        errors.RequestTooLargeError: If it, its file, or the rest of it is larger than it may be.
        errors.UnsupportedMediaTypeError: If it is neither JSON nor a form.
        errors.InvalidArgumentError: If it is broken, or a part of it is not right.
    """
    if request.mimetype == bodies.JSON:
        return SubmissionBody(fields=bodies.read_object(request))
    if request.mimetype != FORM:
        raise errors.UnsupportedMediaTypeError(f"Send the request as {bodies.JSON} or {FORM}.")
    boundary = _boundary_of(request)
    try:
        content = bodies.read_bytes(request, MAX_FORM_BYTES)
    except errors.RequestTooLargeError:
        raise _too_large() from None
    return _submission(list(_parts(content, boundary)))


def _boundary_of(request: Request) -> bytes:
    boundary = request.mimetype_params.get("boundary", "")
    if not boundary or len(boundary) > _MAX_BOUNDARY_LENGTH or not boundary.isascii():
        raise errors.InvalidArgumentError("The form does not say how its parts are divided.")
    return boundary.encode()


def _parts(data: bytes, boundary: bytes) -> Iterator[_Part]:
    """Take a form apart; nothing before its end has an effect, so a broken one has none."""
    decoder = MultipartDecoder(boundary, max_parts=MAX_PARTS)
    decoder.receive_data(data)
    decoder.receive_data(None)
    try:
        while not isinstance(event := decoder.next_event(), Epilogue):
            if isinstance(event, Field | File):
                yield _part(event, _content(decoder))
    except RequestEntityTooLarge:
        raise errors.InvalidArgumentError(
            f"The form may have {MAX_PARTS} parts at the most."
        ) from None
    except ValueError as error:
        raise errors.InvalidArgumentError("The form is broken, or did not arrive whole.") from error


def _content(decoder: MultipartDecoder) -> bytes:
    content = bytearray()
    while isinstance(event := decoder.next_event(), Data):
        content += event.data
        if not event.more_data:
            break
    return bytes(content)


def _part(head: Field | File, content: bytes) -> _Part:
    # A part may have no name, whatever werkzeug's types say.
    if not (name := head.name or ""):
        raise errors.InvalidArgumentError("A part of the form has no name.")
    content_type, _ = parse_options_header(head.headers.get("Content-Type"))
    return _Part(
        name=name,
        content=content,
        file_name=head.filename if isinstance(head, File) else None,
        content_type=content_type.lower(),
    )


def _submission(parts: list[_Part]) -> SubmissionBody:
    by_name = {part.name: part for part in parts}
    if len(by_name) < len(parts):
        names = [part.name for part in parts]
        doubled = next(name for name in names if names.count(name) > 1)
        raise _wrong(doubled, "May be given once only.")
    file = _file(by_name.pop(FILE, None))
    if sum(len(part.content) for part in by_name.values()) > bodies.MAX_BODY_BYTES:
        limit = bodies.MAX_BODY_BYTES // 1024
        raise errors.RequestTooLargeError(f"Without its file, a form may have {limit} KB.")
    return SubmissionBody(fields=_fields(by_name), file=file)


def _fields(parts: dict[str, _Part]) -> dict[str, JsonValue]:
    """Read the fields: from one part of JSON, or each from a text of its own."""
    if (request := parts.pop(REQUEST, None)) is None:
        texts = {name: _text(part) for name, part in parts.items()}
        # What a person leaves empty in a form, a browser sends as an empty text.
        return {name: text for name, text in texts.items() if text}
    if parts:
        raise _wrong(next(iter(parts)), f"Belongs into the part `{REQUEST}`, if there is one.")
    try:
        return bodies.parse_object(request.content)
    except errors.InvalidArgumentError as error:
        raise _wrong(REQUEST, error.message.replace("The body", "The part")) from error


def _text(part: _Part) -> str:
    if part.file_name is not None:
        raise _wrong(part.name, f"Only the part `{FILE}` may be a file.")
    try:
        return part.content.decode()
    except UnicodeDecodeError:
        raise _wrong(part.name, "Must be a text in UTF-8.") from None


def _file(part: _Part | None) -> UploadedFile | None:
    if part is None or (not part.file_name and not part.content):
        return None
    if part.file_name is None:
        raise _wrong(FILE, "Must be a file: it has no name.")
    if not part.content:
        raise _wrong(FILE, "Is empty.")
    if len(part.content) > MAX_FILE_BYTES:
        raise _too_large()
    name = _plain_name(part.file_name)
    return UploadedFile(
        name=name, media_type=_media_type(part.content_type, name), content=part.content
    )


def _too_large() -> errors.RequestTooLargeError:
    """Return the one limit that a sender is told of: only a file makes a form so large."""
    return errors.RequestTooLargeError(
        f"A file may have {MAX_FILE_BYTES // 1024} KB at the most.",
        violations=[FieldViolation(field=FILE, message="Is too large.")],
    )


def _plain_name(sent: str) -> str:
    """Return the last part of what may be a path, without what cannot be seen, and not too long."""
    last = sent.replace("\\", "/").rpartition("/")[2]
    name = "".join(c for c in last if c.isprintable()).strip(" .")
    return name[-_MAX_NAME_LENGTH:] or "file"


def _media_type(sent_as: str, name: str) -> MediaType:
    if sent_as in set(MediaType):
        return MediaType(sent_as)
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    if sent_as in _SAYS_NOTHING and ending in TYPES_BY_ENDING:
        return TYPES_BY_ENDING[ending]
    raise _wrong(FILE, "Must be a PDF, a Word document (.docx) or a plain text.")


def _wrong(field: str, message: str) -> errors.InvalidArgumentError:
    return errors.InvalidArgumentError(violations=[FieldViolation(field=field, message=message)])
