"""One frame of the console: the tiles above, the running jobs below. Pure.

A frame fits 80 columns and 24 lines, and uses what there is of more. Colour repeats what the words
say, so that nothing is lost without it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from rich import box
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from infra.local.console import words
from infra.local.console.figures import Attempt, Figures
from infra.local.console.tiles import Tile, bar, narrow_tiles, wide_tiles

LEAST_WIDTH = 76
LEAST_HEIGHT = 20
#: From here on there are four tiles beside each other, and the jobs' ids.
_WIDE = 120
#: From here on a tile has room for longer lists.
_TALL = 36
_BORDER = "bright_black"
_EDGES = 2


class State(Enum):
    """How the console stands to the cloud."""

    LIVE = "live"
    PAUSED = "paused"
    AWAY = "away"


@dataclass(frozen=True, kw_only=True)
class Size:
    """A terminal's size, in characters."""

    width: int
    #: None: as high as it needs to be.
    height: int | None


@dataclass(frozen=True, kw_only=True)
class View:
    """What there is to see."""

    #: None before the first look.
    figures: Figures | None
    state: State
    shows_help: bool = False
    #: Whether there is a keyboard to speak of.
    has_keys: bool = True


def draw(view: View, size: Size) -> RenderableType:
    """Draw a frame."""
    if size.width < LEAST_WIDTH or (size.height or LEAST_HEIGHT) < LEAST_HEIGHT:
        return Text(f"The console needs {LEAST_WIDTH} columns and {LEAST_HEIGHT} lines.")
    middle = None if size.height is None else size.height - 2
    if view.shows_help:
        body: RenderableType = _panel(Text(words.HELP), title="What is what", height=middle)
    elif view.figures is None:
        body = _panel(Text(words.FIRST_LOOK, style="dim"), title="", height=middle)
    else:
        body = _draw_figures(view.figures, size.width, middle)
    parts = [_head(view), body]
    return Group(*parts, _foot(view)) if view.has_keys else Group(*parts)


def _head(view: View) -> RenderableType:
    line = Table.grid(expand=True, padding=(0, 1))
    line.add_column(no_wrap=True)
    line.add_column(justify="right", no_wrap=True)
    name = Text.assemble((" CareerLens Jobs", "bold"), ("  local cloud", "dim"))
    clock = f"{view.figures.at.astimezone():%H:%M:%S}  " if view.figures else ""
    line.add_row(name, Text.assemble((clock, "dim"), _STATES[view.state], " "))
    return line


_STATES = {
    State.LIVE: ("● live", "green"),
    State.PAUSED: ("■ paused", "yellow"),
    State.AWAY: ("○ the cloud is away", "bold red"),
}


def _foot(view: View) -> Text:
    if view.state is State.AWAY:
        return Text(f" {words.AWAY}", style="red", no_wrap=True)
    keys = (("q", "quit"), ("p", "go on" if view.state is State.PAUSED else "pause"), ("h", "help"))
    line = Text(no_wrap=True)
    for key, does in keys:
        line.append(f" {key} ", style="bold").append(f"{does} ", style="dim")
    return line


def _draw_figures(figures: Figures, width: int, height: int | None) -> RenderableType:
    is_wide = width >= _WIDE
    tiles = wide_tiles(figures) if is_wide else narrow_tiles(figures)
    is_tall = is_wide if height is None else height >= _TALL
    lines = 7 if is_tall else 5
    rest = None if height is None else height - len(tiles) * (lines + _EDGES)
    rows = [_draw_row(row, width // len(row), lines) for row in tiles]
    return Group(*rows, _draw_running(figures.running, is_wide=is_wide, height=rest))


def _draw_row(tiles: Sequence[Tile], width: int, lines: int) -> Table:
    row = Table.grid(expand=True)
    for _ in tiles:
        row.add_column(ratio=1)
    # An edge and a space on each side.
    room = width - 4
    drawn = (
        _panel(
            tile.draw(room, lines),
            title=tile.title,
            subtitle=tile.note,
            height=lines + _EDGES,
        )
        for tile in tiles
    )
    row.add_row(*drawn)
    return row


def _draw_running(
    running: Sequence[Attempt], *, is_wide: bool, height: int | None
) -> RenderableType:
    room = len(running) if height is None else height - _EDGES
    shown = running if len(running) <= room else running[: room - 1]
    table = Table(box=None, show_header=False, expand=True, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, width=20)
    table.add_column(no_wrap=True, width=30 if is_wide else 12)
    table.add_column(no_wrap=True, width=4, justify="right")
    table.add_column(no_wrap=True, ratio=1, overflow="ellipsis")
    table.add_column(no_wrap=True, width=11 if is_wide else 3)
    table.add_column(no_wrap=True, width=6, justify="right")
    if is_wide:
        table.add_column(no_wrap=True, width=16)
    for attempt in shown:
        table.add_row(*_cells(attempt, is_wide=is_wide))
    more = len(running) - len(shown)
    parts: list[RenderableType] = [table] if shown else [Text("none", style="dim")]
    if more:
        parts.append(Text(f"and {more} more", style="dim"))
    title = f"Running jobs, {len(running)}" if running else "Running jobs"
    return _panel(Group(*parts), title=title, height=height)


def _cells(attempt: Attempt, *, is_wide: bool) -> list[Text]:
    attempts = f"{attempt.attempt}/{attempt.max_attempts}"
    style = "red" if attempt.is_lost else "yellow" if attempt.is_asked_to_stop else "cyan"
    cells = [
        Text(words.clean(attempt.type)),
        bar(attempt.percent / 100, 30 if is_wide else 12, style),
        Text(f"{attempt.percent:.0f}%", style=style),
        Text(words.stage(attempt), style=style if style != "cyan" else ""),
        Text(f"attempt {attempts}" if is_wide else attempts, style="dim"),
        Text(words.age(attempt.age), style="dim"),
    ]
    return [*cells, Text(words.clean(attempt.job), style="dim")] if is_wide else cells


def _panel(
    content: RenderableType, *, title: str, subtitle: str = "", height: int | None = None
) -> Panel:
    return Panel(
        content,
        title=Text(title, style="bold default") if title else None,
        title_align="left",
        subtitle=Text(subtitle, style="yellow") if subtitle else None,
        subtitle_align="right",
        box=box.ROUNDED,
        border_style=_BORDER,
        height=height,
    )
