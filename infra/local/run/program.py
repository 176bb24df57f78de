"""`make run`: the local cloud, until Ctrl-C, with what is needed to use it and readable logs.

What must stay true: the `curl` it prints works as printed; and no part is missing for long without
a word: what dies is said, and started again, or everything ends.
"""

import argparse
import base64
import json
import os
import secrets
import shlex
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from queue import Empty, SimpleQueue

from pydantic import JsonValue
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from infra.local.cloud import discovery, terminal, test_users
from infra.local.cloud.log_files import LogFiles
from infra.local.cloud.part_ports import Ports
from infra.local.cloud.stack import PAGES, PROJECT, LocalCloud, local_cloud, text_model
from infra.local.demo.submissions import sample_orders
from infra.local.process import log_lines
from infra.local.process.interrupts import Interrupted
from infra.local.process.ports import HOST
from infra.local.process.processes import Command
from infra.local.rehearse.rehearsal import rehearsal
from infra.local.run import reload
from infra.local.run.reload import Reload
from infra.local.run.restarts import Restarts
from infra.local.stand_ins import webhook_receiver
from infra.local.web.accounts import TEST_USERS

UID = "local-user"
#: How often a quiet program looks whether every process still lives.
_LOOK_SECONDS = 0.5
#: A process's name, a line it said, and when.
_Lines = SimpleQueue[tuple[str, str, datetime]]


