"""Draw the dashboard's layout: which tile is where, and what its lines are. No figures are shown.

    python -m infra.dashboard_picture --out docs/images/dashboard.svg

A test keeps the committed picture as fresh as `infra/dashboards/jobs.json`.
"""

import argparse
import json
import textwrap
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

DASHBOARD = Path(__file__).with_name("dashboards") / "jobs.json"
#: Pixels for one column and one row of the grid.
_COLUMN, _ROW = 20, 9
_MARGIN, _HEAD = 12, 44
_TITLE_CHARACTERS = 52
_COLOURS = ("#2563eb", "#d97706")


def draw(dashboard: dict[str, Any]) -> str:
    """Return the picture of a dashboard's layout, as SVG."""
    layout = dashboard["mosaicLayout"]
    tiles = layout["tiles"]
    width = layout["columns"] * _COLUMN + 2 * _MARGIN
    height = max(tile["yPos"] + tile["height"] for tile in tiles) * _ROW + _HEAD + _MARGIN
    title = escape(dashboard["displayName"])
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        f"<title>Layout of the dashboard {title}</title>",
        f'<rect width="{width}" height="{height}" fill="#f8fafc"/>',
        _text(_MARGIN, 28, 18, "#0f172a", dashboard["displayName"]),
        *(line for tile in tiles for line in _draw_tile(tile)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _draw_tile(tile: dict[str, Any]) -> Iterator[str]:
    x, y = _MARGIN + tile["xPos"] * _COLUMN, _HEAD + tile["yPos"] * _ROW
    width, height = tile["width"] * _COLUMN - 8, tile["height"] * _ROW - 8
    widget = tile["widget"]
    yield (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="4" fill="#ffffff"'
        ' stroke="#cbd5e1"/>'
    )
    title = textwrap.shorten(widget["title"], _TITLE_CHARACTERS, placeholder=" …")
    yield _text(x + 10, y + 20, 13, "#0f172a", title)
    for position, data in enumerate(widget["xyChart"]["dataSets"]):
        line, colour = y + 42 + 22 * position, _COLOURS[position % len(_COLOURS)]
        if data["plotType"] == "STACKED_BAR":
            yield f'<rect x="{x + 10}" y="{line - 9}" width="14" height="10" fill="{colour}"/>'
        else:
            yield (
                f'<line x1="{x + 10}" y1="{line - 4}" x2="{x + 24}" y2="{line - 4}"'
                f' stroke="{colour}" stroke-width="3"/>'
            )
        yield _text(x + 32, line, 12, "#475569", _legend(data))


def _legend(data: dict[str, Any]) -> str:
    """Say in words what one set of lines is."""
    legend = str(data.get("legendTemplate", ""))
    by = legend.removeprefix("${metric.labels.").removesuffix("}")
    unit = data["timeSeriesQuery"].get("unitOverride")
    words = f"one for each {by}" if by != legend else legend
    return f"{words} ({unit})" if unit else words


def _text(x: int, y: int, size: int, colour: str, words: str) -> str:
    font = f'font-family="sans-serif" font-size="{size}" fill="{colour}"'
    return f'<text x="{x}" y="{y}" {font}>{escape(words)}</text>'


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the picture to the file that the command line names."""
    parser = argparse.ArgumentParser(description="Draw the dashboard's layout.")
    parser.add_argument("--out", type=Path, required=True)
    out: Path = parser.parse_args(arguments).out
    out.write_text(draw(json.loads(DASHBOARD.read_bytes())), encoding="utf-8")


if __name__ == "__main__":
    main()
