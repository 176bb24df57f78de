"""The demo's numbers beside what is wanted of them. Shown, not enforced: machines differ."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.table import Table
from rich.text import Text

from infra.local.demo.board import Row

WANTED_READY_SECONDS = 8
WANTED_POST_MS = 60
WANTED_RUNNING_MS = 150
WANTED_IDLE_PERCENT = 5
_MS = 1000


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What one demo measured."""

    emulators_ready_seconds: float
    #: Milliseconds from sending a POST to its 202, in the order of submission.
    post_ms: Sequence[float]
    #: Milliseconds from the 202 to `running` at the listener; 0 if that was there before.
    running_ms: Sequence[float]
    #: Percent of one core; None where it cannot be measured.
    idle_percent: float | None


def measure(rows: Sequence[Row], *, ready_seconds: float, idle_share: float | None) -> Figures:
    """Work out the numbers from what was seen."""
    return Figures(
        emulators_ready_seconds=ready_seconds,
        post_ms=[(r.submission.answered_at - r.submission.sent_at) * _MS for r in rows],
        running_ms=[
            max(0, row.sighting.running_at - row.submission.answered_at) * _MS
            for row in rows
            if row.sighting is not None and row.sighting.running_at is not None
        ],
        idle_percent=None if idle_share is None else idle_share * 100,
    )


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return the smallest value that `share` of the values do not exceed; None of none."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def tabulate(figures: Figures) -> Table:
    """Lay the numbers out beside the wanted limits."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="dim")
    table.add_column("Measured here")
    table.add_column("", justify="right")
    table.add_column("Wanted", justify="right")
    _add(table, "Emulators ready", figures.emulators_ready_seconds, "s", WANTED_READY_SECONDS)
    _add_latencies(table, "POST answered", figures.post_ms, WANTED_POST_MS)
    _add_latencies(table, "202 to running, as seen", figures.running_ms, WANTED_RUNNING_MS)
    _add(table, "Idle CPU, of one core", figures.idle_percent, "%", WANTED_IDLE_PERCENT)
    return table


def _add_latencies(table: Table, name: str, values: Sequence[float], wanted: int) -> None:
    """Add rows for latencies: the first one, which meets a cold function, is not in the others."""
    first, others = values[:1], values[1:]
    _add(table, f"{name}, first of a cold function", percentile(first, 1), "ms", None)
    if others:
        count = f"of {len(others)} more"
        _add(table, f"{name}, p50 {count}", percentile(others, 0.5), "ms", wanted)
        _add(table, f"{name}, p95 {count}", percentile(others, 0.95), "ms", None)


def _add(table: Table, name: str, value: float | None, unit: str, wanted: int | None) -> None:
    limit = Text("" if wanted is None else f"≤ {wanted} {unit}", style="dim")
    if value is None:
        table.add_row(name, Text("not measured", style="dim"), limit)
        return
    decimals = 0 if unit == "ms" else 1
    style = "" if wanted is None else "green" if value <= wanted else "yellow"
    table.add_row(name, Text(f"{value:.{decimals}f} {unit}", style=style), limit)
