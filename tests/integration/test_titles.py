"""What a job is called: by its type, by its owner, and in every state."""

from collections.abc import Iterator
from typing import NoReturn

import pytest

from functions.requests import cancel, resubmit
from shared.core.job_status import JobStatus
from shared.handler.job_context import JobContext
from tests.support.forms import CONTENT_TYPE, form, part, upload
from tests.support.job_types import WordRequest, WordResult, declared, echo
from tests.support.web import answer_of, caller, wrong_fields
from tests.support.world import OWNER, World


def title(request: WordRequest, file_name: str | None) -> str:
    """Name a job by its word and its file."""
    return f"{file_name} on {request.word}" if file_name else request.word


@pytest.fixture(autouse=True)
def titled_jobs() -> Iterator[None]:
    """Have a type that names its jobs."""
    with declared(echo, job_title=title, accepts_file=True):
        yield


def test_a_job_is_named_by_its_request(world: World) -> None:
    """Its title is there from the first answer on, in its document and in lists."""
    job = world.submit(word="  two\n words ")
    assert (job.title, world.job_document(job.job_id).title) == ("two words", "two words")
    (listed,) = answer_of(caller(world.services).get("/api/jobs"))["jobs"]
    assert listed["title"] == "two words"


def test_the_name_of_a_file_may_be_part_of_it(world: World) -> None:
    """A type gets the name of the file that came, also when the request is changed later."""
    body = form(part("type", "test-word"), part("word", "x"), upload("mine.pdf", b"%PDF-1.7 x"))
    sender = caller(world.services)
    job = answer_of(sender.send("/api/jobs", body, CONTENT_TYPE))
    assert job["title"] == "mine.pdf on x"
    cancel.cancel_job(world.services, OWNER, job["jobId"])
    again = resubmit.resubmit_job(world.services, OWNER, job["jobId"], request={"word": "y"})
    assert again.title == "mine.pdf on y"


def raising(request: WordRequest, file_name: str | None) -> NoReturn:
    """Fail to name a job."""
    raise RuntimeError(f"cannot name {request!r} {file_name!r}")


@pytest.mark.parametrize("job_title", [None, raising, lambda _request, _name: " \n"])
def test_without_a_title_of_its_own_it_is_called_as_its_type(world: World, job_title: None) -> None:
    """No job is refused because its type cannot name it."""
    with declared(echo, name="test-other", job_title=job_title):
        job = world.submit("test-other", word="x")
    assert job.title == "A word"


def test_a_long_title_is_shortened(world: World) -> None:
    """A list shows it in one line."""
    job = world.submit(word="x" * 500)
    assert job.title == "x" * 119 + "…"


def test_its_owner_gives_it_another_title(world: World) -> None:
    """In whatever state it is; once more changes nothing."""
    job, sender = world.submit(word="x"), caller(world.services)
    for _ in range(2):
        response = sender.patch(f"/api/jobs/{job.job_id}", {"title": "  For\tNorthwind "})
        assert (response.status_code, answer_of(response)["title"]) == (200, "For Northwind")
    world.deliver(job.job_id, 1)
    done = world.job_document(job.job_id)
    assert (done.status, done.title) == (JobStatus.SUCCEEDED, "For Northwind")
    assert sender.patch(f"/api/jobs/{job.job_id}", {"title": "Done"}).status_code == 200


def test_a_running_job_keeps_the_title_that_it_was_given_meanwhile(world: World) -> None:
    """The attempt that runs goes on, and writes nothing old."""
    job_ids: list[str] = []

    def rename(request: WordRequest, job: JobContext) -> WordResult:
        path = f"/api/jobs/{job_ids[0]}"
        assert caller(world.services).patch(path, {"title": "Meanwhile"}).status_code == 200
        job.progress(50, "Half")
        return WordResult(answer=request.word)

    with declared(rename, name="test-other"):
        job_ids.append(world.submit("test-other", word="x").job_id)
        world.deliver(job_ids[0], 1)
    done = world.job_document(job_ids[0])
    assert (done.status, done.attempt, done.title) == (JobStatus.SUCCEEDED, 1, "Meanwhile")


@pytest.mark.parametrize("body", [{"title": " "}, {"title": "x" * 121}, {"title": None}, {}])
def test_what_can_be_no_title_is_refused(world: World, body: dict[str, str]) -> None:
    """It names the field, and nothing is changed."""
    job = world.submit(word="x")
    assert wrong_fields(caller(world.services).patch(f"/api/jobs/{job.job_id}", body)) == ["title"]
    assert world.job_document(job.job_id).title == "x"


def test_another_user_renames_nothing(world: World) -> None:
    """A job of another user is answered like one that does not exist."""
    job = world.submit(word="x")
    stranger = caller(world.services, "owner-2")
    assert stranger.patch(f"/api/jobs/{job.job_id}", {"title": "Mine"}).status_code == 404
    assert world.job_document(job.job_id).title == "x"
