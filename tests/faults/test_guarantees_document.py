"""docs/guarantees.md has every guarantee, each with a test; tests/repo looks for those it names."""

import re

import pytest

from infra.local.cloud.emulators import ROOT

_DOCUMENT = (ROOT / "docs" / "guarantees.md").read_text(encoding="utf-8")
_TEST = re.compile(r"^- `(tests/[\w/]+\.py)::(\w+)`$", re.MULTILINE)
SECTIONS = dict(
    zip(
        re.findall(r"^## (G\d+)$", _DOCUMENT, re.MULTILINE),
        re.split(r"^## G\d+$", _DOCUMENT, flags=re.MULTILINE)[1:],
        strict=True,
    )
)


def test_every_guarantee_is_there() -> None:
    """G1 to G10, in order."""
    assert list(SECTIONS) == [f"G{number}" for number in range(1, 11)]


@pytest.mark.parametrize("guarantee", SECTIONS)
def test_a_guarantee_is_a_sentence_and_has_tests(guarantee: str) -> None:
    """It begins with a sentence in bold, and a test at least holds it."""
    assert re.match(r"\s*\*\*[A-Z`][^*]+\.\*\*", SECTIONS[guarantee])
    assert _TEST.search(SECTIONS[guarantee])


def test_every_line_that_looks_like_a_test_is_read_as_one() -> None:
    """A test with a slip in its line would not be looked for."""
    assert len(_TEST.findall(_DOCUMENT)) == sum(
        line.startswith("- `tests/") for line in _DOCUMENT.splitlines()
    )
