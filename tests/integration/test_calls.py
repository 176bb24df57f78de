"""What a job costs in calls: exactly what the design says, so that no call creeps in."""

from datetime import timedelta

import pytest

from functions.worker import sweep
from shared.handler.job_context import JobContext
from shared.settings import Settings
from tests.support.job_types import WordRequest, WordResult, declared, echo
from tests.support.rpc_count import counted_calls
from tests.support.world import World


def as_deployed(world: World) -> World:
    """Return the world with the slots, the budget and the bounds that a deployment has."""
    fields = Settings.model_fields
    names = ("running_per_user", "daily_budget_usd", "unfinished_per_user", "submit_burst")
    changes = {name: fields[name].default for name in names}
    return world.with_services(settings=world.services.settings.model_copy(update=changes))


def test_a_submission_is_one_read_and_one_commit(world: World) -> None:
    """And one task."""
    with declared(echo), counted_calls(world.services) as calls:
        world.submit(word="x")
    assert calls == {"batch_get_documents": 1, "commit": 1, "create_task": 1}


@pytest.mark.parametrize("writes", [0, 1, 5])
def test_a_run_is_one_read_and_two_writes_more_than_its_progress(world: World, writes: int) -> None:
    """The read has the job document and the input; the two writes are claim and settle."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        for i in range(writes):
            world.clock.move(timedelta(seconds=2))
            job.progress(i, "on")
        return WordResult(answer="done")

    with declared(handler):
        job = world.submit(word="x")
        with counted_calls(world.services) as calls:
            world.deliver(job.job_id, 1)
    assert calls == {"batch_get_documents": 1, "commit": writes + 2}


def test_the_end_of_a_job_asks_for_no_waiting_one_where_none_waits(world: World) -> None:
    """With slots and a budget as they are deployed: what a job was told of others is enough."""
    deployed = as_deployed(world)
    with declared(echo):
        jobs = [deployed.submit(word=word) for word in "ab"]
        for job in jobs:
            with counted_calls(world.services) as calls:
                deployed.deliver(job.job_id, 1)
            assert calls == {"batch_get_documents": 2, "commit": 2}


def test_the_end_of_a_job_that_another_waits_for_asks_for_it(world: World) -> None:
    """One query, one read of the bucket, one count, and the waiting one's slot and task."""
    deployed = as_deployed(world)
    with declared(echo):
        jobs = [deployed.submit(word=word) for word in "abcd"]
        with counted_calls(world.services) as calls:
            deployed.deliver(jobs[0].job_id, 1)
    assert calls["create_task"] == 1
    assert calls["run_query"] == 2, "the one that waited, and then that no other one does"


def test_a_step_is_one_write(world: World) -> None:
    """A first attempt does not look for a kept value: there can be none."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        return WordResult(answer=job.step("one", lambda: "value", of=str))

    with declared(handler):
        job = world.submit(word="x")
        with counted_calls(world.services) as calls:
            world.deliver(job.job_id, 1)
    assert calls == {"batch_get_documents": 1, "commit": 3}


def test_a_second_delivery_is_one_read(world: World) -> None:
    """A finished job costs nothing more than looking."""
    with declared(echo):
        job = world.submit(word="x")
        world.deliver(job.job_id, 1)
        with counted_calls(world.services) as calls:
            world.deliver(job.job_id, 1)
    assert calls == {"batch_get_documents": 1}


def test_a_sweep_without_work_is_one_query(world: World) -> None:
    """However many jobs there are."""
    with declared(echo):
        for word in "abc":
            world.submit(word=word)
        with counted_calls(world.services) as calls:
            sweep.sweep(world.services)
    assert calls == {"run_query": 1}
