"""`make console`: live until `q` or Ctrl-C; one frame where there is no terminal to draw on."""

import argparse
import sys
from collections.abc import Sequence

from rich.console import Console

from infra.local.cloud import discovery
from infra.local.cloud.terminal import EXIT_MISSING, EXIT_SUCCESS
from infra.local.console.collect import AwayError
from infra.local.console.draw import Size, State, View, draw
from infra.local.console.screen import Screen
from infra.local.console.watch import Finder, Sight, Watch

#: How long a key may have to wait for a new frame, and a frame for what was seen.
_LOOK_SECONDS = 0.25
_NONE = "No local cloud runs: `make run` starts one."
_KILLED = "The local cloud does not answer; if it was killed, `make run` starts one."


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the local cloud, and give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.console", description=__doc__)
    parser.add_argument("--once", action="store_true", help="print one frame as plain text")
    options = parser.parse_args(arguments)
    finder = Finder()
    try:
        # Before the screen is taken: this sentence is for the one who comes back to the shell.
        figures = finder.look()
    except AwayError:
        print(_KILLED if discovery.find_environment() else _NONE, file=sys.stderr)
        return EXIT_MISSING
    if options.once or not (sys.stdin.isatty() and sys.stdout.isatty()):
        console = Console(color_system=None, force_terminal=False)
        view = View(figures=figures, state=State.LIVE, has_keys=False)
        console.print(draw(view, Size(width=console.width, height=None)))
        return EXIT_SUCCESS
    with Watch(finder) as watch, Screen(Console(highlight=False)) as screen:
        _show(watch, screen)
    return EXIT_SUCCESS


def _show(watch: Watch, screen: Screen) -> None:
    """Draw what is seen, and do what keys ask for, until one of them is `q`."""
    held: Sight | None = None
    shows_help = False
    shown: tuple[View, tuple[int, int]] | None = None
    while True:
        view = _view(held or watch.sight, is_paused=held is not None, shows_help=shows_help)
        if shown != (view, screen.size):
            shown = view, screen.size
            screen.show(draw(view, Size(width=screen.size[0], height=screen.size[1])))
        match screen.key(_LOOK_SECONDS).lower():
            case "q":
                return
            case "p":
                held = None if held else watch.sight
            case "h" | "?":
                shows_help = not shows_help


def _view(sight: Sight, *, is_paused: bool, shows_help: bool) -> View:
    state = State.PAUSED if is_paused else State.AWAY if sight.is_away else State.LIVE
    return View(figures=sight.figures, state=state, shows_help=shows_help)
