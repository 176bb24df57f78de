"""What the demo's command line may say."""

from pathlib import Path

import pytest

from functions.http.multipart import MAX_FILE_BYTES
from infra.local.demo import submissions
from infra.local.demo.options import read_options


def test_nothing_asks_for_the_samples() -> None:
    """Without arguments it is the sample requests, and nothing is written."""
    options = read_options([])
    assert options.orders == submissions.sample_orders()
    assert options.folder is None
    assert not options.is_own_resume


def test_home_is_known_where_no_shell_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`make demo SAVE=~/out` quotes what it passes on."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert read_options(["--save=~/out"]).folder == tmp_path / "out"
    assert (tmp_path / "out").is_dir()


def test_words_that_no_job_type_takes_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where no type has a form for a person's own words, the command line says so."""
    monkeypatch.setattr(submissions, "all_job_types", lambda: {"example": None})
    assert "no job type here that takes that" in refused(["--role=Miller"], capsys)


@pytest.mark.parametrize(
    ("name", "size", "words"),
    [
        ("missing.pdf", None, "There is no file"),
        ("folder.pdf", -1, "is not a file"),
        ("cv.odt", 1, "Send: .pdf, .docx, .txt"),
        ("cv", 1, "Send: .pdf, .docx, .txt"),
        ("cv.pdf", 0, "is empty"),
        ("cv.pdf", MAX_FILE_BYTES + 1, "has 701 KB; 700 KB are the most"),
        ("x" * 300, None, "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_sent_is_refused(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    size: int | None,
    words: str,
) -> None:
    """In a sentence that says why, before anything is started."""
    path = tmp_path / name
    match size:
        case -1:
            path.mkdir()
        case int():
            path.write_bytes(b"x" * size)
    assert words in refused(["--role=Miller", "--resume", str(path)], capsys)


def test_a_folder_that_cannot_be_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before the jobs run, and not after."""
    (tmp_path / "file").touch()
    folder = str(tmp_path / "file" / "folder")
    assert "There can be no folder" in refused(["--save", folder], capsys)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--skills", "SQL"], "belong to a --role"),
        (["--industry", "Media"], "belong to a --role"),
        (["--rol"], "expected one argument"),
        (["--resume", __file__], "Send: .pdf"),
    ],
)
def test_half_an_order_is_refused(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command line that says half of it is not guessed."""
    assert words in refused(arguments, capsys)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ([], "--resume needs a --role"),
        (["--role=Miller", "--skills=SQL"], "without a --resume"),
        (["--role=Miller", "--industry=Media"], "without a --resume"),
    ],
)
def test_a_resume_goes_with_a_role_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], words: str
) -> None:
    """It says itself what a person can do."""
    (tmp_path / "cv.txt").write_bytes(b"content")
    assert words in refused(["--resume", str(tmp_path / "cv.txt"), *more], capsys)


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Have a command line refused, with usage and code 2; return what was said."""
    with pytest.raises(SystemExit) as ended:
        read_options(arguments)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("usage:")
    return " ".join(said.split())
