"""The curated lists behind the sample data, read from `curated/*.csv` into checked records.

A name in one list that another list does not have is refused here, so that a typing error in a
CSV file stops the generator and not a reader of its figures.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

FOLDER = Path(__file__).parent / "curated"


class CuratedDataError(ValueError):
    """The lists contradict each other."""


@dataclass(frozen=True, kw_only=True)
class Skill:
    """A skill as the `skills` table has it, and how the generator treats it."""

    name: str
    category: str
    #: Hours of study from nothing to a first working knowledge, prerequisites not counted.
    learn_hours: int
    #: What a posting that asks for it pays more, percent.
    pay_percent: float
    #: By what factor its demand changes in a year; above 1 it rises.
    yearly_change: float
    prerequisites: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Role:
    """A role: how common it is, where it is found, what it pays and asks for."""

    name: str
    #: Its part of all postings, relative to the other roles'.
    weight: float
    #: Yearly pay in US dollars with no experience, before domain and region.
    base_pay_usd: int
    #: By domain, its part of this role's postings, relative to the other domains'.
    domain_weights: Mapping[str, float]
    #: By skill, the share of postings on the data's last day that ask for it.
    skill_shares: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Domain:
    """A domain of business: its pay level, and how the number of its postings changes."""

    name: str
    pay_factor: float
    #: By what factor the number of postings changes in a year.
    yearly_growth: float
    #: Its employers (invented) with their part of its postings.
    employers: Mapping[str, float]
    #: By role, the skills that this domain asks for besides, with their share.
    extra_skills: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, kw_only=True)
class Region:
    """A region: its part of all postings, and its pay level."""

    name: str
    weight: float
    pay_factor: float


@dataclass(frozen=True, kw_only=True)
class Synonym:
    """Another name for a skill, a role, a domain or a region."""

    #: "skill", "role", "domain" or "region".
    kind: str
    synonym: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Curated:
    """All lists together."""

    skills: Mapping[str, Skill]
    roles: tuple[Role, ...]
    domains: Mapping[str, Domain]
    regions: tuple[Region, ...]
    synonyms: tuple[Synonym, ...]


@cache
def load() -> Curated:
    """Read all lists.

    Raises:
        CuratedDataError: If a list names something that the list of its kind does not have.
    """
    read: dict[str, object] = {"skills": _skills(), "roles": _roles(), "domains": _domains()}
    read["regions"] = [{**row, "name": row["region"]} for row in _rows("regions")]
    read["synonyms"] = _rows("synonyms")
    curated = TypeAdapter(Curated).validate_python(read)
    _check(curated)
    return curated


def _skills() -> dict[str, object]:
    return {
        row["skill"]: {
            **row,
            "name": row["skill"],
            "prerequisites": _split(row["prerequisites"]),
        }
        for row in _rows("skills")
    }


def _roles() -> list[dict[str, object]]:
    shares = _grouped("role_skills", "role", "skill", "share")
    columns = {
        row["domain"]: row["domain"].lower().replace(" ", "_") + "_weight"
        for row in _rows("domains")
    }
    return [
        {
            **row,
            "name": row["role"],
            "domain_weights": {domain: row[column] for domain, column in columns.items()},
            "skill_shares": shares.get(row["role"], {}),
        }
        for row in _rows("roles")
    ]


def _domains() -> dict[str, object]:
    employers = _grouped("employers", "domain", "employer", "weight")
    extra: dict[str, dict[str, dict[str, str]]] = {}
    for row in _rows("domain_skills"):
        for role in _split(row["roles"]):
            skills = extra.setdefault(row["domain"], {}).setdefault(role, {})
            skills[row["skill"]] = row["share"]
    return {
        row["domain"]: {
            **row,
            "name": row["domain"],
            "employers": employers.get(row["domain"], {}),
            "extra_skills": extra.get(row["domain"], {}),
        }
        for row in _rows("domains")
    }


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def _grouped(name: str, key: str, member: str, value: str) -> dict[str, dict[str, str]]:
    grouped: dict[str, dict[str, str]] = {}
    for row in _rows(name):
        grouped.setdefault(row[key], {})[row[member]] = row[value]
    return grouped


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


def _check(curated: Curated) -> None:
    roles = {role.name for role in curated.roles}
    named = {
        "skill": set(curated.skills),
        "role": roles,
        "domain": set(curated.domains),
        "region": {region.name for region in curated.regions},
    }
    for role in curated.roles:
        _known(role.skill_shares, named["skill"], f"the skills of {role.name}")
    for skill in curated.skills.values():
        _known(skill.prerequisites, named["skill"], f"the prerequisites of {skill.name}")
    for domain in curated.domains.values():
        _known(domain.extra_skills, roles, f"the roles of {domain.name}'s skills")
        for skills in domain.extra_skills.values():
            _known(skills, named["skill"], f"the skills of {domain.name}")
    for synonym in curated.synonyms:
        _known([synonym.name], named.get(synonym.kind, set()), f"the {synonym.kind} synonyms")


def _known(names: Iterable[str], known: set[str], where: str) -> None:
    unknown = sorted(set(names) - known)
    if unknown:
        raise CuratedDataError(f"{where} name {', '.join(unknown)}, which is in no list")
