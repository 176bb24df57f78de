"""G1 to G10 of docs/guarantees.md, as one function over what was stored, published and done.

It looks at every version of a job document, in Firestore's order, at everything that handlers did,
and at what a real subscription to the topic received.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Protocol

from pydantic import JsonValue

from functions.job_types import find_job_type
from shared.core import ids, job_event
from shared.core.job import Job
from shared.core.job_event import JobEvent
from shared.core.job_status import TRANSITIONS, JobStatus, Slot
from shared.core.usage import Usage
from shared.firestore import documents
from shared.webhooks import message
from tests.faults.batches import all_batch_ends, batch_ends, is_over
from tests.faults.history import History, Version
from tests.faults.published import Published
from tests.support.waiting import wait_until
from tests.support.world import World

#: What docs/architecture.md promises.
BOUND = timedelta(seconds=120)


class JobDocuments(Protocol):
    """Where jobs are read: `tests.support.world.World`, or a real cloud."""

    def job_document(self, job_id: str) -> Job:
        """Read a job's document."""

    def result(self, job_id: str) -> JsonValue:
        """Read a job's result; None if there is none."""


def check_guarantees(
    world: JobDocuments,
    history: History,
    published: Published,
    job_id: str,
    *,
    is_done: bool = True,
) -> None:
    """Check all that must hold of a job, once everything was left to recover.

    Args:
        world: Where it is stored.
        history: Every version of its job document, and what its handlers did.
        published: What was published of it.
        job_id: Which job.
        is_done: Whether it must have ended.
    """
    versions = history.versions(job_id)
    check_chain(world, versions)
    check_one_end(versions, is_done=is_done)
    check_attempts(versions)
    check_lost_attempts_write_nothing(versions)
    check_steps(history, versions)
    check_asks(history, versions)
    check_result(world, versions)
    check_progress(history, versions)
    check_cancel(versions)
    check_usage(history, versions)
    check_events(published, history, versions)
    check_one_job_a_key(history)


def check_chain(world: JobDocuments, versions: Sequence[Version]) -> None:
    """Every write was based on the job document that was there, and on nothing older."""
    assert versions, "the job was never stored"
    assert [version.before is None for version in versions] == [True] + [False] * (
        len(versions) - 1
    )
    for earlier, later in pairwise(versions):
        assert later.before is not None
        assert earlier.job.is_same(later.before), (
            f"{later.writer} overwrote what {earlier.writer} wrote: {later.before} {earlier.job}"
        )
    assert versions[-1].job.is_same(world.job_document(versions[-1].job.job_id))


def check_one_end(versions: Sequence[Version], *, is_done: bool) -> None:
    """G1: the status changes by the table alone, and the job ends once after each submission."""
    statuses = [version.job.status for version in versions]
    for earlier, later in pairwise(statuses):
        assert later is earlier or later in TRANSITIONS[earlier], f"{earlier} -> {later}"
    ends = [status for status in _changes(statuses) if status.is_terminal]
    submissions = 1 + sum(
        earlier.is_terminal and not later.is_terminal for earlier, later in pairwise(statuses)
    )
    assert len(ends) == submissions - (not is_done), statuses
    assert statuses[-1].is_terminal is is_done, f"the job ended as {statuses[-1]}"


def check_attempts(versions: Sequence[Version]) -> None:
    """G4: attempts rise by one, with a claim, and never exceed `maxAttempts`."""
    assert versions[0].job.attempt == 0
    for earlier, later in pairwise(version.job for version in versions):
        claimed = earlier.status is JobStatus.QUEUED and later.status is JobStatus.RUNNING
        assert later.attempt == earlier.attempt + claimed
        assert later.attempt <= later.max_attempts
        assert later.dispatch - earlier.dispatch in {0, 1}


def check_lost_attempts_write_nothing(versions: Sequence[Version]) -> None:
    """G3: what only an attempt writes is written by the process that holds the lease."""
    leases: dict[str, set[str | None]] = defaultdict(set)
    for version in versions:
        before = version.before
        if before is None:
            continue
        if version.is_claim:
            leases[version.writer].add(version.job.lease_id)
        elif _is_an_attempts_write(before, version):
            assert before.status is JobStatus.RUNNING
            assert before.lease_id in leases[version.writer], f"{version.writer} had lost its lease"


