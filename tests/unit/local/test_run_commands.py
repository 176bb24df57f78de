"""The commands that `make run` prints for copying."""

import json
import shlex

import pytest

from infra.local.run import program
from infra.local.web import accounts

URL = "http://127.0.0.1:8080"


def test_submit_command_is_one_line_of_shell() -> None:
    """The command is one line, and the shell takes it apart into exactly what was meant."""
    body = {"type": "example", "text": 'R&D "lead" for $HOME; it\'s `here`'}
    command = program.submit_command(URL, "a.b.", dict(body))
    assert "\n" not in command
    words = shlex.split(command)
    assert words[0] == "curl"
    assert f"{URL}/api/jobs" in words
    assert "Authorization: Bearer a.b." in words
    assert json.loads(words[-1]) == body


def test_read_command_has_one_place_to_fill_in() -> None:
    """The second command reads a job, once JOB_ID is replaced."""
    words = shlex.split(program.read_command(URL, "a.b.").replace("JOB_ID", "u:t:1:x"))
    assert f"{URL}/api/jobs/u:t:1:x" in words


def test_the_operator_is_named() -> None:
    """The page for operators is shown to one of the users to try it as: it says to which."""
    (operator,) = (person for person in accounts.TEST_USERS if person.is_operator)
    title = program.operators_title()
    assert operator.name in title
    assert operator.email in title


def test_every_port_is_in_the_table() -> None:
    """The table says where each part listens."""
    from rich.console import Console

    from infra.local.cloud.part_ports import Ports

    where = Ports(
        firestore=1001,
        pubsub=1002,
        tasks=1003,
        tasks_http=1004,
        api=1005,
        worker=1006,
        sweeper=1007,
        webhooks=1008,
        receiver=1009,
        web=1010,
    )
    console = Console(width=80)
    with console.capture() as captured:
        console.print(program.tabulate(where))
    assert all(f"127.0.0.1:{port}" in captured.get() for port in range(1001, 1011))


def test_endpoints_of_webhooks_are_a_persons_to_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The local cloud tells whom the person's environment names; also who sweeps by hand does."""
    from infra.local.cloud.part_ports import Ports
    from infra.local.cloud.stack import LocalCloud

    cloud = LocalCloud(ports=Ports.free(), listener=lambda _name, _line: None)
    monkeypatch.delenv("WEBHOOK_URLS", raising=False)
    assert cloud.environment["WEBHOOK_URLS"] == ""
    monkeypatch.setenv("WEBHOOK_URLS", "http://127.0.0.1:9000/")
    assert cloud.environment["WEBHOOK_URLS"] == "http://127.0.0.1:9000/"
