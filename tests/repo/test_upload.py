"""What is uploaded with a function: all that it needs, and nothing else.

`.gcloudignore` has the rules of `.gitignore`, so git itself says what it leaves out.
"""

import re
import shutil
from pathlib import Path

import pytest

from tests.repo import repository

_INCLUDE = re.compile(r"^#!include:(.+)$", re.MULTILINE)
_JOB_TYPES = "functions/job_types/"
#: What lies about on a laptop, and must stay there.
_LITTER = (
    ".env",
    ".venv/bin/python",
    ".local/sample_data.duckdb",
    "functions/__pycache__/api.cpython-311.pyc",
    "node_modules/left/index.js",
    "worker.log",
)
_PROVE = """
import importlib, sys
import main
from functions.job_types import all_job_types
from shared.handler import named_texts
from shared.settings import Settings

assert all_job_types(), "no job type"
for name in ("text_model", "warehouse"):
    module, _, function = Settings.model_fields[name].default.partition(":")
    getattr(importlib.import_module(module), function)
here = sys.argv[1]
for name in ("main", "functions", "shared"):
    assert sys.modules[name].__file__.startswith(here), sys.modules[name].__file__
"""


@pytest.fixture
def upload(tmp_path: Path) -> Path:
    """Return a folder with what `gcloud functions deploy` would upload from a laptop."""
    everything, left = tmp_path / "everything", tmp_path / "upload"
    for name in repository.files():
        copy(repository.ROOT / name, everything / name)
    for name in (*_LITTER, *repository.BUILT):
        (everything / name).parent.mkdir(parents=True, exist_ok=True)
        (everything / name).touch()
    rules = (everything / ".gcloudignore").read_text(encoding="utf-8")
    for ignore in everything.rglob(".gitignore"):
        ignore.rename(ignore.with_name("was-gitignore"))
    rules = _INCLUDE.sub(lambda found: (everything / "was-gitignore").read_text(), rules)
    (everything / ".gitignore").write_text(rules, encoding="utf-8")
    repository.git("init", "--quiet", directory=everything)
    kept = repository.git("ls-files", "--others", "--exclude-standard", directory=everything)
    for name in kept.splitlines():
        if not name.endswith("was-gitignore"):
            copy(everything / name, left / name)
    return left


def copy(source: Path, target: Path) -> None:
    """Copy a file into folders that need not be there yet."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def names(folder: Path) -> set[str]:
    """Return every file below a folder, by its path from there."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_prompts_and_queries_go_up(upload: Path) -> None:
    """Prompts are Markdown and queries are SQL, and both are part of the software."""
    inside = {name for name in repository.files() if name.startswith(_JOB_TYPES)}
    texts = {name for name in inside if name.endswith(("/prompt.md", ".sql"))}
    assert {Path(name).suffix for name in texts} == {".md", ".sql"}
    assert texts - names(upload) == set()


def test_all_that_runs_goes_up(upload: Path) -> None:
    """Every module that is shipped is uploaded, with the pins that it runs on."""
    assert {*repository.shipped_modules(), "requirements.txt"} - names(upload) == set()


def test_nothing_else_goes_up(upload: Path) -> None:
    """Tests, documents, the local cloud and a laptop's litter stay where they are."""
    expected = {
        name
        for name in repository.files()
        if repository.package_of(name) in repository.SHIPPED
        or name in {"requirements.txt", "LICENSE"}
    }
    assert names(upload) - expected == repository.BUILT


def test_what_goes_up_starts(upload: Path) -> None:
    """With the uploaded files alone, the entry points and the default adapters are importable."""
    done = repository.python("-c", _PROVE, str(upload), directory=upload)
    assert done.returncode == 0, done.stderr
