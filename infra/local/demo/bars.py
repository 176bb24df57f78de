"""Jobs as they run: a bar each in a terminal, a line for each change elsewhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from pydantic import JsonValue
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from infra.local.demo.board import Board, Row
from shared.core.job import Job
from shared.core.job_status import JobStatus, Slot

_STYLES = {
    JobStatus.QUEUED: "dim",
    JobStatus.RUNNING: "cyan",
    JobStatus.SUSPENDED: "magenta",
    JobStatus.SUCCEEDED: "green",
    JobStatus.FAILED: "red",
    JobStatus.CANCELLED: "yellow",
}
_REFRESHES_A_SECOND = 12
#: Terminals that are narrower have shorter bars.
_WIDE = 100
#: What stands before a job's title, below its type's.
_INDENT = "  "


@contextmanager
def shown(board: Board, console: Console) -> Iterator[None]:
    """Show the board for the length of the block."""
    if not console.is_terminal:
        board.on_change = _as_lines(console)
        yield
        return
    bars = _Bars(board, console)
    with Live(bars, console=console, refresh_per_second=_REFRESHES_A_SECOND):
        yield


@dataclass(frozen=True)
class _Bars:
    """The board as a table of bars, drawn anew at each refresh."""

    board: Board
    console: Console

    def __rich__(self) -> Group:
        """Draw the jobs below their types, and below each what is written of its result."""
        drawn: list[RenderableType] = []
        kind = ""
        for row in self.board.rows():
            if row.submission.kind != kind:
                kind = row.submission.kind
                drawn.append(Text(kind, style="bold"))
            drawn.append(self._line(row))
            if row.job and row.job.preview:
                drawn.append(_end_of(" ".join(_texts(row.job.preview)), self.console.width))
        return Group(*drawn)

    def _line(self, row: Row) -> Table:
        """Draw one job; all columns but one have a width, so that lines stand in line."""
        is_wide = self.console.width >= _WIDE
        table = Table.grid(padding=(0, 2, 0, 0), expand=True)
        table.add_column(no_wrap=True, overflow="ellipsis", width=38 if is_wide else 25)
        table.add_column(width=24 if is_wide else 12)
        table.add_column(justify="right", width=4)
        table.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
        table.add_column(no_wrap=True, width=3)
        table.add_column(justify="right", no_wrap=True, width=6)
        table.add_row(*_cells(row, time.monotonic()))
        return table


def _cells(row: Row, now: float) -> tuple[Text, ProgressBar, Text, Text, Text, Text]:
    style = _STYLES[row.job.status if row.job else JobStatus.QUEUED]
    percent = _percent(row)
    return (
        Text(_INDENT + row.submission.title),
        ProgressBar(total=100, completed=percent, complete_style=style, finished_style=style),
        Text(f"{percent:.0f}%", style=style),
        Text(describe(row.job), style="red" if style == "red" else "dim"),
        Text(_attempt(row.job), style="dim"),
        Text(f"{seconds(row, now):.1f} s", style="dim"),
    )


def _texts(value: JsonValue) -> Iterator[str]:
    """Return the texts of a growing answer in their order."""
    match value:
        case str():
            yield " ".join(value.split())
        case list():
            for item in value:
                yield from _texts(item)
        case dict():
            yield from _texts(list(value.values()))


def _end_of(writing: str, width: int) -> Text:
    """Return a line with the end of what is written: there it grows."""
    room = width - 2 * len(_INDENT) - 1
    shown = writing if len(writing) <= room else f"…{writing[1 - room :]}"
    return Text(2 * _INDENT + shown, style="dim italic", no_wrap=True, overflow="ellipsis")


def describe(job: Job | None) -> str:
    """Say in a few words where a job is."""
    if job is None:
        return "accepted"
    match job.status:
        case JobStatus.QUEUED if job.error:
            return f"again soon: {job.error.message}"
        case JobStatus.QUEUED:
            return "waits its turn" if job.slot is Slot.WAITING else "queued"
        case JobStatus.RUNNING:
            return job.progress.message or "running"
        case JobStatus.SUSPENDED:
            return job.question.prompt if job.question else "waits for its parts"
        case JobStatus.SUCCEEDED | JobStatus.FAILED | JobStatus.CANCELLED:
            return _how_it_ended(job)


def _how_it_ended(job: Job) -> str:
    if job.status is JobStatus.SUCCEEDED:
        return "done"
    return job.error.message if job.error else job.status.value


def _percent(row: Row) -> float:
    return row.job.progress.percent if row.job else 0


def _attempt(job: Job | None) -> str:
    return f"{job.attempt}/{job.max_attempts}" if job and job.attempt else ""


def seconds(row: Row, now: float) -> float:
    """Return the seconds since a job was submitted, or those it took."""
    finished_at = row.sighting.finished_at if row.sighting else None
    return (finished_at or now) - row.submission.sent_at


def _as_lines(console: Console) -> Callable[[Row], None]:
    """Return what prints the board as a log: a line for each change that a person would notice."""
    lock, last = Lock(), dict[str, str]()

    def show(row: Row) -> None:
        attempt = f"attempt {_attempt(row.job)}  " if _attempt(row.job) else ""
        name = f"{row.submission.kind}: {row.submission.title}"
        line = f"{name}  {_percent(row):.0f}%  {attempt}{describe(row.job)}"
        with lock:
            if last.get(row.submission.job_id) != line:
                last[row.submission.job_id] = line
                took = seconds(row, time.monotonic())
                console.print(Text(f"{took:6.1f} s  {line}"), soft_wrap=True)

    return show
