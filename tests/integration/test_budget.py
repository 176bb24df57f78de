"""The daily budget: what jobs cost is counted once, and bounds what may be submitted."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from functions.requests import erase, resubmit, submit
from shared.auth.users import User
from shared.core import budget, errors
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.records import Record
from shared.core.retry import RetryPolicy
from shared.core.usage import Usage
from shared.firestore.job_store import JobStore
from shared.firestore.writes import Writes
from shared.handler.job_context import JobContext
from shared.handler.ports import AnswerT, GeneratedBy, ModelAnswer, ModelCall
from tests.support.database import database
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.rpc_count import counted_calls
from tests.support.web import answer_of, caller
from tests.support.world import OWNER, World

TWICE = RetryPolicy(max_attempts=2, base=timedelta(seconds=1), jitter=0)
NEIGHBOUR = User(uid="owner-2")


@pytest.fixture
def world(world: World) -> World:
    """A world with a budget of a dollar for each user."""
    return with_budgets(world, daily_budget_usd=1.0)


def with_budgets(world: World, **budgets: float) -> World:
    """Return the world with other budgets."""
    settings = world.services.settings.model_copy(update=budgets)
    return world.with_services(settings=settings, store=JobStore(settings))


def costing(cost_usd: float, *, estimate_usd: float = 0.0) -> AbstractContextManager[None]:
    """Have a job type whose every attempt costs so much; a word may make it fail."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job._attempt.record_usage(Usage(cost_usd=cost_usd))
        if request.word == "wrong":
            raise errors.PermanentJobError("There is no such word.")
        if request.word == "busy":
            raise errors.RetriableJobError
        return WordResult(answer=request.word)

    return declared(handler, retry=TWICE, estimate_usd=estimate_usd)


@pytest.fixture
def expensive() -> Iterator[None]:
    """A job type whose every attempt costs more than a day's budget."""
    with costing(1.25):
        yield


def spent_today(world: World, user: User = OWNER) -> float:
    """Return what a user's jobs have cost today."""
    return world.services.store.read_quota(user.uid, world.clock()).spent.user_usd


def until_tomorrow(world: World) -> timedelta:
    """Return the time until the budget renews."""
    return budget.renews_at(world.clock()) - world.clock()


def run_one(world: World, word: str = "x", user: User = OWNER) -> Job:
    """Submit a job and run its first attempt."""
    job = world.submit(word=word, user=user)
    world.deliver(job.job_id, 1)
    return world.job_document(job.job_id)


@pytest.mark.usefixtures("expensive")
def test_nothing_is_accepted_without_budget(world: World) -> None:
    """429 with the code, the words and the time; a job, a batch and a retry alike."""
    failed = run_one(world, "wrong")
    owner, body = caller(world.services), {"type": "test-word", "word": "y"}
    for response in (
        owner.post("/api/jobs", body),
        owner.post("/api/jobs:batch", {"jobs": [body]}),
        owner.post(f"/api/jobs/{failed.job_id}/retry"),
    ):
        assert response.status_code == 429
        assert int(response.headers["Retry-After"]) == until_tomorrow(world).total_seconds()
        problem = answer_of(response)
        assert problem["code"] == "resource-exhausted"
        assert "budget of $1.00" in problem["detail"]
    assert world.job_document(failed.job_id) == failed
    assert len(world.services.store.all_jobs(OWNER.uid, 10)) == 1


@pytest.mark.usefixtures("expensive")
def test_the_budget_is_each_users_own(world: World) -> None:
    """What one user has used up, another one still has."""
    run_one(world)
    assert run_one(world, user=NEIGHBOUR).status is JobStatus.SUCCEEDED


@pytest.mark.usefixtures("expensive")
def test_it_renews_at_midnight(world: World) -> None:
    """Not a second before."""
    run_one(world)
    world.clock.move(until_tomorrow(world) - timedelta(seconds=1))
    with pytest.raises(errors.ResourceExhaustedError):
        world.submit(word="y")
    world.clock.move(timedelta(seconds=1))
    assert run_one(world, "y").status is JobStatus.SUCCEEDED


@pytest.mark.usefixtures("expensive")
def test_a_budget_of_nothing_is_no_limit(world: World) -> None:
    """DAILY_BUDGET_USD=0; what is spent is counted all the same."""
    settings = world.services.settings.model_copy(update={"daily_budget_usd": 0})
    free = world.with_services(settings=settings)
    run_one(free)
    assert run_one(free, "y").status is JobStatus.SUCCEEDED
    assert spent_today(free) == 2.5


@pytest.mark.usefixtures("expensive")
def test_a_request_that_was_accepted_before_is_answered(world: World) -> None:
    """The same key again is no new job, so it needs no budget."""
    first = submit.submit_job(
        world.services, OWNER, {"type": "test-word", "word": "x"}, idempotency_key="a"
    )
    world.deliver(first.job.job_id, 1)
    again = submit.submit_job(
        world.services, OWNER, {"type": "test-word", "word": "x"}, idempotency_key="a"
    )
    assert (again.job.job_id, again.is_new) == (first.job.job_id, False)


