"""What is written to a terminal from frame to frame."""

import io

import pytest
from rich.console import Console
from rich.text import Text

from infra.local.console.screen import Screen


@pytest.fixture
def console() -> Console:
    """A terminal of three lines that keeps what is written to it."""
    return Console(file=io.StringIO(), force_terminal=True, color_system=None, width=5, height=3)


def written(console: Console, screen: Screen, frame: str) -> list[str]:
    """Show a frame, and give what was written for it, line by line."""
    assert isinstance(console.file, io.StringIO)
    console.file.seek(0)
    console.file.truncate()
    screen.show(Text(frame))
    text = console.file.getvalue()
    for begin_or_end in ("\x1b[2J", "\x1b[?2026h", "\x1b[?2026l"):
        text = text.replace(begin_or_end, "")
    return text.split("\x1b[")[1:]


def test_only_what_changed_is_written(console: Console) -> None:
    """What stays is not written again: nothing flickers, and little is sent."""
    screen = Screen(console)
    assert written(console, screen, "a\nb\nc") == ["1;1Ha", "2;1Hb", "3;1Hc"]
    assert written(console, screen, "a\nB\nc") == ["2;1HB"]
    assert written(console, screen, "a\nB\nc") == []


def test_a_shorter_frame_leaves_nothing_behind(console: Console) -> None:
    """Where the frame before had lines, there are none now; and what is too high is cut off."""
    screen = Screen(console)
    assert len(written(console, screen, "a\nb\nc\nd")) == 3
    assert written(console, screen, "a") == ["2;1H     ", "3;1H     "]


def test_another_size_is_drawn_anew(console: Console) -> None:
    """A terminal that changes its size moves what it shows."""
    screen = Screen(console)
    written(console, screen, "a\nb\nc")
    console.width = 6
    assert len(written(console, screen, "a\nb\nc")) == 3
