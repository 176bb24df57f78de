"""What the demo's `--resume` asks for."""

from pathlib import Path

import pytest

from infra.local.demo.options import read_options
from shared.core.files import MediaType


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("cv.pdf", MediaType.PDF), ("My CV.DOCX", MediaType.WORD), ("cv.txt", MediaType.TEXT)],
)
def test_a_resume_is_read_and_sent(tmp_path: Path, name: str, media_type: MediaType) -> None:
    """With a file there is one order: to improve it for the role."""
    (tmp_path / name).write_bytes(b"content")
    options = read_options(["--resume", str(tmp_path / name), "--role", "Data Engineer"])
    [order] = options.orders
    assert order.body == {"type": "resume-optimization", "targetRole": "Data Engineer"}
    assert order.file is not None
    assert (order.file.name, order.file.media_type) == (name, media_type)
    assert order.file.content == b"content"
    assert order.title == f"Data Engineer, {name}"
    assert options.is_own_resume


def test_a_file_at_home_is_found_where_no_shell_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`make demo RESUME=~/cv.txt` quotes what it passes on."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "cv.txt").write_bytes(b"content")
    assert read_options(["--resume=~/cv.txt", "--role=Miller", "--save=~/out"]).is_own_resume
    assert (tmp_path / "out").is_dir()
