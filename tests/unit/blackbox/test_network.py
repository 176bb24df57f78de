"""Between the parts: each way to go wrong does what its name says, and is over at its end."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from infra.local.process.ports import HOST, choose_port
from tests.blackbox.network import Network
from tests.blackbox.proxy import Mode

_SECONDS = 5
#: No answer within this: there is none.
_SILENT_SECONDS = 0.2
_REQUEST = b"POST / HTTP/1.1\r\nHost: here\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nhi"


@contextmanager
def server(answer: bytes) -> Iterator[int]:
    """Answer whatever comes, and close; return the port."""
    with socket.create_server((HOST, 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                threading.Thread(target=_answer, args=(connection, answer), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield int(listening.getsockname()[1])
        listening.shutdown(socket.SHUT_RDWR)


def _answer(connection: socket.socket, answer: bytes) -> None:
    """Answer each piece; to a request only once, as a server does that is told to close."""
    with connection:
        while piece := connection.recv(1 << 16):
            connection.sendall(answer)
            if b"Connection: close" in piece:
                return


@pytest.fixture
def network() -> Iterator[Network]:
    """A network before one server that answers "pong", with one worker."""
    with (
        server(b"pong") as port,
        Network(firestore_port=port, dispatcher_port=choose_port(), names=("worker",)) as network,
    ):
        yield network


def connect(network: Network) -> socket.socket:
    """Connect as the worker does."""
    connection = socket.create_connection((HOST, network.proxies["worker"].port), _SECONDS)
    connection.settimeout(_SECONDS)
    return connection


def ask(connection: socket.socket) -> bytes:
    """Send something, and return what comes of it."""
    connection.sendall(b"ping")
    return connection.recv(16)


def is_silent(connection: socket.socket) -> bool:
    """Whether nothing comes of it, and the connection stays open."""
    connection.settimeout(_SILENT_SECONDS)
    try:
        ask(connection)
    except TimeoutError:
        return True
    finally:
        connection.settimeout(_SECONDS)
    return False


def is_aborted(connection: socket.socket) -> bool:
    """Whether the connection is there no more."""
    try:
        return connection.recv(16) == b""
    except ConnectionError:
        return True


def test_what_is_not_disturbed_passes(network: Network) -> None:
    """Without a fault the worker does not notice the proxy."""
    with connect(network) as connection:
        assert ask(connection) == b"pong"


def test_cut(network: Network) -> None:
    """What is open is aborted, and nothing opens until it is over."""
    proxy = network.proxies["worker"]
    with connect(network) as before:
        ask(before)
        network.call(proxy.set(Mode.CUT))
        assert is_aborted(before)
    with connect(network) as meanwhile:
        assert is_aborted(meanwhile)
    network.call(proxy.set(Mode.PASS))
    with connect(network) as later:
        assert ask(later) == b"pong"


def test_half_open(network: Network) -> None:
    """What is open goes silent, what is new works; at the end the silent ones are aborted."""
    proxy = network.proxies["worker"]
    with connect(network) as before, connect(network) as other:
        assert (ask(before), ask(other)) == (b"pong", b"pong")
        network.call(proxy.set(Mode.HALF_OPEN))
        assert is_silent(before)
        with connect(network) as new:
            assert ask(new) == b"pong"
        network.call(proxy.set(Mode.PASS))
        assert is_aborted(before)
        assert is_aborted(other)


def test_swallow(network: Network) -> None:
    """What is sent arrives, and no answer comes back; not even late."""
    proxy = network.proxies["worker"]
    with connect(network) as connection:
        ask(connection)
        network.call(proxy.set(Mode.SWALLOW))
        assert is_silent(connection)
        network.call(proxy.set(Mode.PASS))
        assert is_aborted(connection)


def test_slow(network: Network) -> None:
    """Each piece waits, and arrives."""
    proxy = network.proxies["worker"]
    with connect(network) as connection:
        ask(connection)
        network.call(proxy.set(Mode.SLOW, delay=2 * _SILENT_SECONDS))
        assert is_silent(connection)
        assert connection.recv(16) == b"pong"


def deliver(port: int) -> bytes:
    """Deliver as the queue does; nothing comes back of an answer that is lost."""
    with socket.create_connection((HOST, port), _SECONDS) as connection:
        connection.sendall(_REQUEST)
        try:
            return connection.recv(16)
        except ConnectionError:
            return b""


def test_deliveries_go_round() -> None:
    """Each delivery goes to the next worker; one that does not listen is passed over."""
    dispatcher_port = choose_port()
    with ExitStack() as stack:
        ports = [stack.enter_context(server(name)) for name in (b"one", b"two")]
        network = Network(firestore_port=1, dispatcher_port=dispatcher_port, names=())
        network.dispatcher.sends_to([ports[0], choose_port(), ports[1]])
        stack.enter_context(network)
        answers = [deliver(dispatcher_port) for _ in range(6)]
    assert {*answers} == {b"one", b"two"}


def test_an_answer_is_lost() -> None:
    """The worker has done its work, and the queue learns nothing of it."""
    dispatcher_port = choose_port()
    with (
        server(b"done") as port,
        Network(firestore_port=1, dispatcher_port=dispatcher_port, names=()) as network,
    ):
        network.dispatcher.sends_to([port])
        network.dispatcher.loses_answers = True
        assert deliver(dispatcher_port) == b""
        network.dispatcher.loses_answers = False
        assert deliver(dispatcher_port) == b"done"
        assert network.dispatcher.lost == 1