def check_steps(history: History, versions: Sequence[Version]) -> None:
    """G5: once a step's value is kept, its work is not done again, unless it was made void."""
    kept: dict[str, int] = {}
    happened = [(version.tick, version, None) for version in versions]
    done = [(deed.tick, None, deed) for deed in history.deeds_for(versions[0].job.job_id)]
    for _, version, deed in sorted([*happened, *done], key=lambda each: each[0]):
        if version is not None:
            if version.before and version.job.steps_void_until != version.before.steps_void_until:
                kept.clear()
            kept |= dict.fromkeys(version.documents, version.job.attempt)
        elif deed is not None and deed.step is not None:
            name = documents.step_document(deed.step)
            assert name not in kept, f"{name} was kept by attempt {kept.get(name)} and done again"


def check_asks(history: History, versions: Sequence[Version]) -> None:
    """G5: what was asked before a step was kept is not asked, and paid for, once more."""
    for ask in history.asks:
        kept_at = [
            version.tick
            for version in versions
            if version.writer == ask.asker
            and version.tick > ask.tick
            and any(name.startswith("step-") for name in version.documents)
        ]
        again = [
            later
            for later in history.asks
            if kept_at
            and later.asker != ask.asker
            and later.tick > kept_at[0]
            and later.what == ask.what
        ]
        assert not again, f"{ask.what} is paid for twice: it belongs into a step"


def check_result(world: JobDocuments, versions: Sequence[Version]) -> None:
    """G6: the result exists exactly when the job has succeeded, and validates."""
    for version in versions:
        was = None if version.before is None else version.before.status
        succeeds = version.job.status is JobStatus.SUCCEEDED is not was
        assert (documents.RESULT in version.documents) is succeeds
    job_document = versions[-1].job
    result = world.result(job_document.job_id)
    assert (result is not None) is (job_document.status is JobStatus.SUCCEEDED)
    if result is not None:
        find_job_type(job_document.type).result.model_validate(result)


def check_progress(history: History, versions: Sequence[Version]) -> None:
    """G7: percent does not fall within an attempt, seq rises, and the last word lands."""
    for earlier, later in pairwise(version.job for version in versions):
        if later.attempt == earlier.attempt and not _is_resubmitted(earlier, later):
            assert later.progress.percent >= earlier.progress.percent
        if later.progress != earlier.progress:
            assert later.progress.seq > earlier.progress.seq
    last = versions[-1]
    if last.job.status is JobStatus.SUCCEEDED:
        holder = _lease_before_the_end(versions)
        said = [
            deed.message
            for deed in history.deeds_for(last.job.job_id)
            if deed.lease_id == holder and deed.message is not None
        ]
        assert last.job.progress.percent == 100
        assert not said or last.job.progress.message == said[-1]


def check_cancel(versions: Sequence[Version]) -> None:
    """G8: after a cancel was asked for, nothing more is shown, and the job ends cancelled."""
    for earlier, later in pairwise(version.job for version in versions):
        if earlier.cancel_requested and earlier.status is JobStatus.RUNNING:
            assert later.status in {JobStatus.RUNNING, JobStatus.CANCELLED}
            if later.status is JobStatus.RUNNING:
                assert later.progress == earlier.progress


def check_usage(history: History, versions: Sequence[Version]) -> None:
    """G8: what an attempt has spent goes with its next write, whatever that writes."""
    if not history.deeds_for(versions[0].job.job_id):
        return  # Another test's handler: it has not counted.
    #: What the job had spent when a lease began, and who has it.
    claims: dict[str | None, tuple[str, Usage]] = {}
    for version in versions:
        before = version.before
        if before is None:
            continue
        if version.is_claim:
            claims[version.job.lease_id] = version.writer, version.job.usage or Usage()
        elif version.job.status is JobStatus.RUNNING and version.job.dispatch != before.dispatch:
            continue  # A delivery beside the attempt, which knows nothing of what that has spent.
        elif before.lease_id in claims and claims[before.lease_id][0] == version.writer:
            spent = claims[before.lease_id][1]
            for deed in history.deeds_for(before.job_id):
                if deed.lease_id == before.lease_id and deed.tick < version.tick:
                    spent = spent.plus(deed.usage)
            assert (version.job.usage or Usage()) == spent
        else:
            assert version.job.usage == before.usage


