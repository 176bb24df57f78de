"""Turn schema.org's JobPosting (JSON-LD) into a row: https://schema.org/JobPosting. Pure.

The columns are named as schema.org names them, nested ones by both names: `baseSalary.minValue`.
"""

import json
import re
from collections.abc import Iterator, Mapping

_SCRIPT = re.compile(
    r"<script[^>]{0,200}application/ld\+json[^>]{0,200}>(.*?)</script>", re.IGNORECASE | re.DOTALL
)
_TYPE = "JobPosting"
#: Deeper than any page nests its postings.
_DEEPEST = 6

Json = Mapping[str, object]


def postings_in(found: object, depth: int = 0) -> list[Json]:
    """Return the JobPosting objects in a JSON value, in its order."""
    if depth > _DEEPEST:
        return []
    if isinstance(found, list):
        return [each for one in found for each in postings_in(one, depth + 1)]
    if not isinstance(found, dict):
        return []
    if _is_posting(found):
        return [found]
    inner = (found.get(name) for name in ("@graph", "itemListElement", "item", "mainEntity"))
    return [each for one in inner for each in postings_in(one, depth + 1)]


def postings_in_page(page: str) -> Iterator[Json]:
    """Return the JobPosting objects in a page's HTML; what is not JSON is left out."""
    for script in _SCRIPT.findall(page):
        try:
            yield from postings_in(json.loads(script))
        except (ValueError, RecursionError):
            continue


def columns_of(posting: Json) -> dict[str, object]:
    """Return a JobPosting's values by column."""
    return {
        "identifier": _identifier(posting),
        "title": posting.get("title"),
        "datePosted": posting.get("datePosted"),
        "description": _described(posting),
        "hiringOrganization": _name(posting.get("hiringOrganization")),
        "industry": _name(posting.get("industry")),
        "jobLocation": _place(_first(posting.get("jobLocation"))),
        "jobLocationType": posting.get("jobLocationType"),
        "skills": _skills(posting.get("skills")),
        "experienceRequirements": _experience(posting.get("experienceRequirements")),
        **_pay(_first(posting.get("baseSalary") or posting.get("estimatedSalary")), posting),
    }


def _is_posting(found: Json) -> bool:
    kind = found.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(each, str) and each.rpartition("/")[2] == _TYPE for each in kinds)


def _first(value: object) -> object:
    return (value[0] if value else None) if isinstance(value, list) else value


def _name(value: object) -> object:
    found = _first(value)
    return found.get("name") if isinstance(found, dict) else found


def _identifier(posting: Json) -> object:
    found = _first(posting.get("identifier"))
    if isinstance(found, dict):
        found = found.get("value") or found.get("@id")
    return found or posting.get("url") or posting.get("@id")


def _described(posting: Json) -> str:
    """Return all that is said in prose: the description may leave to others what is asked for."""
    fields = ("description", "qualifications", "responsibilities")
    texts = (posting.get(field) for field in fields)
    return "\n".join(text for text in texts if isinstance(text, str))


def _place(value: object) -> str:
    """Return an address from the town to the country."""
    if isinstance(value, str):
        return value
    address = value.get("address", value) if isinstance(value, dict) else None
    if isinstance(address, str):
        return address
    if not isinstance(address, dict):
        return ""
    fields = ("addressLocality", "addressRegion", "addressCountry")
    return ", ".join(str(part) for field in fields if (part := _name(address.get(field))))


def _skills(value: object) -> object:
    if isinstance(value, list):
        return [_name(each) for each in value]
    return _name(value)


def _experience(value: object) -> object:
    found = _first(value)
    if isinstance(found, dict):
        months = found.get("monthsOfExperience")
        return None if months is None else f"{months} months"
    return found


def _pay(value: object, posting: Json) -> dict[str, object]:
    """Return what a MonetaryAmount, or a text, says of the pay."""
    if not isinstance(value, dict):
        return {"baseSalary": value, "salaryCurrency": posting.get("salaryCurrency")}
    inner = value.get("value", value)
    amount = inner if isinstance(inner, dict) else {"value": inner}
    return {
        "baseSalary": amount.get("value"),
        "baseSalary.minValue": amount.get("minValue"),
        "baseSalary.maxValue": amount.get("maxValue"),
        "salaryCurrency": value.get("currency") or posting.get("salaryCurrency"),
        "baseSalary.unitText": amount.get("unitText") or value.get("unitText"),
    }
