"""What the console does where there is no cloud to show."""

import json
from pathlib import Path

import pytest

from infra.local import ports, running
from infra.local.console import program


@pytest.mark.parametrize("is_announced", [False, True], ids=["never", "killed"])
def test_without_a_cloud_it_says_so(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    is_announced: bool,
) -> None:
    """Also where one was killed, and nobody listens any more: a sentence, and code 2."""
    file = tmp_path / "running.json"
    monkeypatch.setattr(running, "_FILE", file)
    if is_announced:
        nowhere = f"{ports.HOST}:{ports.choose_port()}"
        names = ("FIRESTORE_EMULATOR_HOST", "CLOUD_TASKS_EMULATOR_HOST")
        file.write_text(json.dumps(dict.fromkeys(names, nowhere)))
    assert program.main(["--once"]) == 2
    assert capsys.readouterr().err == "No local cloud runs: `make run` starts one.\n"
