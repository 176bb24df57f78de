"""A file from the request to the handler: kept, read, shown as a line, erased; and in no log."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from functions.http import multipart
from functions.worker.deliver import DeliveryOutcome
from shared.core.errors import PermanentJobError
from shared.core.files import MediaType, UploadedFile
from shared.core.job_event import describe
from shared.core.job_status import JobStatus
from shared.firestore import documents
from shared.firestore.single_documents import TYPE_CONTROLS
from shared.handler.job_context import JobContext
from tests.support.database import database
from tests.support.described import undescribed
from tests.support.forms import CONTENT_TYPE, form, part, upload
from tests.support.job_types import WordRequest, WordResult, declared, echo
from tests.support.web import Caller, answer_of, caller, wrong_fields
from tests.support.world import World

FILE = b"%PDF-1.7\nAda Lovelace\nWrote the first program"
SECRET_NAME = "Ada-Lovelace-secret.pdf"


def read_file(request: WordRequest, job: JobContext) -> WordResult:
    """Answer with the text of the file; there is none that can be read without its first line."""
    if job.file is None:
        return WordResult(answer="no file")
    start, found, text = job.file.content.partition(b"\n")
    if not found or not start.startswith(b"%PDF-"):
        raise PermanentJobError("This file cannot be read.")
    return WordResult(answer=text.decode())


@pytest.fixture(autouse=True)
def readers() -> Iterator[None]:
    """Have a job type that takes a file, and one that takes none."""
    with declared(read_file, name="test-file", accepts_file=True), declared(echo):
        yield


@pytest.fixture
def owner(world: World) -> Caller:
    """Return a user with a token."""
    return caller(world.services)


def send(
    owner: Caller, /, content: bytes = FILE, name: str = SECRET_NAME, **fields: str
) -> TestResponse:
    """Submit a form as a browser does."""
    texts = {"type": "test-file", "word": "x", **fields}
    body = form(*(part(*text) for text in texts.items()), upload(name, content))
    return owner.send("/api/jobs", body, CONTENT_TYPE)


def test_a_handler_reads_the_file_that_came_with_the_request(world: World, owner: Caller) -> None:
    """Accepted, delivered, run: the result is the document's text; every answer is as described."""
    accepted = send(owner)
    assert accepted.status_code == 202
    assert undescribed(accepted, "createJob") == []
    job_id = answer_of(accepted)["jobId"]
    assert world.deliver(job_id, 1) is DeliveryOutcome.SETTLED
    assert world.result(job_id) == {"answer": "Ada Lovelace\nWrote the first program"}
    read = owner.get(accepted.headers["Location"])
    assert undescribed(read, "getJob") == []
    assert answer_of(read)["file"] == {
        "name": SECRET_NAME,
        "mediaType": "application/pdf",
        "size": len(FILE),
    }
    assert b"%PDF" not in read.data


def test_the_request_may_be_json_beside_the_file(world: World, owner: Caller) -> None:
    """Lists and options have no form of their own in a form."""
    body = b'{"type": "test-file", "word": "x", "options": {"tags": ["mine"]}}'
    beside = part("request", body, file_name="blob", content_type="application/json")
    accepted = owner.send("/api/jobs", form(beside, upload(content=FILE)), CONTENT_TYPE)
    assert answer_of(accepted)["tags"] == ["mine"]
    assert world.data(answer_of(accepted)["jobId"], "input") == {"word": "x"}


def test_the_file_is_kept_as_bytes_as_long_as_the_job(world: World, owner: Caller) -> None:
    """In the same commit as the job document, in a document of its own that expires with it."""
    job_id = answer_of(send(owner))["jobId"]
    client = database(world.services)
    document = client.document("users", "owner-1", "jobs", job_id, "data", "file").get()
    assert document.to_dict() == {
        "value": {"name": SECRET_NAME, "mediaType": "application/pdf", "content": FILE},
        "expireAt": world.job_document(job_id).expire_at,
    }
    assert (
        document.create_time
        == client.document("users", "owner-1", "jobs", job_id).get().create_time
    )


