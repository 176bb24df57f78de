"""What a job costs in calls: exactly what the design says, so that no call creeps in."""

from datetime import timedelta

import pytest

from functions.worker import sweep
from shared.handler.job_context import JobContext
from tests.support.job_types import WordRequest, WordResult, declared, echo
from tests.support.rpc_count import counted_calls
from tests.support.world import World


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
