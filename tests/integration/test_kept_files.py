"""How long the file of a job is kept, and how much of them a user may have."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from werkzeug.test import TestResponse

from shared.core.kept_files import SMALLEST_BYTES
from shared.firestore import documents
from shared.handler.job_context import JobContext
from tests.support.database import database
from tests.support.forms import CONTENT_TYPE, form, part, upload
from tests.support.job_types import WordRequest, WordResult, declared, echo
from tests.support.rpc_count import counted_calls
from tests.support.web import Caller, answer_of, caller
from tests.support.world import World

FILE = b"%PDF-1.7\nAda Lovelace"


def read_file(request: WordRequest, job: JobContext) -> WordResult:
    """Answer with the file's size, or with the word."""
    size = "no file" if job.file is None else str(len(job.file.content))
    return WordResult(answer=request.word if request.word != "fail" else size)


@pytest.fixture(autouse=True)
def readers() -> Iterator[None]:
    """Have a job type that takes a file, and one that takes none."""
    with declared(read_file, name="test-file", accepts_file=True), declared(echo):
        yield


@pytest.fixture
def owner(world: World) -> Caller:
    """Return a user with a token."""
    return caller(world.services)


def send(owner: Caller, content: bytes = FILE, word: str = "x") -> TestResponse:
    """Submit a form as a browser does."""
    body = form(part("type", "test-file"), part("word", word), upload("cv.pdf", content))
    return owner.send("/api/jobs", body, CONTENT_TYPE)


def expiry(world: World, job_id: str) -> datetime | None:
    """Return when the file's document may be deleted; None if there is no such document."""
    client = database(world.services)
    found = client.document("users", "owner-1", "jobs", job_id, "data", "file").get().to_dict()
    return None if found is None else found["expireAt"]


@pytest.mark.parametrize("end", ["delivered", "cancelled"])
def test_a_file_goes_seven_days_after_its_jobs_end(world: World, owner: Caller, end: str) -> None:
    """Whatever the end, in the commit that writes it; until then it is kept as long as its job."""
    job_id = answer_of(send(owner))["jobId"]
    assert expiry(world, job_id) == world.job_document(job_id).expire_at
    world.clock.move(timedelta(hours=1))
    if end == "delivered":
        world.deliver(job_id, 1)
    else:
        owner.post(f"/api/jobs/{job_id}/cancel")
    assert expiry(world, job_id) == world.clock() + timedelta(days=7)
    assert world.data(job_id, documents.FILE) is not None


def test_no_file_outlives_its_job(world: World) -> None:
    """Where jobs are kept for less than a file would be, the file goes with the job."""
    settings = world.services.settings.model_copy(update={"job_retention_days": 3})
    short = world.with_services(settings=settings)
    job_id = answer_of(send(caller(short.services)))["jobId"]
    short.deliver(job_id, 1)
    assert expiry(short, job_id) == short.job_document(job_id).expire_at


def test_an_end_without_a_file_writes_none(world: World, owner: Caller) -> None:
    """Nothing is written where there is nothing, and an end with a file costs no call more."""
    with_file = answer_of(send(owner))["jobId"]
    without = answer_of(owner.post("/api/jobs", {"type": "test-word", "word": "x"}))["jobId"]
    with counted_calls(world.services) as with_file_calls:
        world.deliver(with_file, 1)
    with counted_calls(world.services) as calls:
        world.deliver(without, 1)
    assert expiry(world, without) is None
    assert with_file_calls == calls


def test_a_retry_keeps_the_file_again(world: World, owner: Caller) -> None:
    """Within the seven days a job runs once more with its file, which then must not go."""
    path = send(owner).headers["Location"]
    owner.post(f"{path}/cancel")
    world.clock.move(timedelta(days=6))
    job_id = answer_of(owner.post(f"{path}/retry"))["jobId"]
    assert expiry(world, job_id) == world.job_document(job_id).expire_at


@pytest.mark.parametrize("body", [{}, {"input": {"word": "y"}}], ids=["as it was", "changed"])
def test_a_retry_without_the_file_is_refused(
    world: World, owner: Caller, body: dict[str, object]
) -> None:
    """409 once the file may be gone: a new job with the file is what is asked for."""
    path = send(owner).headers["Location"]
    owner.post(f"{path}/cancel")
    world.clock.move(timedelta(days=7))
    refused = owner.post(f"{path}/retry", body)
    assert refused.status_code == 409
    assert "Submit a new job with the file" in answer_of(refused)["detail"]


@pytest.fixture
def narrow(world: World) -> World:
    """A world where a user's files may have one megabyte together."""
    settings = world.services.settings.model_copy(update={"files_per_user_mb": 1})
    return world.with_services(settings=settings)


def fill(world: World) -> list[str]:
    """Have as many small files as there is room for; return their jobs."""
    owner = caller(world.services)
    count = 1_000_000 // SMALLEST_BYTES
    return [answer_of(send(owner, word=str(n)))["jobId"] for n in range(count)]


def test_a_users_files_have_a_limit_together(narrow: World) -> None:
    """429 with a sentence and the field; a job without a file, and another user, are welcome."""
    fill(narrow)
    owner = caller(narrow.services)
    refused = send(owner)
    assert refused.status_code == 429
    assert "1 MB together" in answer_of(refused)["detail"]
    assert answer_of(refused)["violations"][0]["field"] == "file"
    assert int(refused.headers["Retry-After"]) == 3600
    assert owner.post("/api/jobs", {"type": "test-word", "word": "x"}).status_code == 202
    assert send(caller(narrow.services, "owner-2")).status_code == 202


def test_a_large_file_counts_what_it_has(narrow: World) -> None:
    """Two of 600 KB are more than a megabyte."""
    owner = caller(narrow.services)
    large = FILE.ljust(600_000)
    assert send(owner, large).status_code == 202
    assert send(owner, large, word="y").status_code == 429


def test_room_comes_back_when_a_file_goes(narrow: World) -> None:
    """Seven days after an end, or at once when a job is erased; the refusal says when."""
    first, second, *_ = fill(narrow)
    owner = caller(narrow.services)
    narrow.deliver(first, 1)
    assert int(send(owner).headers["Retry-After"]) == timedelta(days=7).total_seconds()
    narrow.clock.move(timedelta(days=7))
    assert send(owner).status_code == 202
    assert send(owner, word="new").status_code == 429
    owner.post(f"/api/jobs/{second}/cancel")
    assert owner.delete(f"/api/jobs/{second}").status_code == 204
    assert send(owner, word="new").status_code == 202


def test_a_retry_is_not_counted_twice(narrow: World) -> None:
    """Its file is among the user's already."""
    first, *_ = fill(narrow)
    owner = caller(narrow.services)
    owner.post(f"/api/jobs/{first}/cancel")
    assert owner.post(f"/api/jobs/{first}/retry").status_code == 200


def test_no_job_document_is_read_while_there_is_room(world: World, owner: Caller) -> None:
    """A submission with a file makes the calls of one without."""
    with counted_calls(world.services) as with_file_calls:
        assert send(owner).status_code == 202
    with counted_calls(world.services) as calls:
        assert owner.post("/api/jobs", {"type": "test-word", "word": "x"}).status_code == 202
    assert with_file_calls == calls
