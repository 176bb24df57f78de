"""`make blackbox`: watch a cloud from outside while all goes wrong, and check every promise.

    python -m tests.blackbox --seed 1 --minutes 5

Exit codes: 0 every rule holds, 1 one does not or the run broke off, 2 the machine lacks something,
130 interrupted.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TextIO

from infra.local.cloud.emulators import MissingToolError
from infra.local.cloud.part_ports import Ports
from infra.local.cloud.stack import NotReadyError
from infra.local.process import interrupts
from infra.local.process.processes import ProcessDiedError
from tests.blackbox import cloud, report
from tests.blackbox.cloud import BlackboxCloud
from tests.blackbox.history import MAX_MINUTES
from tests.blackbox.run import Options, Outcome, Run


def say(line: str) -> None:
    """Tell the person at the terminal."""
    print(line, flush=True)  # noqa: T201 -- a program for a terminal


def main(arguments: list[str] | None = None) -> int:
    """Run, judge, report, and say by the exit code whether all is well."""
    options, older = _read_options(arguments)
    interrupts.listen()
    folder = Path(tempfile.mkdtemp(prefix="blackbox-"))
    try:
        ran = _run(options, folder, older or cloud.copy_tree(folder))
        judged = report.judge(ran)
        say(report.report(ran, judged))
    except MissingToolError as error:
        say(str(error))
        return 2
    except (NotReadyError, ProcessDiedError) as error:
        say(f"{error}\nWhat the processes said is in {folder}.")
        return 1
    except interrupts.Interrupted:
        say("Interrupted; every process was ended.")
        shutil.rmtree(folder)
        return 130
    if report.is_good(ran, judged):
        shutil.rmtree(folder)
        return 0
    say(f"What the processes said is in {folder}.")
    return 1


def _run(options: Options, folder: Path, older: Path) -> Outcome:
    with (folder / "log.txt").open("w", encoding="utf-8") as log:
        started = BlackboxCloud(
            ports=Ports.free(),
            listener=lambda name, line: _write(log, name, line),
            overrides=cloud.settings(),
            say=say,
            folder=folder,
            older=older,
        )
        with cloud.running(started):
            ran = Run(options, started, say).run()
        ran.load = os.getloadavg()[1]
        return ran


def _write(log: TextIO, name: str, line: str) -> None:
    print(name, line, file=log, flush=True)


def _read_options(arguments: list[str] | None) -> tuple[Options, Path | None]:
    parser = argparse.ArgumentParser(prog="python -m tests.blackbox")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--minutes", type=float, default=5.0, help=f"of the plan, {MAX_MINUTES} at the most"
    )
    parser.add_argument(
        "--revisions",
        action="store_true",
        help="also submit what only the newer revision knows: it must wait for that",
    )
    parser.add_argument(
        "--older", type=Path, help="the older revision's tree; without it, a copy of this one"
    )
    given = parser.parse_args(arguments)
    if not 0 < given.minutes <= MAX_MINUTES:
        parser.error(f"--minutes must be above 0, and {MAX_MINUTES} at the most")
    options = Options(seed=given.seed, minutes=given.minutes, revisions=given.revisions)
    return options, given.older


if __name__ == "__main__":
    sys.exit(main())
