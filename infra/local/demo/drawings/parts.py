"""What drawings are made of: tables, bars, texts beside names, numbers as people write them.

Colour only repeats what the characters say: much of it is read where there is none.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from rich import box
from rich.console import Group, RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

HEADING = "bold cyan"
_NAME_WIDTH = 22
_BAR_WIDTH = 24
_LONG_NUMBER = 10_000
_EIGHTHS = " ▏▎▍▌▋▊▉█"


def table(*columns: str, rows: Iterable[Iterable[RenderableType]] = ()) -> Table:
    """Return a table with columns of these names; one that begins with ">" is of numbers."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style=HEADING)
    for name in columns:
        is_number = name.startswith(">")
        made.add_column(
            name.removeprefix(">"), justify="right" if is_number else "left", no_wrap=is_number
        )
    for row in rows:
        made.add_row(*row)
    return made


def with_rest(drawn: RenderableType, rest: int) -> RenderableType:
    """Say below a list how many more there are."""
    return Group(drawn, dim(f"and {rest} more")) if rest > 0 else drawn


def dim(text: str) -> Text:
    """Return a text that stands back."""
    return Text(text, style="dim")


def beside(texts: Mapping[str, str], style: str = "bold") -> RenderableType:
    """Lay out texts, each beside its name."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style=style, min_width=5, max_width=_NAME_WIDTH)
    grid.add_column()
    for name, text in texts.items():
        grid.add_row(Text(name), Text(text))
    return grid


def scores(values: Iterable[tuple[str, int, str]]) -> RenderableType:
    """Draw values from 0 to 100 as bars: a name, the value, and what is said of it."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    for name, value, words in values:
        bar = ProgressBar(total=100, completed=value, width=_BAR_WIDTH, complete_style="cyan")
        grid.add_row(Text(name, style=HEADING), bar, Text(words))
    return grid


def bar(share: float, width: int) -> Text:
    """Draw a share of 0 to 1 as a bar, exact to an eighth of a character."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    whole, rest = divmod(eighths, 8)
    return Text("█" * whole + _EIGHTHS[rest].strip(), style="cyan")


def number(value: float) -> str:
    """Write a number: from five digits on in groups, so that a year stays a year."""
    whole = int(value) if value == int(value) else value
    return f"{whole:,}" if abs(value) >= _LONG_NUMBER else f"{whole}"


def usd(amount: int) -> str:
    """Write an amount of US dollars."""
    return f"{'-' if amount < 0 else ''}${abs(amount):,}"


def points(change: float) -> str:
    """Write a difference of two shares."""
    return f"{change * 100:+.0f} pt"


def source(data: str, postings: int, to: date, note: str, writer: str) -> Text:
    """Say what a result is made from, and who wrote its text."""
    return dim(f"Source: {data}, {postings:,} postings to {to}. {note} Text: {writer}.")
