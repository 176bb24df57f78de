"""Put a job type's name into the templates; what comes out is formatted as all our code is."""

import keyword
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import cast

from functions.http.openapi.document import describe_api

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = Path(__file__).parent / "templates"
#: By template, where it goes.
PLACES: Mapping[str, str] = {
    "package.py.txt": "functions/job_types/$module/__init__.py",
    "job_type.py.txt": "functions/job_types/$module/job.py",
    "prompt.md.txt": "functions/job_types/$module/prompt.md",
    "query.sql.txt": "functions/job_types/$module/postings.sql",
    "writer.py.txt": "infra/local/stand_ins/offline_model/writers/$module.py",
    "test.py.txt": "tests/integration/warehouse/test_$module.py",
    "fault_test.py.txt": "tests/faults/test_$module.py",
}
#: A longer name is hard to read in a log line, and makes lines of code that are too long.
LONGEST_NAME = 40

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class BadNameError(ValueError):
    """That cannot be the name of a new job type; the message says why."""


def render(name: str, root: Path = ROOT) -> dict[str, str]:
    """Return the files of a new job type: their texts by their paths from the root.

    Raises:
        BadNameError: If the name cannot be one, or something of that name is there.
    """
    check_name(name)
    words = {
        "name": name,
        "module": name.replace("-", "_"),
        "title": name.replace("-", " ").capitalize(),
        "type": _type_name(name),
    }
    places = {source: Template(place).substitute(words) for source, place in PLACES.items()}
    taken = [place for place in places.values() if (root / place).exists()]
    if taken:
        raise BadNameError(f"There is something of that name: {', '.join(taken)}.")
    texts = {
        place: Template((TEMPLATES / source).read_text(encoding="utf-8")).substitute(words)
        for source, place in places.items()
    }
    return {
        place: _formatted(text, place) if place.endswith(".py") else text
        for place, text in texts.items()
    }


def check_name(name: str) -> None:
    """See that a job type may have this name.

    Raises:
        BadNameError: If not.
    """
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise BadNameError(
            f"A job type's name is lower-case words joined by hyphens, at most {LONGEST_NAME}"
            " characters: cover-letter."
        )
    module = name.replace("-", "_")
    if keyword.iskeyword(module) or (ROOT / "functions" / "job_types" / module).exists():
        raise BadNameError(f"A module cannot be named {module}.")
    parts = ("", "Request", "Facts", "Text", "Submission", "Job")
    names = {f"{_type_name(name)}{part}" for part in parts}
    components = cast("dict[str, dict[str, object]]", describe_api()["components"])
    # A type's own names must differ from all that the API's description has.
    if taken := sorted(names & components["schemas"].keys()):
        raise BadNameError(f"The API's description has another {', '.join(taken)}.")


def _type_name(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("-"))


def _formatted(text: str, place: str) -> str:
    """Sort the imports and lay out the lines; both depend on how long a name is."""
    for arguments in (("check", "--select", "I", "--fix", "--quiet"), ("format", "--quiet")):
        text = subprocess.run(
            [sys.executable, "-m", "ruff", *arguments, "--stdin-filename", place, "-"],
            cwd=ROOT,
            input=text,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    return text
