"""The learning path: its order, its weeks, and what it leaves for later."""

from hypothesis import given
from hypothesis import strategies as st

from functions.job_types.skill_gap_analysis import compare
from functions.job_types.skill_gap_analysis.findings import LearningPath, StepReason
from functions.job_types.skill_gap_analysis.learning_path import (
    MOST_GAPS,
    order_by_prerequisites,
    plan_path,
)
from tests.support.job_type_data.skill_gap_analysis.findings import SHARES, SKILLS, make_required


def plan(shares: dict[str, float], shown: set[str], skills: compare.Skills) -> LearningPath:
    """Plan a path from shares."""
    gaps = compare.find_gaps(make_required(shares), shown, skills)
    return plan_path(gaps, shown, skills, shares)


@st.composite
def skill_worlds(draw: st.DrawFn) -> compare.Skills:
    """Draw skills of which each builds on earlier ones only, so that there is no circle."""
    names = [f"s{number}" for number in range(draw(st.integers(1, 12)))]
    return {
        name: compare.SkillRow(
            skill=name,
            learn_hours=draw(st.integers(0, 100)),
            prerequisites=tuple(draw(st.sets(st.sampled_from(names[:place]), max_size=3)))
            if place
            else (),
        )
        for place, name in enumerate(names)
    }


@given(skill_worlds(), st.data())
def test_nothing_comes_before_what_it_builds_on(
    skills: compare.Skills, data: st.DataObject
) -> None:
    """When a skill is learnt, all it builds on is known: had before, or learnt before."""
    names = st.sampled_from(sorted(skills))
    shown, wanted = data.draw(st.sets(names)), data.draw(st.lists(names, unique=True))
    known = set(shown)
    for skill in order_by_prerequisites(wanted, shown, skills):
        assert skill not in known
        assert set(skills[skill].prerequisites) <= known
        known.add(skill)
    assert set(wanted) <= known


@given(skill_worlds(), st.data())
def test_the_path_leads_upwards_in_time_and_score(
    skills: compare.Skills, data: st.DataObject
) -> None:
    """Weeks follow each other, the score never falls, and the hours add up."""
    chosen = data.draw(st.sets(st.sampled_from(sorted(skills)), min_size=1))
    shares = {name: data.draw(st.floats(0.1, 1)) for name in sorted(chosen)}
    path = plan(shares, set(), skills)
    assert sum(step.hours for step in path.steps) == path.total_hours
    for earlier, later in zip(path.steps, path.steps[1:], strict=False):
        assert earlier.first_week <= earlier.last_week <= later.first_week + 1
        assert earlier.score_after <= later.score_after


def test_a_cycle_of_prerequisites_ends() -> None:
    """Wrong data, in which two skills build on each other, gives a path all the same."""
    circle = {
        "a": compare.SkillRow(skill="a", learn_hours=1, prerequisites=("b",)),
        "b": compare.SkillRow(skill="b", learn_hours=1, prerequisites=("a",)),
    }
    assert order_by_prerequisites(["a"], set(), circle) == ["b", "a"]


def test_a_prerequisite_that_no_posting_names_is_on_the_path() -> None:
    """Linux is learnt before Docker, and says that it is there for that."""
    path = plan(dict(SHARES), {"Python", "SQL"}, SKILLS)
    assert [(step.skill, step.reason) for step in path.steps] == [
        ("Linux", StepReason.PREREQUISITE),
        ("Docker", StepReason.REQUIRED),
        ("Kubernetes", StepReason.REQUIRED),
    ]
    assert path.steps[-1].score_after == 100


def test_weeks_by_hand() -> None:
    """At 8 hours a week, 40 hours are weeks 1 to 5, and the next 25 are weeks 6 to 9."""
    path = plan({"Docker": 0.5}, set(), SKILLS)
    assert [(step.first_week, step.last_week) for step in path.steps] == [(1, 5), (6, 9)]
    assert (path.total_hours, path.total_weeks) == (65, 9)


def test_small_gaps_are_left_for_later() -> None:
    """The path holds the largest gaps; the others are named, not dropped."""
    shares = {f"s{number}": 0.9 - number / 20 for number in range(MOST_GAPS + 2)}
    path = plan(shares, set(), {})
    assert [step.skill for step in path.steps] == list(shares)[:MOST_GAPS]
    assert path.later == tuple(shares)[MOST_GAPS:]
