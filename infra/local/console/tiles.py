"""The tiles of a frame: a few lines each, with a small bar or curve where there is room. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from rich.text import Text

from infra.local.console import words
from infra.local.console.figures import Figures, Flow, Spread
from shared.core.job import JobStatus

STYLES = {
    JobStatus.QUEUED: "blue",
    JobStatus.RUNNING: "cyan",
    JobStatus.SUCCEEDED: "green",
    JobStatus.FAILED: "red",
    JobStatus.CANCELLED: "yellow",
}
_CURVE = "▁▂▃▄▅▆▇█"
_EIGHTHS = " ▏▎▍▌▋▊▉"
#: After so long without a sweep the cloud's alert fires; one a minute is meant.
_SILENT = timedelta(minutes=10)
_LATE_SWEEP = timedelta(seconds=100)
#: After so long the sweeper wonders about a task.
_LATE_TASK = timedelta(seconds=30)
#: "59.9 s" or "119 min"
_TIME_WIDTH = 7

#: What fills the rest of a line, given its width.
Filling = Callable[[int], Text]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A name, a number, and what the rest of the line is filled with."""

    name: str
    value: str
    style: str = ""
    filling: Filling | None = None


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One tile."""

    title: str
    lines: Sequence[Line]
    #: Stands in the lower edge.
    note: str = ""

    def draw(self, width: int, height: int) -> Text:
        """Draw the lines that fit; the last says how many do not."""
        if not self.lines:
            return Text("none", style="dim")
        shown = self.lines if len(self.lines) <= height else self.lines[: height - 1]
        more = len(self.lines) - len(shown)
        value_width = max(len(line.value) for line in shown)
        name_width = min(max(len(line.name) for line in shown), width - value_width - 1)
        room = width - name_width - value_width - 2
        drawn = [_draw_line(line, name_width, value_width, room) for line in shown]
        if more:
            drawn.append(Text(f"and {more} more", style="dim"))
        return Text("\n", no_wrap=True).join(drawn)


def _draw_line(line: Line, name_width: int, value_width: int, room: int) -> Text:
    is_cut = len(line.name) > name_width
    name = f"{line.name[: name_width - 1]}…" if is_cut else line.name
    drawn = Text(f"{name:<{name_width}} ").append(f"{line.value:>{value_width}}", line.style)
    return drawn.append(" ").append(line.filling(room)) if line.filling and room > 0 else drawn


def narrow_tiles(figures: Figures) -> Sequence[Sequence[Tile]]:
    """Return the rows of tiles for a terminal of the usual width."""
    times_and_tasks = Tile(
        title="Times and tasks",
        lines=[*_times(figures), *_enqueued(figures)[:2]],
        note=_paused(figures),
    )
    errors_and_cost = Tile(
        title="Errors, Gemini, 1 h",
        lines=[
            Line(name="cost", value=words.dollars(sum(figures.cost_usd.values()))),
            *_by_count(figures.errors, "red"),
        ],
    )
    return [
        [_jobs(figures), _flows(figures), times_and_tasks],
        [_failures(figures), _sweeper(figures), errors_and_cost],
    ]


def wide_tiles(figures: Figures) -> Sequence[Sequence[Tile]]:
    """Return the rows of tiles for a wide terminal."""
    by_type = [_times_of(words.label(name), took) for name, took in figures.run_by_type.items()]
    times = Tile(title="Times, 1 h", lines=[*_times(figures), *by_type])
    enqueued = Tile(title="Tasks", lines=_enqueued(figures), note=_paused(figures))
    errors = Tile(title="Errors, 1 h", lines=_by_count(figures.errors, "red"))
    costs = [
        Line(name=words.label(model), value=words.dollars(cost))
        for model, cost in figures.cost_usd.items()
    ]
    total = Line(name="all models", value=words.dollars(sum(figures.cost_usd.values())))
    gemini = Tile(title="Gemini, 1 h", lines=[total, *costs])
    return [
        [_jobs(figures), _flows(figures), times, enqueued],
        [_failures(figures), _sweeper(figures), errors, gemini],
    ]


def bar(share: float, width: int, style: str) -> Text:
    """Draw a bar to the eighth of a character; what is not nothing is seen."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    full, part = divmod(max(eighths, 1 if share > 0 else 0), 8)
    drawn = "█" * full + (_EIGHTHS[part] if part else "")
    return Text(drawn.ljust(width), style=style)


