"""The check that a text about a skill gap has no figures but the findings' own."""

import pytest

from functions.job_types.skill_gap_analysis.figures import foreign_figures
from functions.job_types.skill_gap_analysis.findings import SkillGapFindings
from tests.support.job_type_data.skill_gap_analysis.findings import make_findings

#: Shares are 80%, 60%, 40% and 10%; the median pay is $150,000.
MADE = make_findings()
SQL, *OTHERS = MADE.required_skills[1:2] + MADE.required_skills[:1] + MADE.required_skills[2:]
FINDINGS: SkillGapFindings = MADE.model_copy(
    update={
        "required_skills": (
            SQL.model_copy(
                update={"demand_share": 0.617, "demand_change": -0.083, "pay_effect_usd": -4284}
            ),
            *OTHERS,
        )
    }
)
SCORE = FINDINGS.match_score.value


@pytest.mark.parametrize(
    "text",
    [
        "61.7% ask for SQL, or 62%, or about 60 percent, or 61%.",
        "It fell by 8%, from 70%.",
        "It pays $4,284 less, some $4,300, or $4k.",
        "The middle is $150,000, or $150k.",
        f"Your score is {SCORE}, and {SCORE}% is a start.",
        "The path takes you to 100%. You cover 2 skills.",
        "In 12 weeks and 95 hours, of 100 points.",
    ],
)
def test_the_findings_own_figures_pass(text: str) -> None:
    """Also rounded, as people speak."""
    assert foreign_figures(text, FINDINGS) == ()


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("You match 100%.", "You match 100"),
        ("93 percent get hired.", "93 percent"),
        ("You will earn $900,000.", "$900,000"),
        ("It pays $5k more.", "$5k"),
        ("Worth $2 million.", "$2 million"),
        ("Your match score is 100.", "score is 100"),
    ],
)
def test_other_figures_are_found(text: str, figure: str) -> None:
    """As they stand there."""
    assert foreign_figures(text, FINDINGS) == (figure,)
