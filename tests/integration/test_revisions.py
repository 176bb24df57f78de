"""Two revisions run at once in every deployment: what one does not understand, the other runs."""

import pytest
from pydantic import JsonValue

from functions.job_types.handling import NotUnderstoodError
from functions.worker.deliver import DeliveryOutcome
from shared.core.job_status import JobStatus
from shared.handler.job_context import JobContext
from tests.support.job_types import WordRequest, WordResult, declared, echo
from tests.support.world import World


class LouderRequest(WordRequest):
    """A request of the next revision: it has one field more."""

    is_loud: bool = False


def loud(request: LouderRequest, job: JobContext) -> WordResult:
    """Answer as it is asked."""
    return WordResult(answer=request.word.upper() if request.is_loud else request.word)


def test_a_request_with_a_new_field_is_left_to_the_newer_revision(world: World) -> None:
    """An old worker failed it for good."""
    with declared(loud, request=LouderRequest):  # type: ignore[arg-type]
        job = world.submit(word="hello", isLoud=True)
    with declared(echo), pytest.raises(NotUnderstoodError):
        world.deliver(job.job_id, 1)
    with declared(loud, request=LouderRequest):  # type: ignore[arg-type]
        assert world.deliver(job.job_id, 1) is DeliveryOutcome.SETTLED
    assert world.result(job.job_id) == {"answer": "HELLO"}


def test_a_newer_version_is_left_to_the_newer_revision(world: World) -> None:
    """Even where its request looks the same."""
    with declared(echo, version=2):
        job = world.submit(word="hello")
    with declared(echo), pytest.raises(NotUnderstoodError):
        world.deliver(job.job_id, 1)
    assert world.job_document(job.job_id).attempt == 0


def test_an_older_request_is_upgraded(world: World) -> None:
    """It was accepted before, and is run in the form of today."""

    def upgrade(version: int, request: JsonValue) -> JsonValue:
        assert isinstance(request, dict)
        return {**request, "isLoud": version == 1}

    with declared(echo):
        job = world.submit(word="hello")
    with declared(loud, request=LouderRequest, version=2, upgrade=upgrade):  # type: ignore[arg-type]
        world.deliver(job.job_id, 1)
    assert world.result(job.job_id) == {"answer": "HELLO"}


def test_an_upgrade_that_raises_fails_the_job(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Its author reads why; no other revision would do better."""

    def upgrade(version: int, request: JsonValue) -> JsonValue:
        raise KeyError("word")

    with declared(echo):
        job = world.submit(word="hello")
    with declared(echo, version=2, upgrade=upgrade):
        world.deliver(job.job_id, 1)
    assert world.job_document(job.job_id).status is JobStatus.FAILED
    assert "upgrade() raised" in caplog.text
