"""Bodies: refused by length before they are read, by form and depth after."""

import io
from collections.abc import Callable

import flask
import pytest
from gunicorn.http.errors import InvalidChunkSize

from functions.http import bodies
from shared.core import errors


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
    """Return a request with this body as its web server hands it over."""
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


def test_a_long_body_is_refused_by_its_content_length() -> None:
    """It is not read: reading this one would break."""
    with pytest.raises(errors.RequestTooLargeError):
        bodies.read_object(request_of(Broken(OSError()), length=bodies.MAX_BODY_BYTES + 1))


def test_a_long_body_in_chunks_is_refused_before_its_end() -> None:
    """It does not say how long it is; no more than may be is read of it."""
    body = io.BytesIO(b'{"a":"' + b"x" * 10 * bodies.MAX_BODY_BYTES + b'"}')
    with pytest.raises(errors.RequestTooLargeError):
        bodies.read_object(request_of(body))
    assert body.tell() <= 2 * bodies.MAX_BODY_BYTES


@pytest.mark.parametrize(("more", "is_read"), [(0, True), (1, False)])
def test_a_body_in_chunks_is_not_cut_off(more: int, *, is_read: bool) -> None:
    """What is behind the largest body is not forgotten: it is refused for it."""
    data = b'{"a":1}'.ljust(bodies.MAX_BODY_BYTES) + b"!" * more
    if is_read:
        assert bodies.read_object(request_of(io.BytesIO(data))) == {"a": 1}
        return
    with pytest.raises(errors.RequestTooLargeError):
        bodies.read_object(request_of(io.BytesIO(data)))


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":-Infinity}',
        b'{"a":1e999}',
        b'{"a":[{"b":-1e999}]}',
        b'{"a":"\\ud800"}',
        b'{"\\udc00":1}',
        b'{"a":"\xed\xa0\x80"}',
        b'\xef\xbb\xbf{"a":1}',
        '{"a":1}'.encode("utf-16"),
        b'{"a":1}{"a":1}',
        b'{"a":1,"a":1}',
        b'{"a":1,"\\u0061":2}',
        b'{"a":[{"b":{"c":1,"d":2,"c":3}}]}',
        b"1" + b"0" * 5000,
    ],
    ids=lambda data: repr(data)[:40],
)
def test_what_two_readers_could_understand_differently_is_refused(data: bytes) -> None:
    """No numbers that are none, no half characters, no other coding, no field named twice."""
    with pytest.raises(errors.InvalidArgumentError):
        bodies.read_object(request_of(io.BytesIO(data), length=len(data)))


@pytest.mark.parametrize("levels", [150, 700, 20_000])
@pytest.mark.parametrize(("opens", "closes"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_what_is_deeper_than_the_stack_is_refused(opens: bytes, closes: bytes, levels: int) -> None:
    """Whichever of the steps runs out of it: that is no defect."""
    data = b'{"a":' + opens * levels + b"1" + closes * levels + b"}"
    with pytest.raises(errors.InvalidArgumentError):
        bodies.read_object(request_of(io.BytesIO(data), length=len(data)))


@pytest.mark.parametrize(
    "data", [b'{"a":{"b":1},"b":{"a":1e308}}', b'{"a":"\\ud83d\\ude42","A":0}']
)
def test_what_only_looks_odd_is_read(data: bytes) -> None:
    """The same name in two objects, a large number, a character of two halves."""
    assert "a" in bodies.read_object(request_of(io.BytesIO(data), length=len(data)))


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


@pytest.mark.parametrize("wide", [b"[%b]", b'{"b":{},"c":[%b]}', b"[[%b]]"])
def test_the_number_of_values_is_bounded(wide: bytes) -> None:
    """Each of them can be wrong, and is checked: 10,000 pass, a body full of them does not."""
    for count, is_read in ((bodies.MAX_VALUES - 10, True), (bodies.MAX_VALUES, False)):
        data = b'{"a":' + wide % b",".join([b"1"] * count) + b"}"
        if is_read:
            assert "a" in bodies.read_object(request_of(io.BytesIO(data), length=len(data)))
        else:
            with pytest.raises(errors.InvalidArgumentError, match="10,000 values"):
                bodies.read_object(request_of(io.BytesIO(data), length=len(data)))
