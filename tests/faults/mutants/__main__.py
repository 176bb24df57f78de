"""Break the code on purpose, one defect at a time, and see the suite go red each time.

    python -m tests.faults.mutants [NAME ...]

Each mutant is put into a copy of the tree in a temporary folder, never into the working tree. The
same tests run first on a copy without a defect, and must be green there. What must stay true: it
fails if a mutant survives, if a mutant's text is not in the code any more, and if a run says
neither green nor red.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from enum import IntEnum
from pathlib import Path

from infra.local.cloud.emulators import ROOT
from tests.faults.mutants.catalogue import MUTANTS, Mutant

#: What the tests need of the tree.
_PARTS = ("functions", "infra", "shared", "tests", "main.py", "pyproject.toml")
_MOST_SECONDS = 300
_TRIES = 2


class _Colour(IntEnum):
    """What pytest's exit code says."""

    GREEN = 0
    RED = 1


class MutantError(RuntimeError):
    """A mutant could not be tried."""


def copy_tree(folder: Path) -> Path:
    """Return a copy of the tree, without what was made from it."""
    ignored = shutil.ignore_patterns("__pycache__", ".*", "node_modules")
    for part in _PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=ignored)
        else:
            shutil.copy2(source, folder / part)
    return folder


def put_in(mutant: Mutant, tree: Path) -> None:
    """Put a defect into a tree.

    Raises:
        MutantError: If the text that it changes is not there exactly once.
    """
    file = tree / mutant.file
    text = file.read_text(encoding="utf-8")
    if text.count(mutant.old) != 1:
        raise MutantError(
            f"its text stands {text.count(mutant.old)} times in {mutant.file}; bring the mutant"
            " after the code"
        )
    file.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")


def run_tests(tree: Path, tests: str, only: str) -> _Colour:
    """Run tests in a tree; once more if an emulator did not start.

    Raises:
        MutantError: If they were neither green nor red: none was found, or they did not end.
    """
    output = ""
    for _ in range(_TRIES):
        code, output = _run_pytest(tree, tests, only)
        summary = output.splitlines()[-1] if output else ""
        if code == _Colour.GREEN and "skipped" not in summary:
            return _Colour.GREEN
        # A test that failed, not a fixture that could not be set up.
        if code == _Colour.RED and " failed" in summary:
            return _Colour.RED
    raise MutantError(f"its tests were neither green nor red:\n{output[-3000:]}")


def _run_pytest(tree: Path, tests: str, only: str) -> tuple[int, str]:
    """Return pytest's exit code and what it said."""
    command = [sys.executable, "-m", "pytest", tests, "-x", "-q", "-p", "no:cacheprovider"]
    process = subprocess.Popen(  # noqa: S603 -- our own tests
        [*command, *(["-k", only] if only else [])],
        cwd=tree,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(tree)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=_MOST_SECONDS)
    except subprocess.TimeoutExpired:
        raise MutantError(f"its tests did not end within {_MOST_SECONDS} s") from None
    finally:
        _end(process)
    return process.returncode, output


def _end(process: "subprocess.Popen[str]") -> None:
    """End a run and what it has started, by the id of its group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def find_defects(mutants: Sequence[Mutant]) -> list[str]:
    """Try all; give what is wrong, in sentences."""
    wrong = []
    for tests in dict.fromkeys(mutant.tests for mutant in mutants):
        only = _any_of(mutant.only for mutant in mutants if mutant.tests == tests)
        said = _try(f"(none) {Path(tests).name}", None, tests, only)
        if said != "green":
            wrong.append(f"Without a defect, {tests} -k '{only}': {said}.")
    for mutant in mutants:
        said = _try(mutant.name, mutant, mutant.tests, mutant.only)
        if said != "red":
            wrong.append(f"{mutant.name} ({mutant.breaks}): {said}")
    return wrong


def _any_of(selections: Iterable[str]) -> str:
    """Return what chooses each test that one of these chooses; an empty one chooses all."""
    chosen = list(dict.fromkeys(selections))
    return " or ".join(f"({only})" for only in chosen) if all(chosen) else ""


def _try(name: str, mutant: Mutant | None, tests: str, only: str) -> str:
    """Run tests on a copy with a defect, or without; say "red", "green", or why neither."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        tree = copy_tree(Path(folder))
        try:
            if mutant is not None:
                put_in(mutant, tree)
            said = run_tests(tree, tests, only).name.lower()
        except MutantError as error:
            said = str(error)
    _say(f"{name:<38} {said.splitlines()[0]:<8} {time.monotonic() - began:5.1f} s")
    return said


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 -- a person waits in a terminal


def main() -> int:
    """Try the mutants that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a mutant; all without")
    names = set(parser.parse_args().names)
    if unknown := names - {mutant.name for mutant in MUTANTS}:
        parser.error(f"there is no mutant {', '.join(sorted(unknown))}")
    chosen = [mutant for mutant in MUTANTS if not names or mutant.name in names]
    wrong = find_defects(chosen)
    _say("\n".join(wrong) or f"{len(chosen)} mutants, and every one was found.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
