"""How long jobs usually take: measured by the sweeper of what has ended, read by users."""

from datetime import timedelta

import pytest

from functions.worker import measure
from shared.core import errors
from shared.core.usual_times import FEWEST
from shared.firestore.single_documents import USUAL_TIMES
from shared.handler.job_context import JobContext
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.rpc_count import counted_traffic
from tests.support.web import caller
from tests.support.world import World


@pytest.fixture(autouse=True)
def new_process() -> None:
    """No process has looked yet."""
    measure._done_until.clear()


def run_jobs(world: World, count: int = FEWEST) -> None:
    """Run so many jobs: each waits 3 s for its start, and runs 20 s."""

    def works(request: WordRequest, _: JobContext) -> WordResult:
        world.clock.move(timedelta(seconds=20))
        return WordResult(answer=request.word)

    with declared(works):
        for number in range(count):
            job = world.submit(word=f"{world.clock()} {number}")
            world.clock.move(timedelta(seconds=3))
            world.deliver(job.job_id, job.dispatch)


def test_a_user_reads_how_long_jobs_take(world: World) -> None:
    """Nothing before it was measured; then by type, and without who ran what."""
    user = caller(world.services)
    assert user.get("/api/usual-times").json == {"types": {}}
    run_jobs(world)
    assert measure.refresh_if_due(world.services)
    assert user.get("/api/usual-times").json == {
        "types": {
            "test-word": {
                "count": FEWEST,
                "run": {"p50": 20, "p90": 20},
                "wait": {"p50": 3, "p90": 3},
            }
        }
    }


def test_a_sweep_looks_every_five_minutes_and_writes_only_news(world: World) -> None:
    """In between it makes no call; where nothing has ended it makes two, and no write."""
    run_jobs(world)
    measure.refresh_if_due(world.services)
    world.clock.move(timedelta(minutes=4))
    with counted_traffic(world.services) as between:
        assert not measure.refresh_if_due(world.services)
    assert not between.calls
    world.clock.move(timedelta(minutes=1))
    with counted_traffic(world.services) as idle:
        assert not measure.refresh_if_due(world.services)
    assert dict(idle.calls) == {"batch_get_documents": 1, "run_query": 1}


def test_what_ended_since_is_added(world: World) -> None:
    """A job counts once, however often is looked."""
    run_jobs(world, 2)
    measure.refresh_if_due(world.services)
    world.clock.move(timedelta(minutes=5))
    run_jobs(world, 1)
    assert measure.refresh_if_due(world.services)
    known = world.services.store.read_single(USUAL_TIMES).record
    assert known is not None
    assert len(known.runs["test-word"]) == 3


def test_of_two_at_once_one_writes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The write is a compare-and-set: the slower sweeper leaves it to the faster one."""
    run_jobs(world)
    store = world.services.store
    before = store.read_single(USUAL_TIMES)
    monkeypatch.setattr(type(store), "read_single", lambda *_: before)
    assert measure.refresh_if_due(world.services)
    measure._done_until.clear()
    assert not measure.refresh_if_due(world.services)


def test_a_firestore_that_fails_hinders_no_sweep(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again five minutes later."""

    def fail(*_: object) -> None:
        raise errors.UnavailableError

    run_jobs(world)
    with monkeypatch.context() as patch:
        patch.setattr(type(world.services.store), "latest", fail)
        assert not measure.refresh_if_due(world.services)
    assert not measure.refresh_if_due(world.services)
    world.clock.move(timedelta(minutes=5))
    assert measure.refresh_if_due(world.services)
