"""What came of the demo's jobs, and writing it to files."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue

from functions.job_types.resume_optimization.report import ResumeOptimization
from infra.local.demo.submissions import RESUME

_NO_FILE_NAME = re.compile(r"[^\w]+")
_LONGEST_NAME = 80


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


def save(outcomes: Sequence[Outcome], folder: Path) -> Iterator[Path]:
    """Write each result as JSON, and an improved résumé as text; what is there is written over.

    Yields:
        Each file, once it is written.

    Raises:
        SaveError: If one cannot be.
    """
    names: set[str] = set()
    for outcome in outcomes:
        name = _file_name(f"{outcome.job_type} {outcome.title}", names)
        whole = json.dumps(outcome.result, indent=2, ensure_ascii=False)
        yield _write(folder / f"{name}.json", f"{whole}\n")
        if outcome.job_type == RESUME:
            improved = ResumeOptimization.model_validate(outcome.result).improved_text
            yield _write(folder / f"{name}.txt", improved)


def _file_name(words: str, taken: set[str]) -> str:
    """Return a name that is safe everywhere, and not taken; takes it."""
    start = _NO_FILE_NAME.sub("-", words.lower()).strip("-")[:_LONGEST_NAME]
    name, number = start, 1
    while name in taken:
        number += 1
        name = f"{start}-{number}"
    taken.add(name)
    return name


def _write(path: Path, text: str) -> Path:
    try:
        # The writer's own line ends, not this machine's.
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise SaveError(f"{path} cannot be written: {error.strerror}.") from error
    return path
