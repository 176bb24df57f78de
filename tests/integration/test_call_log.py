"""What an attempt asked of a model is kept below its job, by writes that are made anyway."""

from datetime import timedelta

import pytest

from shared.core.errors import PermanentJobError, RetriableJobError
from shared.core.job_calls import read_calls
from shared.core.records import Record
from shared.core.usage import Usage
from shared.firestore.job_store import JobStore
from shared.handler.job_context import JobContext
from shared.handler.ports import AnswerT, GeneratedBy, ModelAnswer, ModelCall
from tests.support.described import undescribed
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.web import answer_of, caller
from tests.support.world import World


class Nothing(Record):
    """Facts and answer of no importance."""

    text: str = "x"


class SlowModel:
    """A model whose every call takes three seconds and costs 40 cents."""

    def __init__(self, world: World) -> None:
        self._clock = world.clock

    def write(self, call: ModelCall[AnswerT]) -> ModelAnswer[AnswerT]:
        """Answer, and say what it has cost."""
        self._clock.move(timedelta(seconds=3))
        call.record_usage(Usage(model="slow", cost_usd=0.4))
        by = GeneratedBy(model="slow", prompt_version="1")
        return ModelAnswer(value=call.answer(), generated_by=by)


@pytest.fixture
def here(world: World) -> World:
    """Return the world with that model."""
    world = world.with_services()
    world.services.__dict__["model"] = SlowModel(world)
    return world


def ask(job: JobContext) -> str:
    """Ask the model."""
    return job.model.write("any", Nothing(), Nothing).value.text


def test_an_operator_sees_calls_under_their_attempt(here: World) -> None:
    """With their duration and cost; nothing of what was asked or answered."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job.step("read", lambda: ask(job) + ask(job))
        if job._attempt.job.attempt == 1:  # type: ignore[attr-defined]
            raise RetriableJobError
        return WordResult(answer=ask(job))

    with declared(handler):
        job_id = here.submit(word="secret").job_id
        here.deliver(job_id, 1)
        here.clock.move(timedelta(minutes=2))
        here.deliver(job_id, 2)
        operator = caller(here.services, "operator-1", viewer=True)
        response = operator.get(f"/api/operator/jobs/{job_id}")
    assert "secret" not in response.get_data(as_text=True)
    assert undescribed(response, "getAnyJob") == []
    spans = [span for span in answer_of(response)["spans"] if span["kind"] != "waiting"]
    assert [span["kind"] for span in spans] == ["attempt", "step", "model", "attempt", "model"]
    first, last = (span for span in spans if span["kind"] == "model")
    assert (first["name"], first["calls"], first["seconds"], first["model"]) == (
        "any",
        2,
        6,
        "slow",
    )
    assert first["costUsd"] == pytest.approx(0.8)
    assert (last["calls"], last["costUsd"]) == (1, pytest.approx(0.4))


def test_calls_ride_on_the_writes_that_there_are(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A claim, a step and an end: three commits, with calls or without."""
    commits: list[object] = []
    commit = JobStore._commit

    def count(store: JobStore, batch: object) -> object:
        commits.append(batch)
        return commit(store, batch)  # type: ignore[arg-type]

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job.step("read", lambda: ask(job) if request.word == "ask" else "")
        return WordResult(answer="x")

    with declared(handler):
        jobs = [here.submit(word=word).job_id for word in ("ask", "not")]
        monkeypatch.setattr(JobStore, "_commit", count)
        numbers = []
        for job_id in jobs:
            here.deliver(job_id, 1)
            numbers.append(len(commits))
            commits.clear()
    assert numbers[0] == numbers[1]
    assert read_calls(here.data(jobs[0], "calls")) != []
    assert here.data(jobs[1], "calls") is None


def test_calls_of_an_attempt_that_fails_are_kept(here: World) -> None:
    """They go with its end, and with the job when it is erased."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        ask(job)
        raise PermanentJobError("It cannot be done.")

    with declared(handler):
        job_id = here.submit(word="x").job_id
        here.deliver(job_id, 1)
        (kept,) = read_calls(here.data(job_id, "calls"))
        assert (kept.attempt, [line.name for line in kept.lines]) == (1, ["any"])
        assert caller(here.services).delete(f"/api/jobs/{job_id}").status_code == 204
    assert here.data(job_id, "calls") is None
