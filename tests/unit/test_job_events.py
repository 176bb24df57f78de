"""The events that tell the rest of the company that an attempt began, and what became of a job."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from shared.core import ids
from shared.core.errors import ErrorCode
from shared.core.job import Job
from shared.core.job_document import Failure, Progress
from shared.core.job_event import JobEvent, describe, describe_batch_end, describe_start
from shared.core.lease import Lease
from shared.core.new_job import new_job
from shared.core.usage import Usage

ACCEPTED = datetime(2026, 11, 23, 12, tzinfo=UTC)
STARTED = ACCEPTED + timedelta(seconds=1.5)
ENDED = STARTED + timedelta(seconds=20.25)
UID = "ada@example.org"
JOB_ID = f"{UID}:a-type:1795435200123:0123456789abcdef"
SPENT = Usage(model="m", input_tokens=10, output_tokens=5, bytes_billed=7, cost_usd=0.25)
BROKEN = Failure(code=ErrorCode.UNAVAILABLE, message="Private words.", retriable=True)


def queued() -> Job:
    """Return a job that was accepted just now."""
    return new_job(
        job_id=JOB_ID,
        job_type="a-type",
        max_attempts=3,
        now=ACCEPTED,
        retention=timedelta(days=1),
        tags=("a private tag",),
    )


def running() -> Job:
    """Return a job in its first attempt."""
    shown = Progress(percent=5, message="A private message", stage="x", seq=2)
    return queued().claimed(STARTED, Lease(), "lease").progressed(shown, STARTED, Lease())


def retried() -> Job:
    """Return a job in its second attempt: tried again after 4 s, and begun 3 s after that."""
    waiting = running().requeued(ENDED, ENDED + timedelta(seconds=4), BROKEN, SPENT)
    return waiting.claimed(ENDED + timedelta(seconds=7), Lease(), "lease-2")


def test_a_success_is_described() -> None:
    """An event says what became of a job, how long it took and what it spent."""
    job = running().succeeded(ENDED, "A private summary.", SPENT)

    assert describe(job, "jobs-00042-abc").to_json() == {
        "eventId": f"{ids.job_hash(JOB_ID)}-1-succeeded",
        "jobIdHash": ids.job_hash(JOB_ID),
        "ownerHash": ids.owner_hash(UID),
        "type": "a-type",
        "status": "succeeded",
        "attempts": 1,
        "happenedAt": "2026-11-23T12:00:21.750000Z",
        "waitSeconds": 1.5,
        "runSeconds": 20.25,
        "usage": {
            "model": "m",
            "inputTokens": 10,
            "cachedTokens": 0,
            "outputTokens": 5,
            "thinkingTokens": 0,
            "bytesBilled": 7,
            "costUsd": 0.25,
        },
        "revision": "jobs-00042-abc",
    }


def test_a_failure_has_its_code() -> None:
    """Of an error the event has the code, and not the words."""
    event = describe(running().failed(ENDED, BROKEN), "r").to_json()

    assert event["status"] == "failed"
    assert event["code"] == "unavailable"


def test_a_job_that_never_ran_took_no_time() -> None:
    """A job that was cancelled in the queue has neither waited for a start nor run."""
    event = describe(queued().cancelled(ENDED), "r")

    assert (event.wait_seconds, event.run_seconds, event.attempts) == (None, None, 0)
    assert event.happened_at == ENDED


def test_times_are_the_last_attempts() -> None:
    """The wait is from when it was to be tried again until it was, and the run from there."""
    again = retried()
    event = describe(again.succeeded(ENDED + timedelta(seconds=9), "Done.", SPENT), "r")

    assert (event.wait_seconds, event.run_seconds, event.attempts) == (3, 2, 2)


def test_a_job_that_ends_in_the_queue_ran_no_longer_than_its_last_attempt() -> None:
    """Cancelled an hour after an attempt failed, it has not run for an hour."""
    waiting = running().requeued(ENDED, ENDED, BROKEN)
    event = describe(waiting.cancelled(ENDED + timedelta(hours=1)), "r")

    assert (event.wait_seconds, event.run_seconds, event.attempts) == (1.5, 20.25, 1)


def test_a_start_is_described() -> None:
    """It says which attempt has begun, when, and how long that had to wait; no more."""
    again = retried()

    assert describe_start(again, "jobs-00042-abc").to_json() == {
        "eventId": f"{ids.job_hash(JOB_ID)}-2-running",
        "jobIdHash": ids.job_hash(JOB_ID),
        "ownerHash": ids.owner_hash(UID),
        "type": "a-type",
        "status": "running",
        "attempts": 2,
        "happenedAt": "2026-11-23T12:00:28.750000Z",
        "waitSeconds": 3,
        "revision": "jobs-00042-abc",
    }


def test_a_start_is_described_alike_by_every_process() -> None:
    """While the attempt runs, after its task was enqueued again, and when the job has ended."""
    began = retried()
    meanwhile = (
        began.heartbeat(ENDED, Lease()).redispatched_after_lease(ENDED).asked_to_cancel(ENDED)
    )
    ended = meanwhile.failed(ENDED + timedelta(seconds=60), BROKEN, SPENT)

    assert describe_start(began, "r") == describe_start(meanwhile, "r")
    assert describe_start(began, "r") == describe_start(ended, "r")


@pytest.mark.parametrize("describe", [describe, describe_start])
@pytest.mark.parametrize(
    "job",
    [
        running().succeeded(ENDED, "A private summary.", SPENT),
        running().failed(ENDED, BROKEN),
        running().cancelled(ENDED),
    ],
    ids=lambda job: str(job.status),
)
def test_an_event_has_nothing_of_the_user(
    job: Job, describe: Callable[[Job, str], JobEvent]
) -> None:
    """No user id, no tag, no summary, no message, no words of an error leave."""
    text = json.dumps(describe(job, "r").to_json()).lower()

    assert UID not in text
    assert "private" not in text


def test_the_same_end_has_the_same_id() -> None:
    """Published again, by another revision and after a look, it can be told as the same."""
    job = running().failed(ENDED, BROKEN)

    assert describe(job, "r1").event_id == describe(job, "r2").event_id


def test_each_start_has_an_id_of_its_own() -> None:
    """Two attempts are two starts, and neither is an end."""
    jobs = [running(), retried(), retried().failed(ENDED, BROKEN)]
    made = [describe_start(jobs[0], "r"), describe_start(jobs[1], "r"), describe(jobs[2], "r")]

    assert len({event.event_id for event in made}) == 3


def test_another_end_has_another_id() -> None:
    """Ends of two dispatches, or of two kinds, are two events."""
    job = running()
    later = job.requeued(ENDED, ENDED, BROKEN).claimed(ENDED, Lease(), "lease-2")
    ends = [end for at in (job, later) for end in (at.failed(ENDED, BROKEN), at.cancelled(ENDED))]

    assert len({describe(end, "r").event_id for end in ends}) == 4


def in_a_batch(number: int) -> Job:
    """Return a job of a batch that runs."""
    job_id = JOB_ID.replace("abcdef", f"abcde{number}")
    return running().model_copy(update={"job_id": job_id, "batch_id": "a-batch"})


def test_a_batchs_end_is_that_of_its_last_job() -> None:
    """Its id, time and job are those of the one that ended last, and it counts how all ended."""
    last = in_a_batch(2).failed(ENDED + timedelta(seconds=1), BROKEN)
    jobs = [in_a_batch(1).succeeded(ENDED, "A private summary.", SPENT), last]

    assert describe_batch_end(jobs, "jobs-00042-abc").to_json() == {
        "eventId": f"{ids.job_hash(last.job_id)}-1-batch-ended",
        "jobIdHash": ids.job_hash(last.job_id),
        "ownerHash": ids.owner_hash(UID),
        "type": "a-type",
        "status": "batch-ended",
        "attempts": 1,
        "happenedAt": "2026-11-23T12:00:22.750000Z",
        "batchIdHash": ids.batch_hash(UID, "a-batch"),
        "batchSucceeded": 1,
        "batchFailed": 1,
        "batchCancelled": 0,
        "revision": "jobs-00042-abc",
    }


def test_all_who_tell_a_batchs_end_tell_the_same() -> None:
    """In whatever order its jobs were read, also where two ended at the same moment."""
    jobs = [in_a_batch(number).cancelled(ENDED) for number in range(3)]

    assert describe_batch_end(jobs, "r") == describe_batch_end(jobs[::-1], "r")


def test_events_of_a_batchs_jobs_name_it() -> None:
    """Starts and ends alike, by a hash; an event of a job alone has no such field."""
    job = in_a_batch(1)
    name = ids.batch_hash(UID, "a-batch")

    assert describe(job.failed(ENDED, BROKEN), "r").batch_id_hash == name
    assert describe_start(job, "r").batch_id_hash == name
    assert "batchIdHash" not in describe(running().failed(ENDED, BROKEN), "r").to_json()
