"""Bullets as the offline model improves them, and that its rewrites pass the checks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.job_types.resume_optimization.facts import find_fault
from functions.job_types.resume_optimization.findings import SectionKind
from functions.job_types.resume_optimization.text import ItemFacts, PartFacts, SectionFacts
from infra.local.stand_ins.offline_model.writers.resume_optimization import write
from infra.local.stand_ins.offline_model.writers.resume_optimization.bullet_rules import (
    improve_bullet,
)
from tests.support.job_type_data.resume_optimization.resumes import FINDER


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Responsible for building and running 12 shops", "Built and ran 12 shops"),
        ("Was responsible for the shop", "Handled the shop"),
        ("In charge of planning, testing and shipping", "Planned, tested and shipped"),
        ("Duties included: writing 3 reports", "Wrote 3 reports"),
        ("Helped to train 9 analysts", "Contributed to training 9 analysts"),
        ("Assisted with preparing offers", "Contributed to preparing offers"),
        ("Assisted in the audit", "Supported the audit"),
        ("Worked on the shop", "Contributed to the shop"),
        ("I ran the shop and I kept the books", "Ran the shop and kept the books"),
        ("I've moved my team's data", "Moved the team's data"),
        ("Managing 4 people", "Managed 4 people"),
        ("Manage the shop", "Managed the shop"),
        ("Utilized SQL in order to find 3 errors", "Used SQL to find 3 errors"),
        ("Successfully ran various tests on a daily basis", "Ran tests daily"),
    ],
)
def test_bullets_of_the_past(before: str, after: str) -> None:
    """Strong verbs, past tense, no filler, no first person; figures stay."""
    assert improve_bullet(before, is_current=False, is_work=True)[0] == after
    assert find_fault(before, after, FINDER) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Responsible for building and running 12 shops", "Build and run 12 shops"),
        ("Was responsible for running 12 shops", "Ran 12 shops"),
        ("Participated in the audit", "Contributed to the audit"),
        ("Working on the shop", "Contribute to the shop"),
        ("Maintaining 34 pipelines", "Maintain 34 pipelines"),
    ],
)
def test_bullets_of_the_present(before: str, after: str) -> None:
    """What goes on is in the present tense, what is over is not."""
    assert improve_bullet(before, is_current=True, is_work=True)[0] == after


@pytest.mark.parametrize(
    "text",
    [
        "Built 12 pipelines",
        "Reports were late before I came, and I changed it for me",
        "Support team of five",
        "Engineering lead for 3 shops",
        "Design-driven work",
        "",
    ],
)
def test_what_is_good_or_unclear_stays(text: str) -> None:
    """A rule that does not know better changes nothing."""
    assert improve_bullet(text, is_current=False, is_work=True) == (text, [])


def test_a_summary_is_not_made_a_bullet() -> None:
    """Outside of work only filler goes: a sentence keeps its subject."""
    assert improve_bullet("I really like data", is_current=False, is_work=False)[0] == "I like data"


@given(st.text(max_size=80), st.booleans(), st.booleans())
def test_no_text_breaks_a_rule(text: str, is_current: bool, is_work: bool) -> None:  # noqa: FBT001 -- drawn
    """Any text is taken; without a reason it is as it was."""
    improved, reasons = improve_bullet(text, is_current=is_current, is_work=is_work)
    assert reasons or improved == text


def facts(kind: SectionKind, *items: tuple[str, bool]) -> PartFacts:
    """Make the facts of a part with one section."""
    told = tuple(ItemFacts(text=text, may_be_rewritten=may) for text, may in items)
    return PartFacts(
        target_role="Data Engineer",
        part=1,
        parts=1,
        keywords=(),
        sections=(SectionFacts(kind=kind, title="T", items=told),),
        data_source="sample data",
    )


def test_the_position_decides_the_tense() -> None:
    """The dates above a bullet say whether it goes on."""
    written = write(
        facts(
            SectionKind.EXPERIENCE,
            ("Analyst, 2021 - Present", False),
            ("Managing 4 people", True),
            ("Clerk, 2018 - 2021", False),
            ("Managing 3 people", True),
        )
    )
    assert [r.rewrite for r in written.rewrites] == ["Manage 4 people", "Managed 3 people"]


def test_an_empty_position_is_noticed() -> None:
    """Nothing below a position is worth a word."""
    section = (("Analyst, 2021 - 2023", False), ("Clerk, 2018 - 2021", False))
    advice = write(facts(SectionKind.EXPERIENCE, *section)).advice
    assert [a.quote for a in advice] == ["Analyst, 2021 - 2023", "Clerk, 2018 - 2021"]


def test_what_may_not_be_rewritten_is_not() -> None:
    """A title that opens weakly stays."""
    assert write(facts(SectionKind.EXPERIENCE, ("Responsible for all", False))).rewrites == ()
