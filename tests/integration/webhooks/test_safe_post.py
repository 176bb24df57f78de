"""Posting to an address that a stranger has power over, against real receivers over real TLS."""

import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from threading import Thread

import certifi
import pytest
import trustme

from shared.core import errors
from shared.webhooks.endpoints import Endpoint
from shared.webhooks.public_addresses import IPAddress
from shared.webhooks.safe_post import Failure, SafePost
from tests.fakes.webhook_receiver import WebhookReceiver, raw, status

HOST = "hooks.example.com"
HERE = ip_address("127.0.0.1")
#: Far below what the receivers would take that are to be cut off, on a machine that is busy.
PATIENCE_SECONDS = 25
BODY = b'{"type":"job.succeeded"}'
Connection = Callable[[socket.socket], None]

AUTHORITY = trustme.CA()


def trusting(authority: trustme.CA = AUTHORITY) -> ssl.SSLContext:
    """Return a context that trusts this authority, and is otherwise as strict as the real one."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


TRUST = trusting()


def certified(*names: str, by: trustme.CA = AUTHORITY) -> ssl.SSLContext:
    """Return a server's context, with a certificate for these names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    by.issue_cert(*names).configure_cert(context)
    return context


CERTIFIED = certified(HOST)


@dataclass
class Resolver:
    """Gives its answers in turn, as the name server of an attacker does."""

    answers: Sequence[Sequence[str]]
    asked: list[str] = field(default_factory=list)

    def __call__(self, host: str) -> Sequence[IPAddress]:
        """Say where a name leads this time."""
        self.asked.append(host)
        return [ip_address(one) for one in self.answers[len(self.asked) - 1]]


def anywhere(_: IPAddress) -> bool:
    """Let every address be reached: a receiver of a test is on this machine."""
    return True


def post(*addresses: str, **changes: object) -> SafePost:
    """Return what sends, for a name that leads to these addresses."""
    parts = {
        "resolve": Resolver([addresses or [str(HERE)]]),
        "may_reach": anywhere,
        "trust": TRUST,
        **changes,
    }
    return SafePost(**parts)  # type: ignore[arg-type]


def endpoint(port: int, **changes: object) -> Endpoint:
    """Return an endpoint of our name on a port of this machine."""
    parts = {"url": "https://x", "host": HOST, "port": port, "target": "/hook?x=1", **changes}
    return Endpoint(**parts)


def failure(sender: SafePost, port: int, **changes: object) -> str:
    """Return why nothing could be sent."""
    with pytest.raises(errors.NotDeliveredError) as failed:
        sender.send(endpoint(port, **changes), BODY, {})
    return failed.value.reason


