"""The choice of ports."""

import socket

from infra.local.cloud.stack import Ports
from infra.local.process import ports


def test_usual_port_is_taken_if_it_is_free() -> None:
    """A free port is given as asked for."""
    free = ports.choose_port()
    assert ports.choose_port(free) == free


def test_port_in_use_is_not_given() -> None:
    """Where a server listens already, another port is given."""
    with socket.create_server((ports.HOST, 0)) as taken:
        port = taken.getsockname()[1]
        assert ports.choose_port(port) not in {port, 0}


def test_no_port_is_given_twice() -> None:
    """Ports chosen together differ, also when the same one is preferred twice."""
    free = ports.choose_port()
    chosen = ports.choose_ports(free, free, 0, 0, 0)
    assert chosen[0] == free
    assert len(set(chosen)) == 5


def test_each_part_has_a_port_of_its_own() -> None:
    """No two parts of the local cloud share a port."""
    where = vars(Ports.free())
    assert len(set(where.values())) == len(where)


def test_a_free_port_is_none_that_a_connection_may_get() -> None:
    """Else a client of another program may have it before its listener does."""
    assert all(port < 32_768 for port in ports.choose_ports(*[0] * 9))
