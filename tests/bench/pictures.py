"""Draw what `make bench` has measured: two bar charts for docs/performance.md.

`make bench-pictures` runs this in the environment that has matplotlib. It reads
`bench-results.json` and writes docs/images/bench-starts.svg and docs/images/bench-jobs.svg.
"""

import json
import statistics
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
STARTS = "Cold start to the first answer, seconds CPU"
JOBS, OTHERS = "A job with five progress writes", "The same on others, ms CPU a job"
_INK, _OURS, _THEIRS = "#333333", "#2b6cb0", "#a0aec0"

Found = Mapping[str, Sequence[float]]


def draw(found: Found, title: str, unit: str, ours: set[str], file: Path) -> None:
    """Draw medians as bars, with least and most as lines."""
    names = sorted(found, key=lambda name: statistics.median(found[name]), reverse=True)
    middles = [statistics.median(found[name]) for name in names]
    below = [middle - min(found[name]) for name, middle in zip(names, middles, strict=True)]
    above = [max(found[name]) - middle for name, middle in zip(names, middles, strict=True)]
    colours = [_OURS if name in ours else _THEIRS for name in names]
    figure, axes = plt.subplots(figsize=(8, 0.5 * len(names) + 1.2))
    axes.barh(names, middles, color=colours, xerr=[below, above], ecolor=_INK, capsize=3)
    for row, (name, middle) in enumerate(zip(names, middles, strict=True)):
        axes.text(max(found[name]), row, f"  {middle:.2f}", va="center", color=_INK, fontsize=9)
    axes.set_xlabel(unit)
    axes.set_title(title, loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)
    # No line ends in a space: git would say so.
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("".join(f"{line.rstrip()}\n" for line in lines), encoding="utf-8")


def main() -> int:
    """Draw both."""
    mpl.rcParams.update({"svg.hashsalt": "bench", "font.size": 10})
    results = json.loads((ROOT / "bench-results.json").read_text(encoding="utf-8"))["results"]
    starts = results[STARTS]
    draw(
        starts,
        "Cold start to the first answer",
        "seconds CPU, median; line: least to most",
        set(starts) - {"hello"},
        IMAGES / "bench-starts.svg",
    )
    ours = "ours, with HTTP, tokens and a durable record"
    jobs = {ours: results[JOBS]["job, ms CPU"], **results[OTHERS]}
    draw(
        jobs,
        "One job with five progress writes",
        "milliseconds CPU, median; line: least to most",
        {ours},
        IMAGES / "bench-jobs.svg",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
