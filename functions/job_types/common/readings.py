"""What a name may be read as, without the words that do not change what it names. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from functions.job_types.common.words import words

#: What is said of how well or how long a skill is known, and not what it is.
_FLUENCY = frozenset(
    words(
        "advanced intermediate basic basics expert expertise beginner strong good some solid"
        " excellent experience experienced exp fluent fluency proficient proficiency knowledge know"
        " familiar familiarity skilled skill skills hands-on working deep certified understanding"
        " used using learning native level user in with of at the for since over about more than"
    )
)
_NUMBER = re.compile(r"[~>]?\d{1,4}(?:\.\d{1,2})?\+?")
_YEARS = re.compile(
    r"(?:[~>]?\d{1,2}(?:\.\d)?\+?-?)?(?:years?|yrs?|months?|mos?|y)(?:['\u2019]s?)?"
)
#: Signs around a word that are none of a name: "Excel:", "Python -".
_SIGNS = ":,-.;\u2013\u2014"
VERSION = re.compile(r"(?<![\s-])[\s-]+v?\d+(\.\d+|\.x)*\+?$", re.IGNORECASE)
PARENTHESES = re.compile(r"\(([^()]*)\)")
#: What separates a title from its team or place: "Data Engineer - Payments".
TITLE_END = re.compile(r"\s[-\u2013\u2014|/@]\s|,|\bat\b")
#: What stands between two titles of which one is meant, or both: "DevOps/SRE".
_OR = re.compile(r"[/|]|\b(?:or|oder|ou)\b", re.IGNORECASE)
_MOST_ALTERNATIVES = 4
_NO_DOMAIN = re.compile(r"\b(industry|sector|business|companies|company|branch|field)\b")
_NO_REGION = re.compile(r"\b(the|region|area|greater|state|city|of|in|near|metro|around)\b")
#: A plural's s is no part of what a name is, where enough is left without it.
_SHORTEST_PLURAL = 4
#: How one works, which says nothing of where.
_ANYWHERE = frozenset(words("remote wfh work from home office anywhere worldwide distributed"))
_NO_PLACE = frozenset(
    words(
        "the in of or and only fully hybrid usa us united states america north canada based region"
        " area job jobs role position work working full time 100 eligible"
    )
)


def readings(kind: str, asked: str) -> Iterator[str]:
    """Return what a name of this kind may be read as, the most literal first."""
    yield asked
    bare = PARENTHESES.sub(" ", asked)
    yield bare
    inside = PARENTHESES.findall(asked)
    if kind != "role":
        yield from inside
    match kind:
        case "role":
            # "Developer (Full-Stack)" is a full-stack developer; "Trainer (IT)" is not in IT.
            yield from (f"{said} {bare}" for said in inside)
            yield TITLE_END.split(bare)[0]
        case "skill":
            plain = _without_fluency(bare)
            yield from (plain, VERSION.sub("", plain))
        case "domain":
            yield _NO_DOMAIN.sub("", bare.casefold())
        case "region":
            yield _NO_REGION.sub("", bare.casefold())


def alternatives(title: str) -> tuple[str, ...]:
    """Return the titles that stand in one: "Data/BI Analyst" names two; none, where it is one."""
    parts = [part.strip() for part in _OR.split(PARENTHESES.sub(" ", title)) if part.strip()]
    return tuple(parts) if 1 < len(parts) <= _MOST_ALTERNATIVES else ()


def _without_fluency(skill: str) -> str:
    """Return a skill's name without how well or how long it is known, before it or behind it."""
    parts = skill.split()
    # Ends that are dropped are looked at again: "5+ years of experience in Java (since 2019)".
    while parts and _is_fluency(parts, 0):
        parts.pop(0)
    while parts and _is_fluency(parts, -1):
        parts.pop()
    return " ".join(parts)


def _is_fluency(parts: Sequence[str], place: int) -> bool:
    word = parts[place].casefold().strip(_SIGNS)
    if not word or word in _FLUENCY or _YEARS.fullmatch(word):
        return True
    beside = parts[1] if place == 0 and len(parts) > 1 else ""
    is_of_years = _YEARS.fullmatch(beside.casefold().strip(_SIGNS)) is not None
    return is_of_years and _NUMBER.fullmatch(word) is not None


def without_plural(key: str) -> str:
    """Return a name's key without the s of a plural."""
    is_plural = len(key) > _SHORTEST_PLURAL and key.endswith("s") and not key.endswith("ss")
    if not is_plural:
        return key
    return f"{key[:-3]}y" if key.endswith("ies") else key[:-1]


def names_elsewhere(asked: AbstractSet[str], inside: Iterable[AbstractSet[str]]) -> bool:
    """Whether a place is named besides a way of working: "remote, Germany" is not just remote."""
    known = set().union(*inside)
    return known <= _ANYWHERE and bool(asked - known - _ANYWHERE - _NO_PLACE)