def test_no_attempt_is_claimed_without_budget(world: World) -> None:
    """A retry, or a job that was admitted before: it has failed, and says why and until when."""
    with costing(1.25):
        waiting = world.submit(word="admitted before")
        job = run_one(world, "busy")
        world.clock.move(timedelta(seconds=1))
        world.deliver(job.job_id, 2)
        world.deliver(waiting.job_id, 1)
    for ended, attempts in ((job, 1), (waiting, 0)):
        failed = world.job_document(ended.job_id)
        assert (failed.status, failed.attempt) == (JobStatus.FAILED, attempts)
        assert failed.error is not None
        assert failed.error.code == "resource-exhausted"
        assert "budget of $1.00" in failed.error.message
        assert not failed.error.retriable
    assert spent_today(world) == 1.25


def test_a_claim_reads_no_budget_where_there_is_none(world: World) -> None:
    """With DAILY_BUDGET_USD=0 a delivery makes no call more; with a budget one, of one document."""
    calls: dict[str, dict[str, int]] = {}
    with costing(0.0):
        for name, limit in (("none", 0.0), ("some", 1.0)):
            here = with_budgets(world, daily_budget_usd=limit)
            job = here.submit(word=name)
            with counted_calls(here.services) as calls[name]:
                here.deliver(job.job_id, 1)
    assert calls["some"]["batch_get_documents"] == calls["none"]["batch_get_documents"] + 1


@pytest.mark.parametrize("budgets", [{}, {"daily_budget_usd": 0, "project_daily_budget_usd": 1.0}])
def test_an_attempt_is_stopped_before_the_call_it_cannot_pay(
    world: World, budgets: dict[str, float]
) -> None:
    """What it has spent itself counts at once; its job has failed, and what it finished is kept."""
    here, model = with_budgets(world, **budgets), PaidModel()
    here.services.__dict__["model"] = model

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        for number in range(5):
            job.step(
                f"call-{number}", lambda: job.model.write("any", Nothing(), Nothing).value.text
            )
        return WordResult(answer=request.word)

    with declared(handler):
        failed = run_one(here)
    assert (failed.status, model.calls) == (JobStatus.FAILED, 3)
    assert failed.error is not None
    assert failed.error.code == "resource-exhausted"
    assert spent_today(here) == pytest.approx(1.2)
    assert here.data(failed.job_id, "step-call-2") is not None


class Nothing(Record):
    """Facts and answer of no importance."""

    text: str = "x"


@dataclass
class PaidModel:
    """A model whose every call costs 40 cents."""

    calls: int = 0

    def write(self, call: ModelCall[AnswerT]) -> ModelAnswer[AnswerT]:
        """Answer, and say what it has cost."""
        call.check()
        self.calls += 1
        call.record_usage(Usage(cost_usd=0.4))
        by = GeneratedBy(model="paid", prompt_version="1")
        return ModelAnswer(value=call.answer(), generated_by=by)


def test_jobs_accepted_at_once_do_not_overshoot(world: World) -> None:
    """An estimate is reserved for each until it is finished: two of 40 cents fit, no third."""
    with costing(0.4, estimate_usd=0.4):
        first, second = (world.submit(word=word) for word in "ab")
        with pytest.raises(errors.ResourceExhaustedError, match="reserved") as refused:
            world.submit(word="c")
        assert refused.value.retry_after == timedelta(seconds=30)
        world.deliver(first.job_id, 1)
        with pytest.raises(errors.ResourceExhaustedError, match="reserved"):
            world.submit(word="c")
        world.deliver(second.job_id, 1)
        assert run_one(world, "c").status is JobStatus.SUCCEEDED
    assert spent_today(world) == pytest.approx(1.2)


def test_many_at_the_same_moment_reserve_one_after_the_other(world: World) -> None:
    """They meet at the owner's token bucket, which lists the unfinished jobs."""

    def try_one(number: int) -> bool:
        try:
            world.submit(word=str(number))
        except errors.ResourceExhaustedError:
            return False
        return True

    with costing(0.25, estimate_usd=0.25), ThreadPoolExecutor(max_workers=6) as users:
        accepted = list(users.map(try_one, range(6)))
    assert accepted.count(True) == 4


