"""What must not stand in any file, and no other tool looks for."""

import re

from tests.repo import repository

# Written so that this file does not match itself.
_LATER = re.compile(r"\b(TO[D]O|FIX[M]E|X[X]X)\b")
_ABSOLUTE = re.compile(r"(?<![\w.])/(?:home|Users|wor[k])/\w+")


def matching(pattern: re.Pattern[str]) -> set[tuple[str, str]]:
    """Return the lines that match, with their files."""
    return {
        (name, line.strip())
        for name, text in repository.text_files().items()
        for line in text.splitlines()
        if pattern.search(line)
    }


def test_nothing_is_left_for_later_in_the_source() -> None:
    """What is to be done stands in an issue, where the next author looks for it."""
    assert matching(_LATER) == set()


def test_no_file_knows_a_persons_folders() -> None:
    """A path of one machine is wrong on every other one."""
    assert matching(_ABSOLUTE) == set()


def test_a_file_ends_with_one_line_end() -> None:
    """Text files end as `.editorconfig` says, so that a diff shows only what was changed."""
    wrong = {
        name
        for name, text in repository.text_files().items()
        if text and (not text.endswith("\n") or text.endswith("\n\n") or "\r" in text)
    }
    assert wrong == set()


def test_a_file_of_source_is_not_long() -> None:
    """What needs more than 300 lines is two things. Tests list cases, and may be longer."""
    long = {
        name: lines
        for name, text in repository.text_files().items()
        if name.endswith((".py", ".ts", ".tsx", ".css"))
        and not name.startswith(("tests/", "web/tests/", "web/src/app/openapi.d.ts"))
        and (lines := text.count("\n")) > 300
    }
    assert long == {}
