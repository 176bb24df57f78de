"""Polling: an answer that is only sent when there is news, and says when to ask again."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from shared.core.job import Job
from shared.core.job_document import Progress
from tests.support.web import Caller, answer_of, caller
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("word_jobs")


def change(world: World, job_id: str, changed: Callable[[Job], Job]) -> None:
    """Write a change to a job document."""
    stored = world.services.store.read(job_id)
    assert stored is not None
    world.services.store.write(stored, changed(stored.job))


def claim(world: World, job_id: str) -> None:
    """Have a job run, without its handler."""
    lease = world.services.settings.lease
    change(world, job_id, lambda job: job.claimed(world.clock(), lease, "lease-1"))


def status_of(sender: Caller, job_id: str, etag: str = "") -> tuple[int, str]:
    """Ask, and return the answer's status and ETag."""
    headers = {"If-None-Match": etag} if etag else {}
    response = sender.get(f"/api/jobs/{job_id}/status", **headers)
    return response.status_code, response.headers["ETag"]


def test_what_is_known_is_not_sent_again(world: World) -> None:
    """304 without a body, with the same ETag."""
    sender = caller(world.services)
    job = world.submit(word="x")
    _, etag = status_of(sender, job.job_id)
    response = sender.get(f"/api/jobs/{job.job_id}/status", **{"If-None-Match": etag})
    assert (response.status_code, response.data, response.headers["ETag"]) == (304, b"", etag)


@pytest.mark.parametrize("etag", ['"another"', "*x", "garbage", 'W/"a", "b"'])
def test_what_is_not_known_is_sent(world: World, etag: str) -> None:
    """Another ETag, or none that can be read, gives the whole answer."""
    job = world.submit(word="x")
    assert status_of(caller(world.services), job.job_id, etag)[0] == 200


def test_each_new_state_is_news(world: World) -> None:
    """Queued, running, further, done: four ETags, and each is news to who knew the one before."""
    sender = caller(world.services)
    job_id = world.submit(word="x").job_id
    etags = [status_of(sender, job_id)[1]]
    lease = world.services.settings.lease
    claim(world, job_id)
    answers = [status_of(sender, job_id, etags[-1])]
    shown = Progress(percent=50, message="Half", seq=2)
    change(world, job_id, lambda job: job.progressed(shown, world.clock(), lease))
    answers.append(status_of(sender, job_id, answers[-1][1]))
    change(world, job_id, lambda job: job.cancelled(world.clock()))
    answers.append(status_of(sender, job_id, answers[-1][1]))
    assert [status for status, _ in answers] == [200, 200, 200]
    assert len({*etags, *(etag for _, etag in answers)}) == 4


def test_a_heartbeat_is_no_news(world: World) -> None:
    """A beat moves only what no client sees, and `updatedAt`."""
    sender = caller(world.services)
    job_id = world.submit(word="x").job_id
    claim(world, job_id)
    _, etag = status_of(sender, job_id)
    world.clock.move(timedelta(seconds=10))
    change(world, job_id, lambda job: job.heartbeat(world.clock(), world.services.settings.lease))
    assert status_of(sender, job_id, etag) == (304, etag)


def test_an_etag_is_a_jobs_own(world: World) -> None:
    """Two jobs in the same state have different ETags."""
    sender = caller(world.services)
    etags = {status_of(sender, world.submit(word=word).job_id)[1] for word in ("a", "b")}
    assert len(etags) == 2


@pytest.mark.parametrize(
    ("waited", "expected"),
    [
        (timedelta(0), "1"),
        (timedelta(seconds=30), "3"),
        (timedelta(seconds=31), "4"),
        (timedelta(hours=2), "10"),
    ],
)
def test_a_waiting_job_is_asked_after_ever_less_often(
    world: World, waited: timedelta, expected: str
) -> None:
    """A tenth of what it has waited, within one and ten seconds."""
    job_id = world.submit(word="x").job_id
    world.clock.move(waited)
    assert retry_after(world, job_id) == expected


def retry_after(world: World, job_id: str) -> str | None:
    """Say when a client shall ask again."""
    return caller(world.services).get(f"/api/jobs/{job_id}/status").headers.get("Retry-After")


@pytest.mark.parametrize(
    ("later", "expected"), [(timedelta(seconds=5), "5"), (timedelta(hours=1), "10")]
)
def test_a_job_for_later_is_asked_after_when_it_is_due(
    world: World, later: timedelta, expected: str
) -> None:
    """Before `runAt` nothing changes; but a cancel might, so ten seconds is the longest."""
    run_at = (world.clock() + later).isoformat()
    job_id = world.submit(word="x", options={"runAt": run_at}).job_id
    assert retry_after(world, job_id) == expected


def test_a_running_job_is_asked_after_each_second(world: World) -> None:
    """Its progress is written once a second at the most."""
    job_id = world.submit(word="x").job_id
    world.clock.move(timedelta(hours=2))
    claim(world, job_id)
    assert retry_after(world, job_id) == "1"


@pytest.mark.parametrize("end", ["succeeded", "cancelled"])
def test_a_job_that_has_ended_is_not_asked_after(world: World, end: str) -> None:
    """Nothing more happens by itself."""
    job_id = world.submit(word="x").job_id
    if end == "succeeded":
        world.deliver(job_id, 1)
    else:
        change(world, job_id, lambda job: job.cancelled(world.clock()))
    assert world.job_document(job_id).status == end
    assert retry_after(world, job_id) is None


def test_the_answer_to_a_known_state_says_when_to_ask_again(world: World) -> None:
    """A 304 has `Retry-After` too: most polls end so."""
    sender = caller(world.services)
    job_id = world.submit(word="x").job_id
    _, etag = status_of(sender, job_id)
    known = sender.get(f"/api/jobs/{job_id}/status", **{"If-None-Match": etag})
    assert known.headers["Retry-After"] == "1"


def test_another_users_state_has_no_etag(world: World) -> None:
    """A guess at an ETag confirms nothing: 404, as ever."""
    job_id = world.submit(word="x").job_id
    _, etag = status_of(caller(world.services), job_id)
    stranger = caller(world.services, "owner-2")
    response = stranger.get(f"/api/jobs/{job_id}/status", **{"If-None-Match": etag})
    assert response.status_code == 404
    assert "ETag" not in response.headers
    assert answer_of(response)["code"] == "not-found"
