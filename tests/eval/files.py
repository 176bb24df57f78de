"""`make eval-files DIR=…`: what the résumé job makes of a folder of résumés.

Each file goes through the whole job, with the offline model and the figures of the sample data:
its text is read, cut into sections, reviewed and improved. Nothing of a file is printed but its
name, and nothing is kept unless a folder is named for it.
"""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from pydantic import JsonValue
from rich.console import Console
from rich.table import Table

from functions.job_types.resume_optimization.documents import read_text
from functions.job_types.resume_optimization.reading.plausibility import implausibility
from functions.job_types.resume_optimization.sections import find_sections
from infra.local.cloud.stack import SAMPLE_DATA
from infra.local.stand_ins import adapters
from shared.core import errors
from shared.core.files import MediaType, UploadedFile
from shared.settings import DEMO_PROJECT_PREFIX, Settings
from tests.support.handlers import run_handler

KINDS: Final[Mapping[str, MediaType]] = {
    ".pdf": MediaType.PDF,
    ".docx": MediaType.WORD,
    ".txt": MediaType.TEXT,
}
#: What every file is reviewed for, unless it is said.
ROLE: Final = "Data Analyst"


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What came of one file."""

    name: str
    #: To read the file, and for the whole job.
    read_seconds: float
    seconds: float
    #: Why there is no text, or no result; empty if there are both.
    refusal: str = ""
    text: str = field(default="", repr=False)
    result: Mapping[str, JsonValue] = field(default_factory=dict, repr=False)

    @cached_property
    def implausibility(self) -> float:
        """How little the text looks like one: 1 is unreadable."""
        return implausibility(self.text)

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """The kinds of sections that were found, in order."""
        return tuple(section.kind.value for section in find_sections(self.text))

    def count(self, of: str, kind: str = "") -> int:
        """Return how many of something the result has."""
        found = self.result.get(of)
        listed = found if isinstance(found, list) else []
        kinds = (each.get("kind") for each in listed if isinstance(each, dict))
        return sum(not kind or each == kind for each in kinds)


def try_files(folder: Path, role: str = ROLE) -> Iterator[Tried]:
    """Run the résumé job for every file of a folder that it may be sent."""
    settings = Settings.from_environment(
        {
            "GOOGLE_CLOUD_PROJECT": f"{DEMO_PROJECT_PREFIX}eval",
            "WAREHOUSE_FILE": str(SAMPLE_DATA),
        }
    )
    model, warehouse = adapters.open_text_model(settings), adapters.open_warehouse(settings)

    def improve(file: UploadedFile) -> Mapping[str, JsonValue]:
        request = {"targetRole": role}
        done = run_handler(
            "resume-optimization", request, model=model, warehouse=warehouse, file=file
        )
        return done.result.to_json()

    for path in sorted(folder.iterdir()):
        if (kind := KINDS.get(path.suffix.lower())) is not None:
            file = UploadedFile(name=path.name, media_type=kind, content=path.read_bytes())
            yield _tried(file, improve)


def _tried(file: UploadedFile, improve: Callable[[UploadedFile], Mapping[str, JsonValue]]) -> Tried:
    began, text, refusal = time.monotonic(), "", ""
    result: Mapping[str, JsonValue] = {}
    read = began
    try:
        text = read_text(file)
        read = time.monotonic()
        result = improve(file)
    except errors.JobsError as error:
        refusal = error.message
    ended = time.monotonic()
    # The job reads the file once more.
    read_seconds = (read if text else ended) - began
    seconds = ended - read if text else read_seconds
    return Tried(
        name=file.name,
        read_seconds=read_seconds,
        seconds=seconds,
        refusal=refusal,
        text=text,
        result=result,
    )


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that so large a share of the others does not exceed; 0 if there is none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def table(tried: Sequence[Tried]) -> Table:
    """Return a line for each file."""
    columns = ("file", "implausible", "words", "sections", "rewrites", "changes", "read", "all")
    shown = Table(*columns, box=None)
    for one in tried:
        found = ", ".join(one.sections) if one.text else one.refusal
        counts = (one.count("changes", "rewrite"), one.count("changes"))
        shown.add_row(
            *(one.name, f"{one.implausibility:.2f}", f"{len(one.text.split())}"),
            *(f"{found} ({one.refusal})" if one.text and one.refusal else found,),
            *map(str, counts),
            *(f"{one.read_seconds:.2f} s", f"{one.seconds:.2f} s"),
        )
    return shown


def totals(tried: Sequence[Tried]) -> str:
    """Say in sentences what came of all files."""
    read = [one for one in tried if one.text]
    kinds = ("experience", "education", "skills")
    found = [f"{sum(kind in one.sections for one in read)} {kind}" for kind in kinds]
    times = [
        f"{what}: p50 {quantile(values, 0.5):.2f} s, p95 {quantile(values, 0.95):.2f} s."
        for what, values in (
            ("To read a file", [one.read_seconds for one in tried]),
            ("The whole job", [one.seconds for one in tried]),
        )
    ]
    reviewed, refused = sum(bool(t.result) for t in tried), sum(bool(t.refusal) for t in tried)
    changes = sum(one.count("changes") for one in tried)
    rewrites = sum(one.count("changes", "rewrite") for one in tried)
    return "\n".join(
        [
            f"{len(tried)} files: {len(read)} read, {reviewed} reviewed, {refused} refused.",
            f"Sections: {', '.join(found)}. {rewrites} rewrites, {changes} changes.",
            *times,
        ]
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Try a folder; 0 if every file was read or refused in words, 2 if there is none to try."""
    parser = ArgumentParser(prog="python -m tests.eval.files", description="Try real résumés.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--role", default=ROLE, help="what they are reviewed for")
    parser.add_argument("--texts", type=Path, help="a folder for what was read")
    options = parser.parse_args(arguments)
    console = Console(width=160)
    if not options.folder.is_dir() or not SAMPLE_DATA.exists():
        console.print("No such folder, or no sample data (make setup makes it).", style="red")
        return 2
    tried = []
    for one in try_files(options.folder, options.role):
        tried.append(one)
        if options.texts:
            options.texts.mkdir(parents=True, exist_ok=True)
            (options.texts / f"{one.name}.txt").write_text(one.text, encoding="utf-8")
    if not tried:
        console.print("There is no .pdf, .docx or .txt in this folder.", style="red")
        return 2
    console.print(table(tried))
    console.print(totals(tried), highlight=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
