"""Career insights of a schedule, run twice: the second report says what has changed."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from functions.requests import repeat, schedules
from functions.requests.schedule_bodies import ScheduleRequest
from infra.local.stand_ins.offline_model import OfflineModel
from infra.local.stand_ins.warehouse import DuckDbWarehouse
from shared.handler.ports import QueryCall, QueryResult, Warehouse
from tests.support.world import OWNER, World


@dataclass(frozen=True)
class _MonthBefore:
    """The warehouse of a month before, when less was paid."""

    now: Warehouse

    def query(self, call: QueryCall[Any]) -> QueryResult[Any]:
        """Answer with a tenth less pay, and an earlier end of the data."""
        found = self.now.query(call)
        return QueryResult(rows=tuple(map(_earlier, found.rows)), source=found.source)


def _earlier(row: Any) -> Any:  # noqa: ANN401 -- any query's
    paid = ("lower_usd", "median_usd", "upper_usd")
    changes = {name: getattr(row, name) * 0.9 for name in paid if hasattr(row, name)}
    if hasattr(row, "data_date"):
        changes["data_date"] = row.data_date - timedelta(days=30)
    return row.model_copy(update=changes)


def _report(world: World, warehouse: Warehouse) -> Any:  # noqa: ANN401 -- as JSON has it
    """Let a day pass; return what the schedule's job of then has found out."""
    then = world.with_services()
    then.services.__dict__.update(model=OfflineModel(), warehouse=warehouse)
    then.clock.move(timedelta(days=1))
    assert repeat.repeat_due(then.services) == {repeat.Outcome.FIRED: 1}
    jobs = [stored.job for stored in then.services.store.all_jobs(OWNER.uid, 10)]
    job = max(jobs, key=lambda job: job.created_at)
    then.deliver(job.job_id, 1)
    return then.job_document(job.job_id), then.result(job.job_id)


def test_a_second_run_says_what_has_changed(world: World, warehouse: DuckDbWarehouse) -> None:
    """The first has nothing to compare with; a third finds the same data."""
    wanted = ScheduleRequest(type="career-insights", input={"domain": "Energy"}, every_hours=24)
    schedules.create_schedule(world.services, OWNER, wanted)
    first, report = _report(world, _MonthBefore(warehouse))
    assert "sinceLast" not in report
    second, report = _report(world, warehouse)
    since = report["sinceLast"]
    assert since["jobId"] == first.job_id
    median = since["pay"]["median"]
    assert (median["now"], median["course"]) == (report["pay"]["overall"]["medianUsd"], "up")
    assert median["change"] == round(median["now"] / median["earlier"] - 1, 3) > 0.1
    assert "course" not in since["postings"], "there are as many"
    assert "Since" in second.summary
    assert "median pay +11%" in second.summary
    _, report = _report(world, warehouse)
    assert report["sinceLast"]["jobId"] == second.job_id
    assert report["sinceLast"]["note"] == "No new postings have been loaded since."
