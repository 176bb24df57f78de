"""The API's types for web are those of its description."""

from pathlib import Path

import pytest

from infra import api_types
from tests.repo import repository

_FILE = "web/src/app/openapi.d.ts"


def test_the_types_for_web_are_fresh() -> None:
    """The committed file is what the generator makes now: `make api-types`."""
    assert api_types.main(["--check"]) == 0


def test_types_that_are_not_fresh_are_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A file that differs in one name is refused, and left as it is."""
    stale = repository.text_files()[_FILE].replace("JobPage", "JobLeaf")
    file = tmp_path / "api.d.ts"
    file.write_text(stale, encoding="utf-8")
    assert api_types.main(["--check", f"--out={file}"]) == 1
    assert "not up-to-date" in "".join(capfd.readouterr())
    assert file.read_text(encoding="utf-8") == stale


def test_missing_packages_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without web's packages it says which command installs them."""
    monkeypatch.setattr(api_types, "_WEB", tmp_path)
    assert api_types.main([]) == 1
    assert "make web" in capsys.readouterr().err
