"""What a career report takes: what its parts take, by their own rules."""

import pytest
from pydantic import ValidationError

from functions.job_types import find_job_type
from functions.job_types.career_report.children import ReportPart, parts_of
from functions.job_types.career_report.request import CHILDREN, CareerReportRequest


def parse(**fields: object) -> CareerReportRequest:
    """Validate a request as a client sends it."""
    given = {"targetRole": "Data Engineer", "industry": "Energy"}
    return CareerReportRequest.model_validate({**given, **fields})


def test_a_text_is_cleaned_as_the_parts_clean_it() -> None:
    """White space, invisible characters and skills that are there already do not get in."""
    request = parse(targetRole=" Data\u200b \nEngineer ", currentSkills=["SQL", " sql", ""])
    assert (request.target_role, request.current_skills) == ("Data Engineer", ("SQL",))


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"targetRole": ""}, ("targetRole",)),
        ({"industry": "\u200b"}, ("industry",)),
        ({"region": "x" * 101}, ("region",)),
        ({"currentSkills": ["SQL", "x" * 61]}, ("currentSkills", 1)),
        ({"currentSkills": ["x"] * 61}, ("currentSkills",)),
        ({"experienceYears": True}, ("experienceYears",)),
        ({"experienceYears": 61}, ("experienceYears",)),
        ({"jobDescription": "x" * 20_001}, ("jobDescription",)),
        ({"colour": "red"}, ("colour",)),
    ],
)
def test_what_a_part_would_refuse_is_refused(
    fields: dict[str, object], place: tuple[str | int, ...]
) -> None:
    """At the field of the report's own request that it is about."""
    with pytest.raises(ValidationError) as refused:
        parse(**fields)
    assert [error["loc"] for error in refused.value.errors()] == [place]


def test_a_field_is_described_as_its_part_describes_it() -> None:
    """A form gets the same limits and the same suggestions."""
    mine = CareerReportRequest.model_json_schema()["properties"]
    theirs = find_job_type("career-insights").request.model_json_schema()["properties"]
    assert mine["industry"]["x-suggestions"] == "domain"
    for own, other in (("industry", "domain"), ("region", "region")):
        rules = {key: value for key, value in theirs[other].items() if key != "title"}
        assert {key: value for key, value in mine[own].items() if key != "title"} == rules


def test_who_wants_to_be_asked_is_asked_by_the_review() -> None:
    """As in the review's own form, and not unless it is wanted."""
    mine = CareerReportRequest.model_json_schema()["properties"]["askMe"]
    assert mine["title"] == "Ask me for missing figures"
    for wanted in (True, False):
        *_, review = parts_of(parse(askMe=wanted), has_file=True)
        assert review.input["askMe"] is wanted


def test_the_parts_of_a_request() -> None:
    """The skills, the place and all places, and with a file the r\u00e9sum\u00e9, which gets it."""
    request = parse(region="US South", experienceYears=4, currentSkills=["SQL"])
    skills, here, everywhere, review = parts_of(request, has_file=True)
    assert skills.input["currentSkills"] == ["SQL"]
    assert here.input == {"domain": "Energy", "region": "US South", "experienceYears": 4}
    assert everywhere.input == {"domain": "Energy", "experienceYears": 4}
    assert [part.has_file for part in (skills, here, everywhere, review)] == [False] * 3 + [True]


def test_without_a_place_and_a_file_there_are_two_parts() -> None:
    """All places are then read once, and there is no r\u00e9sum\u00e9."""
    parts = parts_of(parse(), has_file=False)
    assert [part.part for part in parts] == [ReportPart.SKILLS, ReportPart.PAY]


def test_every_part_is_a_request_of_its_type() -> None:
    """What is made of a request is never refused."""
    longest = parse(
        targetRole="r" * 100,
        industry="i" * 100,
        region="p" * 100,
        experienceYears=60,
        currentSkills=[f"{number:060}" for number in range(60)],
        jobDescription="d" * 20_000,
    )
    parts = parts_of(longest, has_file=True)
    assert {part.job_type for part in parts} == {*CHILDREN}
    for part in parts:
        find_job_type(part.job_type).request.model_validate(part.input)
