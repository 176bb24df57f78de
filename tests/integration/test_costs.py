"""The counts that the estimate of costs is made of, held to what a job really does."""

import re
from datetime import timedelta

from infra.costs import work
from shared.handler.job_context import JobContext
from tests.bench import deployment
from tests.infra import terraform
from tests.support.database import job_reference
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.rpc_count import counted_traffic
from tests.support.world import World

JOB = work.Job(progress_writes=5, steps=1, listeners=0)


def work_for_a_while(request: WordRequest, job: JobContext, world: World) -> WordResult:
    """Keep a step and write progress, as often as `JOB` says."""
    world.clock.move(timedelta(seconds=2))
    job.step("one", lambda: "value", of=str)
    for done in range(JOB.progress_writes):
        world.clock.move(timedelta(seconds=2))
        job.progress(10 * (done + 1), "on")
    return WordResult(answer=request.word)


def test_a_job_reads_and_writes_what_is_billed(world: World) -> None:
    """From its submission to its end."""
    with declared(lambda request, job: work_for_a_while(request, job, world)):
        with counted_traffic(world.services) as submitted:
            job = world.submit(word="x")
        with counted_traffic(world.services) as run:
            world.deliver(job.job_id, 1)
    assert (sum(submitted.reads), submitted.documents) == (work.SUBMIT_READS, work.SUBMIT_WRITES)
    assert sum(run.reads) == work.RUN_READS
    assert submitted.documents + run.documents == JOB.writes


def test_a_job_moves_as_many_entries_of_indexes_as_are_simulated(world: World) -> None:
    """The fields whose values only grow, and that all users' jobs share an index of."""
    with declared(lambda request, job: work_for_a_while(request, job, world)):
        with counted_traffic(world.services) as submitted:
            job = world.submit(word="x")
        with counted_traffic(world.services) as run:
            world.deliver(job.job_id, 1)
    moved = {
        name: submitted.sets_of(name) + run.sets_of(name)
        for name in ("checkAt", "createdAt", "finishedAt")
    }
    moves = deployment.moves_of(JOB)
    assert moved == {
        "checkAt": moves.check_at,
        "createdAt": moves.created_at,
        "finishedAt": moves.finished_at,
    }


def test_ttl_deletes_what_a_job_leaves(world: World) -> None:
    """Its document and its data; and the idempotency key, which is the same for every type."""
    with declared(lambda request, job: work_for_a_while(request, job, world)):
        job = world.submit(word="x")
        world.deliver(job.job_id, 1)
    document = job_reference(world.services, job.job_id)
    data = list(document.collection("data").list_documents())
    assert 1 + 1 + len(data) == JOB.deletes


def test_as_many_alerts_as_are_billed() -> None:
    """Each alert of Terraform is one condition."""
    said = (terraform.FOLDER / "monitoring.tf").read_text(encoding="utf-8")
    assert len(re.findall(r"^      severity = ", said, re.MULTILINE)) == work.ALERTS
