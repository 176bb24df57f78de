"""What a frame looks like."""

import dataclasses
import io
import os
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from infra.local.console import words
from infra.local.console.draw import LEAST_HEIGHT, LEAST_WIDTH, Size, State, View, draw
from infra.local.console.figures import Figures, measure
from infra.local.console.tiles import bar, curve
from tests.repo.documents import code_blocks, documents
from tests.support.console import busy, running_attempt, seen

WIDE = Path(__file__).parent / "160x50.txt"
BUSY = measure(busy())
LIVE = View(figures=BUSY, state=State.LIVE)
ONCE = dataclasses.replace(LIVE, has_keys=False)


def written(view: View, width: int, height: int | None, **console: object) -> str:
    """Return a frame as it is written to a terminal of that size."""
    file = io.StringIO()
    Console(file=file, width=width, height=height or 99, **console).print(  # type: ignore[arg-type]
        draw(view, Size(width=width, height=height)), end=""
    )
    return file.getvalue()


def frame(view: View, width: int = 80, height: int | None = 24) -> str:
    """Return a frame as plain text, without the spaces at the ends of lines."""
    text = written(view, width, height, color_system=None)
    return "\n".join(line.rstrip() for line in text.splitlines())


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock in the corner is the machine's."""
    monkeypatch.setenv("TZ", "UTC")


def test_the_frame_in_the_documents_is_what_is_drawn() -> None:
    """docs/operations.md shows one; copy it from here when the drawing changes."""
    drawn = frame(ONCE, height=None)
    assert f"{drawn}\n" in code_blocks(documents()["docs/operations.md"], "text"), drawn


def test_a_wide_frame_is_what_is_recorded() -> None:
    """Record it anew with RECORD=1 when the drawing changes, and look at it."""
    drawn = frame(LIVE, 160, 50)
    if os.environ.get("RECORD"):
        WIDE.write_text(f"{drawn}\n")
    assert f"{drawn}\n" == WIDE.read_text()


@pytest.mark.parametrize(
    ("width", "height"),
    [(LEAST_WIDTH, LEAST_HEIGHT), (80, 24), (119, 24), (120, 35), (160, 50), (300, 90)],
)
@pytest.mark.parametrize("figures", [measure(seen()), BUSY, None], ids=["idle", "busy", "first"])
@pytest.mark.parametrize("shows_help", [False, True], ids=["", "help"])
def test_a_frame_fills_its_terminal(
    width: int, height: int, figures: Figures | None, *, shows_help: bool
) -> None:
    """No line is too long, and there are no more lines than there is room for."""
    view = View(figures=figures, state=State.LIVE, shows_help=shows_help)
    lines = written(view, width, height, color_system=None).rstrip("\n").split("\n")
    assert len(lines) == height
    assert max(map(cell_len, lines)) <= width
    assert "q quit" in lines[-1]


def test_the_help_is_whole() -> None:
    """Every line of it is there, unbroken, in the smallest terminal."""
    drawn = frame(dataclasses.replace(LIVE, shows_help=True), LEAST_WIDTH, LEAST_HEIGHT)
    assert all(line in drawn for line in words.HELP.splitlines())


def test_a_small_terminal_is_told() -> None:
    """Half a frame would show half the truth."""
    assert "needs 76 columns and 20 lines" in frame(LIVE, 75, 24)
    assert "needs 76 columns and 20 lines" in frame(LIVE, 80, 19)


def test_more_jobs_than_fit_are_counted() -> None:
    """The oldest are shown, and how many there are besides."""
    jobs = [running_attempt(started=n + 1) for n in range(30)]
    drawn = frame(View(figures=measure(seen(running=jobs)), state=State.LIVE))
    assert "Running jobs, 30" in drawn
    assert drawn.count("translate-document") == 5
    assert "and 25 more" in drawn
    assert frame(ONCE, height=None).count("/3") == 4


def test_a_cloud_that_is_away_is_told() -> None:
    """The figures stay, and it is said that they are old."""
    drawn = frame(dataclasses.replace(LIVE, state=State.AWAY))
    assert "the cloud is away" in drawn.split("\n")[0]
    assert "The last figures stand" in drawn.split("\n")[-1]
    assert "succeeded 231" in drawn


def test_pause_is_told_with_the_key_that_ends_it() -> None:
    """Another operator may have pressed it."""
    drawn = frame(dataclasses.replace(LIVE, state=State.PAUSED))
    assert "paused" in drawn.split("\n")[0]
    assert "p go on" in drawn


def test_colour_can_be_refused() -> None:
    """With NO_COLOR there is none (https://no-color.org); without it, there is."""
    colour = "\x1b[32m"
    plain = written(LIVE, 80, 24, force_terminal=True, no_color=True, color_system="truecolor")
    assert colour not in plain
    assert colour in written(LIVE, 80, 24, force_terminal=True, color_system="truecolor")


def test_a_paused_queue_is_told() -> None:
    """Nothing moves then, and a reader wonders why."""
    paused = measure(dataclasses.replace(seen(), is_queue_paused=True))
    for width in (80, 160):
        assert "the queue is paused" in frame(View(figures=paused, state=State.LIVE), width)


def test_nothing_can_move_the_cursor() -> None:
    """A stage is a handler's own text."""
    jobs = [running_attempt(stage="a\x1b[2Jb\n\x9bc")]
    text = written(
        View(figures=measure(seen(running=jobs)), state=State.LIVE), 80, 24, color_system=None
    )
    assert "\x1b" not in text
    assert "\x9b" not in text
    assert len(text.rstrip("\n").split("\n")) == 24


@pytest.mark.parametrize(
    ("share", "drawn"),
    [(0, "    "), (0.001, "▏   "), (0.5, "██  "), (0.59, "██▍ "), (1, "████"), (7, "████")],
)
def test_a_bar_is_as_long_as_its_share(share: float, drawn: str) -> None:
    """To the eighth of a character; something is never drawn as nothing."""
    assert bar(share, 4, "").plain == drawn


@pytest.mark.parametrize(
    ("counts", "width", "drawn"),
    [
        ((0, 0, 0), 3, "▁▁▁"),
        ((0, 1, 8), 3, "▁▂█"),
        ((7, 0, 0, 0, 0, 1), 3, "█▁▂"),
        ((9, 0, 0, 1), 3, "█▂"),
        ((1, 2), 0, "█"),
    ],
)
def test_a_curve_fits_its_room(counts: tuple[int, ...], width: int, drawn: str) -> None:
    """As many counts together as it takes; one of many is seen."""
    assert curve(counts, width, "").plain == drawn


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "-"),
        (0, "0.0 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (119.4, "119 s"),
        (119.6, "2 min"),
        (7199, "2 h"),
        (48 * 3600 - 1, "2 d"),
        (260000, "3 d"),
    ],
)
def test_an_age_is_one_number(seconds: float | None, said: str) -> None:
    """No reader wants 95.31 s."""
    assert words.seconds(seconds) == said


@pytest.mark.parametrize(
    ("amount", "said"), [(0, "$0.00"), (0.00042, "$0.0004"), (0.9, "$0.9000"), (12.345, "$12.35")]
)
def test_small_amounts_have_more_digits(amount: float, said: str) -> None:
    """A call to Gemini costs a part of a cent."""
    assert words.dollars(amount) == said
