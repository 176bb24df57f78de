"""`make sweep`: sweep now instead of within a minute, and say what was done.

It sweeps the cloud that `make run` started; where none runs, the one its environment names.
"""

import os
import sys
from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from functions.requests.repeat import Outcome, repeat_due
from functions.worker.sweep import Repair, sweep
from infra.local.cloud import discovery
from infra.local.cloud.terminal import EXIT_FAILURE, EXIT_MISSING, EXIT_SUCCESS
from shared.core import errors
from shared.settings import SettingsError
from shared.wiring import services

_WORDS = {
    Repair.REDISPATCHED: "lost tasks enqueued again",
    Repair.RECOVERED: "dead attempts settled",
    Repair.EXPIRED: "jobs that waited too long, failed",
    Repair.TIMED_OUT: "questions that no answer came to in time",
    Repair.GATHERED: "jobs whose parts have ended",
    Repair.RESUMED: "jobs whose type is resumed",
    Repair.PUBLISHED: "ends published",
    Repair.WAITING: "jobs whose task still waits",
    Repair.FINE: "jobs that needed nothing",
    Repair.LEFT: "jobs left to the next sweep",
    Repair.BROKEN: "jobs that met a defect of ours: see the log",
}


def main() -> int:
    """Sweep once, print the repairs, and return the exit code."""
    console, complaints = Console(), Console(stderr=True)
    os.environ.update(discovery.find_environment())
    # The log's lines would stand between the sentences for a person.
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    try:
        repairs, repeated = sweep(services()), repeat_due(services())
    except SettingsError as error:
        complaints.print(f"No local cloud runs (`make run` starts one), and: {error}")
        return EXIT_MISSING
    except errors.UnavailableError as error:
        complaints.print(error.message)
        return EXIT_FAILURE
    console.print(tabulate(repairs, repeated) if repairs or repeated else "Nothing was due.")
    return EXIT_SUCCESS


def tabulate(repairs: Mapping[Repair, int], repeated: Mapping[Outcome, int]) -> Table:
    """Lay out what a sweep did about jobs, and about schedules."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="right")
    table.add_column()
    for repair, words in _WORDS.items():
        if repairs.get(repair):
            table.add_row(str(repairs[repair]), words)
    for outcome, number in sorted(repeated.items()):
        table.add_row(str(number), f"schedules {outcome}")
    return table


if __name__ == "__main__":
    sys.exit(main())
