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
from tests.support.job_type_data.resume_optimization.bullets import JudgedBullet, read_bullets
from tests.support.job_type_data.resume_optimization.resumes import FINDER

#: What share of the rewrites a careful reader accepts, on bullets that no rule was written with.
LEAST_ACCEPTED = 0.98
#: Fewer would say little.
FEWEST_REWRITES = 50


@pytest.mark.parametrize("bullet", read_bullets("seen"), ids=lambda bullet: bullet.text)
def test_a_rewrite_is_one_that_a_careful_reader_accepts(bullet: JudgedBullet) -> None:
    """Or there is none: nouns are left alone, and verbs are changed together or not at all."""
    improved, reasons = improved_of(bullet)
    assert improved in bullet.accepted if reasons else improved == bullet.text


def test_held_out_rewrites_are_accepted() -> None:
    """At least 98 of 100, and they are enough to say so."""
    made = [(improved_of(bullet)[0], bullet) for bullet in read_bullets("held_out")]
    rewrites = [(improved, bullet) for improved, bullet in made if improved != bullet.text]
    accepted = [improved in bullet.accepted for improved, bullet in rewrites]
    assert len(accepted) >= FEWEST_REWRITES
    assert sum(accepted) >= LEAST_ACCEPTED * len(accepted)


@pytest.mark.parametrize("bullet", read_bullets("seen"), ids=lambda bullet: bullet.text)
def test_a_rewrite_passes_the_checks(bullet: JudgedBullet) -> None:
    """What the job type asks of a model's rewrite holds for those of rules."""
    improved, reasons = improved_of(bullet)
    assert not reasons or find_fault(bullet.text, improved, FINDER) is None


def improved_of(bullet: JudgedBullet) -> tuple[str, list[str]]:
    """Return what the rules make of a bullet, and why."""
    return improve_bullet(bullet.text, is_current=bullet.is_current, is_work=bullet.is_work)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Responsible for building and running 12 shops", "Built and ran 12 shops"),
        ("Was responsible for the shop", "Was responsible for the shop"),
        ("Helped to train 9 analysts", "Helped to train 9 analysts"),
        ("Teaching Assistant for two courses", "Teaching Assistant for two courses"),
        ("Utilized SQL in order to find 3 errors", "Used SQL to find 3 errors"),
    ],
)
def test_bullets_of_the_past(before: str, after: str) -> None:
    """What was done in its tense, and what only its writer knows as it was."""
    assert improve_bullet(before, is_current=False, is_work=True)[0] == after


@pytest.mark.parametrize(
    "text",
    [
        "Manage a team of 5, recruited 3 drivers and trains apprentices",
        "Successfully managed to reduced the waste by 12%",
        "Utilized the forklift in order to loading trucks",
        "Responsible for teaching the children and for marking the tests",
        "Responsible for guiding the groups and the safety of all guests",
        "I cooked the meals, and cleaned, and shop for 30 residents",
    ],
)
def test_what_is_wrong_in_two_ways_is_left_alone(text: str) -> None:
    """One of the two would be mended, and the other look as if it were right."""
    assert improve_bullet(text, is_current=False, is_work=True) == (text, [])


@pytest.mark.parametrize("text", ["Managing 4 people", "Responsible for managing 4 people"])
def test_without_dates_no_tense_is_guessed(text: str) -> None:
    """Whether a position goes on is not known of all."""
    assert improve_bullet(text, is_current=None, is_work=True) == (text, [])


def test_a_summary_is_not_made_a_bullet() -> None:
    """Outside of work only filler goes: a sentence keeps its subject."""
    text = "I use data in order to learn"
    assert improve_bullet(text, is_current=False, is_work=False)[0] == "I use data to learn"


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
    """The dates above a bullet say whether it goes on; a title without dates says nothing."""
    written = write(
        facts(
            SectionKind.EXPERIENCE,
            ("Analyst, 2021 - Present", False),
            ("Managing 4 people", True),
            ("Clerk, 2018 - 2021", False),
            ("Managing 3 people", True),
            ("Trainee, Contoso", False),
            ("Managing 2 people", True),
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
