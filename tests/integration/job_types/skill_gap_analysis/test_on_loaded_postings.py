"""A skill-gap analysis of postings that the loader brought."""

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from functions.job_types.skill_gap_analysis.job import SkillGapAnalysis
from infra.load_postings import __main__ as program
from infra.local.stand_ins.offline_model import OfflineModel
from infra.local.stand_ins.warehouse import open_warehouse
from shared.core import errors
from shared.handler.named_texts import JOB_TYPES
from tests.support.handlers import HandlerRun, run_handler
from tests.support.postings import Row, posting, write_csv


def test_a_job_runs_on_what_was_loaded(tmp_path: Path) -> None:
    """With the lists, a loaded file is a warehouse: a whole analysis is made from it."""
    postings = [
        posting(number, skills=["python", "JS"] if number % 2 else ["Python"])
        for number in range(60)
    ]
    done = analyse_loaded(tmp_path, postings)
    assert isinstance(done.result, SkillGapAnalysis)
    assert done.result.sample.postings == 60
    shares = {each.skill: each.demand_share for each in done.result.required_skills}
    assert shares == {"Python": 1.0, "JavaScript": 0.5}


def test_a_single_posting_is_no_sample(tmp_path: Path) -> None:
    """One posting asks for 100% of what it asks for: it is refused, and what is needed is said."""
    with pytest.raises(
        errors.PermanentJobError, match="Data Engineer to say what it asks for: 1, and 20"
    ):
        analyse_loaded(tmp_path, [posting(1)])


def test_a_synonym_leads_to_names_with_postings_only(tmp_path: Path) -> None:
    """A frontend developer is not known where there are postings of data engineers alone."""
    with pytest.raises(errors.PermanentJobError, match="has one role: Data Engineer"):
        analyse_loaded(tmp_path, [posting(n) for n in range(60)], role="React Developer")


def analyse_loaded(
    tmp_path: Path, postings: Sequence[Row], role: str = "data engineer"
) -> HandlerRun:
    """Load postings with the lists, and run an analysis on them."""
    database = tmp_path / "postings.duckdb"
    file = write_csv(tmp_path / "a.csv", postings)
    options = ["--local", str(database), "--create-tables", "--with-lists"]
    assert program.main([str(file), *options], today=lambda: date(2026, 11, 23)) == 0
    warehouse = open_warehouse(database, JOB_TYPES)
    try:
        request = {"targetRole": role, "industry": "Finance", "currentSkills": ["SQL"]}
        return run_handler("skill-gap-analysis", request, model=OfflineModel(), warehouse=warehouse)
    finally:
        warehouse.close()


def test_a_result_says_whose_postings_they_are(tmp_path: Path) -> None:
    """Real postings are called neither made up nor sample data, by any of its texts."""
    run = analyse_loaded(tmp_path, [posting(n) for n in range(60)])
    said = json.dumps(run.result.to_json())
    assert '"dataSource": "postings.duckdb"' in said
    assert not re.search("made.up|sample data", said, re.IGNORECASE)
