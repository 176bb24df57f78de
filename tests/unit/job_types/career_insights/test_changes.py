"""What has changed since an earlier report: said where it is more than chance, and only there."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.job_types.career_insights import changes, market
from functions.job_types.career_insights.changes import SkillMove, changes_since, tell_shortly
from functions.job_types.career_insights.figures import Course
from functions.job_types.career_insights.findings import CareerInsightsFindings, Quartiles
from shared.handler.ports import EarlierResult
from tests.support.job_type_data.career_insights.findings import make_findings, make_skill

MADE = datetime(2026, 11, 1, 8, tzinfo=UTC)


def earlier(report: CareerInsightsFindings) -> EarlierResult[CareerInsightsFindings]:
    """Return a report as that of a month before."""
    sample = report.sample.model_copy(update={"data_date": date(2026, 8, 31)})
    value = report.model_copy(update={"sample": sample})
    return EarlierResult(job_id="ada:career-insights:1:a", made_at=MADE, value=value)


def since(then: CareerInsightsFindings, now: CareerInsightsFindings) -> changes.SinceLast:
    """Hold a report against that of a month before."""
    return changes_since(earlier(then), now)


def paying(median_usd: int, postings: int = 1440, spread: float = 0.1) -> CareerInsightsFindings:
    """Return a report with such pay."""
    report, half = make_findings(), round(median_usd * spread)
    overall = Quartiles(
        postings=postings,
        lower_usd=median_usd - half,
        median_usd=median_usd,
        upper_usd=median_usd + half,
    )
    return report.model_copy(update={"pay": report.pay.model_copy(update={"overall": overall})})


def asking(*skills: market.SkillRow) -> CareerInsightsFindings:
    """Return a report that names these skills and nothing of the year before."""
    report = make_findings()
    return report.model_copy(update={"skills": market.build_skills(skills, can_compare=False)})


@pytest.mark.parametrize(
    ("then", "now", "course"),
    [
        (100_000, 104_000, Course.UP),
        (104_000, 100_000, Course.DOWN),
        (100_000, 100_400, None),
        (100_000, 100_000, None),
    ],
)
def test_pay_moves_by_more_than_chance_or_is_about_the_same(
    then: int, now: int, course: Course | None
) -> None:
    """Of 1,440 postings, four in a hundred is a rise; four in a thousand is not."""
    pay = since(paying(then), paying(now)).pay
    assert pay is not None
    assert (pay.median.course, pay.median.now, pay.median.earlier) == (course, now, then)
    assert pay.median.change == round(now / then - 1, 3)


def test_the_same_change_of_few_postings_is_chance() -> None:
    """What is a rise of 1,440 postings is about the same of 60."""
    pay = since(paying(100_000, 60), paying(104_000, 60)).pay
    assert pay is not None
    assert pay.median.course is None


def test_a_change_of_pay_below_one_in_a_hundred_is_not_worth_a_word() -> None:
    """However certain: of 100,000 postings that pay nearly the same."""
    pay = since(paying(100_000, 100_000, 0.01), paying(100_500, 100_000, 0.01)).pay
    assert pay is not None
    assert pay.median.course is None


def test_pay_that_too_few_say_is_not_compared() -> None:
    """Neither then nor now."""
    report = make_findings()
    silent = report.model_copy(update={"pay": report.pay.model_copy(update={"overall": None})})
    assert since(silent, report).pay is None
    assert since(report, silent).pay is None


def test_postings_move_by_more_than_chance() -> None:
    """By the rule that the trend has."""
    more, same = since(make_findings(now=100), make_findings(now=120)), make_findings(now=121)
    assert more.postings is not None
    assert (more.postings.course, more.postings.change) == (Course.UP, 0.2)
    little = since(make_findings(now=120), same).postings
    assert little is not None
    assert little.course is None


def test_skills_that_rise_fall_come_and_go() -> None:
    """With both shares where both are known; those that move by chance are not named."""
    steady = [make_skill(f"Skill {number}", 600 - number, 0) for number in range(5)]
    then = asking(
        *steady, make_skill("Up", 400, 0), make_skill("Gone", 500, 0), make_skill("Down", 500, 0)
    )
    now = asking(
        *steady, make_skill("Up", 560, 0), make_skill("New", 530, 0), make_skill("Down", 330, 0)
    )
    found = since(then, now)
    moves = {one.skill: one.move for one in found.skills}
    assert moves == {
        "Up": SkillMove.ROSE,
        "Down": SkillMove.FELL,
        "New": SkillMove.CAME,
        "Gone": SkillMove.WENT,
    }
    shares = {one.skill: (one.earlier_share, one.demand_share) for one in found.skills}
    assert shares["New"] == (None, 0.368)
    assert shares["Gone"] == (0.347, None)
    assert shares["Up"] == (0.278, 0.389)
    assert found.compared_skills == 9


def test_a_skill_that_changes_places_at_the_end_has_not_come() -> None:
    """The eighth and the ninth of then, the other way round now: nothing is new."""
    steady = [make_skill(f"Skill {number}", 600 - number, 0) for number in range(7)]
    then = asking(*steady, make_skill("A", 300, 0), make_skill("B", 299, 0))
    now = asking(*steady, make_skill("A", 299, 0), make_skill("B", 301, 0))
    assert since(then, now).skills == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"region": "Canada"}, "another choice of postings"),
        ({"domain": "Finance"}, "another choice of postings"),
        ({"postings": 49}, "too few to tell"),
    ],
)
def test_what_cannot_be_compared_is_said(change: dict[str, object], words: str) -> None:
    """Another region, which few postings may have brought about, or too few of all."""
    now = make_findings()
    other = now.model_copy(update={"sample": now.sample.model_copy(update=change)})
    for found in (since(other, now), since(now, other)):
        assert words in str(found.note)
        assert (found.postings, found.pay, found.skills) == (None, None, ())


def test_other_data_is_not_compared() -> None:
    """A warehouse that was another one then says nothing of the market."""
    now = make_findings()
    other = now.model_copy(update={"data_source": "another"})
    assert "other data" in str(since(other, now).note)


def test_the_same_data_is_said_to_be() -> None:
    """Nothing is "about the same" where nothing was looked at anew."""
    now = make_findings()
    same = EarlierResult(job_id="a", made_at=MADE, value=now)
    assert changes_since(same, now).note == "No new postings have been loaded since."


def test_a_notification_tells_what_is_clear() -> None:
    """And nothing where nothing is."""
    report = since(paying(100_000), paying(104_000))
    assert tell_shortly(report) == " Since 1 November: median pay +4%."
    assert tell_shortly(since(paying(100_000), paying(100_100))) == ""


@given(
    then=st.integers(30_000, 300_000),
    now=st.integers(30_000, 300_000),
    postings=st.integers(50, 5000),
    spread=st.floats(0.01, 0.9),
)
def test_a_course_has_the_sign_of_its_change_and_turns_with_time(
    then: int, now: int, postings: int, spread: float
) -> None:
    """Looked at from the other end, a rise is a fall."""
    there = since(paying(then, postings, spread), paying(now, postings, spread)).pay
    back = since(paying(now, postings, spread), paying(then, postings, spread)).pay
    assert there is not None
    assert back is not None
    for one in (there.lower, there.median, there.upper):
        if one.course is not None:
            assert (one.course is Course.UP) == (one.now > one.earlier)
        if one.now == one.earlier:
            assert one.course is None
    if there.median.course and back.median.course:
        assert {there.median.course, back.median.course} == {Course.UP, Course.DOWN}


@given(counts=st.lists(st.integers(0, 1440), min_size=1, max_size=12))
def test_the_same_skills_have_not_moved(counts: list[int]) -> None:
    """Whatever they are."""
    report = asking(*(make_skill(f"S{n}", count, 0) for n, count in enumerate(counts)))
    assert since(report, report).skills == ()
