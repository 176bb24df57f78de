"""The oracle believes nothing that it has copied from what it checks."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.cloud.emulators import ROOT

#: Inside the worker that is watched; the only part that may know it.
LAUNCHER = "launcher.py"
FOLDER = ROOT / "tests" / "blackbox"
FILES = sorted(FOLDER.rglob("*.py"))


def imported(file: Path) -> set[str]:
    """Return the first parts of the names of all modules that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_only_the_launcher_knows_the_code(file: Path) -> None:
    """`functions`, `shared` and `main` are imported by the launcher alone."""
    known = imported(file) & {"functions", "shared", "main"}
    assert bool(known) is (file.name == LAUNCHER)


def test_nothing_brings_the_code_along() -> None:
    """What the oracle uses of `infra` does not import the code either."""
    program = (
        "import sys, tests.blackbox.__main__;"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'functions', 'shared'}))"
    )
    ran = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "[]\n"
