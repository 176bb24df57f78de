"""A pytest plugin: prove that a job type survives every fault, in one line.

    pytest_plugins = ["tests.faults.plugin"]

    def test_my_type_survives(prove_job_type):
        prove_job_type("my-type", {"field": "value"}, model=MyModel())

The job is run once undisturbed, to find every call that an attempt makes: to Firestore, Pub/Sub,
the model and the warehouse. Then it is run again for each of them, and the worker dies before it,
or after it, or the owner cancels just then; everything is left to recover, and the guarantees of
docs/guarantees.md are checked. See docs/testing-your-job-type.md.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import pytest
from google.cloud import tasks_v2
from pydantic import JsonValue

from functions.requests import cancel
from infra.local.cloud_tasks.emulator import CloudTasksEmulator
from shared.core.files import UploadedFile
from shared.core.job_status import JobStatus
from shared.handler.ports import TextModel, Warehouse
from tests.faults.points import Call, Death, Fault, Meanwhile, Point, When, silent_deaths
from tests.faults.published import Published
from tests.faults.stage import Stage, manual_tasks_emulator, open_stage
from tests.support.emulators import GoogleEmulators
from tests.support.world import OWNER, tasks_client


class Trial(StrEnum):
    """What a job type is put through, at each of its calls."""

    DIES_BEFORE = "the worker dies before"
    DIES_AFTER = "the worker dies after"
    CANCELLED = "the owner cancels at"


#: How a job may end that was put through it.
_ENDS = {
    Trial.DIES_BEFORE: {JobStatus.SUCCEEDED},
    Trial.DIES_AFTER: {JobStatus.SUCCEEDED},
    # A cancel that comes with the end is too late.
    Trial.CANCELLED: {JobStatus.SUCCEEDED, JobStatus.CANCELLED},
}


_NOTHING: Mapping[str, dict[str, JsonValue]] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class _SentRequest:
    """What a client sends."""

    body: dict[str, JsonValue]
    file: UploadedFile | None
    answers: Mapping[str, dict[str, JsonValue]]


@dataclass(frozen=True, kw_only=True)
class Prover:
    """Puts a job type through every trial at each of its calls."""

    open_stage: Callable[..., Stage]

    def __call__(
        self,
        job_type: str,
        request: Mapping[str, JsonValue],
        *,
        model: TextModel | None = None,
        warehouse: Warehouse | None = None,
        file: UploadedFile | None = None,
        answers: Mapping[str, dict[str, JsonValue]] = _NOTHING,
    ) -> list[Call]:
        """Prove that a job type survives.

        Args:
            job_type: Its name.
            request: A request that succeeds, as a client sends it.
            model: What writes text for it, if it asks for any.
            warehouse: What answers its queries, if it has any.
            file: What comes with the request, if its type accepts a file.
            answers: By question, what its owner answers; to what is not here, nothing, in time.

        Returns:
            The calls it was tried at.

        Raises:
            AssertionError: If a guarantee does not hold; it says at which call, and which.
        """
        asked = {"model": model, "warehouse": warehouse}
        sent = _SentRequest(body={"type": job_type, **request}, file=file, answers=answers)
        calls = self._play(sent, asked)
        for call in calls:
            for trial in Trial:
                try:
                    self._play(sent, asked, trial, call)
                except AssertionError as error:
                    message = f"{job_type} does not survive that {trial} {call}: {error}"
                    raise AssertionError(message) from error
        return calls

    def _play(
        self,
        sent: _SentRequest,
        asked: Mapping[str, object],
        trial: Trial | None = None,
        call: Call | None = None,
    ) -> list[Call]:
        """Run a job of the type once, with or without a trial, and check it."""
        stage = self.open_stage(**asked)
        stage.answers = sent.answers
        stage.submit_body(sent.body, file=sent.file)
        process = stage.start_process(
            point=None if call is None else Point(when=_when(trial), call=call),
            fault=_fault(stage, trial),
        )
        process.run(stage.deliver_to_the_end)
        assert call is None or process.was_struck.is_set(), "it was not called this time"
        stage.recover_in_time()
        stage.check()
        status = stage.job_document.status
        assert status in (_ENDS[trial] if trial else {JobStatus.SUCCEEDED}), f"it has {status}"
        return process.calls


def _when(trial: Trial | None) -> When:
    return When.AFTER if trial is Trial.DIES_AFTER else When.BEFORE


def _fault(stage: Stage, trial: Trial | None) -> Fault:
    if trial is Trial.CANCELLED:
        return Meanwhile(lambda: _cancel(stage))
    return Death()


def _cancel(stage: Stage) -> None:
    """Cancel as the owner does, unless it is done already."""
    if not stage.job_document.status.is_terminal:
        cancel.cancel_job(stage.world.services, OWNER, stage.job_id)


@pytest.fixture(scope="session")
def still_tasks() -> Iterator[CloudTasksEmulator]:
    """Our Cloud Tasks emulator on a clock that stands still, once a run."""
    with manual_tasks_emulator() as emulator:
        yield emulator


@pytest.fixture(scope="session")
def still_queue(still_tasks: CloudTasksEmulator) -> Iterator[tasks_v2.CloudTasksClient]:
    """The official client of that emulator."""
    with tasks_client(still_tasks) as client:
        yield client


@pytest.fixture(scope="session")
def published(emulators: GoogleEmulators) -> Published:
    """What is published on the topic of job events."""
    return Published(pubsub_port=emulators.pubsub_port)


@pytest.fixture
def stages(
    emulators: GoogleEmulators,
    still_tasks: CloudTasksEmulator,
    still_queue: tasks_v2.CloudTasksClient,
    published: Published,
) -> Iterator[Callable[..., Stage]]:
    """Open an empty stage; threads may die with their process there."""

    def open_one(**changes: object) -> Stage:
        return open_stage(emulators, still_tasks, still_queue, published, **changes)

    with silent_deaths():
        yield open_one


@pytest.fixture
def stage(stages: Callable[..., Stage]) -> Stage:
    """An empty stage on real parts, whose clock stands still until it is moved."""
    return stages()


@pytest.fixture
def prove_job_type(stages: Callable[..., Stage]) -> Prover:
    """Prove that a job type survives every fault at every call; see `Prover`."""
    return Prover(open_stage=stages)
