"""Bodies: refused by length before they are read, by form and depth after."""

import io
from collections.abc import Callable

import flask
import pytest
from gunicorn.http.errors import InvalidChunkSize

from functions import bodies
from shared import errors


class Broken(io.RawIOBase):
    """A body that its web server finds broken only when it is read."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, _: object) -> int:
        """Say what is wrong with it."""
        raise self._error


def request_of(body: object, length: int | None = None) -> flask.Request:
    """Give a request with this body as its web server hands it over."""
    environ = {"wsgi.input": body, "CONTENT_TYPE": "application/json", "REQUEST_METHOD": "POST"}
    if length is not None:
        environ["CONTENT_LENGTH"] = str(length)
    else:
        environ["wsgi.input_terminated"] = True
    return flask.Request(environ)


def test_a_body_in_broken_chunks_is_the_clients_fault() -> None:
    """What gunicorn raises while it is read is no OSError, and no defect of ours."""
    with pytest.raises(errors.InvalidArgumentError, match="did not arrive whole"):
        bodies.read_object(request_of(Broken(InvalidChunkSize(b"zz"))))


def test_a_long_body_is_refused_by_its_announced_length() -> None:
    """It is not read: reading this one would break."""
    with pytest.raises(errors.RequestTooLargeError):
        bodies.read_object(request_of(Broken(OSError()), length=bodies.MAX_BODY_BYTES + 1))


@pytest.mark.parametrize(
    "nested", [lambda inner: b"[" + inner + b"]", lambda inner: b'{"a":' + inner + b"}"]
)
def test_depth_is_bounded(nested: Callable[[bytes], bytes]) -> None:
    """Twelve levels pass, one more does not."""
    value = b"1"
    for _ in range(bodies.MAX_DEPTH - 1):
        value = nested(value)
    good, deep = b'{"a":' + value + b"}", b'{"a":' + nested(value) + b"}"
    assert "a" in bodies.read_object(request_of(io.BytesIO(good), length=len(good)))
    with pytest.raises(errors.InvalidArgumentError, match="levels"):
        bodies.read_object(request_of(io.BytesIO(deep), length=len(deep)))
