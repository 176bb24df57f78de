"""Places: one user's many jobs do not delay another user's first."""

import threading
from collections import Counter
from datetime import timedelta

import pytest

from functions import cancel, submit, sweep
from functions.run import Answer
from shared import errors
from shared.job import Job, JobStatus
from shared.job_context import JobContext
from shared.retry import RetryPolicy
from shared.users import User
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.rpc_count import counted_calls
from tests.support.world import OWNER, World

NEIGHBOUR = User(uid="owner-2")


@pytest.fixture
def fair(world: World) -> World:
    """A world in which two jobs of a user run at the same time."""
    settings = world.services.settings.model_copy(update={"running_per_user": 2})
    return world.with_services(settings=settings)


def submit_words(world: World, count: int, user: User = OWNER) -> list[Job]:
    """Submit so many jobs."""
    return [world.submit(word=f"word {number}", user=user) for number in range(count)]


def rung(world: World, jobs: list[Job]) -> list[bool]:
    """Say of each job whether its bell waits in the queue."""
    return [bool(world.bells(job.job_id)) for job in jobs]


@pytest.mark.usefixtures("word_jobs")
def test_only_so_many_bells_are_rung(fair: World) -> None:
    """The third job of a user with two places waits, with no bell."""
    jobs = submit_words(fair, 4)
    assert rung(fair, jobs) == [True, True, False, False]
    assert [fair.card(job.job_id).waiting for job in jobs] == [None, None, True, True]


@pytest.mark.usefixtures("word_jobs")
def test_places_are_each_users_own(fair: World) -> None:
    """Another user's first job is rung at once."""
    submit_words(fair, 4)
    assert rung(fair, submit_words(fair, 1, NEIGHBOUR)) == [True]


@pytest.mark.usefixtures("word_jobs")
def test_a_settled_job_gives_its_place_to_the_longest_waiting(fair: World) -> None:
    """The next bell is rung by the end of the one before."""
    jobs = []
    for number in range(4):
        jobs.append(fair.submit(word=str(number)))
        fair.clock.move(timedelta(seconds=1))
    fair.deliver(jobs[1].job_id, 1)
    assert rung(fair, jobs) == [True, True, True, False]


@pytest.mark.usefixtures("word_jobs")
def test_every_waiting_job_runs_in_the_end(fair: World) -> None:
    """Answering each bell that is rung is enough for all of them."""
    jobs = submit_words(fair, 7)
    heard: set[tuple[str, int]] = set()
    while new := [
        bell
        for job in jobs
        for bell in fair.bells(job.job_id)
        if (bell.job_id, bell.dispatch) not in heard
    ]:
        for bell in new:
            heard.add((bell.job_id, bell.dispatch))
            fair.deliver(bell.job_id, bell.dispatch)
    assert Counter(fair.card(job.job_id).status for job in jobs) == {JobStatus.SUCCEEDED: 7}


@pytest.mark.usefixtures("word_jobs")
def test_a_cancelled_job_gives_its_place_on(fair: World) -> None:
    """Cancelling a queued job rings the next one."""
    jobs = submit_words(fair, 3)
    cancel.cancel_job(fair.services, OWNER, jobs[0].job_id)
    assert rung(fair, [jobs[2]]) == [True]


@pytest.mark.usefixtures("word_jobs")
def test_a_waiting_job_can_be_cancelled(fair: World) -> None:
    """It never had a bell, and gets none."""
    jobs = submit_words(fair, 3)
    cancel.cancel_job(fair.services, OWNER, jobs[2].job_id)
    fair.deliver(jobs[0].job_id, 1)
    assert rung(fair, [jobs[2]]) == [False]


@pytest.mark.usefixtures("word_jobs")
def test_a_crash_between_end_and_ring_is_repaired_by_redelivery(fair: World) -> None:
    """The delivery comes again, finds its job finished, and rings the next one."""
    jobs = submit_words(fair, 3)
    careless = fair.services.settings.model_copy(update={"running_per_user": 0})
    fair.with_services(settings=careless).deliver(jobs[0].job_id, 1)
    assert rung(fair, [jobs[2]]) == [False]
    assert fair.deliver(jobs[0].job_id, 1) is Answer.FINISHED_BEFORE
    assert rung(fair, [jobs[2]]) == [True]


@pytest.mark.usefixtures("word_jobs")
def test_the_sweeper_rings_a_job_that_everybody_forgot(fair: World) -> None:
    """If even the redelivery is lost, a waiting job is looked at within the hour."""
    jobs = submit_words(fair, 3)
    careless = fair.services.settings.model_copy(update={"running_per_user": 0})
    for job in jobs[:2]:
        fair.with_services(settings=careless).deliver(job.job_id, 1)
    fair.clock.move(timedelta(hours=1))
    sweep.sweep(fair.services)
    assert rung(fair, [jobs[2]]) == [True]


