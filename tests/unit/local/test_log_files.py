"""The log files of a run."""

from pathlib import Path

from infra.local.cloud.log_files import LogFiles


def test_each_process_has_a_file_of_its_own(tmp_path: Path) -> None:
    """Lines are written to NAME.log at once, before the file is closed."""
    logs = LogFiles(tmp_path)
    logs("api", "one")
    logs("worker", "two")
    assert (tmp_path / "api.log").read_text(encoding="utf-8") == "one\n"
    assert (tmp_path / "worker.log").read_text(encoding="utf-8") == "two\n"
    logs.close()


def test_run_starts_its_files_anew(tmp_path: Path) -> None:
    """A run's files hold that run only; a process that said nothing has no last lines."""
    (tmp_path / "api.log").write_text("of yesterday\n", encoding="utf-8")
    logs = LogFiles(tmp_path)
    assert logs.last_lines("api", 5) == []
    for number in range(9):
        logs("api", str(number))
    assert logs.last_lines("api", 2) == ["7", "8"]
    logs.close()


def test_old_files_are_gone_at_once(tmp_path: Path) -> None:
    """Also that of a process that says nothing for long: a reader would take it for this run's."""
    (tmp_path / "sweeper.log").write_text("of yesterday\n", encoding="utf-8")
    LogFiles(tmp_path).close()
    assert list(tmp_path.iterdir()) == []


def test_two_runs_do_not_mix(tmp_path: Path) -> None:
    """A run that starts while another one runs takes the name; neither sees the other's lines."""
    first, second = LogFiles(tmp_path), LogFiles(tmp_path)
    first("api", "of the first")
    second("api", "of the second")
    first("api", "of the first again")
    assert (tmp_path / "api.log").read_text(encoding="utf-8") == "of the second\n"
    assert first.last_lines("api", 5) == ["of the first", "of the first again"]
    first.close()
    second.close()
