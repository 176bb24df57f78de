"""The counts that the estimate of costs is made of, held to what a job really does."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from infra.costs import work
from shared.handler.job_context import JobContext
from tests.infra import terraform
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.rpc_count import Counting
from tests.support.world import World

JOB = work.Job(progress_writes=5, steps=1, listeners=0)


class CountingDocuments(Counting):
    """Counts the documents of each call, by what Firestore bills."""

    def _counted(self, name: str, call: Callable[..., object]) -> Callable[..., object]:
        def counted(*args: Any, **kwargs: Any) -> object:  # noqa: ANN401 -- the vendor's
            request = kwargs.get("request") or (args[0] if args else {})
            for kind in ("writes", "documents"):
                self._calls[kind] += len(request[kind]) if kind in request else 0
            return call(*args, **kwargs)

        return counted


@contextmanager
def counted_documents(world: World) -> Iterator[Counter[str]]:
    """Count the documents that are read and written inside the block."""
    client, found = world.services.store._client, Counter[str]()
    api = client._firestore_api
    client._firestore_api_internal = CountingDocuments(api, found)
    try:
        yield found
    finally:
        client._firestore_api_internal = api


def work_for_a_while(request: WordRequest, job: JobContext, world: World) -> WordResult:
    """Keep a step and write progress, as often as `JOB` says."""
    job.step("one", lambda: "value", of=str)
    for done in range(JOB.progress_writes):
        world.clock.move(timedelta(seconds=2))
        job.progress(10 * (done + 1), "on")
    return WordResult(answer=request.word)


def test_a_job_reads_and_writes_what_is_billed(world: World) -> None:
    """From its submission to its end."""
    with declared(lambda request, job: work_for_a_while(request, job, world)):
        with counted_documents(world) as submitted:
            job = world.submit(word="x")
        with counted_documents(world) as run:
            world.deliver(job.job_id, 1)
    assert submitted == {"documents": work.SUBMIT_READS, "writes": work.SUBMIT_WRITES}
    assert run["documents"] == work.RUN_READS
    assert submitted["writes"] + run["writes"] == JOB.writes


def test_ttl_deletes_what_a_job_leaves(world: World) -> None:
    """Its document and its data; and the idempotency key, which is the same for every type."""
    with declared(lambda request, job: work_for_a_while(request, job, world)):
        job = world.submit(word="x")
        world.deliver(job.job_id, 1)
    document = world.services.store._job_document(job.job_id)
    data = list(document.collection("data").list_documents())
    assert 1 + 1 + len(data) == JOB.deletes


def test_as_many_alerts_as_are_billed() -> None:
    """Each alert of Terraform is one condition."""
    said = (terraform.FOLDER / "monitoring.tf").read_text(encoding="utf-8")
    assert len(re.findall(r"^      severity = ", said, re.MULTILINE)) == work.ALERTS
