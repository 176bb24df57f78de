"""What a terminal shows, as text."""

from rich.console import Console, RenderableType


def printed(*drawn: RenderableType, width: int = 80) -> str:
    """Print into a text, without the blanks at the ends of lines."""
    console = Console(width=width, no_color=True)
    with console.capture() as captured:
        for part in drawn:
            console.print(part)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())
