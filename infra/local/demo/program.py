"""The demo, from the local cloud's start to its end.

What must stay true: whatever happens, every process that was started is ended; 0 means that every
job has succeeded.
"""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from rich.console import Console
from rich.text import Text

from infra.local.cloud import terminal, test_users
from infra.local.cloud.log_files import LOGS, LogFiles
from infra.local.cloud.part_ports import Ports
from infra.local.cloud.stack import PROJECT, LocalCloud, local_cloud
from infra.local.cloud.terminal import FailedError
from infra.local.cloud.user_client import JobsListener, ListenerEndedError, UserClient
from infra.local.demo import bars, figures, idle_cpu
from infra.local.demo.answers import Answers
from infra.local.demo.api_client import open_api, submit
from infra.local.demo.board import Board, Row
from infra.local.demo.options import Options, read_options
from infra.local.demo.outcomes import Outcome, SaveError, print_result, save
from infra.local.demo.submissions import SubmissionRequest
from infra.local.process.ports import HOST
from shared.firestore import documents

UID = "demo-user"
#: All jobs together must be finished this long after the first was submitted.
TIME_LIMIT_SECONDS = 120
_IDLE_SECONDS = 5
#: How often the wait for jobs looks whether every process still lives.
_LOOK_SECONDS = 0.25


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo, and return its exit code."""
    console = Console()
    options = read_options(arguments)
    # A folder of its own: a cloud that `make run` keeps running goes on using the other.
    logs = LogFiles(LOGS / "demo")
    return terminal.run_guarded(lambda: _run(options, console, logs), console, logs)


def _run(options: Options, console: Console, logs: LogFiles) -> int:
    terminal.say_where_texts_go(partial(_say, console))
    terminal.say_what_data(partial(_say, console))
    _say(console, "Starting the local cloud: its logs are in .local/logs/demo.")
    parts = LocalCloud(ports=Ports.free(), listener=logs, say=partial(_say, console))
    with local_cloud(parts) as cloud, terminal.reporting(console, logs):
        token = test_users.unsigned_id_token(UID, PROJECT, datetime.now(UTC))
        host = f"{HOST}:{cloud.ports.firestore}"
        client = UserClient(host=host, project=PROJECT, id_token=token)
        rows = _run_jobs(options.orders, cloud, client, token, console)
        outcomes = _read_outcomes(rows, client)
        for outcome in outcomes:
            print_result(console, outcome)
        _save(outcomes, options, console)
        _refuse_failures(rows)
        _print_figures(rows, cloud, console)
    return terminal.EXIT_SUCCESS


def _say(console: Console, sentence: str) -> None:
    console.print(Text(sentence, style="dim"))


def _run_jobs(
    orders: Sequence[SubmissionRequest],
    cloud: LocalCloud,
    client: UserClient,
    token: str,
    console: Console,
) -> list[Row]:
    """Submit the jobs and show them until the last has ended."""
    board = Board()
    console.print()
    with (
        open_api(cloud.api_url, token) as api,
        JobsListener(client, UID, board.see) as listener,
        bars.shown(board, console),
    ):
        waiting = _Waiting(board, cloud, listener, Answers(api))
        # The first meets cold functions, and is done before the others come: they are measured
        # apart. Each of these comes when the one before runs: what is measured is then the path
        # of one job, not a queue that ten of them made for each other.
        board.add(submit(api, orders[0]))
        waiting.until(lambda rows: rows[0].is_finished)
        for order in orders[1:]:
            board.add(submit(api, order))
            waiting.until(lambda rows: rows[-1].is_running or rows[-1].is_finished)
        waiting.until(lambda rows: all(row.is_finished for row in rows))
    if listener.reopened:
        _say(console, f"The listener's stream was opened anew, {listener.reopened} times.")
    return board.rows()


class _Waiting:
    """Waits for the board, as long as all that feeds it lives and there is time."""

    def __init__(
        self, board: Board, cloud: LocalCloud, listener: JobsListener, answers: Answers
    ) -> None:
        self._board = board
        self._answers = answers
        self._cloud = cloud
        self._listener = listener
        self._give_up_at = time.monotonic() + TIME_LIMIT_SECONDS

    def until(self, holds: Callable[[list[Row]], bool]) -> None:
        """Wait until something holds for the jobs.

        Raises:
            ProcessDiedError: If a part of the local cloud died.
            FailedError: If the listener ended, or the time is over.
        """
        while not self._board.wait_until(holds, _LOOK_SECONDS):
            self._cloud.check()
            self._answers.give(self._board.rows())
            try:
                self._listener.check()
            except ListenerEndedError as error:
                raise FailedError(str(error), logs=["firestore"]) from error
            if time.monotonic() > self._give_up_at:
                unfinished = describe_unfinished(self._board.rows())
                raise FailedError(unfinished, logs=["tasks", "worker", "api"])


def describe_unfinished(rows: Sequence[Row]) -> str:
    """Say which jobs are not finished, and in which state each is."""
    states = [_state(row) for row in rows if not row.is_finished]
    return "\n".join([f"Not every job was finished after {TIME_LIMIT_SECONDS} s:", *states])


def _state(row: Row) -> str:
    job, title = row.job, row.submission.title
    if job is None:
        return f"  {title}: accepted as {row.submission.job_id}, never seen by the listener"
    attempt = f"attempt {job.attempt} of {job.max_attempts}"
    return f"  {title}: {job.status}, {attempt}, {bars.describe(job)}"


def _read_outcomes(rows: Sequence[Row], client: UserClient) -> list[Outcome]:
    """Read the results there are, as their owner."""
    return [
        Outcome(
            job_type=row.job.type,
            kind=row.submission.kind,
            title=row.submission.title,
            result=client.read_data(UID, row.job.job_id, documents.RESULT),
        )
        for row in rows
        if row.job is not None and row.has_succeeded
    ]


def _save(outcomes: Sequence[Outcome], options: Options, console: Console) -> None:
    """Write the results where they were asked for; say where, or how to."""
    if options.folder is None:
        if options.is_own_resume:
            console.print()
            hint = "With --save DIR (make: SAVE=DIR) the improved text is written to a file."
            _say(console, hint)
        return
    console.print()
    try:
        for path in save(outcomes, options.folder):
            console.print(Text(f"Written: {path}"), soft_wrap=True)
    except SaveError as error:
        raise FailedError(str(error)) from error


def _print_figures(rows: Sequence[Row], cloud: LocalCloud, console: Console) -> None:
    console.print()
    _say(console, f"Measuring the idle CPU for {_IDLE_SECONDS} s.")
    sessions = [process.pid for process in cloud.processes.values()]
    measured = figures.measure(
        rows,
        ready_seconds=cloud.emulators_ready_seconds,
        idle_share=idle_cpu.measure_idle_cpu(sessions, _IDLE_SECONDS),
    )
    console.print()
    console.print(figures.tabulate(measured))


def _refuse_failures(rows: Sequence[Row]) -> None:
    """End the demo if a job did not succeed.

    Raises:
        FailedError: It says which, and why.
    """
    failed = [_state(row) for row in rows if not row.has_succeeded]
    if failed:
        raise FailedError("\n".join(["Not every job succeeded:", *failed]), logs=["worker"])
