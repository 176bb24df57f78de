"""How a deployment is cut, what a job asks of it, and at how many jobs a second each part is full.

Pure. `tests/bench/simulate.py` lets jobs run through the same parts; where a formula knows the
answer, the two must agree.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from infra.costs import work
from shared.core import budget
from shared.core.lease import Lease
from tests.bench import limits
from tests.infra import terraform

_FIGURES: Final = Path(__file__).with_name("figures.json")
#: The writes of a run in `figures.json` are five progress writes' and those of start and end.
_RUN, _PROGRESS_WRITES = "run with 5 progress writes", 5
#: Seconds of a run after which a write moves the sweeper's look: `Lease.promise`.
LOOK_MOVES_EVERY: Final = Lease().term.total_seconds() / 2


@dataclass(frozen=True, kw_only=True)
class Costs:
    """What a job takes, in seconds; calls are those of `figures.json`."""

    #: Of calls that follow one another, by what they are for.
    submit: float
    start: float
    write: float
    end: float
    #: Processor time of the API and of the worker, a job with five progress writes: 15.8 ms on two
    #: quiet cores on 2026-11-29; `make bench` measures it anew.
    api_cpu: float = 0.005
    worker_cpu: float = 0.011
    #: From the decision to start an instance to its first answer: measured, and a second assumed
    #: for what is below our process.
    api_start: float = 2.3
    worker_start: float = 2.5


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """What there is how much of, and in how many shards."""

    name: str
    #: Queues that tasks are spread over by the job's hash; what follows is each one's.
    queues: int = 1
    queue_per_second: float = limits.QUEUE_PER_SECOND.value
    queue_at_once: int = int(limits.QUEUE_AT_ONCE.value)
    api_instances: int = int(limits.INSTANCES.value) // 2
    worker_instances: int = int(limits.INSTANCES.value) // 2
    concurrency: int = 80
    #: Shards of the index that the sweeper asks, and of those that only lists ask.
    check_at_shards: int = 1
    list_shards: int = 1
    #: How many tasks are created by one call: a batch takes a hundred at the most.
    tasks_a_call: int = 1
    #: Documents that share what all users' jobs cost in a day; None where that is not bounded.
    spending_documents: int | None = None


@dataclass(frozen=True, kw_only=True)
class Moves:
    """How often a job makes an index grow, whose values only rise: exact."""

    check_at: int
    #: `createdAt` when it is made, `finishedAt` when it ends: indexes of their own.
    created_at: int = 1
    finished_at: int = 1


def kept_costs() -> Costs:
    """Return what the calls of the kept figures take, at the latencies of `limits.LATENCIES`."""
    kept = json.loads(_FIGURES.read_text(encoding="utf-8"))
    submit, run = kept["submit"], kept[_RUN]
    ends = run["commit"] - 1 - _PROGRESS_WRITES
    commit, publish = _seconds({"commit": 1}), _seconds({"publish": 1})
    return Costs(
        submit=_seconds(submit),
        start=_seconds({**run, "commit": 1, "publish": 0}),
        write=commit,
        # The event of the start is on its way while the handler runs.
        end=ends * commit + publish,
    )


def _seconds(calls: Mapping[str, int]) -> float:
    known = limits.LATENCIES
    return sum(known[name].value * number for name, number in calls.items() if name in known)


def moves_of(job: work.Job) -> Moves:
    """Return how often the job makes indexes grow: the look moves when half a lease is over."""
    made_claimed_ended = work.CHANGES
    return Moves(check_at=made_claimed_ended - 1 + int(job.seconds / LOOK_MOVES_EVERY))


def ceilings(deployment: Deployment, job: work.Job, cost: Costs) -> dict[str, float]:
    """Return at how many jobs a second each part is full, by its name."""
    moves, per_second = moves_of(job), limits.INDEX_PER_SECOND.value
    slots = deployment.concurrency * deployment.worker_instances
    cpus = limits.FULL.value * deployment.worker_instances / cost.worker_cpu
    return {
        "index of checkAt": deployment.check_at_shards * per_second / moves.check_at,
        "index of createdAt": deployment.list_shards * per_second / moves.created_at,
        "index of finishedAt": deployment.list_shards * per_second / moves.finished_at,
        "queue: dispatches a second": deployment.queues * deployment.queue_per_second,
        "queue: created and dispatched": (
            deployment.queues * limits.QUEUE_OPERATIONS.value / (1 / deployment.tasks_a_call + 1)
        ),
        "queue: dispatched at once": (
            deployment.queues * deployment.queue_at_once / (job.seconds + cost.start + cost.end)
        ),
        "worker's instances": min(slots / job.seconds, cpus),
        "api's instances": limits.FULL.value * deployment.api_instances / cost.api_cpu,
    } | _spending(deployment)


def _spending(deployment: Deployment) -> dict[str, float]:
    if deployment.spending_documents is None:
        return {}
    per_second = limits.DOCUMENT_PER_SECOND.value
    return {"all users' spending, if jobs cost": deployment.spending_documents * per_second}


def first_to_break(found: Mapping[str, float]) -> str:
    """Return the part that is full at the fewest jobs a second."""
    return min(found, key=lambda name: found[name])


def ramp_minutes(per_second: float) -> float:
    """Return how long traffic takes to grow to so many a second by the 500/50/5 rule."""
    level, minutes = limits.RAMP_START.value, 0.0
    while level < per_second:
        level, minutes = level * limits.RAMP_GROWTH.value, minutes + 5
    return minutes


def as_deployed(values: Mapping[str, Any]) -> Deployment:
    """Return what the values of a deployment, such as `infra/terraform/prod.tfvars`, ask for."""
    functions, queue = values["functions"], values["queue"]
    is_bounded = values["limits"]["project_daily_budget_usd"] > 0
    return Deployment(
        name="as deployed",
        queue_per_second=queue["per_second"],
        queue_at_once=queue["at_once"],
        api_instances=functions["api"]["max_instances"],
        worker_instances=functions["worker"]["max_instances"],
        concurrency=functions["worker"]["concurrency"],
        spending_documents=len(budget.SHARDS) if is_bounded else None,
    )


def deployments() -> list[Deployment]:
    """Return what is compared: as deployed, and what moves its limits, one after the other."""
    values = terraform.parse((terraform.FOLDER / "prod.tfvars").read_text(encoding="utf-8"))
    most = Deployment(name="as published")
    checked = replace(most, name="+ checkAt in 30 shards", check_at_shards=30)
    queues = replace(checked, name="+ 10 queues by hash", queues=10)
    lists = replace(queues, name="+ lists in 10 shards", list_shards=10)
    batches = replace(lists, name="+ tasks by batch", tasks_a_call=100)
    wide = Deployment(
        name="for 10,000",
        queues=50,
        check_at_shards=300,
        list_shards=30,
        api_instances=300,
        worker_instances=1_500,
        concurrency=250,
    )
    return [as_deployed(values), most, checked, queues, lists, batches, wide]
