"""Running a failed or cancelled job once more."""

from datetime import timedelta

import pytest

from functions.requests import cancel, resubmit
from shared.auth.users import User
from shared.core import errors
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.retry import RetryPolicy
from shared.handler.job_context import JobContext
from tests.support.job_types import WordRequest, WordResult, declared, echo
from tests.support.web import answer_of, caller
from tests.support.world import OWNER, World

ONE_ATTEMPT = RetryPolicy(max_attempts=1, base=timedelta(seconds=1))


class Flaky:
    """A handler that pays for a step and then fails, as often as it is told."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.paid = 0

    def __call__(self, request: WordRequest, job: JobContext) -> WordResult:
        """Pay once for each step that is not kept."""
        answer = job.step("pay", lambda: self._pay(request.word), of=str)
        if self.failures:
            self.failures -= 1
            raise RuntimeError("after the step")
        return WordResult(answer=answer)

    def _pay(self, word: str) -> str:
        self.paid += 1
        return word


def failed_job(world: World) -> Job:
    """Submit a job and have it fail."""
    job = world.submit(word="x")
    world.deliver(job.job_id, 1)
    assert world.job_document(job.job_id).status is JobStatus.FAILED
    return job


def test_a_failed_job_runs_once_more(world: World) -> None:
    """The same job, the next dispatch; the attempts go on counting."""
    with declared(Flaky(1), retry=ONE_ATTEMPT):
        job = failed_job(world)
        again = resubmit.resubmit_job(world.services, OWNER, job.job_id)
        assert (again.status, again.dispatch, again.error) == (JobStatus.QUEUED, 2, None)
        world.deliver(job.job_id, 2)
    job_document = world.job_document(job.job_id)
    assert (job_document.status, job_document.attempt, job_document.max_attempts) == (
        JobStatus.SUCCEEDED,
        2,
        2,
    )


def test_its_finished_steps_are_not_paid_for_again(world: World) -> None:
    """What a step gave is kept over a resubmission."""
    flaky = Flaky(1)
    with declared(flaky, retry=ONE_ATTEMPT):
        job = failed_job(world)
        resubmit.resubmit_job(world.services, OWNER, job.job_id)
        world.deliver(job.job_id, 2)
    assert flaky.paid == 1


def test_its_owner_may_want_the_steps_done_again(world: World) -> None:
    """`keepSteps: false` makes every step run afresh, but its own retries keep theirs."""
    flaky = Flaky(2)
    with declared(flaky, retry=RetryPolicy(max_attempts=2, base=timedelta(seconds=1))):
        job = world.submit(word="x")
        world.deliver(job.job_id, 1)
        world.deliver(job.job_id, 2)
        resubmit.resubmit_job(world.services, OWNER, job.job_id, keep_steps=False)
        flaky.failures = 1
        world.deliver(job.job_id, 3)
        world.deliver(job.job_id, 4)
    assert (world.job_document(job.job_id).status, flaky.paid) == (JobStatus.SUCCEEDED, 2)


def test_an_edited_request_is_what_runs(world: World) -> None:
    """The input is replaced with the job document, and no step of the old one is used."""
    with declared(Flaky(1), retry=ONE_ATTEMPT):
        job = failed_job(world)
        resubmit.resubmit_job(world.services, OWNER, job.job_id, request={"word": "better"})
        world.deliver(job.job_id, 2)
    assert world.data(job.job_id, "input") == {"word": "better"}
    assert world.result(job.job_id) == {"answer": "better"}


def test_an_edited_request_that_is_wrong_changes_nothing(world: World) -> None:
    """The job stays failed, with its old input."""
    with declared(Flaky(1), retry=ONE_ATTEMPT):
        job = failed_job(world)
        with pytest.raises(errors.InvalidArgumentError):
            resubmit.resubmit_job(world.services, OWNER, job.job_id, request={"wrod": "x"})
    assert world.job_document(job.job_id).status is JobStatus.FAILED
    assert world.data(job.job_id, "input") == {"word": "x"}


def test_a_cancelled_job_runs_once_more(world: World) -> None:
    """The request to cancel is forgotten with it."""
    with declared(echo):
        job = world.submit(word="x")
        cancel.cancel_job(world.services, OWNER, job.job_id)
        resubmit.resubmit_job(world.services, OWNER, job.job_id)
        world.deliver(job.job_id, 2)
    assert world.job_document(job.job_id).status is JobStatus.SUCCEEDED


def test_resubmitting_twice_is_resubmitting_once(world: World) -> None:
    """A job that is queued or running already is left as it is."""
    with declared(Flaky(1), retry=ONE_ATTEMPT):
        job = failed_job(world)
        first = resubmit.resubmit_job(world.services, OWNER, job.job_id)
        assert resubmit.resubmit_job(world.services, OWNER, job.job_id) == first
    assert [task.dispatch for task in world.enqueued(job.job_id)] == [1, 2]


@pytest.mark.usefixtures("word_jobs")
def test_a_job_that_has_succeeded_is_not_run_again(world: World) -> None:
    """It has its result; another one is another job."""
    job = world.submit(word="x")
    world.deliver(job.job_id, 1)
    with pytest.raises(errors.FailedPreconditionError):
        resubmit.resubmit_job(world.services, OWNER, job.job_id)


@pytest.mark.usefixtures("word_jobs")
def test_another_users_job_is_not_run_again(world: World) -> None:
    """It does not exist for a stranger."""
    job = world.submit(word="x")
    with pytest.raises(errors.NotFoundError):
        resubmit.resubmit_job(world.services, User(uid="owner-2"), job.job_id)


def test_the_api_runs_it_once_more(world: World) -> None:
    """POST …/retry, with and without a body; a wrong body is a problem."""
    owner = caller(world.services)
    with declared(Flaky(1), retry=ONE_ATTEMPT):
        job = failed_job(world)
        path = f"/api/jobs/{job.job_id}/retry"
        wrong = owner.post(path, {"keepStep": False})
        right = owner.post(path)
    assert (wrong.status_code, right.status_code) == (400, 200)
    assert right.json is not None
    assert right.json["status"] == "queued"


def test_the_history_tells_every_attempt(world: World) -> None:
    """Start, end, outcome and code of each, over retries and resubmissions."""
    with declared(Flaky(1), retry=ONE_ATTEMPT):
        job = failed_job(world)
        resubmit.resubmit_job(world.services, OWNER, job.job_id)
        world.clock.move(timedelta(seconds=5))
        world.deliver(job.job_id, 2)
    history = world.data(job.job_id, "attempts")
    assert isinstance(history, dict)
    lines = [history[number] for number in sorted(history)]
    assert [(line["outcome"], line.get("code")) for line in lines if isinstance(line, dict)] == [
        ("failed", "internal"),
        ("succeeded", None),
    ]


def test_the_history_is_short(world: World) -> None:
    """Only the last twenty attempts are told."""
    with declared(Flaky(24), retry=RetryPolicy(max_attempts=25, base=timedelta(seconds=1))):
        job = world.submit(word="x")
        for dispatch in range(1, 26):
            world.deliver(job.job_id, dispatch)
    history = world.data(job.job_id, "attempts")
    assert isinstance(history, dict)
    assert sorted(map(int, history)) == list(range(6, 26))


@pytest.mark.parametrize("body", [{}, {"input": {"word": "y"}}], ids=["as it was", "changed"])
def test_a_job_of_a_type_that_was_removed_is_not_run_again(
    world: World, body: dict[str, object]
) -> None:
    """409, for there is nothing wrong with the request; the job stays as it is."""
    with declared(Flaky(1), retry=ONE_ATTEMPT):
        job = failed_job(world)
    refused = caller(world.services).post(f"/api/jobs/{job.job_id}/retry", body)
    assert refused.status_code == 409
    assert answer_of(refused)["code"] == "failed-precondition"
    assert "violations" not in answer_of(refused)
    assert world.job_document(job.job_id).status is JobStatus.FAILED
