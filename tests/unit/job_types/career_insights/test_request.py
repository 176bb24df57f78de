"""What career insights take, and how the sample is chosen."""

import pytest
from pydantic import ValidationError

from functions.job_types.career_insights.findings import Level, level_of
from functions.job_types.career_insights.job import CareerInsightsRequest, understand
from functions.job_types.career_insights.sample import Scope, note_of, widenings
from functions.job_types.common.names import KnownName, MatchedName, MatchKind
from infra.local.stand_ins.sample_data import curated
from shared.core import errors

NOWHERE = MatchedName(asked="", how=MatchKind.NONE)
CANADA = MatchedName(asked="Toronto", matched="Canada", how=MatchKind.SYNONYM)
ATLANTIS = MatchedName(asked="Atlantis", how=MatchKind.NONE)


def parse(**fields: object) -> CareerInsightsRequest:
    """Validate a request as a client sends it."""
    return CareerInsightsRequest.model_validate({"domain": "Energy", **fields})


def test_a_domain_is_enough() -> None:
    """Region and experience may be left out."""
    request = parse(domain=" En\u200bergy\n")
    assert (request.domain, request.region, request.experience_years) == ("Energy", "", None)


@pytest.mark.parametrize("years", [0, 4, 4.0, 60])
def test_experience_is_a_whole_number(years: float) -> None:
    """JSON knows no difference between 4 and 4.0."""
    assert parse(experienceYears=years).experience_years == years


@pytest.mark.parametrize(
    "fields",
    [
        {"domain": ""},
        {"domain": "\u200b"},
        {"domain": "x" * 101},
        {"domain": None},
        {"region": "x" * 101},
        {"region": 5},
        {"experienceYears": -1},
        {"experienceYears": 61},
        {"experienceYears": 1.5},
        {"experienceYears": "4"},
        {"experienceYears": True},
        {"userId": "another-user"},
    ],
)
def test_what_is_refused(fields: dict[str, object]) -> None:
    """A wrong field is named by its place in what was sent."""
    with pytest.raises(ValidationError) as refusal:
        parse(**fields)
    assert {error["loc"][0] for error in refusal.value.errors()} == set(fields)


@pytest.mark.parametrize(
    ("years", "level"),
    [
        (0, "starting"),
        (2, "starting"),
        (3, "experienced"),
        (6, "senior"),
        (9, "senior"),
        (10, "expert"),
        (60, "expert"),
    ],
)
def test_levels(years: int, level: str) -> None:
    """A level begins where the one before it ends."""
    assert level_of(years) == level


@pytest.mark.parametrize(
    ("region", "level", "tried"),
    [
        (None, None, [(None, None)]),
        ("Canada", None, [("Canada", None), (None, None)]),
        (None, Level.SENIOR, [(None, Level.SENIOR), (None, None)]),
        (
            "Canada",
            Level.SENIOR,
            [("Canada", Level.SENIOR), (None, Level.SENIOR), (None, None)],
        ),
    ],
)
def test_the_region_is_given_up_before_the_level(
    region: str | None, level: Level | None, tried: list[tuple[str | None, Level | None]]
) -> None:
    """The narrowest sample is tried first, the whole domain last."""
    scopes = list(widenings(Scope(domain="Energy", region=region, level=level)))
    assert [(scope.region, scope.level) for scope in scopes] == tried
    assert {scope.domain for scope in scopes} == {"Energy"}


ASKED = Scope(domain="Energy", region="Canada", level=Level.SENIOR)


@pytest.mark.parametrize(
    ("used", "region", "postings", "words"),
    [
        (
            ASKED,
            CANADA,
            80,
            "Energy, Canada, senior (6 to 9 years of experience), over the last 12",
        ),
        (
            Scope(domain="Energy", level=Level.SENIOR),
            CANADA,
            80,
            "These are all regions: Energy, Canada",
        ),
        (
            Scope(domain="Energy"),
            CANADA,
            80,
            "all regions and experience levels: Energy, Canada, senior",
        ),
        (ASKED, CANADA, 20, "They are few"),
        (ASKED, ATLANTIS, 80, "The data has no postings from the place you named"),
    ],
)
def test_the_note_says_why(used: Scope, region: MatchedName, postings: int, words: str) -> None:
    """The reader learns which postings it are, and why not those that were asked for."""
    note = note_of(ASKED, used, region, postings)
    assert words in note
    assert "Atlantis" not in note


def known_names() -> tuple[KnownName, ...]:
    """Return the domains and regions there are, with their synonyms."""
    lists = curated.load()
    own = [
        *(("domain", name) for name in lists.domains),
        *(("region", r.name) for r in lists.regions),
    ]
    entries = [*((kind, name, name) for kind, name in own)]
    entries += [(s.kind, s.synonym, s.name) for s in lists.synonyms]
    return tuple(
        KnownName.model_validate({"kind": kind, "alias": alias, "name": name})
        for kind, alias, name in entries
    )


@pytest.mark.parametrize(
    ("asked", "domain", "region"),
    [
        ({"domain": "fintech", "region": "NYC"}, "Finance", "US Northeast"),
        ({"domain": "the energy sector", "region": "the Bay Area"}, "Energy", "US West"),
        ({"domain": "Retial", "region": "remote"}, "Retail", "Remote"),
        ({"domain": "Media", "region": "Austin, Texas"}, "Media", "US South"),
        ({"domain": "Media", "region": "Berlin"}, "Media", None),
        ({"domain": "Media"}, "Media", None),
    ],
)
def test_names_are_understood(asked: dict[str, str], domain: str, region: str | None) -> None:
    """Synonyms, typing errors and words around a name do not hide it."""
    found = understand(CareerInsightsRequest.model_validate(asked), known_names())
    assert (found[0].matched, found[1].matched) == (domain, region)


def test_an_unknown_domain_is_refused_with_those_there_are() -> None:
    """The message names domains there are, and nothing that the user typed."""
    with pytest.raises(errors.PermanentJobError, match=r"8 domains: Energy") as refused:
        understand(parse(domain="Enerchy of dragons"), known_names())
    assert "dragons" not in refused.value.message
