"""What `make break` says is what the runbook and the log's table say."""

import re

import pytest

from infra.local.cloud import discovery
from infra.local.rehearse import __main__ as program
from infra.local.rehearse.breakages import BREAKAGES, describe
from tests.repo.documents import documents, table_after

OPERATIONS = "docs/operations.md"


@pytest.mark.parametrize("name", BREAKAGES)
def test_what_it_names_is_there(name: str) -> None:
    """The alert has its entry in the runbook, and the log's line its row in the table."""
    text = documents()[OPERATIONS]
    titles = re.findall(r"^### (.+)$", text.partition("\n## Alerts\n")[2], re.MULTILINE)
    actions = {row[0].strip("`") for row in table_after(text, "What the logs say")}
    assert BREAKAGES[name].alert in titles
    assert BREAKAGES[name].action in actions | {None}
    assert f"make mend WHAT={name}" in describe(name, is_broken=True)
    assert BREAKAGES[name].mended in describe(name, is_broken=False)


def test_the_runbook_and_the_makefile_name_each() -> None:
    """All of them, as they are typed."""
    assert f"WHAT={'|'.join(BREAKAGES)}" in documents()[OPERATIONS]


@pytest.mark.parametrize("words", [("break", ""), ("break", "everything"), ("bend", "worker"), ()])
def test_what_is_not_understood_is_refused(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """With what there is to break."""
    with pytest.raises(SystemExit) as ended:
        program.main(words)
    assert ended.value.code == 2
    assert "worker|firestore|queue|receiver|type" in capsys.readouterr().err


def test_where_no_cloud_runs_nothing_is_broken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says how to start one."""
    monkeypatch.setattr(discovery, "find_environment", dict)
    assert program.main(["break", "worker"]) == 2
    assert "`make run` starts one" in capsys.readouterr().err


def test_a_receiver_of_ones_own_is_not_ours_to_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only that of `make run` is known."""
    environment = {"WEBHOOK_URLS": "http://127.0.0.1:9000/"}
    monkeypatch.setattr(discovery, "find_environment", lambda: environment)
    assert program.main(["break", "receiver"]) == 2
    assert "receivers of your own" in capsys.readouterr().err