@contextmanager
def listening(speak: Connection) -> Iterator[int]:
    """Accept one connection inside the block, and say on it whatever is to be said; no TLS."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                speak(connection)

        thread = Thread(target=accept)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            # A listener that was never called must not wait for ever.
            socket.create_connection(server.getsockname()).close()
            thread.join()


# --- what is sent ---------------------------------------------------------------------------------


def test_a_body_arrives_over_tls() -> None:
    """Path, query, host, headers and body are what was asked for; the status comes back."""
    with WebhookReceiver(status(204), tls=CERTIFIED) as receiver:
        port = receiver.server_port
        assert post().send(endpoint(port), BODY, {"webhook-id": "event-1"}) == 204
    (came,) = receiver.came
    assert (came.path, came.body) == ("/hook?x=1", BODY)
    assert came.headers == {
        "accept-encoding": "identity",
        "connection": "close",
        "content-length": str(len(BODY)),
        "host": f"{HOST}:{port}",
        "webhook-id": "event-1",
    }


def test_a_receiver_on_this_machine_is_called_without_tls() -> None:
    """A local endpoint, which only demo projects have: no name is looked up for it."""
    with WebhookReceiver(status(200)) as receiver:
        unasked = Resolver([])
        local = endpoint(receiver.server_port, host="127.0.0.1", is_local=True)
        assert SafePost(resolve=unasked).send(local, BODY, {}) == 200
    assert unasked.asked == []


@pytest.mark.parametrize("code", [200, 404, 429, 500, 503])
def test_every_status_is_an_answer(code: int) -> None:
    """What it means is for others to judge."""
    with WebhookReceiver(status(code), tls=CERTIFIED) as receiver:
        assert post().send(endpoint(receiver.server_port), BODY, {}) == code


def test_the_next_address_is_tried() -> None:
    """A name may lead to an address that this machine has no way to."""
    with WebhookReceiver(status(200), tls=CERTIFIED) as receiver:
        sender = post("127.0.0.77", "::1", str(HERE))
        assert sender.send(endpoint(receiver.server_port), BODY, {}) == 200


# --- whom it reaches ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.0.0.1"],
        ["169.254.169.254"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["8.8.8.8", "127.0.0.1"],
        ["127.0.0.1", "8.8.8.8"],
        [],
    ],
    ids=str,
)
def test_a_name_that_leads_to_us_is_not_called(addresses: list[str]) -> None:
    """Not even if other addresses of it are public: nothing is connected to at all."""
    with WebhookReceiver(status(200), tls=CERTIFIED) as receiver:
        sender = SafePost(resolve=Resolver([addresses]), trust=TRUST)
        assert failure(sender, receiver.server_port) == Failure.ADDRESS
    assert receiver.came == []


def test_the_real_resolver_is_not_trusted_either() -> None:
    """With nothing replaced: every machine knows a name for itself."""
    with WebhookReceiver(status(200), tls=CERTIFIED) as receiver:
        assert failure(SafePost(), receiver.server_port, host="localhost") == Failure.ADDRESS
    assert receiver.came == []


def test_a_name_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was checked is what is called: a second answer of its name server changes nothing."""
    looked_up: list[object] = []
    real = socket.getaddrinfo

    def watched(host: object, *rest: object, **more: object) -> object:
        looked_up.append(host)
        return real(host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", watched)
    rebinding = Resolver([["127.0.0.1"], ["127.0.0.66"]])
    with WebhookReceiver(status(200), tls=CERTIFIED) as receiver:
        sender = post(resolve=rebinding, may_reach=lambda address: address == HERE)
        assert sender.send(endpoint(receiver.server_port), BODY, {}) == 200
    assert rebinding.asked == [HOST]
    assert HOST not in looked_up


@pytest.mark.parametrize(
    "tls",
    [certified("other.example.com"), certified(HOST, by=trustme.CA()), certified("127.0.0.1")],
    ids=["another name", "a stranger's", "the address"],
)
def test_a_certificate_is_for_the_name(tls: ssl.SSLContext) -> None:
    """Though an address is connected to: who is there must prove to be the name."""
    with WebhookReceiver(status(200), tls=tls) as receiver:
        assert failure(post(), receiver.server_port) == Failure.CERTIFICATE
    assert receiver.came == []


def test_public_authorities_are_trusted_and_no_others() -> None:
    """With nothing replaced a private authority's certificate is not enough."""
    with WebhookReceiver(status(200), tls=CERTIFIED) as receiver:
        sender = SafePost(resolve=Resolver([["127.0.0.1"]]), may_reach=anywhere)
        assert failure(sender, receiver.server_port) == Failure.CERTIFICATE
    bundle = re.findall(r"-----BEGIN.*?-----END CERTIFICATE-----", certifi.contents(), re.DOTALL)
    trusted = sender.trust.get_ca_certs(binary_form=True)
    assert set(trusted) == set(map(ssl.PEM_cert_to_DER_cert, bundle))


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(code: int) -> None:
    """It is a status like any other; where it leads is not even looked at."""
    with WebhookReceiver(status(200)) as elsewhere:
        redirect = status(code, Location=f"{elsewhere.url}/metadata")
        with WebhookReceiver(redirect, tls=CERTIFIED) as receiver:
            assert post().send(endpoint(receiver.server_port), BODY, {}) == code
    assert len(receiver.came) == 1
    assert elsewhere.came == []


def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would look the name up again, where it is not checked."""
    with WebhookReceiver(status(502)) as proxy:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
            monkeypatch.setenv(name.upper(), proxy.url)
        with WebhookReceiver(status(200), tls=CERTIFIED) as receiver:
            assert post().send(endpoint(receiver.server_port), BODY, {}) == 200
    assert proxy.came == []


# --- who does not answer --------------------------------------------------------------------------


def test_a_name_that_is_not_known() -> None:
    """The resolver finds nothing."""

    def unknown(_: str) -> Sequence[IPAddress]:
        raise socket.gaierror

    assert failure(post(resolve=unknown), 443) == Failure.NAME


def test_a_port_without_a_listener() -> None:
    """No address of the name answers."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert failure(post("127.0.0.1", "127.0.0.77"), port) == Failure.CONNECTION


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (raw(b""), Failure.CONNECTION),
        (raw(b"hello\r\n\r\n"), Failure.ANSWER),
        (raw(b"HTTP/1.1 abc OK\r\n\r\n"), Failure.ANSWER),
        (raw(b"SSH-2.0-OpenSSH\r\n"), Failure.ANSWER),
        (raw(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n", repeats=9999), ""),
    ],
    ids=["nothing", "words", "no number", "another protocol", "more and more to come"],
)
def test_what_is_no_answer(answer: Callable[..., None], why: str) -> None:
    """A receiver that does not speak HTTP has not taken the webhook."""
    with WebhookReceiver(answer, tls=CERTIFIED) as receiver:
        assert failure(post(), receiver.server_port) in ({why} if why else set(Failure))


def test_a_receiver_without_tls_gets_nothing() -> None:
    """What is for TLS is not sent without."""
    received: list[bytes] = []

    def plainly(connection: socket.socket) -> None:
        received.append(connection.recv(1000))
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

    with listening(plainly) as port:
        assert failure(post(), port) == Failure.CONNECTION
    assert BODY not in b"".join(received)


# --- who answers slowly, or too much --------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        raw(b"", b"x", pause_seconds=30),
        raw(b"H", b"T", pause_seconds=0.05, repeats=9999),
    ],
    ids=["silent", "a byte now and then"],
)
def test_a_slow_receiver_is_cut_off(answer: Callable[..., None]) -> None:
    """There is a limit to the whole, not only to each byte."""
    with WebhookReceiver(answer, tls=CERTIFIED) as receiver:
        began = time.monotonic()
        assert failure(post(total_seconds=0.5), receiver.server_port) == Failure.TIME
        assert time.monotonic() - began < PATIENCE_SECONDS


