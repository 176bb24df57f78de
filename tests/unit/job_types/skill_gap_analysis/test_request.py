"""What a skill-gap analysis takes, and what it does to it."""

import pytest
from pydantic import ValidationError

from functions.job_types.skill_gap_analysis.job import SkillGapRequest


def parse(**fields: object) -> SkillGapRequest:
    """Validate a request as a client sends it."""
    return SkillGapRequest.model_validate({"targetRole": "Data Engineer", **fields})


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("  Data Engineer  ", "Data Engineer"),
        ("Data\t \nEngineer", "Data Engineer"),
        ("Data\x00 Eng\u200bineer\u202e", "Data Engineer"),
        ("Inge\u0301nieur", "Ingénieur"),
    ],
)
def test_text_is_cleaned(written: str, read: str) -> None:
    """White space, control characters and invisible characters do not get in."""
    assert parse(targetRole=written).target_role == read


def test_skills_that_differ_in_case_only_are_one() -> None:
    """The first spelling of a skill stays, at its place; empty ones go."""
    skills = parse(currentSkills=["SQL", " python ", "sql", "", "Python", "\u200b"]).current_skills
    assert skills == ("SQL", "python")


def test_industry_and_skills_may_be_left_out() -> None:
    """A role is enough to ask."""
    assert (parse().industry, parse().current_skills) == ("", ())


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"targetRole": ""}, ("targetRole",)),
        ({"targetRole": " \x00 "}, ("targetRole",)),
        ({"targetRole": 5}, ("targetRole",)),
        ({"targetRole": "x" * 101}, ("targetRole",)),
        ({"industry": "x" * 101}, ("industry",)),
        ({"currentSkills": "Python"}, ("currentSkills",)),
        ({"currentSkills": [f"skill {n}" for n in range(61)]}, ("currentSkills",)),
        ({"currentSkills": ["", "SQL", "x" * 61]}, ("currentSkills", 2)),
        ({"currentSkills": ["SQL", None]}, ("currentSkills", 1)),
        ({"userId": "another-user"}, ("userId",)),
    ],
)
def test_what_is_refused(fields: dict[str, object], place: tuple[str | int, ...]) -> None:
    """A wrong field is named by its place in what was sent."""
    with pytest.raises(ValidationError) as refusal:
        parse(**fields)
    assert [error["loc"] for error in refusal.value.errors()] == [place]


def test_limits_are_in_the_schema() -> None:
    """A client can read the limits from the JSON Schema."""
    properties = SkillGapRequest.model_json_schema()["properties"]
    assert properties["targetRole"]["maxLength"] == 100
    assert properties["currentSkills"]["maxItems"] == 60
    assert properties["currentSkills"]["items"]["maxLength"] == 60
