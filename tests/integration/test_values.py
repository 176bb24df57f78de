"""What a handler makes is kept whatever it is, or ends its job at the first attempt."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from pydantic import JsonValue

from functions.job_types import JobResult, all_job_types, job_type
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.usage import Usage
from shared.handler.job_context import JobContext
from tests.integration.test_deliver import run_once
from tests.support.database import job_reference
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.web import answer_of, caller
from tests.support.world import World

SPENT = Usage(cost_usd=0.25)


def nested(depth: int) -> JsonValue:
    """Return lists inside each other."""
    value: JsonValue = "deep"
    for _ in range(depth):
        value = [value]
    return value


#: What Firestore's own forms refuse, or take three times the room for.
ODD: dict[str, JsonValue] = {
    "a list in a list": [[1, 2], [3]],
    "more than 64 bits": 2**80,
    "reserved keys": {"": 1, "__x__": 2, "a.b`c": 3},
    "more than 20 levels": nested(60),
    "half of a character": "\ud83d",
    "many small numbers": [7] * 280_000,
    "many Chinese characters": "汉" * 200_000,
}


class AnyResult(JobResult):
    """A result that holds anything."""

    value: JsonValue

    def summarise(self) -> str:
        """Say so."""
        return "Anything."


def run_any(world: World, handler: Callable[[WordRequest, JobContext], AnyResult]) -> Job:
    """Run a handler once that may return anything."""
    declare = job_type("test-any", title="Any", request=WordRequest, result=AnyResult)
    declare(handler)
    all_job_types.cache_clear()
    try:
        job = world.submit("test-any", word="x")
        world.deliver(job.job_id, 1)
    finally:
        forget("test-any")
    return world.job_document(job.job_id)


def forget(name: str) -> None:
    """Have the registry know a type no more."""
    from functions import job_types

    del job_types._declared[name]
    all_job_types.cache_clear()


@pytest.mark.parametrize("kind", ODD)
def test_any_result_is_kept(world: World, kind: str) -> None:
    """And the API returns it as it was."""
    job = run_any(world, lambda request, job: AnyResult(value=ODD[kind]))
    assert job.status is JobStatus.SUCCEEDED
    assert world.result(job.job_id) == {"value": ODD[kind]}
    answer = caller(world.services).get(f"/api/jobs/{job.job_id}")
    assert answer_of(answer)["result"] == {"value": ODD[kind]}


def test_a_results_fields_keep_their_order(world: World) -> None:
    """As the model declares them, and as a handler has filled what is free: it is how they read."""
    names = [f"name {i}" for i in (5, 3, 9, 1, 7)]
    job = run_any(world, lambda request, job: AnyResult(value=dict.fromkeys(names, 0)))
    stored: Any = world.result(job.job_id)
    answer: Any = answer_of(caller(world.services).get(f"/api/jobs/{job.job_id}"))
    assert list(stored["value"]) == list(answer["result"]["value"]) == names


@pytest.mark.parametrize("kind", ODD)
def test_any_step_is_kept(world: World, kind: str) -> None:
    """A retry gets it back as it was."""
    seen: list[object] = []

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        seen.append(job.step("odd", lambda: ODD[kind]))
        if len(seen) == 1:
            raise RuntimeError("once")
        return WordResult(answer="done")

    with declared(handler):
        job = world.submit(word="x")
        world.deliver(job.job_id, 1)
        world.deliver(job.job_id, 2)
    assert world.job_document(job.job_id).status is JobStatus.SUCCEEDED
    assert seen == [ODD[kind]] * 2


@pytest.mark.parametrize(
    "value", [pytest.param("x" * 1_000_001, id="too large"), pytest.param(nested(201), id="deep")]
)
def test_a_step_that_cannot_be_kept_is_paid_for_once(world: World, value: JsonValue) -> None:
    """The job has failed at its first attempt, and what it had spent is on it."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job._attempt.record_usage(SPENT)
        job.step("odd", lambda: value)
        return WordResult(answer="done")

    job = run_once(world, handler)
    assert (job.status, job.attempt, job.usage) == (JobStatus.FAILED, 1, SPENT)


