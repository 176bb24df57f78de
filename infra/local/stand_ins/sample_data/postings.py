"""Draw job postings from the curated lists.

Pure: a seed in, postings out, the same on every machine. Only `Random.random()` is used, because
it is the one method whose sequence Python promises to keep; pay is rounded coarsely enough for
the last bits of a float not to matter.
"""

import bisect
import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Generic, TypeVar

from infra.local.stand_ins.sample_data.curated import Curated, Domain, Role

T = TypeVar("T")

#: The data's last day. Fixed, so that a result made today equals one made next year.
LAST_DAY = date(2026, 9, 30)
#: The data's first day: 24 whole months.
FIRST_DAY = date(2024, 10, 1)
DAYS_PER_YEAR = 365.25

#: How many postings are drawn unless told otherwise.
POSTING_COUNT = 20_000
SEED = 20_260_930

#: How many postings ask for 0, 1, 2, ... 15 years of experience, relative to each other.
EXPERIENCE_WEIGHTS = (6, 7, 11, 13, 10, 14, 8, 7, 7, 3, 6, 2, 2, 1, 1, 2)
#: Pay rises by this share of the starting pay with each of the first ten years, then by less.
PAY_PER_EARLY_YEAR = 0.055
PAY_PER_LATE_YEAR = 0.02
EARLY_YEARS = 10
#: Pay differs by up to about twice this share between postings alike in everything.
PAY_NOISE = 0.09
#: Pay is advertised in steps of this many US dollars.
PAY_STEP_USD = 500
#: No skill is asked for by every posting.
HIGHEST_SHARE = 0.97
#: Postings by month, January to December, relative to the year's mean: fewer in December.
SEASON = (1.10, 1.06, 1.08, 1.02, 1.00, 0.97, 0.92, 0.90, 1.06, 1.08, 0.98, 0.83)


@dataclass(frozen=True, kw_only=True)
class Posting:
    """A row of `job_postings`, in the order of its columns."""

    posting_id: str
    posted_on: date
    role: str
    domain: str
    employer: str
    region: str
    experience_years: int
    salary_usd: int
    skills: tuple[str, ...]


def draw(curated: Curated, *, count: int = POSTING_COUNT, seed: int = SEED) -> Iterator[Posting]:
    """Draw `count` postings in order of their day."""
    random = Random(seed)  # noqa: S311 -- sample data, not a secret
    market = _Market(curated)
    days = sorted(market.days.pick(random) for _ in range(count))
    for number, day in enumerate(days, start=1):
        yield _draw_posting(f"sample-{number:06d}", day, market, random)


class _Weighted(Generic[T]):
    """Picks among things by their weights, with one call of `random()` a pick."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self._things = tuple(weights)
        self._sums = tuple(itertools.accumulate(weights.values()))

    def pick(self, random: Random) -> T:
        place = bisect.bisect_right(self._sums, random.random() * self._sums[-1])
        return self._things[min(place, len(self._things) - 1)]


class _Market:
    """The curated lists, made ready to draw from."""

    def __init__(self, curated: Curated) -> None:
        self.curated = curated
        days = (FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1))
        self.days = _Weighted({day: SEASON[day.month - 1] for day in days})
        self.roles = _Weighted({index: r.weight for index, r in enumerate(curated.roles)})
        self.regions = _Weighted({index: r.weight for index, r in enumerate(curated.regions)})
        self.experience = _Weighted(dict(enumerate(EXPERIENCE_WEIGHTS)))
        self.employers = {d.name: _Weighted(d.employers) for d in curated.domains.values()}

    def pick_domain(self, role: Role, day: date, random: Random) -> Domain:
        """Pick a domain for a role; growing domains have more of the later postings."""
        weights = {
            name: weight
            * math.pow(self.curated.domains[name].yearly_growth, -_years_before_end(day))
            for name, weight in role.domain_weights.items()
        }
        return self.curated.domains[_Weighted(weights).pick(random)]


def _draw_posting(posting_id: str, day: date, market: _Market, random: Random) -> Posting:
    role = market.curated.roles[market.roles.pick(random)]
    domain = market.pick_domain(role, day, random)
    region = market.curated.regions[market.regions.pick(random)]
    years = market.experience.pick(random)
    skills = _draw_skills(market.curated, role, domain, day, random)
    factor = domain.pay_factor * region.pay_factor * _experience_factor(years)
    return Posting(
        posting_id=posting_id,
        posted_on=day,
        role=role.name,
        domain=domain.name,
        employer=market.employers[domain.name].pick(random),
        region=region.name,
        experience_years=years,
        salary_usd=_draw_salary(role.base_pay_usd * factor, market.curated, skills, random),
        skills=skills,
    )


def _draw_skills(
    curated: Curated, role: Role, domain: Domain, day: date, random: Random
) -> tuple[str, ...]:
    shares = {**role.skill_shares, **domain.extra_skills.get(role.name, {})}
    years = _years_before_end(day)
    return tuple(
        name
        for name, share in shares.items()
        if random.random()
        < min(HIGHEST_SHARE, share * math.pow(curated.skills[name].yearly_change, -years))
    )


def _experience_factor(years: int) -> float:
    early, late = min(years, EARLY_YEARS), max(0, years - EARLY_YEARS)
    return 1 + PAY_PER_EARLY_YEAR * early + PAY_PER_LATE_YEAR * late


def _draw_salary(base: float, curated: Curated, skills: tuple[str, ...], random: Random) -> int:
    effect = sum(curated.skills[name].pay_percent for name in skills) / 100
    # The mean of three uniforms in [-1, 1] looks enough like a normal one, and is exact everywhere.
    noise = 2 * PAY_NOISE * sum(2 * random.random() - 1 for _ in range(3)) / 3
    return round(base * (1 + effect) * (1 + noise) / PAY_STEP_USD) * PAY_STEP_USD


def _years_before_end(day: date) -> float:
    return (LAST_DAY - day).days / DAYS_PER_YEAR
