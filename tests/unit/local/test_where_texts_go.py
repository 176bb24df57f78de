"""What is sent to a model is said on the first line of the demo, before it is sent."""

import pytest
from rich.console import Console

from infra.local.cloud import terminal
from infra.local.cloud.emulators import MissingToolError
from infra.local.cloud.log_files import LOGS, LogFiles
from infra.local.demo import program
from infra.local.demo.options import read_options


@pytest.mark.parametrize(("key", "lines"), [("", 0), ("AIza-made-up", 1)])
def test_with_a_key_it_is_said_who_may_read(
    monkeypatch: pytest.MonkeyPatch, key: str, lines: int
) -> None:
    """Without a key all stays on the machine, and there is nothing to say."""
    monkeypatch.setenv("GEMINI_API_KEY", key)
    said: list[str] = []
    terminal.say_where_texts_go(said.append)
    assert len(said) == lines
    assert all("free-tier" in line and "Google may use it" in line for line in said)
    assert key not in "".join(said) or not key


def test_the_demo_says_it_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Even before it looks for its data."""
    monkeypatch.setenv("GEMINI_API_KEY", "AIza-made-up")
    monkeypatch.setenv("WAREHOUSE_FILE", "/nowhere/postings.duckdb")
    with pytest.raises(MissingToolError):
        program._run(read_options([]), Console(), LogFiles(LOGS / "demo"))
    assert capsys.readouterr().out.startswith("GEMINI_API_KEY is set: what you give")