def check_events(published: Published, history: History, versions: Sequence[Version]) -> None:
    """G9: every end is published at least once, always the same, and so is what had begun by then.

    So is the end of a batch whose last job this is. Nothing else is: neither the start of an
    attempt that was not claimed, nor one after its end, nor a batch's end while a job is under way.
    """
    job_id = versions[0].job.job_id
    ends = [version.job for version in versions if version.job.status.is_terminal]
    started = [version.job for version in versions if version.is_claim]
    last = ends[-1].attempt if ends else 0
    due = {_end_id(job) for job in ends} | {
        _start_id(job) for job in started if job.attempt <= last
    }
    batches_said = batch_events(history, versions[0].job)
    due |= {event.event_id for event in batches_said[-1:] if _batch_is_over(history, versions)}
    wait_until(lambda: due <= {event["eventId"] for event in published.events_of(job_id)})
    said = {_end_id(job): job_event.describe(job, "") for job in ends}
    said |= {event.event_id: event for event in batches_said}
    said |= {_start_id(job): job_event.describe_start(job, "") for job in started}
    for event in published.received_of(job_id):
        one = said[str(event["eventId"])].model_copy(update={"revision": event["revision"]})
        assert event == one.to_json()
    for job in ends:
        end, start = said[_end_id(job)], said.get(_start_id(job))
        assert start is None or start.happened_at <= end.happened_at


def batch_events(history: History, job: Job) -> list[JobEvent]:
    """Return the ends of a job's batch that it was the last of, as they may be told."""
    if job.batch_id is None:
        return []
    told = [job_event.describe_batch_end(end, "") for end in batch_ends(history, job.batch_id)]
    return [event for event in told if event.job_id_hash == ids.job_hash(job.job_id)]


def _batch_is_over(history: History, versions: Sequence[Version]) -> bool:
    """Whether the last end of a job's batch was this job's, and all of it has ended by now."""
    job = versions[0].job
    if job.batch_id is None or not is_over(history, job.batch_id):
        return False
    return job_event.last_ended(batch_ends(history, job.batch_id)[-1]).job_id == job.job_id


def _end_id(job: Job) -> str:
    return ids.event_id(job.job_id, job.dispatch, job.status)


def _start_id(job: Job) -> str:
    return ids.event_id(job.job_id, job.attempt, JobStatus.RUNNING)


def check_webhooks(world: World, history: History) -> None:
    """G9: each endpoint is told of every end, once, as the event tells it; and of nothing else."""
    settings = world.services.settings
    ends = [version.job for version in history.all_versions() if version.job.status.is_terminal]
    expected = {
        ids.webhook_task_id(webhook.webhook_id, webhook.endpoint): webhook
        for job in ends
        for webhook in message.webhooks_of(job, settings.webhook_endpoints, settings.k_revision)
    }
    expected |= {
        ids.webhook_task_id(webhook.webhook_id, webhook.endpoint): webhook
        for end in all_batch_ends(history)
        for webhook in message.batch_webhooks_of(
            end, settings.webhook_endpoints, settings.k_revision
        )
    }
    assert world.webhooks() == expected


def check_slots(history: History, limit: int) -> None:
    """No user's jobs ever held more slots than there are; 0: there is no limit."""
    holders: set[str] = set()
    for version in history.all_versions():
        job_id = version.job.job_id
        holders = {
            one for one in holders if version.tick < history.erased.get(one, version.tick + 1)
        }
        holders = holders | {job_id} if version.job.slot is Slot.HELD else holders - {job_id}
        assert not limit or len(holders) <= limit, f"{version.writer} gave one slot too many"


def check_one_job_a_key(history: History) -> None:
    """G10: no two jobs were made with the same idempotency key."""
    keys = [version.key for version in history.creations if version.key is not None]
    assert len(keys) == len(set(keys))


def _changes(statuses: Sequence[JobStatus]) -> list[JobStatus]:
    """Return a sequence of statuses without those that say the same again."""
    return [status for i, status in enumerate(statuses) if i == 0 or status is not statuses[i - 1]]


def _is_an_attempts_write(before: Job, version: Version) -> bool:
    """Whether only a running attempt may have written this."""
    job = version.job
    is_resubmitted = _is_resubmitted(before, job)
    return not is_resubmitted and (
        job.progress != before.progress
        or job.status is JobStatus.SUCCEEDED is not before.status
        or (job.status is JobStatus.RUNNING and job.lease_expires_at != before.lease_expires_at)
        or bool(version.documents - {documents.INPUT} - _answered(before))
    )


def _answered(before: Job) -> set[str]:
    """Name the document that the end of a wait writes, by whose hand it may be."""
    return {documents.step_document(before.question.name)} if before.question else set()


def _is_resubmitted(before: Job, after: Job) -> bool:
    return before.status.is_terminal and not after.status.is_terminal


def _lease_before_the_end(versions: Sequence[Version]) -> str | None:
    """Return the lease of the attempt that ended the job; a later write may drop its reminder."""
    ends = [
        version.before
        for version in versions
        if version.before is not None
        and version.job.status.is_terminal
        and not version.before.status.is_terminal
    ]
    return ends[-1].lease_id if ends else None
