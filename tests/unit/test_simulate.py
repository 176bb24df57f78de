"""The simulation of a deployment: where a formula knows the answer, it gives that."""

import itertools
import random
import statistics
from collections.abc import Callable

import pytest
import simpy

from infra.costs.work import Job
from tests.bench import deployment, limits, simulate
from tests.bench.deployment import Deployment
from tests.bench.stations import Fleet, FleetShape, Places, Rate, Steps

#: Parts that a demo job passes, all as wide as need be.
WIDE = Deployment(name="wide", queues=50, check_at_shards=300, list_shards=50)


def times_through(
    make: Callable[[simpy.Environment], Callable[[], Steps]], arrivals: list[float]
) -> list[float]:
    """Return when each of those that come at these times has passed."""
    env, passed = simpy.Environment(), list[float]()
    steps = make(env)

    def pass_through(at: float) -> Steps:
        yield env.timeout(at)
        yield from steps()
        passed.append(env.now)

    for at in arrivals:
        env.process(pass_through(at))
    env.run()
    return passed


@pytest.mark.parametrize(("burst", "last"), [(1, 99 / 50), (20, 80 / 50), (100, 0.0)])
def test_a_hundred_at_once_pass_at_the_rate(burst: float, last: float) -> None:
    """Of n that come at once the last one passes after (n - burst) / rate."""
    passed = times_through(lambda env: Rate(env, 50, burst=burst).take, [0.0] * 100)
    assert max(passed) == pytest.approx(last)


def test_a_queue_alone_waits_as_the_formula_says() -> None:
    """M/D/1, 80 % full: the mean wait is load / (2 * rate * (1 - load)) (Pollaczek, Khinchine)."""
    rate, load = 10.0, 0.8
    chance = random.Random(1)  # noqa: S311 -- no secret
    arrivals = list(itertools.islice(simulate.at_random(chance, rate * load), 40_000))
    passed = times_through(lambda env: Rate(env, rate).take, arrivals)
    wait = statistics.mean(passed) - statistics.mean(arrivals)
    assert wait == pytest.approx(load / (2 * rate * (1 - load)), rel=0.1)


def test_places_are_held() -> None:
    """Of n that hold c places for s seconds the last one leaves after n / c * s."""

    def make(env: simpy.Environment) -> Callable[[], Steps]:
        places = Places(env, 10)

        def hold() -> Steps:
            yield from places.take()
            yield env.timeout(2)
            places.release()

        return hold

    assert max(times_through(make, [0.0] * 100)) == 20


def test_instances_start_one_after_the_other_up_to_their_most() -> None:
    """Full ones are joined by another; each takes its time, and none is started beyond the most."""
    shape = FleetShape(instances=3, concurrency=2, start_seconds=1, starts_per_second=0.5, full=1.0)
    passed = times_through(lambda env: Fleet(env, shape).take, [0.0] * 6)
    assert sorted(passed) == [1, 1, 3, 3, 5, 5]


@pytest.mark.parametrize(
    ("cut", "rate", "part"),
    [
        (WIDE, 100, None),
        (Deployment(name="", queues=50, list_shards=50), 400, "index of checkAt"),
        (Deployment(name="", queues=50, check_at_shards=300), 100, None),
        (
            Deployment(name="", check_at_shards=300, list_shards=50, queue_per_second=30),
            100,
            "queue: dispatches a second",
        ),
        (
            Deployment(name="", check_at_shards=300, list_shards=50, queue_at_once=500),
            100,
            "queue: dispatched at once",
        ),
        (
            Deployment(
                name="", queues=50, check_at_shards=300, list_shards=50, worker_instances=10
            ),
            100,
            "worker's instances",
        ),
    ],
)
def test_what_the_formulas_say_breaks_first_is_what_breaks(
    cut: Deployment, rate: int, part: str | None
) -> None:
    """The narrowest part, and no other; none where all is wide enough."""
    found = deployment.ceilings(cut, Job(), deployment.kept_costs())
    out = simulate.simulate(cut, rate, seconds=90)
    assert (out.broke and out.broke[0]) == part
    assert (min(found.values()) < rate) is (part is not None)
    assert part is None or deployment.first_to_break(found) == part


def test_the_same_seed_gives_the_same_run() -> None:
    """Neither the machine's clock nor its chance is in a run."""
    first, again, other = (simulate.simulate(WIDE, 40, seconds=40, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_a_rate_that_holds_is_ended_as_it_comes() -> None:
    """As many end as come; the wait before the start is that of the calls."""
    out = simulate.simulate(WIDE, 40, seconds=120)
    assert out.ended_a_second(120) == pytest.approx(40, rel=0.1)
    cost = deployment.kept_costs()
    calls = cost.api_cpu + cost.submit + cost.start
    assert statistics.median(out.starts) == pytest.approx(calls, abs=0.05)


def test_tasks_created_by_batch_move_no_limit_that_is_met() -> None:
    """They halve what a queue is asked, and its dispatches stay the narrower part."""
    one = Deployment(name="", check_at_shards=300, list_shards=50)
    many = Deployment(name="", check_at_shards=300, list_shards=50, tasks_a_call=100)
    job, cost = Job(seconds=1), deployment.kept_costs()
    before, after = (deployment.ceilings(cut, job, cost) for cut in (one, many))
    assert after["queue: created and dispatched"] > before["queue: created and dispatched"]
    assert min(before.values()) == min(after.values()) == limits.QUEUE_PER_SECOND.value


def test_traffic_grows_by_half_each_five_minutes() -> None:
    """The 500/50/5 rule: 500 at once, then 750, 1,125 and so on."""
    found = [deployment.ramp_minutes(rate) for rate in (100, 500, 750, 1_125, 1_126)]
    assert found == [0, 0, 5, 10, 15]
