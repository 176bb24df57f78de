"""Slots under faults that no single scenario has."""

from functions.requests import resubmit
from tests.faults.points import Death, Meanwhile, Point, Process
from tests.faults.scenarios import (
    ONE_ATTEMPT,
    TIME_LIMIT,
    deliver,
    failing_until_resubmitted,
    one_waits_for_a_late_one,
    ordinary,
    submit_another,
    submitted,
)
from tests.faults.stage import Stage
from tests.support.job_types import declared
from tests.support.world import OWNER


def test_a_job_that_is_too_late_gives_its_slot_on(stage: Stage) -> None:
    """No process dies: a task finds a job in the only slot that may not start any more."""
    stage.limit_slots(1)
    with declared(ordinary(stage)):
        one_waits_for_a_late_one(stage)
        deliver(stage, stage.world.services)
        stage.recover_in_time()
        stage.check()


def test_a_resubmitted_job_has_its_slot_for_itself(stage: Stage) -> None:
    """No process dies: a job is submitted while a resubmitted one is in the only slot."""
    stage.limit_slots(1)
    with declared(failing_until_resubmitted(stage), retry=ONE_ATTEMPT):
        for word in "xy":
            stage.submit(word=word)
            stage.deliver_due(stage.world.services)
        first = stage.job_ids()[0]
        resubmit.resubmit_job(stage.world.services, OWNER, first)
        # Once it has its slot, and before it has ended.
        point = Point.parse("before:store.write#2")
        process = stage.start_process(point=point, fault=Meanwhile(lambda: stage.submit(word="z")))
        process.run(stage.deliver_due)
        assert process.was_struck.is_set()
        stage.recover_in_time()
        stage.check()


def test_a_slot_that_became_free_at_a_submission_is_not_missed(stage: Stage) -> None:
    """The slot becomes free just before the new job is stored, and its submitter dies."""
    stage.limit_slots(1)
    with declared(ordinary(stage), time_limit=TIME_LIMIT):
        submitted(stage)
        process: Process | None = None

        def others_finish() -> None:
            assert process is not None
            stage.deliver_due(stage.world.services)
            process._point, process._fault = Point.parse("after:store.accept#1"), Death()

        process = stage.start_process(
            point=Point.parse("before:store.accept#1"), fault=Meanwhile(others_finish)
        )
        process.run(lambda services: submit_another(stage, services))
        assert process.is_dead
        assert len(stage.job_ids()) == 2
        submit_another(stage, stage.world.services)
        stage.recover_in_time()
        stage.check()
