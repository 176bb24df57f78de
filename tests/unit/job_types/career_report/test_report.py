"""What a report says of its parts, and where each statement is from."""

import json
from collections.abc import Mapping

import pytest
from pydantic import JsonValue

from functions.job_types.career_report.children import ReportPart
from functions.job_types.career_report.findings import ReportFindings
from functions.job_types.career_report.plan import build_skills
from functions.job_types.career_report.report import Parts, report_of
from functions.job_types.career_report.text import statements_of
from shared.core.records import Record
from tests.support.job_type_data.career_report.views import (
    REQUEST,
    make_gap,
    make_keyword,
    make_market,
    make_parts,
    make_review,
    make_skills,
)


def report(**changes: Record | None) -> ReportFindings:
    """Tie all parts together, but for what is changed."""
    return report_of(REQUEST, Parts(**{**vars(make_parts()), **changes}), ())


def said_of_pay(**changes: Record | None) -> list[str]:
    """Return what is said of pay."""
    pay = report(**changes).pay
    assert pay is not None
    return [each.text for each in pay.statements]


def said_of_resume(*keywords: dict[str, JsonValue], **changes: JsonValue) -> list[str]:
    """Return what is to be changed in a r\u00e9sum\u00e9."""
    part = report(resume=make_review(*keywords, **changes)).resume
    assert part is not None
    return [each.text for each in part.changes]


def test_what_pays_more_is_learnt_first() -> None:
    """Of two skills that are asked for alike; what a skill builds on stands before it."""
    plan = build_skills(make_skills(), make_market(), None).plan
    assert [step.skill for step in plan] == ["Airflow", "Scala", "Spark", "Kubernetes"]
    assert [(step.first_week, step.last_week) for step in plan] == [
        (1, 3),
        (3, 7),
        (7, 13),
        (13, 15),
    ]


def test_a_pay_effect_that_may_be_chance_moves_nothing() -> None:
    """Neither the order, nor a word."""
    unclear = {**make_gap("Airflow", 0.48, pay=10_000), "payEffectIsClear": False}
    skills = make_skills((make_gap("Spark", 0.5), unclear))
    plan = build_skills(skills, None, None).plan
    assert [step.skill for step in plan] == ["Spark", "Airflow"]
    assert [each.text for each in plan[1].reasons] == ["48% of the role's postings ask for it."]


def test_skills_that_build_on_each_other_in_a_circle_are_each_learnt_once() -> None:
    """Only wrong data has such; a report comes of it all the same."""
    gaps = (make_gap("A", 0.5, needs=("B",)), make_gap("B", 0.4, needs=("A",)))
    plan = build_skills(make_skills(gaps), None, None).plan
    assert sorted(step.skill for step in plan) == ["A", "B"]


def test_what_the_resume_shows_is_not_learnt() -> None:
    """It is said instead; the person may have forgotten to list it."""
    part = report().skills
    assert part is not None
    assert "Kubernetes" not in [step.skill for step in part.plan]
    assert ["Kubernetes" in each.text for each in part.shown] == [True]


def test_a_demand_that_rises_by_chance_is_no_reason() -> None:
    """Airflow's rise is clear, that of Kubernetes is not."""
    plan = build_skills(make_skills(), make_market(), None).plan
    rising = {step.skill for step in plan for each in step.reasons if "rose" in each.text}
    assert rising == {"Airflow"}


def test_a_job_description_has_no_shares() -> None:
    """What one advertisement names is not told as a share of postings."""
    plan = build_skills(make_skills(basis="description"), None, None).plan
    assert plan[0].reasons[0].text == "The job description names it."


def test_the_place_is_compared_with_all_places() -> None:
    """Of the same field and experience."""
    pay = report().pay
    assert pay is not None
    assert pay.difference_usd == 10_000
    assert "That is $10,000 more than the median of all places together." in said_of_pay()


