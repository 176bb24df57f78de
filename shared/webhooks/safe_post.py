"""POST to an address that somebody outside has power over, so that it reaches nothing of ours.

A name in public DNS may lead anywhere, and somewhere else a moment later: to the metadata server,
to a neighbour in our network, to this machine. So we look the name up ourselves, once; every
address it leads to must be public; and what we connect to is an address that was looked at, with
the name for TLS. Redirects are not followed, proxies are not asked, and of the answer nothing but
the status leaves here.

urllib3 and httpx look names up inside and limit the time of each read, not of the whole: a receiver
that sends a byte now and then would hold a thread for ever. Python's own parts let us do both.
"""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from threading import Timer

import certifi

from shared.core import errors
from shared.core.public_addresses import IPAddress, is_public
from shared.core.webhook_endpoints import LOOPBACK, Endpoint

#: Addresses of one name that are tried. The first may be one that this machine has no way to.
_MAX_TRIED = 4
#: What is read of an answer at the most: its head. A body is never read.
_MAX_ANSWER_BYTES = 16 << 10

#: Gives the addresses that a name leads to, and raises `OSError` if there are none.
Resolve = Callable[[str], Sequence[IPAddress]]


class Failure(StrEnum):
    """Why there was no answer, in one word for the log."""

    NAME = "name-not-found"
    ADDRESS = "address-not-public"
    CERTIFICATE = "certificate-not-trusted"
    CONNECTION = "not-reached"
    TIME = "too-slow"
    ANSWER = "not-http"


def resolve_name(host: str) -> Sequence[IPAddress]:
    """Ask the machine's resolver."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(ip_address(place[4][0]) for place in found)


def trust_public_authorities() -> ssl.SSLContext:
    """Trust whom browsers trust, whatever this machine has been told to."""
    return ssl.create_default_context(cadata=certifi.contents())


@dataclass(frozen=True, kw_only=True)
class SafePost:
    """Sends to endpoints; what it asks of the machine may be another's in a test."""

    resolve: Resolve = resolve_name
    may_reach: Callable[[IPAddress], bool] = is_public
    trust: ssl.SSLContext = field(default_factory=trust_public_authorities)
    #: For each address that is tried, and for all together: from the first one to the answer.
    connect_seconds: float = 5.0
    total_seconds: float = 15.0

    def send(self, endpoint: Endpoint, body: bytes, headers: Mapping[str, str]) -> int:
        """Send a body, and give the status of the answer, whatever it is.

        Raises:
            errors.NotDeliveredError: If there is no answer; it says why, by a `Failure`.
        """
        addresses = self._addresses(endpoint)
        over_at = time.monotonic() + self.total_seconds
        try:
            with self._connect(addresses, endpoint.port, over_at) as plain, _cut(plain, over_at):
                return _exchange(self._secured(plain, endpoint), endpoint, body, headers)
        except (OSError, http.client.HTTPException) as error:
            failure = Failure.TIME if time.monotonic() >= over_at else _failure_of(error)
            raise errors.NotDeliveredError(reason=failure) from error

    def _addresses(self, endpoint: Endpoint) -> Sequence[IPAddress]:
        """Look a name up, once; one bad address among good ones is a trap or a mistake."""
        if endpoint.is_local:
            return (ip_address(LOOPBACK),)
        try:
            addresses = self.resolve(endpoint.host)
        except (OSError, ValueError) as error:
            raise errors.NotDeliveredError(reason=Failure.NAME) from error
        if not addresses or not all(map(self.may_reach, addresses)):
            raise errors.NotDeliveredError(reason=Failure.ADDRESS)
        return addresses[:_MAX_TRIED]

    def _connect(self, addresses: Sequence[IPAddress], port: int, over_at: float) -> socket.socket:
        """Connect to the first of the addresses that answers."""
        *others, last = addresses
        for address in others:
            try:
                return self._connect_to(address, port, over_at)
            except OSError:
                continue
        return self._connect_to(last, port, over_at)

    def _connect_to(self, address: IPAddress, port: int, over_at: float) -> socket.socket:
        left = max(0.001, over_at - time.monotonic())
        connected = socket.create_connection(
            (str(address), port), timeout=min(self.connect_seconds, left)
        )
        connected.settimeout(self.total_seconds)
        return connected

    def _secured(self, plain: socket.socket, endpoint: Endpoint) -> socket.socket:
        """Begin TLS with whoever has a certificate for the name."""
        if endpoint.is_local:
            return plain
        return self.trust.wrap_socket(plain, server_hostname=endpoint.host)


@contextmanager
def _cut(plain: socket.socket, over_at: float) -> Iterator[None]:
    """Cut the connection at that time, whatever is being read or written: also in TLS' greeting."""
    # A second handle on the same connection: TLS takes the first one over.
    with plain.dup() as handle:
        timer = Timer(max(0.0, over_at - time.monotonic()), _shut, [handle])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # The other side was faster.


def _exchange(
    line: socket.socket, endpoint: Endpoint, body: bytes, headers: Mapping[str, str]
) -> int:
    """Send the request, and read the head of the answer."""
    connection = http.client.HTTPConnection(endpoint.host, endpoint.port)
    # With a line of its own it neither looks the name up nor connects.
    connection.auto_open = 0
    connection.sock = _Capped(line)
    with line:
        own = {"Host": endpoint.authority, "Connection": "close"}
        connection.request("POST", endpoint.target, body=body, headers={**own, **headers})
        with connection.getresponse() as answer:
            return answer.status


class _Capped:
    """A line of which no more than the head of an answer is ever read."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self.sendall = line.sendall
        self.close = line.close

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_CappedReader(self._line), buffer_size=_MAX_ANSWER_BYTES)


class _CappedReader(io.RawIOBase):
    """Ends after so many bytes, as if the other side had."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._left = _MAX_ANSWER_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._left:
            return 0
        count = self._line.recv_into(buffer[: self._left])
        self._left -= count
        return count


def _failure_of(error: OSError | http.client.HTTPException) -> Failure:
    match error:
        case ssl.SSLCertVerificationError():
            return Failure.CERTIFICATE
        case http.client.RemoteDisconnected():
            return Failure.CONNECTION
        case http.client.HTTPException():
            return Failure.ANSWER
        case TimeoutError():
            return Failure.TIME
        case _:
            return Failure.CONNECTION
