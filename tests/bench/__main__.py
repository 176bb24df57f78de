"""The command `make bench`: what starts, jobs and processes cost, and the same on others.

Prints a table, and writes `bench-results.json`, which git ignores. Processor time first: a busy
machine changes it less than waits. `--runs` is how often each is measured.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from infra.local.process import ports
from infra.local.process.processes import Command, Process, end_all
from tests.bench import first_answers
from tests.bench.first_answers import Found
from tests.support.emulators import google_emulators
from tests.support.waiting import wait_until
from tests.support.world import QUEUE_PATH, settings_for, tasks_client, tasks_emulator

ROOT: Final = Path(__file__).resolve().parents[2]
RESULTS: Final = ROOT / "bench-results.json"
_PEERS: Final = ROOT / "tests" / "bench" / "peers"
_PYTHON: Final = ROOT / ".local" / "bench" / "bin" / "python"
_NODE: Final = ROOT / ".local" / "bench-node"
_LEAST: Final = 5
#: Jobs in a round; the emulators are slower than a Redis.
_JOBS, _PEER_JOBS = 25, 200
_PROGRESS_WRITES: Final = 5
_SECONDS: Final = 240


def _ask(arguments: Sequence[str], environment: Mapping[str, str], folder: Path = ROOT) -> str:
    """Run a program of ours to its end, and return the last line that it prints.

    Raises:
        RuntimeError: If it fails.
    """
    done = subprocess.run(  # noqa: S603 -- our own programs
        arguments,
        cwd=folder,
        env=os.environ | dict(environment),
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout.splitlines()[-1]


def our_jobs(runs: int) -> Found:
    """Return what a job with five progress writes costs our processes, a figure a round."""
    with google_emulators() as google, tasks_emulator() as tasks, tasks_client(tasks) as client:
        client.pause_queue(name=QUEUE_PATH, timeout=5)
        google.forget_documents()  # by then it answers quickly
        given = {
            name.upper(): str(value)
            for name, value in settings_for(google, tasks).model_dump().items()
            if isinstance(value, str | int | float)
        }
        program = [sys.executable, "-m", "tests.bench.work_of_a_job", str(_JOBS), str(runs)]
        rounds = json.loads(_ask(program, google.environment | given))
    return {name: [each[name] for each in rounds] for name in rounds[0]}


@contextmanager
def redis() -> Iterator[int]:
    """Run a Redis that keeps nothing inside the block, and return its port.

    Raises:
        FileNotFoundError: If there is none.
    """
    program = shutil.which("redis-server")
    if program is None:
        raise FileNotFoundError("There is no redis-server. Debian: apt-get install redis-server")
    port = ports.choose_port()
    options = ["--port", str(port), "--bind", ports.HOST, "--save", "", "--appendonly", "no"]
    process = Process(Command(name="redis", arguments=[program, *options]), lambda *_: None)
    try:
        wait_until(lambda: first_answers.accepts(port))
        yield port
    finally:
        end_all([process])


def peers(runs: int) -> Found:
    """Return the processor milliseconds of a job on others, by their names, a figure a round."""
    programs = {
        "BullMQ": (["node", "bullmq.mjs"], _NODE),
        "RQ, no fork": ([str(_PYTHON), "on_rq.py"], _PEERS),
        "Celery, threads": ([str(_PYTHON), "on_celery.py"], _PEERS),
    }
    found: Found = {}
    with redis() as port:
        given = [str(number) for number in (port, _PEER_JOBS, runs, _PROGRESS_WRITES)]
        for name, (program, folder) in programs.items():
            found[name] = json.loads(_ask([*program, *given], {}, folder))
    return found


#: What is measured, in this order.
PARTS: Final[Mapping[str, Callable[[int], Found]]] = {
    "Cold start to the first answer, seconds CPU": first_answers.cold_starts,
    "A job with five progress writes": our_jobs,
    "The same on others, ms CPU a job": peers,
    "Memory, MB (PSS)": first_answers.memory,
}


def machine() -> dict[str, object]:
    """Return what was measured on, and how busy that was."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "system": platform.platform(),
    }


def table(results: Mapping[str, Found]) -> Table:
    """Return what was measured, as a table: median, least and most."""
    shown = Table("What", "Median", "Least", "Most", "Runs", box=None, header_style="")
    for part, found in results.items():
        shown.add_section()
        shown.add_row(f"[bold]{part}[/bold]")
        for name, values in found.items():
            middle, least, most = statistics.median(values), min(values), max(values)
            cells = (f"{each:.2f}" for each in (middle, least, most))
            shown.add_row(name, *cells, str(len(values)))
    return shown


def main() -> int:
    """Measure all, print it, and write it down."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=_LEAST)
    runs = options.parse_args().runs
    console, before, results = Console(width=100), machine(), dict[str, Found]()
    for name, measure in PARTS.items():
        console.print(f"{name} ...", style="dim")
        results[name] = measure(runs)
        # A later part that fails takes nothing from the earlier ones.
        written = {"before": before, "after": machine(), "results": results}
        RESULTS.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    console.print(table(results))
    console.print(f"\nWritten to {RESULTS.name}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