def test_a_slow_greeting_is_cut_off() -> None:
    """Also before there is any HTTP: TLS' greeting can be as slow."""

    def drip(connection: socket.socket) -> None:
        # The head of a record of 16 KB, and then its bytes one by one.
        connection.sendall(b"\x16\x03\x03\x40\x00\x02")
        try:
            while connection.send(b"\0"):
                time.sleep(0.05)
        except OSError:
            return

    with listening(drip) as port:
        began = time.monotonic()
        assert failure(post(total_seconds=0.5), port) == Failure.TIME
        assert time.monotonic() - began < PATIENCE_SECONDS


def test_a_listener_that_does_not_accept() -> None:
    """A machine that does not say no keeps us for the time of a connection at the most."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        port = full.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            began = time.monotonic()
            assert failure(post(connect_seconds=0.3, total_seconds=1), port) == Failure.TIME
            assert time.monotonic() - began < PATIENCE_SECONDS


def test_a_body_is_never_read() -> None:
    """The status is the answer: what follows may be as long, slow or secret as it likes."""
    endless = raw(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536, repeats=10_000)
    slow = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", b"x", pause_seconds=30)
    for answer in (endless, slow):
        with WebhookReceiver(answer, tls=CERTIFIED) as receiver:
            began = time.monotonic()
            assert post().send(endpoint(receiver.server_port), BODY, {}) == 200
            assert time.monotonic() - began < PATIENCE_SECONDS


@pytest.mark.parametrize(
    "answer",
    [
        raw(b"HTTP/1.1 200 OK\r\nX: ", b"x" * 1024, repeats=10_000),
        raw(b"HTTP/1.1 200 OK\r\nX: ", b"x", pause_seconds=0.05, repeats=9999),
    ],
    ids=["long", "slow"],
)
def test_no_more_is_read_than_a_head(answer: Callable[..., None]) -> None:
    """A head without an end ends for us: the status had come."""
    with WebhookReceiver(answer, tls=CERTIFIED) as receiver:
        began = time.monotonic()
        assert post(total_seconds=0.5).send(endpoint(receiver.server_port), BODY, {}) == 200
        assert time.monotonic() - began < PATIENCE_SECONDS
