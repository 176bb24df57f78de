"""Postings in the form of a scraped file: everything made up, and the mess of real ones.

Titles have ranks, places have zip codes, pay is a range, an hour's, or left out, descriptions are
HTML, days are written in two ways, some rows come twice, and a few are broken.
"""

import csv
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

SEED = 20261130
MADE_ON = date(2026, 9, 30)
HEAD = (
    *("", "Job Title", "Company Name", "Location", "Industry", "Salary Estimate"),
    *("Job Description", "posted_date", "scraped_at", "schedule_type", "via", "job_link"),
)
#: By role as it is loaded: how many postings, its titles, its yearly pay, what it asks for.
ROLES: Mapping[str, tuple[int, Sequence[str], int, Sequence[str]]] = {
    "Data Engineer": (
        110,
        (
            *("Data Engineer", "Sr. Data Engineer", "Data Engineer II", "Data Engineer, Payments"),
            *("AWS Data Engineer (m/w/d)", "Lead Data Engineer - Remote"),
        ),
        118_000,
        ("Python", "SQL", "Apache Airflow", "AWS", "dbt", "Docker", "Apache Kafka"),
    ),
    "Data Scientist": (
        60,
        ("Data Scientist", "Sr. Data Scientist", "Data Scientist, senior", "DATA SCIENTIST"),
        130_000,
        ("Python", "Machine Learning", "SQL", "Statistics", "PyTorch"),
    ),
    "Database Administrator": (
        45,
        ("Database Administrator", "Senior Database Administrator", "Database Administrator III"),
        98_000,
        ("SQL Server", "PostgreSQL", "Linux", "Bash"),
    ),
    "Production Engineer": (
        30,
        ("Production Engineer", "Production Engineer I"),
        90_000,
        ("Lean Six Sigma", "Excel"),
    ),
    "Site Reliability Engineer": (
        40,
        ("SRE", "Senior SRE", "Site Reliability Engineer"),
        140_000,
        ("Kubernetes", "Terraform", "Linux", "Python", "Observability"),
    ),
}
#: The good postings; what is broken, and what comes twice, is besides.
POSTINGS = sum(count for count, *_ in ROLES.values())
BROKEN = 4
REPEATED = 11
_PLACES = ("New York, NY", "Austin, TX 78701", "San Francisco, CA", "Chicago, IL", "Remote")
_INDUSTRIES = ("Investment Banking & Asset Management", "Insurance Carriers", "Computer Software")


def write_messy_csv(path: Path) -> Path:
    """Write the file, the same each time: 300 rows, of which 4 are broken and 11 come twice."""
    rows = list(_rows(random.Random(SEED)))  # noqa: S311 -- no secret is made of it
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        writer.writerows(rows)
        writer.writerows(rows[:REPEATED])
        writer.writerow(_row(1, "", "posted long ago", rows[0]))
        writer.writerow(_row(2, "Data Engineer", "some day", rows[1]))
        writer.writerow(["3", "Data Engineer"])
        file.write('4,"Data Engineer" of all,Acme\n')
    return path


def _row(number: int, title: str, day: str, like: Sequence[str]) -> list[str]:
    """Return a row like another, with a title and a day of its own."""
    other = [f"-{number}", title, *like[2:7], day, *like[8:]]
    return [*other[:-1], f"{like[-1]}-{number}"]


def _rows(rng: random.Random) -> Iterator[list[str]]:
    number = 0
    for count, titles, pay, skills in ROLES.values():
        for _ in range(count):
            number += 1
            yield [
                *(str(number), rng.choice(titles), f"Example Works {number % 7}\n3.{number % 10}"),
                *(rng.choice(_PLACES), rng.choice(_INDUSTRIES), _pay(rng, pay)),
                *(_description(rng, skills), _day(rng), str(MADE_ON), "Full-time", "via a board"),
                f"https://jobs.example.com/{number}",
            ]


def _pay(rng: random.Random, middle: int) -> str:
    """Return pay in one of the forms of such files; in a quarter of them, none."""
    low, high = int(middle * rng.uniform(0.8, 0.95)), int(middle * rng.uniform(1.05, 1.2))
    return rng.choice(
        (
            f"${low // 1000}K-${high // 1000}K (Glassdoor est.)",
            f"${low:,} - ${high:,} a year",
            f"${low // 2080} - ${high // 2080} Per Hour (Employer est.)",
            "-1",
        )
    )


def _description(rng: random.Random, skills: Sequence[str]) -> str:
    """Return HTML that names most of the skills, and often the years."""
    named = [skill for skill in skills if rng.random() < 0.8] or list(skills[:1])
    years = f"{rng.randint(1, 12)}+ years of experience" if rng.random() < 0.7 else "some practice"
    items = "".join(f"<li>{skill} &amp; what goes with it</li>" for skill in named)
    return (
        "<div><p>We are a made-up company.</p><p>You bring <b>"
        f"{years}</b> in a team, and:</p><ul>{items}</ul></div>"
    )


def _day(rng: random.Random) -> str:
    """Return a day of the last two years, in American numbers or as so many days ago."""
    ago = int(abs(rng.gauss(0, 200))) % 700
    if ago <= 30 and rng.random() < 0.8:
        return "30+ days ago" if ago == 30 else f"{ago} days ago"
    day = MADE_ON - timedelta(days=ago)
    return f"{day.month:02}/{day.day:02}/{day.year}"
