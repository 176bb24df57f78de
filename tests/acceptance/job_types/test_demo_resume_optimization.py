"""The demo with a résumé of one's own, run as a person runs it."""

import sys
from pathlib import Path

import pytest

from tests.support.documents import pdf
from tests.support.job_type_data.resume_optimization.resumes import RESUME
from tests.support.programs import started

pytestmark = [
    pytest.mark.usefixtures("machine", "sample_data"),
    pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc"),
]

DEMO = ("-m", "infra.local.demo")


def test_a_persons_own_resume_is_improved(tmp_path: Path) -> None:
    """It is uploaded, read by the worker, improved, drawn, and written where it was asked for."""
    (tmp_path / "My résumé.pdf").write_bytes(pdf(RESUME.replace("\u2022", "-").splitlines()))
    asked = ("--resume", "My résumé.pdf", "--role", "Data Engineer", "--save", "out")
    paths = [str(tmp_path / part) if part in {"My résumé.pdf", "out"} else part for part in asked]
    with started((*DEMO, *paths), tmp_path) as program:
        assert program.wait() == 0, program.output
        assert program.process_ids() == []
    assert "Résumé optimization: Data Engineer, My résumé.pdf" in program.output
    assert "+ Cut the nightly load from 5 hours to 40 minutes" in program.output
    [improved] = (tmp_path / "out").glob("*.txt")
    assert str(improved) in program.output
    assert "Cut the nightly load" in improved.read_text(encoding="utf-8")


def test_a_broken_resume_is_one_sentence(tmp_path: Path) -> None:
    """What only the worker can find out is said as well as what can be found out before."""
    broken = tmp_path / "cv.pdf"
    broken.write_text("This is no PDF.", encoding="utf-8")
    with started((*DEMO, "--resume", str(broken), "--role", "Data Engineer"), tmp_path) as program:
        assert program.wait() == 1
        assert program.process_ids() == []
    assert "This file is not a PDF, whatever its name says." in program.output
    assert "Traceback" not in program.output


def test_a_missing_resume_starts_nothing(tmp_path: Path) -> None:
    """Before anything is started, it is said that there is no such file."""
    with started((*DEMO, "--resume", "missing.pdf", "--role", "x"), tmp_path) as program:
        assert program.wait() == 2
    assert "There is no file missing.pdf." in program.output
    assert "Starting" not in program.output