def main() -> int:
    """Run the local cloud until it is interrupted, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.run")
    parser.add_argument("--reload", action="store_true", help="start functions anew when saved")
    reloads = parser.parse_args().reload
    console = Console()
    logs = LogFiles()
    try:
        return terminal.run_guarded(lambda: _run(console, logs, reloads=reloads), console, logs)
    except Interrupted:
        console.print(Text("\nEverything has ended.", style="dim"))
        return terminal.EXIT_SUCCESS


def _run(console: Console, logs: LogFiles, *, reloads: bool) -> int:
    lines: _Lines = SimpleQueue()

    def keep(name: str, line: str) -> None:
        logs(name, line)
        lines.put((name, line, datetime.now().astimezone()))

    def say(sentence: str) -> None:
        console.print(Text(sentence, style="dim"))

    def warn(sentence: str) -> None:
        console.print(Text(sentence, style="yellow"), soft_wrap=True)

    terminal.say_where_texts_go(say)
    terminal.say_what_data(say)
    say("Starting the local cloud.")
    where = Ports.usual()
    for sentence in where.moved:
        warn(sentence)
    receiver = _receiver(where)
    parts = LocalCloud(
        ports=where,
        listener=keep,
        say=say,
        # A person who tries the app need not say who they are.
        overrides={"ALLOW_ANONYMOUS": "true", **_told(where, receiver)},
    )
    with (
        local_cloud(parts) as cloud,
        discovery.published(cloud.environment),
        terminal.reporting(console, logs),
        rehearsal(cloud, warn) as breakages,
    ):
        if receiver:
            cloud.start_part(receiver, where.receiver)
        if not (reloads and reload.start_vite(cloud)) and (PAGES / "index.html").exists():
            cloud.start_web()
        _introduce(cloud, console)
        watch = Reload(cloud=cloud, say=say) if reloads else None
        restarts = Restarts(cloud=cloud, say=warn)
        while True:
            _print_line(lines, console)
            if watch:
                watch.look()
            breakages.look()
            restarts.look()


def _receiver(where: Ports) -> Command | None:
    """Say how to start a receiver of webhooks; None where a person has receivers of their own."""
    if os.environ.get("WEBHOOK_URLS"):
        return None
    secret = f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"
    return webhook_receiver.receiver_command(where.receiver, secret)


def _told(where: Ports, receiver: Command | None) -> Mapping[str, str]:
    """Return the settings by which the functions tell our receiver, where there is one."""
    if receiver is None:
        return {}
    url = f"http://{HOST}:{where.receiver}{webhook_receiver.PATH}"
    return {"WEBHOOK_URLS": url, **receiver.environment}


def _print_line(lines: _Lines, console: Console) -> None:
    """Print the next line that was said, if one is said soon."""
    with suppress(Empty):
        text = log_lines.render(*lines.get(timeout=_LOOK_SECONDS))
        if text is not None:
            console.print(text, soft_wrap=True)


def _introduce(cloud: LocalCloud, console: Console) -> None:
    """Say what runs where, and how to use it."""
    token = test_users.unsigned_id_token(UID, PROJECT, datetime.now(UTC))
    body = sample_orders()[0].body
    console.print()
    console.print(tabulate(cloud.ports))
    console.print()
    if "web" in cloud.processes:
        _print_to_copy(console, "Open the web app:", cloud.web_url)
        _print_to_copy(console, operators_title(), f"{cloud.web_url}/operator")
    else:
        note = "The web app is not built: `make app` does it, and needs Node.js 20.19 or newer."
        console.print(Text(note, style="yellow"), soft_wrap=True)
        console.print()
    _print_to_copy(console, "Submit a job:", submit_command(cloud.api_url, token, body))
    read = "Read it, with its jobId in place of JOB_ID:"
    _print_to_copy(console, read, read_command(cloud.api_url, token))
    _print_to_copy(console, "Be the same user in commands of your own:", f"export TOKEN={token}")
    notes = "The token lasts an hour. Logs are kept in .local/logs. Ctrl-C ends it all."
    console.print(Text(notes, style="dim"), soft_wrap=True)
    console.print()


def operators_title() -> str:
    """Return the line above the address of the page for operators: it says who sees it."""
    (operator,) = (person for person in TEST_USERS if person.is_operator)
    return f"See all users' jobs, signed in as {operator.name} ({operator.email}):"


def _print_to_copy(console: Console, title: str, command: str) -> None:
    """Print a command as one line, however narrow the terminal is: it is for copying."""
    console.print(Text(title, style="bold"))
    console.print(Text(command), soft_wrap=True)
    console.print()


def tabulate(where: Ports) -> Table:
    """Lay out what runs where."""
    model = text_model(os.environ).partition(":")[0].rpartition(".")[2]
    writer = "Gemini, by your key" if model == "text_model" else "the offline model"
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="dim")
    table.add_column("Part", no_wrap=True)
    table.add_column("Where", no_wrap=True)
    table.add_column("What it is")
    for name, address, what in (
        ("web", f"http://{HOST}:{where.web}", "the web app, if it is built; sign-in"),
        ("api", f"http://{HOST}:{where.api}", "the HTTP API"),
        ("worker", f"http://{HOST}:{where.worker}", f"runs the jobs; text by {writer}"),
        ("sweeper", f"http://{HOST}:{where.sweeper}", "finds what crashed, once a minute"),
        ("webhooks", f"http://{HOST}:{where.webhooks}", "tells WEBHOOK_URLS how jobs ended"),
        ("receiver", f"http://{HOST}:{where.receiver}", "is told, if WEBHOOK_URLS is not set"),
        ("firestore", f"{HOST}:{where.firestore}", "Google's emulator, with our rules"),
        ("pubsub", f"{HOST}:{where.pubsub}", "Google's emulator"),
        ("tasks", f"{HOST}:{where.tasks}", "our Cloud Tasks emulator, gRPC"),
        ("", f"http://{HOST}:{where.tasks_http}", "its keys and switches"),
    ):
        table.add_row(Text(name, style=log_lines.COLOURS.get(name, "")), address, what)
    return table


def submit_command(api_url: str, id_token: str, body: dict[str, JsonValue]) -> str:
    """Return the command that submits a job."""
    return _curl(
        *("-X", "POST", f"{api_url}/api/jobs"),
        *("-H", f"Authorization: Bearer {id_token}"),
        *("-H", "Content-Type: application/json"),
        *("-d", json.dumps(body)),
    )


def read_command(api_url: str, id_token: str) -> str:
    """Return the command that reads a job, once its id is filled in."""
    return _curl(f"{api_url}/api/jobs/JOB_ID", "-H", f"Authorization: Bearer {id_token}")


def _curl(*arguments: str) -> str:
    return shlex.join(["curl", "-s", *arguments])