def test_a_retry_asks_for_its_place_again(fair: World) -> None:
    """A job that waits for a retry holds no place; when it comes back there may be none."""

    def failing(request: WordRequest, job: JobContext) -> WordResult:
        raise RuntimeError("try again")

    policy = RetryPolicy(max_attempts=3, base=timedelta(seconds=30), jitter=0)
    with declared(failing, retry=policy):
        jobs = submit_words(fair, 4)
        fair.deliver(jobs[0].job_id, 1)
        # Both have waited equally long; one of them has the place.
        assert sorted(rung(fair, jobs[2:])) == [False, True]
        fair.clock.move(timedelta(seconds=31))
        assert fair.deliver(jobs[0].job_id, 2) is Answer.WAITING
    assert fair.card(jobs[0].job_id).waiting is True


@pytest.mark.usefixtures("word_jobs")
def test_waiting_makes_no_traffic(fair: World) -> None:
    """Forty waiting jobs, half an hour of sweeps: each sweep is one query, and nothing else."""
    jobs = submit_words(fair, 42)
    for job in jobs[:2]:
        stored = fair.services.store.read(job.job_id)
        assert stored is not None
        lease = fair.services.settings.lease
        claimed = stored.job.claimed(fair.clock() + timedelta(hours=1), lease, "alive")
        fair.services.store.write(stored, claimed)
    with counted_calls(fair.services) as calls:
        for _ in range(30):
            fair.clock.move(timedelta(minutes=1))
            sweep.sweep(fair.services)
    assert calls == {"run_query": 30}


def test_no_more_than_the_places_run_at_once(fair: World) -> None:
    """Many threads answer bells at the same time, and never more than two handlers run."""
    running, most = Counter[str](), []
    lock = threading.Lock()
    meet = threading.Barrier(2, timeout=10)

    def watched(request: WordRequest, job: JobContext) -> WordResult:
        with lock:
            running["now"] += 1
            most.append(running["now"])
        meet.wait()
        with lock:
            running["now"] -= 1
        return WordResult(answer=request.word)

    with declared(watched):
        jobs = submit_words(fair, 6)
        heard: set[tuple[str, int]] = set()
        while new := [
            bell
            for job in jobs
            for bell in fair.bells(job.job_id)
            if (bell.job_id, bell.dispatch) not in heard
        ]:
            threads = [
                threading.Thread(target=fair.deliver, args=(bell.job_id, bell.dispatch))
                for bell in new
            ]
            heard |= {(bell.job_id, bell.dispatch) for bell in new}
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    assert max(most) == 2
    assert {fair.card(job.job_id).status for job in jobs} == {JobStatus.SUCCEEDED}


@pytest.mark.usefixtures("word_jobs")
def test_too_many_unfinished_jobs_are_refused(world: World) -> None:
    """The cap counts what is really unfinished: an ended job makes room."""
    settings = world.services.settings.model_copy(update={"unfinished_per_user": 2})
    full = world.with_services(settings=settings)
    jobs = submit_words(full, 2)
    with pytest.raises(errors.ResourceExhaustedError, match="not finished"):
        full.submit(word="one more")
    full.deliver(jobs[0].job_id, 1)
    assert full.submit(word="one more").status is JobStatus.QUEUED


@pytest.mark.usefixtures("word_jobs")
def test_a_user_with_few_jobs_costs_no_read_more(fair: World) -> None:
    """Cards are read only when the places might not be enough."""
    with counted_calls(fair.services) as calls:
        submit_words(fair, 2)
    assert calls == {"batch_get_documents": 2, "commit": 2, "create_task": 2}


@pytest.mark.usefixtures("word_jobs")
def test_a_batch_is_one_read_and_one_commit(world: World) -> None:
    """Each its own job, all or none."""
    bodies = [{"type": "test-word", "word": str(number)} for number in range(10)]
    with counted_calls(world.services) as calls:
        made = submit.submit_batch(world.services, OWNER, [{**body} for body in bodies])
    assert calls == {"batch_get_documents": 1, "commit": 1, "create_task": 10}
    assert len({one.job.job_id for one in made}) == 10


@pytest.mark.usefixtures("word_jobs")
def test_a_batch_with_one_bad_job_stores_none(world: World) -> None:
    """The error names the job's place and its field."""
    bodies = [{"type": "test-word", "word": "good"}, {"type": "test-word", "wrod": "bad"}]
    with pytest.raises(errors.InvalidArgumentError) as refusal:
        submit.submit_batch(world.services, OWNER, [{**body} for body in bodies])
    assert [one.field for one in refusal.value.violations] == ["jobs.1.word", "jobs.1.wrod"]
    assert world.services.store.due(world.clock() + timedelta(days=1), 10) == []


@pytest.mark.usefixtures("word_jobs")
def test_a_job_for_later_is_rung_for_later(world: World) -> None:
    """`runAt` is the bell's time."""
    later = world.clock() + timedelta(hours=2)
    job = world.submit(word="x", options={"runAt": later.isoformat()})
    assert [bell.at for bell in world.bells(job.job_id)] == [later]
    assert world.card(job.job_id).next_attempt_at == later


@pytest.mark.usefixtures("word_jobs")
def test_a_job_that_must_start_in_time_fails_after_it(world: World) -> None:
    """`startBefore` has passed when its bell is heard."""
    soon = world.clock() + timedelta(minutes=1)
    job = world.submit(word="x", options={"startBefore": soon.isoformat()})
    world.clock.move(timedelta(minutes=2))
    world.deliver(job.job_id, 1)
    assert world.card(job.job_id).status is JobStatus.FAILED
