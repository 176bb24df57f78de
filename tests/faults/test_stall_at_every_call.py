"""Stall at every call: a process stands still where it is, others take over, and it goes on.

That is what a frozen container or a long pause looks like. When it wakes up it still believes
what it knew: whatever it writes then must be refused (G3), and harm nothing.
"""

from collections.abc import Callable
from contextlib import suppress
from threading import Thread

import pytest

from shared.core import errors
from shared.core.job_status import JobStatus
from shared.handler.job_context import JobContext
from shared.wiring import Services
from tests.faults.history import attempt_of
from tests.faults.points import Point, Stall, When
from tests.faults.record import points_of
from tests.faults.scenarios import POLICY, SCENARIOS, TIME_LIMIT, Scenario, two_steps
from tests.faults.stage import Stage
from tests.support.job_types import WordHandler, WordRequest, WordResult, declared
from tests.support.waiting import PATIENCE

CASES = [
    pytest.param(name, point, id=f"{name}:{point}")
    for name, scenario in SCENARIOS.items()
    for point in points_of(name)
    # After one call is before the next; and who acts inside a handler would stall that too.
    if point.when is When.BEFORE and not scenario.is_inside
]

#: The calls that an attempt makes between its claim and its end.
IN_THE_ATTEMPT = [
    point
    for point in points_of("run-succeeds")
    if point.call.method == "write" and point.call.number > 1 and point.when is When.BEFORE
]


@pytest.mark.parametrize(("name", "point"), CASES)
def test_a_process_that_wakes_up_late_changes_nothing(
    stage: Stage, name: str, point: Point
) -> None:
    """Whatever it was about to do, others have done the job, and the guarantees hold."""
    scenario, stall = SCENARIOS[name], Stall()
    with scenario.played_on(stage):
        process = stage.put_under_test(stage.start_process(point=point, fault=stall))
        thread = Thread(target=process.run, args=(lambda own: act_late(scenario, stage, own),))
        thread.start()
        assert stall.began.wait(PATIENCE), f"{point} was not met"
        try:
            scenario.insist(stage)
            stage.recover()
        finally:
            stall.end()
            thread.join(PATIENCE)
        assert not thread.is_alive()
        stage.recover()
        stage.check()
        scenario.check(stage)
    assert all(stage.world.job_document(job_id).status.is_terminal for job_id in stage.job_ids())


@pytest.mark.parametrize("point", IN_THE_ATTEMPT, ids=str)
def test_a_process_that_wakes_up_beside_its_successor_changes_nothing(
    stage: Stage, point: Point
) -> None:
    """The job runs, but in another attempt: the old one is told apart by its lease."""
    stall = Stall()
    process = stage.put_under_test(stage.start_process(point=point, fault=stall))
    thread = Thread(target=process.run, args=(stage.deliver_due,))

    def wake() -> None:
        stall.end()
        thread.join(PATIENCE)

    with declared(waking(two_steps(stage), wake), retry=POLICY, time_limit=TIME_LIMIT):
        stage.submit()
        thread.start()
        try:
            assert stall.began.wait(PATIENCE), f"{point} was not met"
            stage.recover()
        finally:
            wake()
        stage.check()
    assert (stage.job_document.status, stage.job_document.attempt) == (JobStatus.SUCCEEDED, 2)


def waking(handler: WordHandler, wake: Callable[[], None]) -> WordHandler:
    """Have the second attempt wake the process of the first, once it runs."""

    def wakes(request: WordRequest, job: JobContext) -> WordResult:
        if attempt_of(job).job.attempt == 2:
            wake()
        return handler(request, job)

    return wakes


def act_late(scenario: Scenario, stage: Stage, services: Services) -> None:
    """Act; being told that it is too late is an answer too."""
    with suppress(errors.FailedPreconditionError):
        scenario.act(stage, services)
