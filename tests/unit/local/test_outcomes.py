"""What is written of the demo's results."""

import json
from pathlib import Path

import pytest

from infra.local.demo.outcomes import Outcome, SaveError, save

OUTCOME = Outcome(job_type="example", kind="Example", title="A/B: ../Ünion", result={"a": "é"})


def test_a_result_is_a_file_of_json(tmp_path: Path) -> None:
    """Named by its type and what it is about; the name leads nowhere else."""
    [path] = save([OUTCOME], tmp_path)
    assert path == tmp_path / "example-a-b-ünion.json"
    assert json.loads(path.read_text(encoding="utf-8")) == {"a": "é"}


def test_no_result_is_written_over_by_another(tmp_path: Path) -> None:
    """Two of one name are two files; those of the last demo are replaced."""
    first = list(save([OUTCOME, OUTCOME], tmp_path))
    assert len(set(first)) == 2
    assert list(save([OUTCOME, OUTCOME], tmp_path)) == first


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    """With the file, and why."""
    with pytest.raises(SaveError, match=r"a-b-ünion.json cannot be written: No such file"):
        list(save([OUTCOME], tmp_path / "missing"))
