"""What the console does where there is no cloud to show."""

import json
from pathlib import Path

import pytest

from infra.local.cloud import discovery
from infra.local.console import program
from infra.local.console.figures import Figures
from infra.local.console.watch import Finder, Watch
from infra.local.process import ports
from tests.support.waiting import wait_until


@pytest.fixture
def published_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a cloud that runs would say so; none does."""
    file = tmp_path / "running.json"
    monkeypatch.setattr(discovery, "_FILE", file)
    return file


@pytest.mark.usefixtures("published_address")
def test_without_a_cloud_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """A sentence, and code 2."""
    assert program.main(["--once"]) == 2
    assert capsys.readouterr().err == "No local cloud runs: `make run` starts one.\n"


def test_a_killed_cloud_is_no_cloud(
    published_address: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is published still, and no server listens: another sentence, at once, and code 2."""
    nowhere = f"{ports.HOST}:{ports.choose_port()}"
    names = ("FIRESTORE_EMULATOR_HOST", "CLOUD_TASKS_EMULATOR_HOST")
    published_address.write_text(json.dumps(dict.fromkeys(names, nowhere)))
    assert program.main(["--once"]) == 2
    assert "does not answer" in capsys.readouterr().err


def test_a_defect_of_the_thread_is_published() -> None:
    """A console that stands still without a word would be believed."""

    class Broken(Finder):
        def look(self) -> Figures:
            raise RuntimeError("a defect")

    with Watch(Broken()) as watch, pytest.raises(RuntimeError, match="a defect"):
        wait_until(lambda: watch.sight.figures is not None)
