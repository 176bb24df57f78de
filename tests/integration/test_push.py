"""Devices are told of their owner's jobs: which, of what, when, and what that costs all others."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest

from functions.effects import push
from functions.requests import cancel, devices, erase, resubmit
from functions.worker import sweep
from shared.auth.users import User
from shared.core import errors
from shared.core.job import Job
from shared.core.records import Record
from shared.handler.job_context import JobContext
from shared.push.device import KEPT_FOR, MOST_DEVICES, device_id_of
from tests.fakes.fcm_server import FcmServer
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.world import OWNER, World, claim

pytestmark = pytest.mark.usefixtures("word_jobs")

BROWSER = "dOfTheOwnersBrowser_-1"


class Told(Record):
    """What a job of this test asks for."""

    word: str


@pytest.fixture
def fcm(world: World) -> Iterator[FcmServer]:
    """What the messages are sent to."""
    with FcmServer(world.services.settings.google_cloud_project) as server:
        yield server


@pytest.fixture
def told(world: World, fcm: FcmServer) -> World:
    """A world that sends there."""
    settings = world.services.settings.model_copy(update={"fcm_base_url": fcm.url})
    return world.with_services(settings=settings)


def ended(world: World, word: str = "x") -> Job:
    """Return a job that has succeeded."""
    job = world.submit(word=word)
    world.deliver(job.job_id, 1)
    return world.job_document(job.job_id)


def news_of(fcm: FcmServer) -> list[tuple[str, str]]:
    """Return what was sent: of which job, and what."""
    return [(one["data"]["jobId"], one["data"]["news"]) for one in fcm.taken]


def test_a_device_is_told_of_an_end(told: World, fcm: FcmServer) -> None:
    """Once, with the job's id and no word of the job; only the newest of a job is kept for it."""
    devices.put_device(told.services, OWNER, BROWSER)
    job = ended(told)
    (message,) = fcm.taken
    assert message["fid"] == BROWSER
    assert message["data"] == {"jobId": job.job_id, "news": "ended"}
    assert message.keys() == {"fid", "data", "webpush"}
    assert message["webpush"].keys() == {"headers"}
    assert message["webpush"]["headers"].keys() == {"TTL", "Topic"}
    assert len(message["webpush"]["headers"]["Topic"]) == 32


def test_a_device_is_told_of_a_job_that_was_there_before(told: World, fcm: FcmServer) -> None:
    """Who asks to be told while a job runs, waits for that one."""
    waits, runs = told.submit(word="waits"), told.submit(word="runs")
    stored = claim(told, runs)
    devices.put_device(told.services, OWNER, BROWSER)
    told.deliver(waits.job_id, 1)
    told.clock.move(timedelta(minutes=5))
    sweep.sweep(told.services)
    told.deliver(runs.job_id, 2)
    assert stored.job.tells_devices is None
    assert news_of(fcm) == [(waits.job_id, "ended"), (runs.job_id, "ended")]


def test_without_a_device_nothing_is_sent_or_written(told: World, fcm: FcmServer) -> None:
    """A job says nothing of devices, and its end asks for none."""
    job = ended(told)
    assert (fcm.calls, job.tells_devices) == (0, None)
    bucket = told.services.store.read_bucket(OWNER.uid).bucket
    assert bucket is not None
    assert "hasDevices" not in bucket.to_document()


def test_another_users_devices_are_not_told(told: World, fcm: FcmServer) -> None:
    """Of a job its owner's devices are told alone."""
    devices.put_device(told.services, User(uid="owner-2"), BROWSER)
    ended(told)
    assert fcm.calls == 0


def test_a_repetition_tells_nothing(told: World, fcm: FcmServer) -> None:
    """A second delivery of an ended job, and its erasure, carry out the rest once more."""
    devices.put_device(told.services, OWNER, BROWSER)
    job = ended(told)
    told.deliver(job.job_id, 1)
    erase.erase_job(told.services, OWNER, job.job_id)
    assert len(fcm.taken) == 1


def test_a_cancel_is_its_owners_own_doing(told: World, fcm: FcmServer) -> None:
    """It tells nothing; the job that is run once more does."""
    devices.put_device(told.services, OWNER, BROWSER)
    job = told.submit(word="x")
    cancel.cancel_job(told.services, OWNER, job.job_id)
    assert fcm.taken == []
    resubmit.resubmit_job(told.services, OWNER, job.job_id)
    told.deliver(job.job_id, 2)
    assert news_of(fcm) == [(job.job_id, "ended")]


def test_a_device_is_told_of_a_question(told: World, fcm: FcmServer) -> None:
    """As soon as the job awaits an answer."""

    def asking(request: WordRequest, job: JobContext) -> WordResult:
        answer = job.ask("word", Told, prompt="Which word?", until=timedelta(days=1))
        return WordResult(answer=answer.word)

    devices.put_device(told.services, OWNER, BROWSER)
    with declared(asking, name="test-asking", whole_limit=timedelta(days=2), forms=(Told,)):
        job = told.submit("test-asking", word="x")
        told.deliver(job.job_id, 1)
    assert news_of(fcm) == [(job.job_id, "question")]


