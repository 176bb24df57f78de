"""schema.org's JobPosting, as sites write it, becomes a row."""

import json
from datetime import date
from pathlib import Path

import pytest

from infra.load_postings.faults import Fault
from infra.load_postings.mapping import Told, map_columns
from infra.load_postings.names import Names
from infra.load_postings.posting import PostingReader
from infra.load_postings.reading.files import read_rows
from infra.load_postings.reading.json_ld import postings_in
from infra.local.stand_ins.sample_data import curated

#: After Google's example of a posting, with what sites add.
POSTING = {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    "title": "Sr. Data Engineer",
    "description": "<p>You know <b>Python</b> &amp; SQL, with 4+ years of experience.</p>",
    "identifier": {"@type": "PropertyValue", "name": "Acme", "value": "1234567"},
    "datePosted": "2026-09-14",
    "hiringOrganization": {"@type": "Organization", "name": "Acme"},
    "industry": "Banking",
    "jobLocation": [
        {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "addressLocality": "Detroit",
                "addressRegion": "MI",
                "postalCode": "48201",
                "addressCountry": {"@type": "Country", "name": "US"},
            },
        }
    ],
    "baseSalary": {
        "@type": "MonetaryAmount",
        "currency": "USD",
        "value": {"@type": "QuantitativeValue", "minValue": 40, "maxValue": 60, "unitText": "HOUR"},
    },
}
_SCRIPT = '<script type="application/ld+json">'
PAGE = f"<html>{_SCRIPT}{{broken</script>{_SCRIPT}{json.dumps(POSTING)}</script></html>"
EXPECTED = {
    "posting_id": "1234567",
    "posted_on": "2026-09-14",
    "role": "Data Engineer",
    "domain": "Finance",
    "employer": "Acme",
    "region": "US Midwest",
    "experience_years": 4,
    "salary_usd": 104_000,
    "skills": ["Python", "SQL"],
}


def load(path: Path, content: str) -> list[tuple[dict[str, object], list[Fault]]]:
    """Write a file, and read its postings as the loader does."""
    path.write_text(content)
    rows = list(read_rows(path))
    columns = map_columns(list(rows[0].values), Told(as_of=date(2026, 9, 30)))
    reader = PostingReader(columns, Told(), Names(curated.load()), day_first=None)
    return [reader.read(row) for row in rows]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", json.dumps(POSTING)),
        ("a.jsonld", json.dumps([POSTING])),
        ("a.json", json.dumps({"@graph": [{"@type": "WebSite"}, POSTING]})),
        ("a.ndjson", json.dumps(POSTING) + "\n"),
        (
            "a.html",
            PAGE,
        ),
        (
            "a.json",
            json.dumps({"@type": "ItemList", "itemListElement": [{"item": POSTING}]}),
        ),
    ],
    ids=["one", "a list", "a graph", "a line", "a page", "an item list"],
)
def test_a_job_posting_is_a_row(tmp_path: Path, name: str, content: str) -> None:
    """Wherever it stands, it says the same, with no mapping."""
    assert load(tmp_path / name, content) == [(EXPECTED, [])]


@pytest.mark.parametrize(
    ("changes", "column", "value"),
    [
        ({"@type": ["Thing", "http://schema.org/JobPosting"]}, "role", "Data Engineer"),
        ({"hiringOrganization": "Acme Ltd"}, "employer", "Acme Ltd"),
        ({"jobLocation": None, "jobLocationType": "TELECOMMUTE"}, "region", "Remote"),
        ({"jobLocation": {"address": "Austin, TX"}}, "region", "US South"),
        ({"baseSalary": {"currency": "USD", "value": 90000}}, "salary_usd", 90_000),
        ({"baseSalary": "$80K-$120K"}, "salary_usd", 100_000),
        ({"baseSalary": None}, "salary_usd", None),
        ({"skills": "JS, React"}, "skills", ["JavaScript", "React"]),
        ({"skills": [{"@type": "DefinedTerm", "name": "JS"}]}, "skills", ["JavaScript"]),
        ({"experienceRequirements": {"monthsOfExperience": 36}}, "experience_years", 3),
        ({"experienceRequirements": "no requirements"}, "experience_years", 4),
        (
            {"identifier": None, "url": "https://acme.example/1"},
            "posting_id",
            "https://acme.example/1",
        ),
        ({"description": "", "qualifications": "Rust and Kotlin, daily"}, "skills", ["Kotlin"]),
    ],
)
def test_what_sites_write_otherwise(
    tmp_path: Path, changes: dict[str, object], column: str, value: object
) -> None:
    """A text for an object, a list for one, and what is left out."""
    [(found, faults)] = load(tmp_path / "a.json", json.dumps({**POSTING, **changes}))
    assert (found[column], faults) == (value, [])


def test_a_value_that_is_nested_for_ever_is_no_posting() -> None:
    """The search goes as deep as pages nest, and no deeper."""
    deep: object = POSTING
    for _ in range(50):
        deep = {"@graph": deep}
    assert postings_in(deep) == []
