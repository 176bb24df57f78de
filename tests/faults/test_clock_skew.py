"""Time: the clocks of two machines may differ by 5 s, either way."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from functions.requests import cancel
from functions.worker import sweep
from shared.core.job_status import JobStatus
from shared.core.lease import CLOCK_SKEW
from tests.faults.points import Point
from tests.faults.record import points_of
from tests.faults.scenarios import SCENARIOS, claimed
from tests.faults.stage import Stage
from tests.support.job_types import declared, echo
from tests.support.world import OWNER

SKEWS = [pytest.param(CLOCK_SKEW, id="fast"), pytest.param(-CLOCK_SKEW, id="slow")]
MOMENT = timedelta(milliseconds=1)


def skewed(stage: Stage, by: timedelta) -> Callable[[], datetime]:
    """Return a clock that differs from the others."""
    return lambda: stage.clock() + by


@pytest.mark.parametrize("skew", SKEWS)
@pytest.mark.parametrize("point", points_of("run-succeeds"), ids=str)
def test_a_crash_of_a_worker_with_another_clock_is_repaired_in_time(
    stage: Stage, skew: timedelta, point: Point
) -> None:
    """Its promises are early or late by the skew; the guarantees and the bound hold."""
    scenario = SCENARIOS["run-succeeds"]
    with scenario.played_on(stage):
        process = stage.start_process(point=point, clock=skewed(stage, skew))
        process.run(stage.deliver_due)
        assert process.is_dead
        stage.recover_in_time()
        stage.check()
    assert stage.job_document.status is JobStatus.SUCCEEDED


@pytest.mark.parametrize("skew", SKEWS)
@pytest.mark.parametrize("taker", ["sweeper", "task", "cancel"])
def test_no_process_with_another_clock_takes_a_living_attempts_job(
    stage: Stage, skew: timedelta, taker: str
) -> None:
    """To the last moment of its lease, by its own clock, an attempt keeps its job."""
    with declared(echo):
        claimed(stage)
        holder = stage.job_document.lease_id
        stage.clock.move(stage.world.services.settings.lease.term - MOMENT)
        services = stage.start_process("other", clock=skewed(stage, skew)).services
        match taker:
            case "sweeper":
                sweep.sweep(services)
            case "task":
                stage.deliver_due(services)
            case _:
                cancel.cancel_job(services, OWNER, stage.job_id)
        job_document = stage.job_document
    assert (job_document.status, job_document.lease_id) == (JobStatus.RUNNING, holder)