@pytest.mark.parametrize(
    ("here", "words"),
    [
        (make_market(region=None, median=None, asked="Berlin"), "no postings from the place"),
        (make_market(median=None), "Too few postings in US South say what they pay."),
        (make_market(postings=60), "That is from 60 postings only: take it for a hint."),
        (make_market(median=101_000), "That is about what postings of all places together pay."),
    ],
)
def test_what_is_not_known_of_a_place_is_said(here: Record, words: str) -> None:
    """And what is paid elsewhere is not given for it."""
    assert [each for each in said_of_pay(pay=here) if words in each]


def test_another_experience_is_not_compared() -> None:
    """A place's seniors beside everyone's beginners would say nothing of the place."""
    pay = report(pay=make_market(level="senior")).pay
    assert pay is not None
    assert (pay.here is None, pay.difference_usd) == (False, None)


def test_a_place_that_was_given_up_has_no_pay_of_its_own() -> None:
    """The market's own job took all places, for want of postings."""
    market = make_market()
    wide = market.model_copy(update={"sample": market.sample.model_copy(update={"region": None})})
    pay = report(pay=wide).pay
    assert pay is not None
    assert pay.here is None
    assert pay.statements[0].text == (
        "There are too few postings in US South for a figure of their own."
    )


def test_what_the_person_has_and_the_resume_hides_comes_first() -> None:
    """It costs nothing to write it."""
    first = said_of_resume(make_keyword("SQL", "missing", "missing", 0.7))[0]
    assert first.startswith("You have SQL, which 70% of the role's postings ask for")


def test_what_is_to_be_learnt_is_not_claimed() -> None:
    """What the plan has stays out of the r\u00e9sum\u00e9 until it is learnt."""
    said = said_of_resume(make_keyword("Airflow", "missing", "missing"))
    assert said[-1] == "Leave Airflow out until you have learnt it: the plan has it."


def test_what_the_improved_text_mends_is_not_to_be_done() -> None:
    """Only what is left is said of what software stumbles over."""
    problems: JsonValue = [
        {"kind": "no-email", "message": "There is no e-mail address.", "isFixed": False},
        {"kind": "odd-characters", "message": "There are odd characters.", "isFixed": True},
    ]
    said = said_of_resume(atsProblems=problems)
    assert "There is no e-mail address." in said
    assert "There are odd characters." not in said


@pytest.mark.parametrize("name", ["skills", "pay", "pay_everywhere", "resume"])
def test_a_report_comes_of_every_single_part(name: str) -> None:
    """And of all but one: nothing is said of what is missing."""
    whole = vars(make_parts())
    alone = report_of(REQUEST, Parts(**{name: whole[name]}), ())
    part = ReportPart(name.replace("_", "-"))
    assert {s.part for each in statements_of(alone) for s in each.sources} == {part}
    others = report_of(REQUEST, Parts(**{**whole, name: None}), (part,))
    assert part not in {s.part for each in statements_of(others) for s in each.sources}


def test_every_statement_is_traced() -> None:
    """Each figure that a statement names stands in that part's result, with that value."""
    parts = vars(make_parts())
    for statement in statements_of(report()):
        for source in statement.sources:
            view = parts[source.part.replace("-", "_")].to_json()
            found = _at(view, source.figure)
            if isinstance(found, list):
                assert source.value in {None, len(found)}
            elif source.value is not None:
                assert found == source.value, source


def test_a_report_is_small_whatever_its_parts_are() -> None:
    """A hundred gaps, keywords and problems fit into a few kilobytes."""
    gaps = tuple(make_gap(f"Skill {n}", 0.5, pay=1_000) for n in range(100))
    words = tuple(make_keyword(f"Skill {n}", "synonym", "exact") for n in range(50, 100))
    ats: JsonValue = [{"kind": "no-email", "message": "m" * 200} for _ in range(100)]
    made = report(skills=make_skills(gaps), resume=make_review(*words, atsProblems=ats))
    assert len(json.dumps(made.to_json())) < 20_000


def _at(value: JsonValue, path: str) -> JsonValue:
    for step in path.split("."):
        if isinstance(value, list):
            value = value[int(step)]
        elif isinstance(value, Mapping):
            value = value.get(step)
    return value
