"""The command line: read options, start, say where, sleep until told to stop.

Standard output gets one line of JSON when everything is ready and nothing else; the log goes to
standard error, one readable line a fact.
"""

import argparse
import json
import logging
import signal
import sqlite3
import sys
from dataclasses import asdict, fields
from datetime import timedelta
from pathlib import Path

from infra.local.cloud_tasks.clock import Clock
from infra.local.cloud_tasks.emulator import CloudTasksEmulator
from infra.local.cloud_tasks.errors import ApiError
from infra.local.cloud_tasks.settings import TASK_TOMBSTONE, Settings

_SIGNALS = {signal.SIGINT, signal.SIGTERM}


def main(arguments: list[str] | None = None) -> int:
    """Run the emulator until SIGINT or SIGTERM and return the exit code."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger(__package__).setLevel(logging.WARNING if options.quiet else logging.INFO)
    # Blocked before any thread starts, so that the signal waits here and interrupts nothing.
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    names = {field.name for field in fields(Settings)}
    chosen = {name: value for name, value in vars(options).items() if name in names}
    emulator = CloudTasksEmulator(Settings(**chosen), clock=Clock(manual=options.clock == "manual"))
    try:
        addresses = emulator.start()
    except (ApiError, OSError, RuntimeError, sqlite3.Error) as error:
        print(f"cannot start: {error}", file=sys.stderr)
        return 1
    print(json.dumps(asdict(addresses)), flush=True)
    signal.sigwait(_SIGNALS)
    emulator.stop()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infra.local.cloud_tasks", description="A Cloud Tasks emulator on 127.0.0.1."
    )
    add = parser.add_argument
    add("--port", type=int, default=0, help="gRPC; 0 picks a free one")
    add("--http-port", type=int, default=0, help="discovery and controls; 0 picks a free one")
    add("--queue", dest="queues", action="append", default=[], metavar="projects/P/…/queues/Q")
    add("--data-dir", type=Path, help="where tasks survive a kill -9; without it, in memory")
    add("--clock", choices=["real", "manual"], default="real", help="manual: moves when told to")
    add("--tombstone-seconds", dest="task_tombstone", type=_seconds, default=TASK_TOMBSTONE)
    throttle_help = "429 and 503 do not slow the queue down"
    add("--no-throttle", dest="throttle", action="store_false", help=throttle_help)
    accounts_help = "an account that exists; else all"
    add(
        "--service-account",
        dest="service_accounts",
        action="append",
        default=[],
        help=accounts_help,
    )
    add("--seed", type=int, default=0, help="decides faults that have a probability")
    add("--quiet", action="store_true", help="log warnings only")
    return parser


def _seconds(text: str) -> timedelta:
    return timedelta(seconds=float(text))
