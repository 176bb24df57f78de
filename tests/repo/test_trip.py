"""Following one delivery stays short: see `tests/repo/trip.py` for what is counted, and how."""

from collections.abc import Iterator

import pytest

from shared.handler.job_context import JobContext
from tests.repo import trip
from tests.repo.trip import Trip
from tests.support import world as worlds
from tests.support.emulators import GoogleEmulators
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.web import AnyCaller, worker_client
from tests.support.world import World

#: Twelve and twenty-seven, before each room had its place.
MAX_ENTERED = 10
MAX_RETURNS = 14


@pytest.fixture(scope="module")
def world(emulators: GoogleEmulators) -> Iterator[World]:
    """The backend with the deployed limit of jobs at once, which most tests switch off."""
    with worlds.tasks_emulator() as tasks, worlds.tasks_client(tasks) as client:
        world = worlds.connect_world(emulators, tasks, client)
        settings = world.services.settings.model_copy(update={"running_per_user": 3})
        yield world.with_services(settings=settings, task_authenticator=AnyCaller(settings))


@pytest.fixture(scope="module")
def delivery(world: World) -> Trip:
    """The trip of a delivery that runs a job to its end."""
    with declared(_handle):
        world.submit(word="first")
        job = world.submit(word="second")
        client = worker_client(world.services)
        with trip.followed() as followed:
            answer = client.post("/", json={"jobId": job.job_id, "dispatch": job.dispatch})
    assert answer.get_json() == {"answer": "settled"}
    return followed


def _handle(request: WordRequest, job: JobContext) -> WordResult:
    job.progress(50, "Half of it")
    job.step("only-one", lambda: request.word)
    return WordResult(answer=request.word)


def test_few_files_are_entered(delivery: Trip) -> None:
    """A reader has them all open at once."""
    assert len(delivery.entered) <= MAX_ENTERED, delivery.entered


def test_a_reader_seldom_comes_back(delivery: Trip) -> None:
    """What one file asks of another is asked in one place."""
    assert delivery.returns <= MAX_RETURNS, delivery.ways


def test_the_trip_goes_through_the_engine(delivery: Trip) -> None:
    """It is counted at all: from the edge to what follows from the job's end."""
    assert delivery.entered[0] == "functions/http/task_handlers.py"
    assert {"functions/worker/run_attempt.py", "functions/effects/finish.py"} <= {*delivery.entered}
