"""Read a request's body: refused by its length before it is read, and by its depth after.

A body is JSON, in an object, in UTF-8, with nothing in it that Firestore could not keep, and
nothing that two readers could understand differently.
"""

import json
import math
from typing import Final

from flask import Request
from pydantic import JsonValue
from pydantic_core import from_json
from werkzeug.exceptions import HTTPException

from shared.core import errors

JSON: Final = "application/json"
#: A body of JSON may be this large. A longer one is refused by its announced length, or, in
#: chunks, as soon as there is more.
MAX_BODY_BYTES = 256 * 1024
#: Firestore keeps 20 levels; the deepest request of ours has four.
MAX_DEPTH = 12


def has_body(request: Request) -> bool:
    """Whether a request has a body; one in chunks does not say how long it is."""
    return bool(request.content_length) or "Transfer-Encoding" in request.headers


def read_object(request: Request) -> dict[str, JsonValue]:
    """Read a body that must be a JSON object.

    Raises:
        errors.RequestTooLargeError: If it is larger than it may be.
        errors.UnsupportedMediaTypeError: If it is announced as something else.
        errors.InvalidArgumentError: If it is not a JSON object, too deep, or ambiguous.
    """
    if request.mimetype != JSON:
        raise errors.UnsupportedMediaTypeError
    return parse_object(read_bytes(request, MAX_BODY_BYTES))


def parse_object(data: bytes) -> dict[str, JsonValue]:
    """Parse what must be a JSON object.

    Raises:
        errors.InvalidArgumentError: If it is none, or too deep, or ambiguous.
    """
    try:
        body = from_json(data, allow_inf_nan=False)
    except ValueError as error:
        raise errors.InvalidArgumentError("The body is not valid JSON.") from error
    if not isinstance(body, dict):
        raise errors.InvalidArgumentError("The body must be a JSON object.")
    if _depth(body) > MAX_DEPTH:
        raise errors.InvalidArgumentError(f"The body may have {MAX_DEPTH} levels at the most.")
    if not _has_finite_numbers(body):
        raise errors.InvalidArgumentError("The body has a number that is too large.")
    _refuse_doubled_names(data)
    return body


def read_bytes(request: Request, max_bytes: int) -> bytes:
    """Read a body as it came; a web server finds only now that its chunks are none.

    Raises:
        errors.RequestTooLargeError: If it has more bytes than it may have.
        errors.InvalidArgumentError: If it did not arrive whole.
    """
    # Chunks are cut off there without a word: one byte more says that there is more.
    request.max_content_length = max_bytes + 1
    if (request.content_length or 0) > max_bytes:
        raise _too_large(max_bytes)
    try:
        data = request.get_data(cache=False)
    except HTTPException:
        raise
    except Exception as error:  # each web server raises what it likes; gunicorn, no OSError
        raise errors.InvalidArgumentError("The body did not arrive whole.") from error
    if len(data) > max_bytes:
        raise _too_large(max_bytes)
    return data


def _too_large(max_bytes: int) -> errors.RequestTooLargeError:
    return errors.RequestTooLargeError(f"The body may have {max_bytes // 1024} KB at the most.")


def _depth(value: JsonValue) -> int:
    """Count the levels of a value; from_json has refused what is deeper than the stack."""
    match value:
        case dict():
            return 1 + max(map(_depth, value.values()), default=0)
        case list():
            return 1 + max(map(_depth, value), default=0)
        case _:
            return 0


def _has_finite_numbers(value: JsonValue) -> bool:
    """Whether every number is one; from_json makes an infinite one of 1e999."""
    match value:
        case dict():
            return all(map(_has_finite_numbers, value.values()))
        case list():
            return all(map(_has_finite_numbers, value))
        case float():
            return math.isfinite(value)
        case _:
            return True


def _refuse_doubled_names(data: bytes) -> None:
    """Refuse an object that names a field twice: which of the two counts is anybody's guess."""
    json.loads(data, object_pairs_hook=_refuse_doubles, parse_int=str, parse_float=str)


def _refuse_doubles(pairs: list[tuple[str, object]]) -> None:
    if len({name for name, _ in pairs}) != len(pairs):
        raise errors.InvalidArgumentError("The body names a field twice in the same object.")
