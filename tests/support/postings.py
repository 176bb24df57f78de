"""Files of job postings, as people have them, made by hand for the loader's tests."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

Row = Mapping[str, object]

#: A posting that nothing is wrong with.
GOOD: Row = {
    "posting_id": "acme-1",
    "posted_on": "2026-09-14",
    "role": "Data Engineer",
    "domain": "Finance",
    "employer": "Acme",
    "region": "Remote",
    "experience_years": 3,
    "salary_usd": 120_000,
    "skills": ["Python", "SQL"],
}


def posting(number: int = 1, /, **changes: object) -> dict[str, object]:
    """Return a good posting of that number, changed as told; None leaves a field out."""
    row = {**GOOD, "posting_id": f"acme-{number}", **changes}
    return {name: value for name, value in row.items() if value is not None}


def write_csv(path: Path, rows: Sequence[Row]) -> Path:
    """Write rows as CSV with a head; lists as the loader reads them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(GOOD))
        writer.writeheader()
        for row in rows:
            skills = row.get("skills", ())
            assert isinstance(skills, Sequence)
            writer.writerow({**row, "skills": ";".join(skills)})
    return path


def write_ndjson(path: Path, rows: Sequence[Row]) -> Path:
    """Write rows as one JSON object a line."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
