"""Keywords in a text and in a job description; problems for software; what a request takes."""

import pytest
from pydantic import ValidationError

from functions.job_types.resume_optimization.ats import find_problems
from functions.job_types.resume_optimization.findings import AtsProblemKind as P
from functions.job_types.resume_optimization.findings import KeywordPresence
from functions.job_types.resume_optimization.job import ResumeRequest
from functions.job_types.resume_optimization.keywords import (
    WantedKeyword,
    cover,
    described_keywords,
)
from tests.support.job_type_data.resume_optimization.resumes import FINDER, RESUME

WANTED = (
    WantedKeyword(keyword="Python", demand_share=0.8),
    WantedKeyword(keyword="Kubernetes", demand_share=0.2),
    WantedKeyword(keyword="Apache Spark", demand_share=0.5),
)


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("Python and SQL.", ["Python", "SQL"]),
        ("SQL Server", ["SQL Server"]),
        ("python, PYTHON", ["Python", "Python"]),
        ("C++/Node.js", ["C++", "Node.js"]),
        ("Apache\nSpark", ["Apache Spark"]),
        ("react quickly, and spark joy", []),
        ("React on Spark", ["React", "Apache Spark"]),
        ("Go on; JS", []),
        ("MySQLite", []),
        ("Kubernetes (k8s)", ["Kubernetes", "Kubernetes"]),
    ],
)
def test_skills_in_prose(text: str, skills: list[str]) -> None:
    """Synonyms count, parts of words do not; ordinary words need a capital, short names a list."""
    assert [mention.skill for mention in FINDER.find(text)] == skills


def test_skills_in_a_list() -> None:
    """Where skills are listed, "Go" and "JS" are skills."""
    text = "Go, JS, react"
    assert [m.skill for m in FINDER.find(text, [(0, len(text))])] == ["Go", "JavaScript", "React"]


def test_coverage_weighs_demand() -> None:
    """A synonym is told apart; the percentage is of the demand, and of the exact spelling."""
    found = cover(WANTED, FINDER.find("Python, k8s"), FINDER.find("Python, Kubernetes (k8s)"))
    assert [(k.before, k.after, k.written_as) for k in found.keywords] == [
        (KeywordPresence.EXACT, KeywordPresence.EXACT, None),
        (KeywordPresence.SYNONYM, KeywordPresence.EXACT, "k8s"),
        (KeywordPresence.MISSING, KeywordPresence.MISSING, None),
    ]
    assert (found.before.percent, found.after.percent) == (53, 67)
    assert (found.before.exact, found.before.synonyms, found.before.missing) == (1, 1, 1)


def test_no_keyword_is_no_division() -> None:
    """Nothing wanted is nothing covered."""
    assert cover((), (), ()).before.percent == 0


def test_a_job_description_adds_its_keywords() -> None:
    """Its skills come first and keep their demand; what looks like a tool's name counts too."""
    described = described_keywords(
        "WE HIRE NOW\nYou write Go and use kubernetes, LookML, GDPR. Go on and react.",
        FINDER,
        WANTED,
    )
    assert [(k.keyword, k.demand_share, k.in_job_description) for k in described] == [
        ("Kubernetes", 0.2, True),
        ("GDPR", None, True),
        ("Go", None, True),
        ("LookML", None, True),
        ("Python", 0.8, False),
        ("Apache Spark", 0.5, False),
    ]


def test_without_a_description_the_role_is_all() -> None:
    """The role's keywords, the heaviest first."""
    assert [k.keyword for k in described_keywords("", FINDER, WANTED)] == [
        "Python",
        "Apache Spark",
        "Kubernetes",
    ]


LONG = RESUME.replace("every single day", "every single day " + "and night " * 50).replace(
    "TOOLBOX", "SKILLS"
)


def test_a_plain_resume_has_no_problem() -> None:
    """The rules find nothing where there is nothing."""
    assert find_problems(LONG, LONG) == ()


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("ada@example.com", "", P.NO_EMAIL),
        ("+44 20 7946 0000", "2016 - 2019", P.NO_PHONE),
        ("SKILLS\nPython, SQL, k8s, Postgres\n\n", "", P.NO_SKILLS),
        ("EDUCATION\nBSc Mathematics, Leeds, 2016 - 2019\n", "", P.NO_EDUCATION),
        (", Mar 2021 - Present", "", P.NO_DATES),
        ("SKILLS", "TOOLBOX", P.HEADING_NOT_STANDARD),
        ("Python, SQL, k8s", "Python\t\tSQL\nA | B | C\nk8s      C++\n", P.TABLE_OR_COLUMNS),
        ("and night ", "and all night long ", P.LONG_LINE),
        ("\u2022 Helped", "\u27a4 Helped", P.ODD_CHARACTERS),
        ("2016 - 2019", "09/2016 - 06/2019", P.MIXED_DATES),
        ("and night " * 50, "", P.TOO_SHORT),
        ("and night " * 50, "and night\n" * 700, P.TOO_LONG),
    ],
)
def test_each_rule_finds_its_problem(old: str, new: str, kind: P) -> None:
    """One thing is wrong, and it is what is named; the improved text has it no longer."""
    assert old in LONG
    broken = LONG.replace(old, new)
    (problem,) = find_problems(broken, LONG)
    assert (problem.kind, problem.is_fixed) == (kind, True)
    if problem.where is not None:
        assert broken[problem.where.start : problem.where.end] == problem.where.text
    (left,) = find_problems(broken, broken)
    assert left.is_fixed is False


def request(**fields: object) -> ResumeRequest:
    """Validate a request as a client sends it."""
    body = {"targetRole": "Data Engineer", "resumeText": RESUME, **fields}
    return ResumeRequest.model_validate(body)


def test_a_resume_keeps_its_places() -> None:
    """Control characters become blanks; line ends, tabs and lengths stay."""
    text = "a\x00b\r\n\tc\u2028\u200bd\x1b[0m" + "x" * 100
    cleaned = request(resumeText=text).resume_text
    assert cleaned == "a b\r\n\tc \u200bd [0m" + "x" * 100
    assert len(cleaned) == len(text)


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"resumeText": "x" * 99}, "resumeText"),
        ({"resumeText": "x" * 60_001}, "resumeText"),
        ({"resumeText": " \x00\u200b\n" * 100}, "resumeText"),
        ({"resumeText": 5}, "resumeText"),
        ({"targetRole": ""}, "targetRole"),
        ({"jobDescription": "x" * 20_001}, "jobDescription"),
        ({"userId": "another-user"}, "userId"),
    ],
)
def test_what_is_refused(fields: dict[str, object], place: str) -> None:
    """A wrong field is named."""
    with pytest.raises(ValidationError) as refusal:
        request(**fields)
    assert [error["loc"] for error in refusal.value.errors()] == [(place,)]
