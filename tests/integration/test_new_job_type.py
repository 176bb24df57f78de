"""A new job type, as the command writes it and as the document shows it: whole, and running."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infra.new_job_type import __main__ as program
from infra.new_job_type.document import SHOWN, refresh, shown_files
from infra.new_job_type.rendering import LONGEST_NAME, PLACES, ROOT, BadNameError, render

DOCUMENT = (ROOT / "docs" / "adding-a-job-type.md").read_text(encoding="utf-8")
LONG = "a-name-as-long-as-a-name-may-be-at-most-"[: LONGEST_NAME - 1] + "z"
#: What the API and its description say, from a process that knows only the tree it starts in.
ASK = """
import json, sys
from functions.http.api import create_app
from shared import wiring
from shared.settings import Settings

client = create_app(wiring.connect(Settings(google_cloud_project="demo-new"))).test_client()
listed = client.get("/api/job-types").get_json()
described = client.get("/api/openapi.json").get_json()
json.dump({"listed": listed, "described": described}, sys.stdout)
"""
#: Tests about all job types, prompts and queries: a new one must not trouble them.
TESTS_OF_ALL = (
    "tests/unit/test_registry.py",
    "tests/unit/offline_model/test_offline_model.py",
    "tests/integration/warehouse/test_queries.py",
)

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the Python parts of the tree, to write into, with what makes the types for web."""
    for name in ("functions", "shared", "infra", "tests"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "node_modules").symlink_to(ROOT / "web" / "node_modules")
    for name in ("main.py", "pyproject.toml", "web/package.json"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def run(tree: Path) -> Run:
    """Run a Python program in the copy; it must end well."""

    def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(  # noqa: S603 -- commands of this test
            [sys.executable, *arguments], cwd=tree, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    return run_python


@pytest.mark.timeout(900)
def test_what_the_document_shows_runs(tree: Path, run: Run) -> None:
    """The document's code, as it stands there, passes lint and tests, and is in the API."""
    files = shown_files(DOCUMENT)
    for place, text in files.items():
        (tree / place).parent.mkdir(parents=True, exist_ok=True)
        (tree / place).write_text(text, encoding="utf-8")
    code = [place for place in files if place.endswith(".py")]
    run("-m", "ruff", "check", *code)
    run("-m", "ruff", "format", "--check", *code)
    run("-m", "mypy", *code)
    run("-m", "pytest", "-q", "-p", "no:cacheprovider", *code[-2:], *TESTS_OF_ALL)
    said = json.loads(run("-c", ASK).stdout)
    assert SHOWN in json.dumps(said["listed"])
    assert {"CoverLetter", "CoverLetterSubmission"} <= said["described"]["components"][
        "schemas"
    ].keys()
    types = tree / "web/src/app/openapi.d.ts"
    run("-m", "infra.api_types")
    assert "readonly CoverLetterSubmission:" in types.read_text(encoding="utf-8")


def test_the_document_shows_what_the_command_writes() -> None:
    """Word for word; `python -m infra.new_job_type --refresh-document` makes it so again."""
    assert shown_files(DOCUMENT) == render(SHOWN)
    assert refresh(DOCUMENT, render(SHOWN)) == DOCUMENT


def test_a_changed_template_is_seen() -> None:
    """A block is replaced by what the templates give, and nothing around it."""
    place = "functions/job_types/cover_letter/postings.sql"
    changed = refresh(DOCUMENT, {place: "SELECT 1\n"})
    assert shown_files(changed)[place] == "SELECT 1\n"
    assert refresh(changed, render(SHOWN)) == DOCUMENT


@pytest.mark.parametrize("name", ["x", "faq", LONG])
def test_any_name_gives_code_that_passes_lint(tree: Path, run: Run, name: str) -> None:
    """Lines and imports are in their form, however long the name is."""
    assert program.main([name], root=tree) == 0
    code = [
        place.replace("$module", name.replace("-", "_"))
        for place in PLACES.values()
        if place.endswith(".py")
    ]
    assert len(code) == 5
    run("-m", "ruff", "check", *code)
    run("-m", "ruff", "format", "--check", *code)
    run("-m", "pytest", "-q", "-p", "no:cacheprovider", code[-1])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "lower-case words"),
        ("Cover-Letter", "lower-case words"),
        ("cover_letter", "lower-case words"),
        ("cover--letter", "lower-case words"),
        ("-cover", "lower-case words"),
        ("1st-letter", "lower-case words"),
        ("../secrets", "lower-case words"),
        ("cover-letter\n", "lower-case words"),
        ("über", "lower-case words"),
        ("x" * (LONGEST_NAME + 1), "lower-case words"),
        ("class", "cannot be named class"),
        ("common", "cannot be named common"),
        ("job", "has another Job"),
        ("problem", "has another Problem"),
        ("example", "cannot be named example"),
        ("bulk-cancel", "has another BulkCancelRequest"),
        ("job-batch", "has another JobBatch"),
        ("queries", "something of that name: .*warehouse/test_queries.py"),
    ],
)
def test_names_that_are_refused(name: str, words: str) -> None:
    """A name that cannot be, or that something has; nothing is written over."""
    with pytest.raises(BadNameError, match=words):
        render(name)


@pytest.fixture
def untouched() -> Iterator[None]:
    """Sees that the repository's own tree is not written to."""
    before = sorted((ROOT / "functions" / "job_types").rglob("*.*"))
    yield
    assert sorted((ROOT / "functions" / "job_types").rglob("*.*")) == before


@pytest.mark.usefixtures("untouched")
def test_the_command_says_what_it_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    """In a sentence, and with an exit code that stops make."""
    assert program.main(["Cover Letter"]) == 1
    assert "cover-letter" in capsys.readouterr().err


@pytest.mark.usefixtures("untouched")
def test_a_second_time_is_refused(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a person has written is theirs."""
    assert program.main([SHOWN], root=tree) == 0
    mine = tree / "functions" / "job_types" / "cover_letter" / "job.py"
    mine.write_text("mine", encoding="utf-8")
    assert program.main([SHOWN], root=tree) == 1
    assert "something of that name" in capsys.readouterr().err
    assert mine.read_text(encoding="utf-8") == "mine"
