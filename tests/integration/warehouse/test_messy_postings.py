"""A scraped file goes through the loader, and the three jobs answer from it.

The file is made up, and as messy as real ones are: `tests/support/messy_postings.py`.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import pytest

from functions.job_types.career_insights.job import CareerInsights
from functions.job_types.resume_optimization.report import ResumeOptimization
from functions.job_types.skill_gap_analysis.job import SkillGapAnalysis
from infra.load_postings import __main__ as program
from infra.local.stand_ins.offline_model import OfflineModel
from infra.local.stand_ins.warehouse import DuckDbWarehouse, open_warehouse
from shared.handler.named_texts import JOB_TYPES
from tests.support.handlers import HandlerRun, run_handler
from tests.support.job_type_data.resume_optimization.resumes import sample
from tests.support.messy_postings import POSTINGS, ROLES, write_messy_csv


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse that one command makes of the file."""
    folder = tmp_path_factory.mktemp("messy")
    database = folder / "own.duckdb"
    options = ["--local", str(database), "--create-tables", "--with-lists"]
    file = write_messy_csv(folder / "scraped.csv")
    assert program.main([str(file), *options], today=lambda: date(2026, 11, 23)) == 0
    return database


@pytest.fixture(scope="module")
def warehouse(loaded: Path) -> Iterator[DuckDbWarehouse]:
    """What the jobs ask."""
    opened = open_warehouse(loaded, JOB_TYPES)
    yield opened
    opened.close()


def ask(database: Path, sql: str) -> list[tuple[Any, ...]]:
    """Ask the database directly."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def run(warehouse: DuckDbWarehouse, job_type: str, **request: object) -> HandlerRun:
    """Run a job with the offline model."""
    done = run_handler(job_type, request, model=OfflineModel(), warehouse=warehouse)
    said = json.dumps(done.result.to_json())
    assert '"dataSource": "own.duckdb"' in said
    # Real postings are called neither made up nor sample data.
    assert not re.search("made.up|sample data|fictional|invented", said, re.IGNORECASE)
    return done


def test_every_good_posting_is_there_under_its_role(loaded: Path) -> None:
    """Broken rows and repeats are not, and no role was folded into another one."""
    counted = dict(ask(loaded, "SELECT role, count(*) FROM job_postings GROUP BY role"))
    assert counted == {role: count for role, (count, *_) in ROLES.items()}
    assert ask(loaded, "SELECT count(*) FROM job_postings") == [(POSTINGS,)]


def test_what_is_not_said_is_missing(loaded: Path) -> None:
    """About a quarter say no pay; all have a region, a domain, and days of the last two years."""
    [(paid, regions, domains, first, last)] = ask(
        loaded,
        "SELECT count(salary_usd) / count(*), count(region), count(domain), min(posted_on),"
        " max(posted_on) FROM job_postings",
    )
    assert paid == pytest.approx(0.75, abs=0.06)
    assert regions == domains == POSTINGS
    assert date(2024, 9, 30) <= first <= last <= date(2026, 9, 30)
    assert ask(loaded, "SELECT DISTINCT region FROM job_postings ORDER BY ALL") == [
        *(("Remote",), ("US Midwest",), ("US Northeast",), ("US South",), ("US West",))
    ]


def test_pay_of_all_forms_is_a_year_s(loaded: Path) -> None:
    """The median of each role is near what the file was made with, whatever form it stood in."""
    for role, (_, _, pay, _) in ROLES.items():
        found = ask(loaded, "SELECT role, salary_usd FROM job_postings")
        said = [value for name, value in found if name == role and value is not None]
        assert median(said) == pytest.approx(pay, rel=0.05)


def test_a_skill_gap_is_found(warehouse: DuckDbWarehouse) -> None:
    """The role's own skills, found in descriptions, and its pay."""
    done = run(
        warehouse,
        "skill-gap-analysis",
        targetRole="Sr. Data Engineer",
        industry="Finance",
        currentSkills=["SQL"],
    )
    assert isinstance(done.result, SkillGapAnalysis)
    required = {each.skill for each in done.result.required_skills}
    assert required == set(ROLES["Data Engineer"][3])
    assert done.result.sample.postings >= 40
    assert {
        each.skill for each in done.result.required_skills if each.demand_share > 0.5
    } == required


def test_a_database_administrator_is_one(warehouse: DuckDbWarehouse) -> None:
    """The role that the file has is found by its name, though a synonym says otherwise."""
    done = run(
        warehouse,
        "skill-gap-analysis",
        targetRole="database administrator",
        currentSkills=["Linux"],
    )
    assert isinstance(done.result, SkillGapAnalysis)
    asked_for = done.result.sample
    counted = asked_for.postings + asked_for.earlier_postings
    assert counted == ROLES["Database Administrator"][0]
    asked = {each.skill for each in done.result.required_skills}
    assert asked == set(ROLES["Database Administrator"][3])


def test_the_market_of_a_domain_is_described(warehouse: DuckDbWarehouse) -> None:
    """How many postings, who hires, and what it pays where it is said."""
    done = run(warehouse, "career-insights", domain="Banking", region="New York")
    assert isinstance(done.result, CareerInsights)
    assert (done.result.sample.domain, done.result.sample.postings > 100) == ("Finance", True)
    employers = {each.employer for each in done.result.top_employers}
    assert employers
    assert all(re.fullmatch(r"Example Works \d", name) for name in employers)
    whole = done.result.pay.overall
    assert whole is not None
    assert 90_000 < whole.median_usd < 150_000


def test_a_resume_is_held_against_them(warehouse: DuckDbWarehouse) -> None:
    """Its keywords are those of the role's postings."""
    done = run(
        warehouse,
        "resume-optimization",
        **{**sample("01-data-engineer"), "jobDescription": ""},
    )
    assert isinstance(done.result, ResumeOptimization)
    assert {each.keyword for each in done.result.keywords.keywords} <= set(
        ROLES["Data Engineer"][3]
    )
