"""The quality suite itself: whole with the offline model, and not to be fooled by a bad one."""

import json
from collections import Counter
from pathlib import Path

import pytest
from rich.console import Console

from infra.local.cloud.emulators import ROOT
from infra.local.stand_ins.offline_model import OfflineModel
from infra.local.stand_ins.warehouse import DuckDbWarehouse
from shared.gemini.model import open_text_model
from shared.settings import Settings
from tests.eval.__main__ import choose_model, evaluate, main
from tests.eval.case import INSIGHTS, SKILL_GAP, Case
from tests.eval.cases import CASES
from tests.eval.report import Report, to_markdown
from tests.eval.running import Runner
from tests.fakes.gemini_server import Answer, GeminiServer, Refusal


def case_of(job_type: str) -> Case:
    """Return the first case of a type."""
    return next(case for case in CASES if case.job_type == job_type)


def ask(
    server: GeminiServer, warehouse: DuckDbWarehouse, *cases: Case
) -> tuple[Report, list[float]]:
    """Try the local Gemini, by the real library; without a wait between attempts."""
    settings = Settings(
        google_cloud_project="demo-eval",
        gemini_api_key="AIza-made-up-key",
        gemini_base_url=server.url,
        gemini_fallback_model="",
    )
    name, model = choose_model(settings)
    assert name == settings.gemini_model
    waited: list[float] = []
    runner = Runner(model=model, warehouse=warehouse, pause=waited.append)
    return evaluate(settings, cases, Console(quiet=True), runner), waited


def test_there_are_cases_of_each_type_and_more_of_each_kind() -> None:
    """Ten of each type, names and résumés of the kinds there are, each with a name of its own."""
    types = Counter(case.job_type for case in CASES if not case.kind)
    assert set(types.values()) == {10}
    kinds = Counter(case.kind for case in CASES if case.kind)
    assert (len(kinds), kinds.total()) == (14, 52)
    assert len({str(case) for case in CASES}) == 82


def test_the_offline_model_passes_whole(sample_data: Path, tmp_path: Path) -> None:
    """Every case passes every rubric, and the report is left for people and for programs."""
    arguments = ["--out", str(tmp_path / "eval")]
    assert main(arguments, {"WAREHOUSE_FILE": str(sample_data)}) == 0
    document = json.loads((tmp_path / "eval/report.json").read_text(encoding="utf-8"))
    assert (document["model"], document["passed"], len(document["cases"])) == ("offline", True, 82)
    report = (tmp_path / "eval/report.md").read_text(encoding="utf-8")
    assert "82 of 82 cases pass all rubrics" in report
    # The document shows the tables of this very run.
    document_text = (ROOT / "docs/evaluation.md").read_text(encoding="utf-8")
    assert all(table in document_text for table in report.split("\n\n")[1:3])


def test_a_model_that_answers_anything_is_found_out(
    server: GeminiServer, warehouse: DuckDbWarehouse
) -> None:
    """Answers that fit the schema and mean nothing fail, one and all, after every attempt."""
    report, waited = ask(server, warehouse, case_of(SKILL_GAP), case_of(INSIGHTS))
    assert not report.is_passed
    assert [each.answer.attempts for each in report.judged] == [3, 3]
    assert len(waited) == 4
    assert {rubric for each in report.judged for rubric, _ in each.faults} == {"answered"}
    assert "there is no result: unavailable after 3 attempts" in to_markdown(report)
    assert report.usage.output_tokens > 0


def test_a_good_answer_from_a_server_passes(
    server: GeminiServer, warehouse: DuckDbWarehouse
) -> None:
    """What the offline model writes passes too when it comes over HTTP, and is counted."""
    runner = Runner(model=OfflineModel(), warehouse=warehouse)
    documents = [runner.ask(case_of(name)).document for name in (SKILL_GAP, INSIGHTS)]
    texts = [json.dumps(document["narrative"]) for document in documents if document]
    server.script(*[Answer(text=text, input_tokens=100, output_tokens=50) for text in texts])
    report, _ = ask(server, warehouse, case_of(SKILL_GAP), case_of(INSIGHTS))
    assert report.is_passed, report.worst
    assert (report.usage.input_tokens, report.usage.output_tokens) == (200, 100)
    assert report.usage.cost_usd > 0


def test_what_passes_the_checks_of_a_type_may_fail_a_rubric(
    server: GeminiServer, warehouse: DuckDbWarehouse
) -> None:
    """An overview that says the same over and over is true, and is stored; it is no good."""
    document = Runner(model=OfflineModel(), warehouse=warehouse).ask(case_of(SKILL_GAP)).document
    assert document is not None
    narrative = json.loads(json.dumps(document["narrative"]))
    narrative["gapReasons"][1]["reason"] = narrative["gapReasons"][0]["reason"]
    server.script(Answer(text=json.dumps(narrative)))
    report, _ = ask(server, warehouse, case_of(SKILL_GAP))
    assert {rubric for rubric, _ in report.worst[0].faults} == {"no repetition"}


def test_a_failed_run_says_so_to_the_shell(
    server: GeminiServer, sample_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A key that is refused fails the case at once, and the run with 1; the key is not printed."""
    server.script(Refusal(code=403, status="PERMISSION_DENIED"))
    environment = {
        "WAREHOUSE_FILE": str(sample_data),
        "GEMINI_API_KEY": "AIza-made-up-key",
        "GEMINI_BASE_URL": server.url,
    }
    arguments = ["--only", "career-insights: shrinking", "--out", str(tmp_path)]
    assert main(arguments, environment) == 1
    said = capsys.readouterr().out
    assert "0 of 1 cases" in said
    assert "AIza" not in said + (tmp_path / "report.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "wrong", [["--only", "no such case"], []], ids=["no case", "no sample data"]
)
def test_a_run_that_cannot_begin_says_so(wrong: list[str], tmp_path: Path) -> None:
    """2 is no verdict about a model."""
    assert main(wrong, {"WAREHOUSE_FILE": str(tmp_path / "none.duckdb")}) == 2


def test_a_real_project_is_asked_without_a_key() -> None:
    """A service account needs no key: the project says that it is Gemini that is meant."""
    settings = Settings(google_cloud_project="careerlens-prod")
    name, model = choose_model(settings)
    assert (name, type(model)) == (settings.gemini_model, type(open_text_model(settings)))
