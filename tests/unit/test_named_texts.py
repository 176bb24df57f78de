"""Texts that are asked for by name."""

from pathlib import Path

import pytest

from shared.core import errors
from shared.handler.named_texts import JOB_TYPES, read_named_text, read_prompt


def test_version_changes_with_the_text(tmp_path: Path) -> None:
    """Another text is another version; the same text is the same."""
    file = tmp_path / "greeting.md"
    versions = []
    for text in ("Greet.", "Greet warmly.", "Greet."):
        file.write_text(text)
        versions.append(read_named_text(tmp_path, "greeting", ".md").version)
    assert versions[0] == versions[2] != versions[1]


@pytest.mark.parametrize(
    "name",
    ["../secret", "Greeting", "a/b/c", "a/", "/b", "a//b", "a/../b", "", "a.b", "greeting\n"],
)
def test_name_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    """Only words joined by underscores are names, and a folder's such name before one."""
    (tmp_path / "secret.md").touch()
    with pytest.raises(errors.HandlerMistakeError) as caught:
        read_named_text(tmp_path / "prompts", name, ".md")
    assert repr(name) in caught.value.mistake


def test_an_author_reads_which_text_is_missing(tmp_path: Path) -> None:
    """In the log, by its name; a user learns nothing of files."""
    with pytest.raises(errors.HandlerMistakeError) as caught:
        read_named_text(tmp_path / "job_types", "greeting", ".md")
    assert caught.value.mistake == "there is no job_types/greeting.md"
    assert "greeting" not in caught.value.message


def test_a_prompt_is_in_its_folder(tmp_path: Path) -> None:
    """A prompt's name is its folder; a name of two parts is none."""
    (tmp_path / "greeting").mkdir()
    (tmp_path / "greeting" / "prompt.md").write_text("Greet.")
    assert read_prompt(tmp_path, "greeting").text == "Greet."
    assert read_named_text(tmp_path, "greeting/prompt", ".md").text == "Greet."
    with pytest.raises(errors.HandlerMistakeError):
        read_prompt(tmp_path, "a/greeting")


def test_prompts_and_queries_are_there() -> None:
    """Where prompts and queries are looked for is where they are."""
    assert read_prompt(JOB_TYPES, "example").text.startswith("# Example")
    assert list(JOB_TYPES.glob("common/*.sql"))