@pytest.mark.parametrize("spender", [OWNER, NEIGHBOUR])
def test_all_users_together_have_a_budget(world: World, spender: User) -> None:
    """Whichever user has used it up, no user's job is admitted or claimed until midnight."""
    here = with_budgets(world, daily_budget_usd=0, project_daily_budget_usd=1.0)
    with costing(0.6):
        waiting = here.submit(word="admitted before")
        for word in "ab":
            run_one(here, word, spender)
        with pytest.raises(errors.ResourceExhaustedError, match="All users' budget"):
            here.submit(word="c", user=User(uid="owner-3"))
        here.deliver(waiting.job_id, 1)
        assert here.job_document(waiting.job_id).status is JobStatus.FAILED
        here.clock.move(until_tomorrow(here))
        assert run_one(here, "c").status is JobStatus.SUCCEEDED
    left = here.services.store.read_spent(OWNER.uid, here.clock()).project_usd
    assert left == pytest.approx(0.6)


def test_all_users_spending_is_counted_only_where_it_is_bounded(world: World) -> None:
    """Without that budget no commit writes a document more, and nothing is read."""
    with costing(0.6):
        run_one(world)
    assert list(database(world.services).collection("projectSpending").list_documents()) == []


def test_a_cheap_job_gives_the_rest_of_its_estimate_back(world: World) -> None:
    """What counts in the end is what it has cost."""
    with costing(0.01, estimate_usd=0.5):
        for word in "abcd":
            assert run_one(world, word).status is JobStatus.SUCCEEDED
    assert spent_today(world) == pytest.approx(0.04)


def test_a_batch_reserves_for_all_of_it(world: World) -> None:
    """None of three is accepted where two fit."""
    bodies = [{"type": "test-word", "word": word} for word in "abc"]
    with costing(0.4, estimate_usd=0.4):
        with pytest.raises(errors.ResourceExhaustedError, match="too little"):
            submit.submit_batch(world.services, OWNER, [{**body} for body in bodies])
        assert (
            len(submit.submit_batch(world.services, OWNER, [{**body} for body in bodies[:2]])) == 2
        )


def test_one_job_alone_may_have_what_is_left(world: World) -> None:
    """A type that is expected to cost more than a day's budget can be run at all."""
    with costing(0.1, estimate_usd=5.0):
        assert run_one(world).status is JobStatus.SUCCEEDED


def test_every_attempt_counts_once(world: World) -> None:
    """Over a retry and a resubmission, the day's sum is what the job document says."""
    with costing(0.125):
        job = run_one(world, "busy")
        world.clock.move(timedelta(seconds=1))
        world.deliver(job.job_id, 2)
        world.deliver(job.job_id, 2)
        resubmit.resubmit_job(world.services, OWNER, job.job_id)
        world.deliver(job.job_id, 3)
    usage = world.job_document(job.job_id).usage
    assert usage is not None
    assert spent_today(world) == usage.cost_usd == 3 * 0.125


def test_a_commit_that_is_sent_twice_counts_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is lost and the client sends it again: the job's precondition refuses both."""
    commit, refused = JobStore._commit, []

    def twice(store: JobStore, writes: Writes) -> datetime:
        commit(store, writes)
        try:
            return commit(store, writes)
        except errors.WriteConflictError as refusal:
            refused.append(refusal)
            raise

    with costing(0.25):
        job = world.submit(word="x")
        monkeypatch.setattr(JobStore, "_commit", twice)
        world.deliver(job.job_id, 1)
    assert (world.job_document(job.job_id).status, len(refused)) == (JobStatus.SUCCEEDED, 2)
    assert spent_today(world) == 0.25


def test_jobs_that_end_at_once_all_count(world: World) -> None:
    """The sum is an increment: no worker overwrites what another has added."""
    with costing(0.125):
        jobs = [world.submit(word=str(number)) for number in range(6)]
        with ThreadPoolExecutor(max_workers=6) as workers:
            list(workers.map(lambda job: world.deliver(job.job_id, 1), jobs))
    assert spent_today(world) == 6 * 0.125


def test_counting_makes_no_call_of_its_own(world: World) -> None:
    """A run that costs something is two reads and two commits, a submission one of each.

    The second read is the look at the budget before the claim.
    """
    with costing(0.125):
        run_one(world)
        with counted_calls(world.services) as calls:
            run_one(world, "y")
    # The last read is the test's own, of the job document.
    assert calls == {"batch_get_documents": 4, "commit": 3, "create_task": 1}


@pytest.mark.usefixtures("expensive")
def test_erasing_does_not_renew_the_budget(world: World) -> None:
    """All there is of a user goes, but for today's number."""
    run_one(world)
    assert erase.erase_user(world.services, OWNER).is_complete
    with pytest.raises(errors.ResourceExhaustedError, match="budget"):
        world.submit(word="y")


@pytest.mark.usefixtures("expensive")
def test_the_number_goes_by_itself(world: World) -> None:
    """It expires a day after its own, and holds nothing else."""
    run_one(world)
    client = database(world.services)
    day = budget.name_day(world.clock())
    document = client.document("users", OWNER.uid, "spending", day).get().to_dict()
    expire_at = budget.renews_at(world.clock()) + timedelta(days=1)
    assert document == {"costUsd": 1.25, "expireAt": expire_at}
