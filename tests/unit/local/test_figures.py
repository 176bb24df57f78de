"""The numbers that end the demo."""

import pytest
from rich.console import Console

from infra.local.demo import figures
from infra.local.demo.figures import Figures


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([], 0.5, None),
        ([7], 0.5, 7),
        ([3, 1, 2], 0.5, 2),
        ([4, 1, 3, 2], 0.5, 2),
        (range(1, 101), 0.95, 95),
        (range(1, 10), 0.95, 9),
        ([1, 2, 3], 1, 3),
        ([1, 2, 3], 0, 1),
    ],
)
def test_percentile_is_a_measured_value(
    values: list[float], share: float, expected: float | None
) -> None:
    """A percentile is the smallest measured value that so many do not exceed (nearest rank)."""
    assert figures.percentile(values, share) == expected


def shown(measured: Figures) -> str:
    """Return the table as text."""
    console = Console(width=100)
    with console.capture() as captured:
        console.print(figures.tabulate(measured))
    return captured.get()


def test_first_request_is_shown_apart() -> None:
    """The request that meets a cold function is not in the percentiles of the others."""
    measured = Figures(
        emulators_ready_seconds=2.5,
        post_ms=[1500, 20, 30],
        running_ms=[700, 40, 50],
        idle_percent=1,
    )
    lines = shown(measured).splitlines()
    assert any("first of a cold function" in line and "1500 ms" in line for line in lines)
    assert any("POST answered, p50 of 2 more" in line and "20 ms" in line for line in lines)


def test_what_was_not_measured_is_said() -> None:
    """Where there is no /proc the idle CPU is not measured, and the table says so."""
    measured = Figures(emulators_ready_seconds=2.5, post_ms=[9], running_ms=[9], idle_percent=None)
    assert "not measured" in shown(measured)
