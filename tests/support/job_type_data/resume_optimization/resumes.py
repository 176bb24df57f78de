"""Résumés and skills made by hand, for tests that need no warehouse."""

import json

from hypothesis import strategies as st

from functions.job_types.common.names import KnownName
from functions.job_types.resume_optimization.keywords import SkillFinder
from infra.local.demo import submissions

SAMPLES = submissions.SAMPLES / "resume-optimization"

SKILLS = {
    "Apache Airflow": ("Airflow", "Apache Airflow"),
    "Apache Spark": ("Apache Spark", "Spark"),
    "C++": ("C++", "CPP"),
    "Git": ("Git", "GitHub"),
    "Go": ("Go", "Golang"),
    "JavaScript": ("JS", "JavaScript"),
    "Kubernetes": ("Kubernetes", "k8s"),
    "Node.js": ("Node", "Node.js"),
    "PostgreSQL": ("PostgreSQL", "Postgres"),
    "Python": ("Python",),
    "React": ("React",),
    "SQL": ("MySQL", "SQL"),
    "SQL Server": ("MSSQL", "SQL Server"),
}
FINDER = SkillFinder(
    KnownName(kind="skill", alias=alias, name=name)
    for name, aliases in SKILLS.items()
    for alias in aliases
)

RESUME = """Ada Example
ada@example.com | +44 20 7946 0000

SUMMARY
Analyst who builds reporting that people trust and use every single day.

WORK EXPERIENCE

Analyst, Northwind, London, Mar 2021 - Present
- Responsible for building 12 Airflow pipelines in Python
- I cut the nightly load from 5 hours to 40 minutes
  by rewriting 18 models
\u2022 Helped to train 9 analysts

TOOLBOX
Python, SQL, k8s, Postgres

EDUCATION
BSc Mathematics, Leeds, 2016 - 2019
"""

#: Texts as people paste them, and as no person would.
ANY_TEXT = st.one_of(
    st.text(max_size=400),
    st.lists(
        st.one_of(
            st.sampled_from(RESUME.splitlines()),
            st.text(max_size=60),
            st.sampled_from(["", "SKILLS", "## Work", "\ufb01nd\u00a0it", "\uf0b7 bullet", "- a"]),
        ),
        max_size=25,
    ).flatmap(lambda lines: st.sampled_from(["\n", "\r\n", "\r"]).map(lambda end: end.join(lines))),
)


def sample(name: str) -> dict[str, str]:
    """Read a sample request, without its type."""
    body: dict[str, str] = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    del body["type"]
    return body
