"""A document of a job's result: for its owner, as it was asked for, and never a surprise."""

import pytest

from tests.support.described import undescribed
from tests.support.job_types import declared, echo
from tests.support.web import caller
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("word_jobs")

DOCX = {"format": "docx"}


def finished(world: World, word: str = "x") -> str:
    """Have a job succeed, and return the path of its documents."""
    job_id = world.submit(word=word).job_id
    world.deliver(job_id, 1)
    return f"/api/jobs/{job_id}/documents"


@pytest.mark.parametrize("name", ["docx", "pdf"])
def test_a_document_is_a_file_to_be_saved(world: World, name: str) -> None:
    """With its type and a name, kept by no cache, and as described."""
    response = caller(world.services).post(finished(world), {"format": name})
    assert response.status_code == 200
    assert response.data == b"x"
    assert response.headers["Content-Disposition"] == f'attachment; filename="word.{name}"'
    assert response.headers["Cache-Control"] == "no-store"
    assert undescribed(response, "makeDocument") == []


def test_what_was_accepted_reaches_the_type(world: World) -> None:
    """By its number, and in one's own words."""
    changes = [{"number": 1, "text": "y"}, {"number": 2.0, "text": "z"}]
    response = caller(world.services).post(finished(world), {**DOCX, "changes": changes})
    assert response.data == b"x y z"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "format"),
        ({"format": "odt"}, "format"),
        ({**DOCX, "changes": [{"number": 0}]}, "changes.0.number"),
        ({**DOCX, "changes": [{"number": "1"}]}, "changes.0.number"),
        ({**DOCX, "changes": [{"number": 1.5}]}, "changes.0.number"),
        ({**DOCX, "changes": [{"number": 1, "text": "x" * 2_001}]}, "changes.0.text"),
        ({**DOCX, "changes": [{"number": 1, "after": "x"}]}, "changes.0.after"),
        ({**DOCX, "changes": [{"number": 1}] * 2_001}, "changes"),
    ],
)
def test_a_wrong_request_is_refused_by_its_field(
    world: World, body: dict[str, object], field: str
) -> None:
    """Before anything is made."""
    response = caller(world.services).post(finished(world), body)
    assert response.status_code == 400
    assert response.json is not None
    assert [one["field"] for one in response.json["violations"]] == [field]
    assert undescribed(response, "makeDocument") == []


def test_a_job_without_a_result_has_no_document(world: World) -> None:
    """It is refused for its state."""
    job_id = world.submit(word="x").job_id
    response = caller(world.services).post(f"/api/jobs/{job_id}/documents", DOCX)
    assert response.status_code == 409
    assert undescribed(response, "makeDocument") == []


def test_a_type_may_have_no_documents(world: World) -> None:
    """The refusal says so."""
    with declared(echo, name="test-plain"):
        job_id = world.submit("test-plain", word="x").job_id
        world.deliver(job_id, 1)
        response = caller(world.services).post(f"/api/jobs/{job_id}/documents", DOCX)
    assert response.status_code == 409
    assert response.json is not None
    assert response.json["detail"] == "No documents are made of this type of job."


def test_another_users_job_is_as_one_that_does_not_exist(world: World) -> None:
    """Also with a body that is wrong: nothing is said about the job."""
    path = finished(world)
    other = caller(world.services, "owner-2")
    assert other.post(path, DOCX).status_code == 404
    assert caller(world.services).post("/api/jobs/none/documents", DOCX).status_code == 404
