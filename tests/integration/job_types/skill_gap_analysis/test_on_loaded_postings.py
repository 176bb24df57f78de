"""A skill-gap analysis of postings that the loader brought."""

from datetime import date
from pathlib import Path

from functions.job_types.skill_gap_analysis.job import SkillGapAnalysis
from infra.load_postings import __main__ as program
from infra.local.stand_ins.offline_model import OfflineModel
from infra.local.stand_ins.warehouse import open_warehouse
from shared.handler.named_texts import JOB_TYPES
from tests.support.handlers import run_handler
from tests.support.postings import posting, write_csv


def test_a_job_runs_on_what_was_loaded(tmp_path: Path) -> None:
    """With the lists, a loaded file is a warehouse: a whole analysis is made from it."""
    postings = [
        posting(number, skills=["python", "JS"] if number % 2 else ["Python"])
        for number in range(60)
    ]
    database = tmp_path / "postings.duckdb"
    file = write_csv(tmp_path / "a.csv", postings)
    options = ["--local", str(database), "--create-tables", "--with-lists"]
    assert program.main([str(file), *options], today=lambda: date(2026, 11, 23)) == 0
    warehouse = open_warehouse(database, JOB_TYPES)
    try:
        request = {"targetRole": "data engineer", "industry": "Finance", "currentSkills": ["SQL"]}
        done = run_handler("skill-gap-analysis", request, model=OfflineModel(), warehouse=warehouse)
    finally:
        warehouse.close()
    assert isinstance(done.result, SkillGapAnalysis)
    assert done.result.sample.postings == 60
    shares = {each.skill: each.demand_share for each in done.result.required_skills}
    assert shares == {"Python": 1.0, "JavaScript": 0.5}
