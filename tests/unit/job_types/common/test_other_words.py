"""The general words that lead to a role: what a form warns by must be what the jobs understand."""

from functions import job_types
from functions.job_types.common.names import KnownName, NameIndex
from functions.job_types.common.other_words import other_words
from tests.unit.job_types.common.test_names import KNOWN


def test_they_lead_to_roles_that_there_are() -> None:
    """Of other languages, shortened and of tools; no kind of work, and none of the synonyms."""
    found = {row.alias: row.name for row in other_words(KNOWN)}
    assert found["projet"] == "Project Manager"
    assert found["netzwerk"] == "Network Engineer"
    assert found["kubernetes"] == "DevOps Engineer"
    assert found["reseau"] == found["réseau"]
    assert set(found.values()) <= set(NameIndex("role", KNOWN).names)
    assert not found.keys() & {"manager", "jefe", "dev", "de", "engineer", "SDET", "nurse"}


def test_where_there_is_no_such_work_there_are_none() -> None:
    """They follow the data: a clinic's postings know nothing of Kubernetes."""
    clinic = KnownName(kind="role", alias="Registered Nurse", name="Registered Nurse")
    assert list(other_words([clinic])) == []


def test_the_registry_hands_them_over_as_rows() -> None:
    """The engine, which keeps the document of names, knows nothing of roles."""
    rows = [(row.kind, row.alias, row.name) for row in KNOWN]
    assert ("role", "projet", "Project Manager") in job_types.other_names(rows)
    assert job_types.other_names([("skill", "SQL", "SQL")]) == ()
