"""What `make eval-files` says of a folder of résumés."""

from pathlib import Path

import pytest

from tests.eval import files, readers
from tests.support.documents import scanned_pdf
from tests.support.pdf_kinds import LINES, agreement, as_drawn


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a résumé, a scan, a text and what is none of these."""
    (tmp_path / "a.pdf").write_bytes(as_drawn())
    (tmp_path / "b.PDF").write_bytes(scanned_pdf())
    (tmp_path / "c.txt").write_text("\n".join(LINES), encoding="utf-8")
    (tmp_path / "d.jpg").write_bytes(b"no resume")
    return tmp_path


def test_every_file_is_read_reviewed_and_timed(folder: Path) -> None:
    """Each has its text, its sections and its result, or the words with which it is refused."""
    read, scan, text = files.try_files(folder)
    assert read.text.split() == text.text.split()
    assert {"experience", "education", "skills"} <= {*read.sections}
    assert read.result
    assert not read.refusal
    assert "scan" in scan.refusal
    assert not scan.text
    assert all(one.seconds > 0 and one.read_seconds > 0 for one in (read, scan, text))
    said = files.totals((read, scan, text))
    assert "3 files: 2 read, 2 reviewed, 1 refused." in said
    assert "p95" in said


def test_a_folder_is_tried_from_a_command(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It ends well; what was read is kept only where a folder is named for it."""
    assert files.main([str(folder), "--texts", str(folder / "texts")]) == 0
    assert "a.pdf" in capsys.readouterr().out
    assert "Fielding" in (folder / "texts" / "a.pdf.txt").read_text(encoding="utf-8")


def test_there_must_be_something_to_try(tmp_path: Path) -> None:
    """A folder that is not there, or has no résumé, is said to be so."""
    assert files.main([str(tmp_path)]) == 2
    assert files.main([str(tmp_path / "none")]) == 2


def test_quantiles() -> None:
    """Of nothing it is 0."""
    assert files.quantile([], 0.5) == 0
    assert files.quantile([3, 1, 2], 0.5) == 2
    assert files.quantile([3, 1, 2], 0.95) == 3


def test_the_readers_are_compared_by_words() -> None:
    """Agreement is 1 for the same words, less for one more or one less; order does not count."""
    assert agreement("b a", ["a", "b"]) == 1
    assert agreement("a", ["a", "b"]) == pytest.approx(2 / 3)
    assert readers.judge(readers.READERS["ours"], scanned_pdf()) == "refused"
    assert readers.judge(readers.READERS["ours"], as_drawn()) == "1.00"
