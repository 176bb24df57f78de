"""A copy of the repository without the product's job types.

A file belongs to a type if its path names the type, or a type that gathers its jobs. The tests of
the product that are about several types at once go with them.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path, PurePath

from functions.job_types import all_job_types

ROOT = Path(__file__).resolve().parents[2]

#: The folders in functions/job_types/ that are no type of the product.
OF_THE_ENGINE = ("example", "common")
#: Tests about several types at once.
ABOUT_SEVERAL = (
    "tests/eval/",
    "tests/integration/text_model/test_injection.py",
    "tests/integration/warehouse/test_messy_postings.py",
    "tests/unit/job_types/common/test_answer_length.py",
    "web/tests/bench/lighthouse.spec.ts",
    "web/tests/e2e/journey.spec.ts",
    "web/tests/e2e/pages.spec.ts",
)
#: Documents about what the types give: without a type there is nothing below this of them.
ALL_ABOUT_TYPES = {"docs/examples.md": "\n## ", "docs/evaluation.md": "\n"}
#: Lists and tables in which some lines are about a type.
LINE_BY_LINE = ("docs/security.md", "docs/surprises.md")


def product_types() -> list[str]:
    """Return the folders of the product's job types."""
    files = map(PurePath, known_files())
    folders = {file.parent.name for file in files if file.match("functions/job_types/*/job.py")}
    return sorted(folders.difference(OF_THE_ENGINE))


def going_with(folder: str) -> list[str]:
    """Return the folders of a type and of the types that gather its jobs: without it they go."""
    name = folder.replace("_", "-")
    gathering = (each.name for each in all_job_types().values() if name in each.children)
    return [folder, *(each.replace("-", "_") for each in gathering)]


def spellings(folder: str) -> re.Pattern[str]:
    """Return what finds a type's name, in snake, kebab and Pascal case and as words.

    Of three words the last may be missing.
    """
    words = [word.replace("e", "[eé]") for word in folder.split("_")]
    needed = "[-_ ]?".join(words[:2])
    more = "".join(rf"(?:[-_ ]?{word})?" for word in words[2:])
    return re.compile(needed + more, re.IGNORECASE)


def copy_without(types: Iterable[str], target: Path) -> Path:
    """Copy what git knows, but for these types; return the copy's root, which is a repository.

    Raises:
        subprocess.CalledProcessError: If git refuses.
        OSError: If a file cannot be read or written.
    """
    names = [spellings(each) for folder in types for each in going_with(folder)]
    for file in known_files():
        if file.startswith(ABOUT_SEVERAL) or any(name.search(file) for name in names):
            continue
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / file, target / file)
    for document, end in ALL_ABOUT_TYPES.items():
        beginning, _, _ = (target / document).read_text(encoding="utf-8").partition(end)
        (target / document).write_text(f"{beginning.rstrip()}\n", encoding="utf-8")
    for readme in target.glob("*/**/README.md"):
        _drop_links(readme, names)
    gone = (*names, *(re.compile(re.escape(path)) for path in ABOUT_SEVERAL))
    for document in LINE_BY_LINE:
        _drop_lines(target / document, gone)
    _git("init", "--quiet", directory=target)
    return target


@cache
def known_files() -> tuple[str, ...]:
    """Return every file that is committed, or would be with the next `git add`."""
    listed = _git("ls-files", "--cached", "--others", "--exclude-standard").splitlines()
    return tuple(sorted({name for name in listed if (ROOT / name).is_file()}))


def _git(*arguments: str, directory: Path = ROOT) -> str:
    return subprocess.run(
        [shutil.which("git") or "git", *arguments],
        cwd=directory,
        # A person's own settings have no say.
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def _drop_links(document: Path, names: Iterable[re.Pattern[str]]) -> None:
    """Drop the items of a list that lead to a type that is gone."""
    lines = document.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [
        line
        for line in lines
        if not (line.startswith("- [") and any(name.search(line) for name in names))
    ]
    document.write_text("".join(kept).rstrip() + "\n", encoding="utf-8")


def _drop_lines(document: Path, names: Iterable[re.Pattern[str]]) -> None:
    """Drop the items of lists and the rows of tables that name what is gone."""
    lines = document.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [
        line
        for line in lines
        if not (line.startswith(("- ", "| ")) and any(name.search(line) for name in names))
    ]
    document.write_text("".join(kept), encoding="utf-8")
