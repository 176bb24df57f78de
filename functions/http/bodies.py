"""Read a request's body: refused by its length before it is read, and by its depth after.

A body is JSON, in an object, in UTF-8, with nothing in it that Firestore could not keep, and
nothing that two readers could understand differently.
"""

import json
import math
from typing import Final

from flask import Request
from pydantic import JsonValue
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from functions.http.body_deadline import body_deadline
from shared.core import errors

JSON: Final = "application/json"
#: A body of JSON may be this large. A longer one is refused by its Content-Length, or, in
#: chunks, as soon as there is more.
MAX_BODY_BYTES = 256 * 1024
#: Firestore keeps 20 levels; the deepest request of ours has four.
MAX_DEPTH = 12
#: Values in a body, fields and items of lists; the largest request of ours has some 6,000. Each
#: one that is wrong costs a refusal of its own.
MAX_VALUES = 10_000


def has_body(request: Request) -> bool:
    """Whether a request has a body; one in chunks does not say how long it is."""
    return bool(request.content_length) or "Transfer-Encoding" in request.headers


def read_object(request: Request) -> dict[str, JsonValue]:
    """Read a body that must be a JSON object.

    Raises:
        errors.RequestTooLargeError: If it is larger than it may be.
        errors.UnsupportedMediaTypeError: If its Content-Type says something else.
        errors.InvalidArgumentError: If it is not a JSON object, too deep, or ambiguous.
    """
    if request.mimetype != JSON:
        raise errors.UnsupportedMediaTypeError
    return parse_object(read_bytes(request, MAX_BODY_BYTES))


def parse_object(data: bytes) -> dict[str, JsonValue]:
    """Parse what must be a JSON object.

    Raises:
        errors.InvalidArgumentError: If it is none, or too deep, or of too many values, or
            ambiguous.
    """
    try:
        body = json.loads(
            data.decode(),
            object_pairs_hook=_object,
            parse_float=_finite,
            parse_constant=_no_number,
        )
        _refuse_half_characters(body)
        depth = _depth(body)
    except (ValueError, RecursionError) as error:
        raise errors.InvalidArgumentError("The body is not valid JSON.") from error
    if not isinstance(body, dict):
        raise errors.InvalidArgumentError("The body must be a JSON object.")
    if depth > MAX_DEPTH:
        raise errors.InvalidArgumentError(f"The body may have {MAX_DEPTH} levels at the most.")
    if _count(body) > MAX_VALUES:
        raise errors.InvalidArgumentError(f"The body may have {MAX_VALUES:,} values at the most.")
    return body


def read_bytes(request: Request, max_bytes: int) -> bytes:
    """Read a body as it came; a web server finds only now that its chunks are none.

    Raises:
        errors.RequestTooLargeError: If it has more bytes than it may have.
        errors.RequestTooSlowError: If it did not arrive in time.
        errors.InvalidArgumentError: If it did not arrive whole.
    """
    # What is longer by its Content-Length is not read. Chunks are cut off there without a word:
    # one byte more says that there is more.
    request.max_content_length = max_bytes + (request.content_length is None)
    data = _received(request, max_bytes)
    if len(data) > max_bytes:
        raise _too_large(max_bytes)
    return data


def _received(request: Request, max_bytes: int) -> bytes:
    """Return what the web server reads; a body that its deadline has cut off is refused."""
    data = b""
    with body_deadline(request) as deadline:
        try:
            data = request.get_data(cache=False)
        except RequestEntityTooLarge:
            raise _too_large(max_bytes) from None
        except HTTPException:
            if not deadline.is_over:
                raise
        except Exception as error:  # each web server raises what it likes; gunicorn, no OSError
            if not deadline.is_over:
                raise errors.InvalidArgumentError("The body did not arrive whole.") from error
    # gunicorn takes a known length that ends early for a body, in chunks for an error.
    if deadline.is_over:
        raise errors.RequestTooSlowError
    return data


def _too_large(max_bytes: int) -> errors.RequestTooLargeError:
    return errors.RequestTooLargeError(f"The body may have {max_bytes // 1024} KB at the most.")


def _object(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    """Refuse an object that names a field twice: which of the two counts cannot be known."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise errors.InvalidArgumentError("The body names a field twice in the same object.")
    return found


def _finite(digits: str) -> float:
    """Refuse a number that is infinite to Python, 1e999."""
    number = float(digits)
    if not math.isfinite(number):
        raise errors.InvalidArgumentError("The body has a number that is too large.")
    return number


def _no_number(name: str) -> float:
    """Refuse NaN and Infinity, which Python takes and JSON does not have."""
    raise ValueError(f"{name} is no number")


def _refuse_half_characters(value: JsonValue) -> None:
    """Refuse a surrogate without its other half, which no coding has: a ValueError says so."""
    json.dumps(value, ensure_ascii=False).encode()


def _depth(value: JsonValue) -> int:
    """Count the levels of a value; a RecursionError says that they are more than the stack has."""
    match value:
        case dict():
            return 1 + max(map(_depth, value.values()), default=0)
        case list():
            return 1 + max(map(_depth, value), default=0)
        case _:
            return 0


def _count(value: JsonValue) -> int:
    """Count the values in a value, itself included; no deeper than a body may be."""
    match value:
        case dict():
            return 1 + sum(map(_count, value.values()))
        case list():
            return 1 + sum(map(_count, value))
        case _:
            return 1
