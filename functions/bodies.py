"""Read a request's body: refused by its length before it is read, and by its depth after.

A body is JSON, in an object, in UTF-8, with nothing in it that Firestore could not keep.
"""

from flask import Request
from pydantic import JsonValue
from pydantic_core import from_json
from werkzeug.exceptions import HTTPException

from shared import errors

#: A body of JSON may be this large. A longer one is refused by its announced length.
MAX_BODY_BYTES = 256 * 1024
#: Firestore keeps 20 levels; the deepest request of ours has four.
MAX_DEPTH = 12


def read_object(request: Request) -> dict[str, JsonValue]:
    """Read a body that must be a JSON object.

    Raises:
        errors.RequestTooLargeError: If it is larger than it may be, or does not say how large.
        errors.UnsupportedMediaTypeError: If it is announced as something else.
        errors.InvalidArgumentError: If it is not a JSON object, or too deep.
    """
    if request.mimetype != "application/json":
        raise errors.UnsupportedMediaTypeError
    request.max_content_length = MAX_BODY_BYTES
    if (request.content_length or 0) > MAX_BODY_BYTES:
        raise errors.RequestTooLargeError(
            f"The body may have {MAX_BODY_BYTES // 1024} KB at the most."
        )
    try:
        body = from_json(_bytes_of(request), allow_inf_nan=False)
    except ValueError as error:
        raise errors.InvalidArgumentError("The body is not valid JSON.") from error
    if not isinstance(body, dict):
        raise errors.InvalidArgumentError("The body must be a JSON object.")
    if _depth(body) > MAX_DEPTH:
        raise errors.InvalidArgumentError(f"The body may have {MAX_DEPTH} levels at the most.")
    return body


def _bytes_of(request: Request) -> bytes:
    """Read a body as it came; a web server finds only now that its chunks are none."""
    try:
        return request.get_data(cache=False)
    except HTTPException:
        raise
    except Exception as error:  # each web server raises what it likes; gunicorn, no OSError
        raise errors.InvalidArgumentError("The body did not arrive whole.") from error


def _depth(value: JsonValue) -> int:
    """Count the levels of a value; from_json has refused what is deeper than the stack."""
    match value:
        case dict():
            return 1 + max(map(_depth, value.values()), default=0)
        case list():
            return 1 + max(map(_depth, value), default=0)
        case _:
            return 0