def test_a_device_that_is_gone_is_forgotten(told: World, fcm: FcmServer) -> None:
    """The others are told; and it is asked of no more."""
    devices.put_device(told.services, OWNER, BROWSER)
    devices.put_device(told.services, OWNER, BROWSER + "-2")
    fcm.gone.add(BROWSER)
    ended(told)
    (left,) = devices.list_devices(told.services, OWNER)
    assert left.installation_id == BROWSER + "-2"
    assert [one["fid"] for one in fcm.taken] == [BROWSER + "-2"]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_failure_harms_nothing(
    told: World, fcm: FcmServer, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """It is tried once, said once, without the device's id; the job has ended, the device stays."""
    devices.put_device(told.services, OWNER, BROWSER)
    fcm.trouble = status
    with caplog.at_level(logging.INFO):
        assert ended(told).status == "succeeded"
    lines = [one for one in caplog.records if "No device was told." in one.getMessage()]
    assert (fcm.calls, len(lines)) == (1, 1)
    assert BROWSER not in caplog.text
    assert len(devices.list_devices(told.services, OWNER)) == 1


def test_what_cannot_be_reached_harms_nothing(told: World) -> None:
    """Neither does a service that does not answer at all."""
    settings = told.services.settings.model_copy(update={"fcm_base_url": "http://127.0.0.1:1"})
    world = told.with_services(settings=settings)
    devices.put_device(world.services, OWNER, BROWSER)
    assert ended(world).status == "succeeded"


def test_the_last_device_that_is_deleted_ends_the_telling(told: World, fcm: FcmServer) -> None:
    """Jobs from then on know of none; one that is gone already is fine."""
    for browser in (BROWSER, BROWSER + "-2"):
        devices.put_device(told.services, OWNER, browser)
    devices.delete_device(told.services, OWNER, device_id_of(BROWSER))
    assert told.submit(word="first").tells_devices is True
    devices.delete_device(told.services, OWNER, device_id_of(BROWSER + "-2"))
    devices.delete_device(told.services, OWNER, device_id_of(BROWSER + "-2"))
    assert ended(told, "second").tells_devices is None
    assert fcm.calls == 0


def test_a_device_is_seen_once_a_day(told: World) -> None:
    """Between that its page writes nothing, however often it is opened."""
    first = devices.put_device(told.services, OWNER, BROWSER)
    told.clock.move(timedelta(hours=23))
    bucket = told.services.store.read_bucket(OWNER.uid)
    assert devices.put_device(told.services, OWNER, BROWSER) == first
    assert told.services.store.read_bucket(OWNER.uid) == bucket
    told.clock.move(timedelta(hours=2))
    again = devices.put_device(told.services, OWNER, BROWSER)
    assert (again.created_at, again.last_seen_at) == (first.created_at, told.clock())
    assert again.expire_at == told.clock() + KEPT_FOR
    bucket = told.services.store.read_bucket(OWNER.uid)
    assert bucket.bucket is not None
    # TTL takes no bucket that knows of a device before the device.
    assert bucket.bucket.expire_at >= again.expire_at


def test_the_device_that_was_seen_least_lately_makes_room(told: World) -> None:
    """Ten are told."""
    for number in range(MOST_DEVICES + 1):
        devices.put_device(told.services, OWNER, f"{BROWSER}-{number}")
        told.clock.move(timedelta(minutes=1))
    left = [one.installation_id for one in devices.list_devices(told.services, OWNER)]
    assert left == [f"{BROWSER}-{number}" for number in range(1, MOST_DEVICES + 1)]


def test_devices_go_with_all_data(told: World, fcm: FcmServer) -> None:
    """And what knew of them."""
    devices.put_device(told.services, OWNER, BROWSER)
    ended(told)
    assert erase.erase_user(told.services, OWNER).is_complete
    assert devices.list_devices(told.services, OWNER) == []
    assert told.submit(word="y").tells_devices is None
    assert len(fcm.taken) == 1


def test_a_process_that_dies_loses_a_push_and_nothing_else(
    told: World, fcm: FcmServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The end is written and published; its redelivery answers, and does not push."""
    devices.put_device(told.services, OWNER, BROWSER)
    job = told.submit(word="x")

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(push, "tell_devices", die)
        with pytest.raises(KeyboardInterrupt):
            told.deliver(job.job_id, 1)
    assert told.job_document(job.job_id).status == "succeeded"
    told.deliver(job.job_id, 1)
    assert told.result(job.job_id) == {"answer": "x"}
    assert fcm.taken == []


def test_a_device_is_put_while_another_submits(told: World) -> None:
    """Who loses at the bucket does it anew: no job is stored that does not know."""
    before = told.services.store.read_bucket(OWNER.uid)
    told.submit(word="x")
    assert before.bucket is None
    devices.put_device(told.services, OWNER, BROWSER)
    stored = told.services.store.read_bucket(OWNER.uid)
    assert stored.bucket is not None
    (job_id,) = stored.bucket.unfinished
    assert told.job_document(job_id).tells_devices is True
    with pytest.raises(errors.NotFoundError):
        cancel.cancel_job(told.services, User(uid="owner-2"), job_id)
