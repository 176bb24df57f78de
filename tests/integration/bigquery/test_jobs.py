"""A job that asks BigQuery, whole: submitted, run by a worker, and cancelled while it waits."""

import threading
from datetime import timedelta

from functions.requests import cancel
from shared.bigquery.warehouse import BigQueryWarehouse
from shared.core.job import JobStatus
from shared.core.records import Record
from shared.handler.job_context import JobContext
from tests.fakes.bigquery_server import BigQueryServer
from tests.integration.bigquery.conftest import Opener
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.world import OWNER, World


class RoleRow(Record):
    """A row of the query "roles"."""

    role: str


def ask(request: WordRequest, job: JobContext) -> WordResult:
    """Ask for the roles of a domain."""
    rows = job.warehouse.query("roles", RoleRow, domain=request.word).rows
    return WordResult(answer=rows[0].role)


def with_warehouse(world: World, warehouse: BigQueryWarehouse, **settings: object) -> World:
    """Return the world with this warehouse, which the wiring would make of its settings."""
    changed = world.with_services(settings=world.services.settings.model_copy(update=settings))
    vars(changed.services)["warehouse"] = warehouse
    return changed


def test_a_jobs_type_is_on_the_bill(
    world: World, open_warehouse: Opener, server: BigQueryServer
) -> None:
    """Each query has its job's type as a label, the dry run too; what it cost is the job's."""
    with declared(ask):
        world = with_warehouse(world, open_warehouse())
        job = world.submit(word="Retail")
        world.deliver(job.job_id, 1)
    for asked in server.asked[:2]:
        assert asked.configuration()["labels"] == {"query": "roles", "job_type": "test-word"}
    job_document = world.job_document(job.job_id)
    assert job_document.status is JobStatus.SUCCEEDED
    assert job_document.usage is not None
    assert job_document.usage.bytes_billed == server.bytes_billed


def test_a_cancelled_jobs_query_is_cancelled(
    world: World, open_warehouse: Opener, server: BigQueryServer
) -> None:
    """When the owner cancels while BigQuery works, BigQuery is told to stop that query."""
    server.looks_until_done = None
    cancelled = threading.Event()

    def wait(_: float) -> None:
        # The owner acts while the worker waits between two looks; a heartbeat finds out.
        if not cancelled.is_set():
            cancel.cancel_job(world.services, OWNER, job.job_id)
            world.clock.move(timedelta(seconds=1))
            cancelled.set()
        threading.Event().wait(0.02)

    with declared(ask):
        world = with_warehouse(
            world, open_warehouse(pause=wait), lease_seconds=3, heartbeat_seconds=1
        )
        job = world.submit(word="Retail")
        world.deliver(job.job_id, 1)
    assert world.job_document(job.job_id).status is JobStatus.CANCELLED
    assert server.kinds()[-1] == "cancel"
    assert server.asked[-1].job_id == server.asked[1].job_id