def curve(counts: Sequence[int], width: int, style: str) -> Text:
    """Draw the last counts as a curve, as many together as the width makes necessary."""
    together = max(1, -(-len(counts) // width)) if width > 0 else len(counts)
    # From the end: the newest are always drawn.
    ends = range(len(counts), 0, -together)
    sums = [sum(counts[max(0, end - together) : end]) for end in ends][::-1]
    highest = max(sums)
    top = len(_CURVE) - 1
    heights = [-(-count * top // highest) if highest else 0 for count in sums]
    return Text("".join(_CURVE[height] for height in heights), style=style)


def _jobs(figures: Figures) -> Tile:
    most = max(figures.statuses.values(), default=0)
    lines = [
        Line(
            name=status.value,
            value=str(figures.statuses.get(status, 0)),
            filling=_bar_of(figures.statuses.get(status, 0), most, STYLES[status]),
        )
        for status in JobStatus
    ]
    note = f"{figures.waiting} wait for a slot" if figures.waiting else ""
    return Tile(title="Jobs", lines=lines, note=note)


def _flows(figures: Figures) -> Tile:
    ratio = figures.attempts_a_job
    return Tile(
        title="A minute",
        lines=[
            _flow("accepted", figures.accepted, "blue"),
            *(_flow(status.value, flow, STYLES[status]) for status, flow in figures.ended.items()),
            Line(
                name="attempts",
                value=words.NOTHING if ratio is None else f"{ratio:.2f}",
                filling=lambda _: Text("a job", style="dim"),
            ),
        ],
    )


def _flow(name: str, flow: Flow, style: str) -> Line:
    return Line(
        name=name,
        value=words.rate(flow.a_minute),
        filling=lambda room: curve(flow.curve, room, style if any(flow.curve) else "dim"),
    )


def _times(figures: Figures) -> list[Line]:
    head = Line(
        name="",
        value=f"{'p50':>{_TIME_WIDTH}}",
        style="dim",
        filling=lambda _: Text(f"{'p95':>{_TIME_WIDTH}}", style="dim"),
    )
    return [head, _times_of("wait", figures.wait), _times_of("run", figures.run)]


def _times_of(name: str, spread: Spread) -> Line:
    return Line(
        name=name,
        value=f"{words.seconds(spread.p50):>{_TIME_WIDTH}}",
        filling=lambda _: Text(f"{words.seconds(spread.p95):>{_TIME_WIDTH}}"),
    )


def _enqueued(figures: Figures) -> list[Line]:
    queue = figures.queue
    is_late = queue.oldest_due is not None and queue.oldest_due > _LATE_TASK
    return [
        Line(name="tasks", value=str(queue.depth)),
        Line(
            name="oldest",
            value=words.age(queue.oldest_due),
            style="yellow" if is_late else "",
        ),
        Line(name="due", value=str(queue.due)),
        Line(name="under way", value=str(queue.under_way)),
        Line(name="next in", value=words.age(queue.next_due)),
    ]


def _paused(figures: Figures) -> str:
    return "the queue is paused" if figures.queue.is_paused else ""


def _failures(figures: Figures) -> Tile:
    return Tile(title="Failed attempts, 1 h", lines=_by_count(figures.failures, "red"))


def _sweeper(figures: Figures) -> Tile:
    last = figures.last_sweep
    is_silent = last is not None and last > _LATE_SWEEP
    style = "" if not is_silent else "red" if last and last > _SILENT else "yellow"
    return Tile(
        title="Sweeper, 1 h",
        lines=[
            Line(name="last sweep", value=words.age(last), style=style),
            Line(name="oldest job", value=words.age(figures.oldest_job)),
            Line(
                name="late",
                value=str(figures.late_sweeps),
                filling=lambda _: Text(f"of {figures.sweeps}", style="dim"),
            ),
            *_by_count({"recover": 0, "redispatched": 0, **figures.repairs}, "yellow"),
        ],
    )


def _by_count(counts: Mapping[str, int], style: str) -> list[Line]:
    most = max(counts.values(), default=0)
    return [
        Line(
            name=words.label(name),
            value=str(count),
            style=style if count else "",
            filling=_bar_of(count, most, style),
        )
        for name, count in counts.items()
    ]


def _bar_of(count: int, most: int, style: str) -> Filling:
    return lambda room: bar(count / most if most else 0, room, style)
