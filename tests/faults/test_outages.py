"""A service refuses for half a minute: Firestore, Cloud Tasks, Pub/Sub, each alone and in pairs.

The worker's and the API's way to the emulators is cut for real. Each call gives up after its
usual time, which is made short here; the outage lasts 30 s on the test's clock.
"""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations
from typing import cast

import pytest

from functions.requests import cancel
from infra.local.cloud_tasks.emulator import CloudTasksEmulator
from shared.core import errors
from shared.core.job_status import JobStatus
from shared.firestore import client, job_store
from shared.handler.job_context import JobContext
from shared.pubsub import job_events
from shared.tasks import task_queue
from shared.wiring import Services
from tests.faults.points import Process, Watched
from tests.faults.scenarios import KEY, POLICY, TIME_LIMIT
from tests.faults.stage import Stage
from tests.faults.wire import Wire, wire_to
from tests.support.emulators import GoogleEmulators
from tests.support.job_types import WordHandler, WordRequest, WordResult, declared
from tests.support.world import OWNER

SERVICES = ("store", "queue", "events")
OUTAGES = [frozenset(parts) for size in (1, 2, 3) for parts in combinations(SERVICES, size)]
OUTAGE = timedelta(seconds=30)
_GIVE_UP_SECONDS = 0.3
#: The modules that make calls, each with its service's policy.
_CALLERS = (client, task_queue, job_events)


@dataclass(frozen=True, kw_only=True)
class Network:
    """The ways of one process to its services."""

    process: Process
    wires: dict[str, Wire]

    @property
    def services(self) -> Services:
        """The services at the end of the wires."""
        return self.process.services

    def cut(self, parts: frozenset[str]) -> None:
        """Cut the way to these."""
        for part in parts:
            self.wires[part].cut()

    def mend(self) -> None:
        """Mend every way."""
        for wire in self.wires.values():
            wire.mend()


@pytest.fixture
def network(
    stage: Stage,
    emulators: GoogleEmulators,
    still_tasks: CloudTasksEmulator,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Network]:
    """A process of ours with ways of its own, on which calls give up soon."""
    for module in _CALLERS:
        monkeypatch.setattr(module, "CALLS", replace(module.CALLS, total_seconds=_GIVE_UP_SECONDS))
    _connect(stage.world.services)
    tasks_port = int(still_tasks.addresses.grpc.rpartition(":")[2])
    targets = (emulators.firestore_port, tasks_port, emulators.pubsub_port)
    with ExitStack() as after:
        wires = {
            part: after.enter_context(wire_to(port))
            for part, port in zip(SERVICES, targets, strict=True)
        }
        monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", wires["store"].address)
        monkeypatch.setenv("PUBSUB_EMULATOR_HOST", wires["events"].address)
        settings = stage.world.services.settings.model_copy(
            update={"cloud_tasks_emulator_host": wires["queue"].address}
        )
        process = stage.start_process(
            settings=settings,
            store=job_store.JobStore(settings),
            queue=task_queue.TaskQueue(settings),
            events=job_events.JobEvents(settings),
        )
        yield Network(process=process, wires=wires)


def _connect(services: Services) -> None:
    """Have the others connect before their neighbours' addresses are those of the wires."""
    _ = cast("Watched", services.store)._adapter._connection  # type: ignore[attr-defined]
    _ = cast("Watched", services.events)._adapter._client  # type: ignore[attr-defined]


def outage_names(parts: frozenset[str]) -> str:
    """Name an outage."""
    return "+".join(sorted(parts))


def hit_by(stage: Stage, network: Network, parts: frozenset[str], *, heals: bool) -> WordHandler:
    """Make a handler in whose first attempt the outage begins, and perhaps ends."""
    was_hit: list[bool] = []

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        stage.history.say(job, 10, "begins")
        job.step("first", lambda: stage.history.pay(job, "first"))
        if not was_hit:
            was_hit.append(True)
            network.cut(parts)
            for second in range(0, 30, 10):
                stage.clock.move(timedelta(seconds=10))
                stage.history.say(job, 20 + second, f"after {second} s")
            if heals:
                network.mend()
        stage.history.say(job, 90, "nearly")
        return WordResult(answer=request.word)

    return handler


@pytest.mark.parametrize("heals", [True, False], ids=["heals", "lasts"])
@pytest.mark.parametrize("parts", OUTAGES, ids=outage_names)
def test_an_outage_in_the_middle_of_an_attempt_loses_nothing(
    stage: Stage, network: Network, parts: frozenset[str], *, heals: bool
) -> None:
    """Over before the attempt ends, or not: the job succeeds, and the guarantees hold."""
    handler = hit_by(stage, network, parts, heals=heals)
    with declared(handler, retry=POLICY, time_limit=TIME_LIMIT):
        stage.submit()
        stage.deliver_due(network.services)
        network.mend()
        stage.recover_in_time()
        stage.check()
    assert stage.job_document.status is JobStatus.SUCCEEDED


@pytest.mark.parametrize("parts", OUTAGES, ids=outage_names)
def test_an_outage_at_a_submission_makes_one_job(
    stage: Stage, network: Network, parts: frozenset[str]
) -> None:
    """It is refused only if Firestore is away; sent again with its key, it is one job."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        return WordResult(answer=request.word)

    with declared(handler, retry=POLICY):
        network.cut(parts)
        is_accepted = "store" not in parts
        with suppress(errors.UnavailableError):
            assert stage.submit(network.services, KEY).is_new
        assert len(stage.job_ids()) == is_accepted
        stage.clock.move(OUTAGE)
        network.mend()
        stage.submit(key=KEY)
        stage.recover_in_time()
        stage.check()
    assert stage.job_document.status is JobStatus.SUCCEEDED


@pytest.mark.parametrize("parts", OUTAGES, ids=outage_names)
def test_an_outage_at_a_cancel_is_over_with_one_end(
    stage: Stage, network: Network, parts: frozenset[str]
) -> None:
    """Accepted, the cancel is kept, and its end is published when that can be."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        return WordResult(answer=request.word)

    with declared(handler, retry=POLICY):
        stage.submit()
        network.cut(parts)
        with suppress(errors.UnavailableError):
            cancel.cancel_job(network.services, OWNER, stage.job_id)
            assert stage.job_document.status is JobStatus.CANCELLED
        assert stage.job_document.status.is_terminal == ("store" not in parts)
        stage.clock.move(OUTAGE)
        network.mend()
        cancel.cancel_job(stage.world.services, OWNER, stage.job_id)
        stage.recover_in_time()
        stage.check()
    assert stage.job_document.status is JobStatus.CANCELLED
