"""What came of the demo's jobs: printed, and written to files."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from pydantic import JsonValue
from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from functions.job_types import JobResult, find_job_type
from infra.local.demo.drawings import find_drawing

_NO_FILE_NAME = re.compile(r"[^\w]+")
_LONGEST_NAME = 80
#: Lines longer than this are hard to read.
_MAX_WIDTH = 100


class SaveError(RuntimeError):
    """The results cannot be written; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A job that has succeeded."""

    #: The type's name, and what a user calls it.
    job_type: str
    kind: str
    #: What it was about, in a few words.
    title: str
    result: JsonValue

    def read(self) -> JobResult:
        """Return the result as a record of its type."""
        return find_job_type(self.job_type).result.model_validate(self.result)


def print_result(console: Console, outcome: Outcome) -> None:
    """Print the result of one job, below a line that says which."""
    width = min(console.width, _MAX_WIDTH)
    console.print()
    rule = Rule(Text(f"{outcome.kind}: {outcome.title}", style="bold"), align="left", style="dim")
    console.print(rule, width=width)
    for part in find_drawing(outcome.job_type).draw(outcome.read()):
        console.print(Padding(part, (1, 0, 0, 0)), width=width, highlight=False)


def save(outcomes: Sequence[Outcome], folder: Path) -> Iterator[Path]:
    """Write each result as JSON, and as text what its type saves so; what is there is written over.

    Yields:
        Each file, once it is written.

    Raises:
        SaveError: If one cannot be.
    """
    names: set[str] = set()
    for outcome in outcomes:
        words = f"{outcome.job_type} {outcome.title}"
        # Safe everywhere, and not taken.
        start = _NO_FILE_NAME.sub("-", words.lower()).strip("-")[:_LONGEST_NAME]
        numbered = (f"{start}-{number}" for number in count(2))
        name = next(name for name in chain([start], numbered) if name not in names)
        names.add(name)
        whole = json.dumps(outcome.result, indent=2, ensure_ascii=False)
        yield _write(folder / f"{name}.json", f"{whole}\n")
        if saved_text := find_drawing(outcome.job_type).saved_text:
            yield _write(folder / f"{name}.txt", saved_text(outcome.read()))


def _write(path: Path, text: str) -> Path:
    try:
        # The writer's own line ends, not this machine's.
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise SaveError(f"{path} cannot be written: {error.strerror}.") from error
    return path
