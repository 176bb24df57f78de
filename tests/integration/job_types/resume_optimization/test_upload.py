"""A résumé as a file, from the form to the handler that reads it."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from functions.job_types.resume_optimization.documents import read_text
from functions.worker.deliver import DeliveryOutcome
from shared.core.job_event import describe
from shared.core.job_status import JobStatus
from shared.handler.job_context import JobContext
from tests.support.described import undescribed
from tests.support.documents import encrypted_pdf, pdf
from tests.support.forms import CONTENT_TYPE, form, part, upload
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.web import Caller, answer_of, caller, wrong_fields
from tests.support.world import World

RESUME = pdf(["Ada Lovelace", "Wrote the first program"])
SECRET_NAME = "Ada-Lovelace-secret.pdf"


def read_resume(request: WordRequest, job: JobContext) -> WordResult:
    """Answer with the text of the file."""
    assert job.file is not None
    return WordResult(answer=read_text(job.file))


@pytest.fixture(autouse=True)
def reader() -> Iterator[None]:
    """Have a job type that reads a file as this one does, and does nothing else."""
    with declared(read_resume, name="test-file", accepts_file=True):
        yield


@pytest.fixture
def owner(world: World) -> Caller:
    """Return a user with a token."""
    return caller(world.services)


def send(owner: Caller, content: bytes) -> TestResponse:
    """Submit a form as a browser does."""
    texts = {"type": "test-file", "word": "x"}
    body = form(*(part(*text) for text in texts.items()), upload(SECRET_NAME, content))
    return owner.send("/api/jobs", body, CONTENT_TYPE)


def test_the_text_of_a_pdf_is_read(world: World, owner: Caller) -> None:
    """Accepted, delivered, run: the result is the document's text."""
    job_id = answer_of(send(owner, RESUME))["jobId"]
    assert world.deliver(job_id, 1) is DeliveryOutcome.SETTLED
    assert world.result(job_id) == {"answer": "Ada Lovelace\nWrote the first program"}


def test_a_resume_is_optimized_from_its_file(world: World, owner: Caller) -> None:
    """The field that the file stands for is left out; with both, or with neither, it is refused."""
    fields = {"type": "resume-optimization", "targetRole": "Data Engineer"}
    resume_text = "Ada Lovelace wrote the first program. " * 5
    texts = [part(*text) for text in fields.items()]
    both = form(*texts, part("resumeText", resume_text), upload(SECRET_NAME, RESUME))
    assert wrong_fields(owner.send("/api/jobs", both, CONTENT_TYPE)) == ["resumeText"]
    assert wrong_fields(owner.send("/api/jobs", form(*texts), CONTENT_TYPE)) == ["resumeText"]
    accepted = owner.send("/api/jobs", form(*texts, upload(SECRET_NAME, RESUME)), CONTENT_TYPE)
    assert undescribed(accepted, "createJob") == []
    assert "resumeText" not in str(world.data(answer_of(accepted)["jobId"], "input"))
    assert owner.post("/api/jobs", {**fields, "resumeText": resume_text}).status_code == 202


def test_a_resumes_text_does_for_a_file_that_is_gone(world: World, owner: Caller) -> None:
    """A retry a week after the end needs the file, or what it stood for."""
    texts = {"type": "resume-optimization", "targetRole": "Data Engineer"}
    body = form(*(part(*text) for text in texts.items()), upload(SECRET_NAME, RESUME))
    path = owner.send("/api/jobs", body, CONTENT_TYPE).headers["Location"]
    owner.post(f"{path}/cancel")
    world.clock.move(timedelta(days=7))
    changed = {"targetRole": "Data Analyst"}
    assert owner.post(f"{path}/retry", {"input": changed}).status_code == 409
    changed["resumeText"] = "Ada Lovelace wrote the first program. " * 5
    assert owner.post(f"{path}/retry", {"input": changed}).status_code == 200


def test_a_protected_file_fails_its_job_for_good(world: World, owner: Caller) -> None:
    """Its owner reads why, at once: there is no second attempt."""
    job_id = answer_of(send(owner, encrypted_pdf(RESUME, "secret")))["jobId"]
    world.deliver(job_id, 1)
    job_document = world.job_document(job_id)
    assert (job_document.status, job_document.attempt) == (JobStatus.FAILED, 1)
    assert job_document.error is not None
    assert job_document.error.message == "This file is protected by a password. Send one without."


def test_a_broken_file_is_in_no_log_event_or_error(
    world: World, owner: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither its name nor its content is in a log, an event, an error or a job document."""
    caplog.set_level(logging.DEBUG)
    for content in (b"%PDF-secret", b"secret words"):
        job_id = answer_of(send(owner, content))["jobId"]
        world.deliver(job_id, 1)
        job_document = world.job_document(job_id)
        assert job_document.status is JobStatus.FAILED
        assert "secret" not in f"{job_document!r} {describe(job_document, 'worker')!r}"
    ours = [r for r in caplog.records if r.name.startswith(("functions", "shared", "infra"))]
    assert ours
    assert not [r for r in ours if "secret" in f"{r.getMessage()} {r.exc_text} {r.__dict__}"]