def test_a_result_that_cannot_be_kept_is_paid_for_once(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Its author reads why in the log; its owner does not read what a developer must do."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job._attempt.record_usage(SPENT)
        return WordResult(answer="x" * 1_000_001)

    job = run_once(world, handler)
    assert (job.status, job.attempt, job.usage) == (JobStatus.FAILED, 1, SPENT)
    assert job.error is not None
    assert "bytes" not in job.error.message
    assert "the result cannot be kept: it takes 1,000,014 bytes" in caplog.text


def test_a_summary_that_cannot_be_made_is_paid_for_once(world: World) -> None:
    """It raised outside of every net, and the job hung for three leases."""

    class Mute(WordResult):
        def summarise(self) -> str:
            raise KeyError("nothing to say")

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job._attempt.record_usage(SPENT)
        return Mute(answer="x")

    job = run_once(world, handler)
    assert (job.status, job.attempt, job.usage) == (JobStatus.FAILED, 1, SPENT)


@pytest.mark.parametrize("text", ["\ud83d", "x" * 5_000, "汉" * 5_000])
def test_any_words_of_a_handler_are_shown(world: World, text: str) -> None:
    """A message, a stage and a summary are cut, and half a character is no reason to fail."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job.progress(50, text, stage=text)
        return WordResult(answer=text)

    job = run_once(world, handler)
    assert job.status is JobStatus.SUCCEEDED
    assert len(job.progress.message) <= 200
    assert len(job.summary or "") <= 500


@pytest.mark.parametrize("preview", [{"x": [[1]]}, {"": 1}, {"__x__": "y"}, {"x": "\ud83d"}])
def test_any_preview_is_shown(world: World, preview: dict[str, JsonValue]) -> None:
    """The writing thread died of it, and the finished answer was thrown away."""
    seen: list[Any] = []

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job._attempt.show(preview)
        job_id = getattr(job._attempt, "job").job_id  # noqa: B009 -- of a running attempt
        seen.append(world.job_document(job_id).preview)
        return WordResult(answer="done")

    assert run_once(world, handler).status is JobStatus.SUCCEEDED
    assert seen == [preview]


def test_the_same_step_twice_is_refused(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """A loop got the first value again and again."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        values = [job.step("part", lambda: number) for number in range(2)]  # noqa: B023 -- called at once
        return WordResult(answer=str(values))

    job = run_once(world, handler)
    assert (job.status, job.attempt) == (JobStatus.FAILED, 1)
    assert "there are two steps named 'part'" in caplog.text


@pytest.mark.parametrize(
    "name", ["CI/CD", "a/b/c", "", "..", "__x__", "x" * 2_000, "Été 🏖", "\ud83d"]
)
def test_a_step_may_have_any_name(world: World, name: str) -> None:
    """It lies where an erasure and Firestore's TTL look."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        return WordResult(answer=str(job.step(name, lambda: "kept")))

    job = run_once(world, handler)
    assert job.status is JobStatus.SUCCEEDED
    below = job_reference(world.services, job.job_id).collection("data").list_documents()
    assert len([document for document in below if document.id.startswith("step-")]) == 1


def test_a_kept_step_of_an_older_form_is_done_again(world: World) -> None:
    """A value that does not fit any more is as good as none."""
    forms: list[type[object]] = [str, int]

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        form = forms.pop(0)
        value = job.step("part", lambda: form(7), of=form)  # type: ignore[call-arg]
        if forms:
            raise RuntimeError("once")
        return WordResult(answer=repr(value))

    with declared(handler):
        job = world.submit(word="x")
        world.deliver(job.job_id, 1)
        world.deliver(job.job_id, 2)
    assert world.result(job.job_id) == {"answer": "7"}


class MayBeNone(JobResult):
    """A result with a field that is None and has no default."""

    answer: str | None

    def summarise(self) -> str:
        """Say so."""
        return "Perhaps."


def test_a_field_that_is_none_is_left_out(world: World) -> None:
    """It was dropped, and then missed."""
    declare = job_type("test-none", title="None", request=WordRequest, result=MayBeNone)
    declare(lambda request, job: MayBeNone(answer=None))
    all_job_types.cache_clear()
    try:
        job = world.submit("test-none", word="x")
        world.deliver(job.job_id, 1)
        assert world.job_document(job.job_id).status is JobStatus.SUCCEEDED
        assert world.result(job.job_id) == {}
    finally:
        forget("test-none")


@pytest.mark.parametrize("word", ["NaN", "Infinity", "1e999", '"\\ud83d"'])
def test_a_request_that_cannot_be_kept_is_refused(world: World, word: str) -> None:
    """With its field, and not as a defect of ours."""
    with declared(lambda request, job: WordResult(answer="x")):
        body = f'{{"type": "test-word", "word": {word}}}'.encode()
        answer = caller(world.services).send("/api/jobs", body)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert answer_of(answer)["code"] == "invalid-argument"
