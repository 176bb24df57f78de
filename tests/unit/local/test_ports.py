"""The choice of ports."""

import socket
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from infra.local.cloud.part_ports import USUAL_PORTS, Ports
from infra.local.process import ports
from tests.support.waiting import PATIENCE


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


def test_each_port_that_is_taken_is_said() -> None:
    """A person's commands may reach another program there: they read which part is where."""
    usual = Ports(**USUAL_PORTS)
    assert usual.moved == []
    elsewhere = replace(usual, api=20_001)
    (sentence,) = elsewhere.moved
    assert sentence == "Port 8080 is taken by another program: api listens at 20001."


def test_each_part_has_a_port_of_its_own() -> None:
    """No two parts of the local cloud share a port."""
    where = vars(Ports.free())
    assert len(set(where.values())) == len(where)


def test_a_free_port_is_none_that_a_connection_may_get() -> None:
    """Else a client of another program may have it before its listener does."""
    assert all(port < 32_768 for port in ports.choose_ports(*[0] * 9))


def test_two_processes_are_not_given_the_same() -> None:
    """Each takes its ports before the others listen: as many as there are, all differ."""
    program = "from infra.local.process import ports; print(ports.choose_port()); input()"
    chosen = [ports.choose_port() for _ in range(5)]
    others = [
        subprocess.Popen(  # noqa: S603 -- a program of ours
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(5)
    ]
    try:
        chosen += [int(other.stdout.readline()) for other in others if other.stdout]
    finally:
        for other in others:
            other.communicate("\n", timeout=PATIENCE)
    assert len(set(chosen)) == len(chosen) == 10
    shares = {(port - ports._OURS.start) // ports._SHARE for port in chosen}
    assert len(shares) == 1 + len(others)


def test_without_a_place_for_claims_there_are_ports(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A machine whose temporary folder cannot be written to is no reason to fail."""
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "missing"))
    monkeypatch.setattr(ports, "_share_of", ports._share_of.__wrapped__)
    assert ports.choose_port() in ports._OURS
