"""A terminal taken over for a while: frames drawn in place, keys read one by one.

What must stay true: however the block ends, the terminal is as it was before. Only lines that have
changed are written, all in one piece, so that nothing flickers.
"""

import os
import select
import sys
import termios
import tty
from types import TracebackType
from typing import Final, Self

from rich.console import Console, RenderableType

from infra.local.process import interrupts

#: Another screen, no cursor, no jump to the next line at the right edge; and back.
_TAKE: Final = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J"
_RELEASE: Final = "\x1b[?7h\x1b[?25h\x1b[?1049l"
#: A terminal that knows these shows what is between them at once; others leave them out.
_BEGIN: Final = "\x1b[?2026h"
_END: Final = "\x1b[?2026l"
_SPECIAL_CHARACTERS = 6
_LONGEST_KEY = 32


class Screen:
    """The terminal, for the length of the block it is used in."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._shown: list[str] = []
        self._size = (0, 0)

    def __enter__(self) -> Self:
        self._input = sys.stdin.fileno()
        self._before = termios.tcgetattr(self._input)
        with interrupts.held():
            # Keys come at once and are not echoed; Ctrl-C still is an interrupt.
            tty.setcbreak(self._input)
            attributes = termios.tcgetattr(self._input)
            # Ctrl-Z would leave a shell on the other screen, without a cursor.
            attributes[_SPECIAL_CHARACTERS][termios.VSUSP] = b"\0"
            termios.tcsetattr(self._input, termios.TCSANOW, attributes)
            self._write(_TAKE)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with interrupts.held():
            self._write(_RELEASE)
            termios.tcsetattr(self._input, termios.TCSAFLUSH, self._before)

    @property
    def size(self) -> tuple[int, int]:
        """The terminal's width and height, in characters."""
        return self._console.size

    def show(self, frame: RenderableType) -> None:
        """Draw a frame over the one before."""
        size = self.size
        if size != self._size:
            self._size, self._shown = size, []
            self._write("\x1b[2J")
        with self._console.capture() as captured:
            self._console.print(frame, end="")
        lines = captured.get().split("\n")[: size[1]]
        # A frame that is less high than the one before leaves none of its lines.
        lines += [" " * size[0]] * (size[1] - len(lines))
        changed = [
            f"\x1b[{number};1H{line}"
            for number, line in enumerate(lines, start=1)
            if self._shown[number - 1 : number] != [line]
        ]
        if changed:
            self._write(_BEGIN + "".join(changed) + _END)
        self._shown = lines

    def key(self, timeout_seconds: float) -> str:
        """Wait for a key; give it, or nothing if none is pressed in time."""
        ready, _, _ = select.select([self._input], [], [], timeout_seconds)
        if not ready:
            return ""
        # An arrow is several characters in one piece: no key of ours.
        return os.read(self._input, _LONGEST_KEY).decode(errors="replace")

    def _write(self, text: str) -> None:
        self._console.file.write(text)
        self._console.file.flush()
