"""A test that a document names is there: what holds a promise cannot go away unseen."""

import ast
import re

import pytest

from tests.repo import repository
from tests.repo.documents import documents, table_after

SECURITY = "docs/security.md"
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
_NAMED = sorted({named for text in documents().values() for named in _TEST.findall(text)})


@pytest.mark.parametrize(("path", "name"), _NAMED)
def test_a_named_test_exists(path: str, name: str) -> None:
    """Under that path, by that name, in whichever document it stands."""
    module = ast.parse((repository.ROOT / path).read_text(encoding="utf-8"))
    assert name in {node.name for node in module.body if isinstance(node, ast.FunctionDef)}


def test_every_threat_has_an_answer_and_a_test() -> None:
    """A row has all four columns; the third names code, and the last nothing but tests."""
    rows = table_after(documents()[SECURITY], "Threats and answers")
    assert len(rows) > 20
    for threat, answer, where, tests in rows:
        assert threat
        assert answer
        for path in re.findall("`([^`]+)`", where) or [where]:
            assert (repository.ROOT / path).exists(), threat
        assert _TEST.sub("", tests).strip() == "", threat
        assert _TEST.search(tests), threat


def test_documents_that_promise_are_read() -> None:
    """The guarantees and the threats name most of them; with none found, none would be missing."""
    for name in (SECURITY, "docs/guarantees.md"):
        assert len(_TEST.findall(documents()[name])) > 20