def test_the_largest_file_is_kept_whole(world: World, owner: Caller) -> None:
    """700 KB fit into a document of Firestore."""
    content = bytes(range(256)) * (multipart.MAX_FILE_BYTES // 256)
    job_id = answer_of(send(owner, content))["jobId"]
    kept = UploadedFile.model_validate(world.data(job_id, documents.FILE))
    assert (kept.content, kept.media_type) == (content, MediaType.PDF)


def test_a_retry_keeps_the_file(world: World, owner: Caller) -> None:
    """Once more, also with another request: the file is the same."""
    path = send(owner).headers["Location"]
    owner.post(f"{path}/cancel")
    assert owner.post(f"{path}/retry", {"input": {"word": "y"}}).status_code == 200
    job = answer_of(owner.get(path))
    (task,) = [task for task in world.enqueued(job["jobId"]) if task.dispatch == 2]
    world.deliver(job["jobId"], task.dispatch)
    assert "Ada Lovelace" in str(world.result(job["jobId"]))


def test_another_file_is_another_request(owner: Caller) -> None:
    """Two clicks with the same file make one job; another file, or none, makes another."""
    first = send(owner)
    assert send(owner).status_code == 200
    others = [
        send(owner, b"%PDF-1.7\nGrace Hopper"),
        send(owner, name="other.pdf"),
        owner.post("/api/jobs", {"type": "test-file", "word": "x"}),
    ]
    assert [one.status_code for one in others] == [202] * 3
    assert len({answer_of(one)["jobId"] for one in (first, *others)}) == 4


def test_a_key_stands_for_the_file_too(owner: Caller) -> None:
    """The same key with another file is refused."""
    headers = {"Authorization": f"Bearer {owner.token}", "Idempotency-Key": "k"}
    answers = [
        owner.client.post(
            "/api/jobs",
            data={"type": "test-file", "word": "x", "file": (io.BytesIO(content), "a.pdf")},
            headers=headers,
        ).status_code
        for content in (FILE, FILE, b"%PDF-1.7\nother")
    ]
    assert answers == [202, 200, 409]


def test_erasing_a_job_erases_its_file(world: World, owner: Caller) -> None:
    """Nothing is left below the job document."""
    answer = send(owner)
    job_id, path = answer_of(answer)["jobId"], answer.headers["Location"]
    owner.post(f"{path}/cancel")
    assert owner.delete(path).status_code == 204
    assert world.data(job_id, documents.FILE) is None


def test_erasing_a_user_erases_their_files(world: World, owner: Caller) -> None:
    """Also those of jobs that wait."""
    job_id = answer_of(send(owner))["jobId"]
    assert owner.delete("/api/me/jobs").status_code == 200
    assert world.data(job_id, documents.FILE) is None


def test_a_type_that_takes_no_file_says_so(world: World, owner: Caller) -> None:
    """The refusal names the file, and nothing is stored; without one, a form will do."""
    refused = send(owner, type="test-word")
    assert wrong_fields(refused) == ["file"]
    assert undescribed(refused, "createJob") == []
    assert answer_of(owner.get("/api/jobs"))["jobs"] == []
    without = form(part("type", "test-word"), part("word", "x"), upload("", b""))
    assert owner.send("/api/jobs", without, CONTENT_TYPE).status_code == 202


def test_only_a_type_that_takes_a_file_is_asked_for_one(world: World, owner: Caller) -> None:
    """A worker reads the file in the same call as the job, and never where there can be none."""
    asked: list[tuple[str, ...]] = []
    store = world.services.store
    real = store.read_with_data

    def read(job_id: str, *names: str) -> Any:  # noqa: ANN401 -- what the real one gives
        asked.append(names)
        return real(job_id, *names)

    jobs = [answer_of(send(owner))["jobId"], world.submit(word="x").job_id]
    store.read_with_data = read  # type: ignore[method-assign]
    for job_id in jobs:
        world.deliver(job_id, 1)
    controls = TYPE_CONTROLS.path
    assert asked == [("input", "file", controls), ("input", controls)]


def test_a_file_that_cannot_be_read_fails_its_job_for_good(world: World, owner: Caller) -> None:
    """Its owner reads why, at once: there is no second attempt."""
    job_id = answer_of(send(owner, b"no first line"))["jobId"]
    world.deliver(job_id, 1)
    job_document = world.job_document(job_id)
    assert (job_document.status, job_document.attempt) == (JobStatus.FAILED, 1)
    assert job_document.error is not None
    assert job_document.error.message == "This file cannot be read."


def test_a_file_is_in_no_log_event_or_error(
    world: World, owner: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither its name nor its content is in a log, an event, an error or a job document."""
    caplog.set_level(logging.DEBUG)
    for content in (b"%PDF-secret", b"secret words"):
        job_id = answer_of(send(owner, content, word="x"))["jobId"]
        world.deliver(job_id, 1)
        job_document = world.job_document(job_id)
        assert job_document.status is JobStatus.FAILED
        assert "secret" not in f"{job_document!r} {describe(job_document, 'worker')!r}"
    ours = [r for r in caplog.records if r.name.startswith(("functions", "shared", "infra"))]
    assert ours
    assert not [r for r in ours if "secret" in f"{r.getMessage()} {r.exc_text} {r.__dict__}"]


@pytest.mark.parametrize("kilobytes", [801, 5000])
def test_a_large_body_is_refused_before_it_is_parsed(owner: Caller, kilobytes: int) -> None:
    """413, though nothing in it is a form."""
    refused = owner.send("/api/jobs", b"x" * kilobytes * 1024, "multipart/form-data; boundary=b")
    assert refused.status_code == 413
    assert "700 KB" in answer_of(refused)["detail"]
    assert undescribed(refused, "createJob") == []


BROKEN = {
    "no boundary": ("multipart/form-data", b"--b\r\n"),
    "empty": ("multipart/form-data; boundary=b", b""),
    "no end": ("multipart/form-data; boundary=b", b"--b\r\n\r\nx"),
    "noise": ("multipart/form-data; boundary=b", bytes(range(256)) * 9),
    "many": (
        "multipart/form-data; boundary=b",
        b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n' * 10_000 + b"--b--",
    ),
    "no type": (
        "multipart/form-data; boundary=b",
        b'--b\r\nContent-Disposition: form-data; name="word"\r\n\r\nx\r\n--b--',
    ),
    "mixed": ("multipart/mixed; boundary=b", b"--b--"),
    "urlencoded": ("application/x-www-form-urlencoded", b"type=test-file"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_whatever_is_sent_is_answered_with_a_problem(owner: Caller, kind: str) -> None:
    """As described, and stored is nothing."""
    content_type, body = BROKEN[kind]
    refused = owner.send("/api/jobs", body, content_type)
    assert refused.status_code == (415 if kind in {"mixed", "urlencoded"} else 400)
    assert refused.mimetype == "application/problem+json"
    assert undescribed(refused, "createJob") == []
    assert answer_of(owner.get("/api/jobs"))["jobs"] == []


@pytest.mark.parametrize(
    "path", ["/api/jobs:batch", "/api/jobs/owner-1:test-file:1790000000000:abcdefgh/retry"]
)
def test_a_form_is_for_one_submission_only(owner: Caller, path: str) -> None:
    """A batch and a retry are JSON."""
    refused = owner.send(path, b"--b--", "multipart/form-data; boundary=b")
    assert refused.status_code == 415


def test_a_form_that_is_longer_than_it_says_is_cut_off(owner: Caller) -> None:
    """What lies behind the Content-Length is not read, and half a form is none."""
    whole = form(part("type", "test-word"), part("word", "x"))
    refused = owner.client.post(
        "/api/jobs",
        data=whole,
        content_type=CONTENT_TYPE,
        headers={"Authorization": f"Bearer {owner.token}"},
        environ_overrides={"CONTENT_LENGTH": str(len(whole) - 8)},
    )
    assert refused.status_code == 400
    assert "did not arrive whole" in answer_of(refused)["detail"]


def test_a_stranger_sends_nothing(world: World) -> None:
    """Who asks comes before what is sent."""
    stranger = caller(world.services, uid=None)
    sent = stranger.send("/api/jobs", b"x" * 2_000_000, "multipart/form-data; boundary=b")
    assert sent.status_code == 401
