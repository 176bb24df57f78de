"""Where a fault is played: the backend on real parts, everything witnessed, on one clock.

The queue is paused and its emulator's clock is the test's. Tasks are delivered here as Cloud
Tasks delivers them: when they are due, again if they were not answered with a 2xx, gone when they
were. What is left to itself recovers by exactly that, and by a sweep a minute.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from itertools import count
from typing import Any

from google.api_core import exceptions
from google.cloud import tasks_v2
from pydantic import JsonValue

from functions.requests import answer, devices, submit
from functions.requests.submit import Submission
from functions.worker import sweep
from infra.local.cloud_tasks.clock import Clock
from infra.local.cloud_tasks.emulator import CloudTasksEmulator
from infra.local.cloud_tasks.settings import Settings as TasksSettings
from shared.core import ids
from shared.core.files import UploadedFile
from shared.core.job import Job
from shared.core.job_status import CheckFor, JobStatus, Slot
from shared.core.lease import CLOCK_SKEW
from shared.push.sender import PushSender
from shared.wiring import Services
from tests.fakes.fcm_server import FcmServer
from tests.faults.checks import BOUND, check_guarantees, check_slots, check_webhooks
from tests.faults.history import History
from tests.faults.points import MADE_WHEN_ASKED, Fault, Point, Process
from tests.faults.published import Published
from tests.support.database import database
from tests.support.emulators import GoogleEmulators
from tests.support.web import AnyCaller, worker_client
from tests.support.world import (
    OWNER,
    QUEUE_PATH,
    QUEUE_PATHS,
    EnqueuedTask,
    MovableClock,
    World,
    connect_world,
)

#: How often Cloud Scheduler calls the sweeper.
SWEEP_EVERY = timedelta(minutes=1)
#: Cloud Tasks gives up on an answer after this, and delivers again.
DISPATCH_DEADLINE = timedelta(minutes=30)
#: A job that is not done by then will not be.
_PATIENCE = timedelta(hours=2)
_CALL_SECONDS = 30
#: Where documents are, of all users.
_COLLECTIONS = (
    "jobs",
    "data",
    "submittedRequests",
    "idempotencyKeys",
    "latestJobs",
    "rateLimits",
    "spending",
)


class EmulatorsClock(MovableClock):
    """The Cloud Tasks emulator's clock, as the test's."""

    def __init__(self, emulator: CloudTasksEmulator) -> None:
        self._clock = emulator.clock

    def __call__(self) -> datetime:
        """Tell the time."""
        return self._clock.now()

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self._clock.advance(by)


@dataclass(kw_only=True)
class Stage:
    """The world of one test, and what is needed to play a fault in it."""

    #: Everything that is not under test itself happens in a healthy process.
    world: World
    history: History
    published: Published
    #: Tasks whose delivery is still under way: they are not delivered again before the deadline.
    being_answered: dict[tuple[str, int], datetime] = field(default_factory=dict)
    #: By question, what its owner answers as soon as a job asks it; to others nothing.
    answers: Mapping[str, dict[str, JsonValue]] = field(default_factory=dict)
    #: What the owner's device was sent, in order.
    pushed: list[dict[str, Any]] = field(default_factory=list)
    #: The process that something happens to.
    _under_test: Process | None = None
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def clock(self) -> MovableClock:
        """The time, for every process."""
        return self.world.clock

    def start_process(
        self,
        name: str = "worker",
        point: Point | None = None,
        fault: Fault | None = None,
        **changes: object,
    ) -> Process:
        """Start a process of ours, to which something may happen; some services may be others."""
        return Process(
            with_services(self.world.services, **changes),
            name=f"{name} {next(self._numbers)}",
            witness=self.history,
            point=point,
            fault=fault,
        )

    @property
    def under_test(self) -> Process:
        """The process that something happens to."""
        assert self._under_test is not None
        return self._under_test

    def put_under_test(self, process: Process) -> Process:
        """Say which process that is."""
        self._under_test = process
        return process

    def submit(
        self, services: Services | None = None, key: str | None = None, word: str = "x"
    ) -> Submission:
        """Submit a job as its owner does."""
        return self.submit_body({"type": "test-word", "word": word}, services, key)

    def submit_body(
        self,
        body: dict[str, JsonValue],
        services: Services | None = None,
        key: str | None = None,
        *,
        file: UploadedFile | None = None,
    ) -> Submission:
        """Submit a job of any type as its owner does."""
        return submit.submit_job(
            services or self.world.services, OWNER, body, file=file, idempotency_key=key
        )

    def job_ids(self) -> list[str]:
        """Return the ids of all jobs that were stored and not erased."""
        return [one for one in self._ever_stored() if one not in self.history.erased]

    def _ever_stored(self) -> list[str]:
        return [version.job.job_id for version in self.history.creations]

    @property
    def job_id(self) -> str:
        """The id of the only job."""
        (job_id,) = self.job_ids()
        return job_id

    def _jobs(self) -> list[Job]:
        """Return every job document."""
        return [self.world.job_document(job_id) for job_id in self.job_ids()]

    @property
    def job_document(self) -> Job:
        """The job document of the only job."""
        return self.world.job_document(self.job_id)

    def deliver(self, services: Services, task: EnqueuedTask) -> None:
        """Deliver a task over HTTP, as Cloud Tasks does; answered with a 2xx, it is gone."""
        body = {"jobId": task.job_id, "dispatch": task.dispatch}
        key = (task.job_id, task.dispatch)
        self.being_answered[key] = self.clock() + DISPATCH_DEADLINE
        try:
            answer = worker_client(services).post("/", json=body)
        finally:
            self.being_answered.pop(key, None)
        if answer.status_code == HTTPStatus.OK:
            self._remove(task)

    def deliver_due(self, services: Services) -> bool:
        """Deliver every task that is due, in order; say whether there was one."""
        due = self._due_tasks()
        for task in due:
            self.deliver(services, task)
        return bool(due)

    def deliver_to_the_end(self, services: Services) -> bool:
        """Deliver what is due, and what comes due as jobs rest; say whether there was a task."""
        was_any = False
        while self.deliver_due(services):
            was_any = True
            self.answer_asked()
            resting = [one.next_attempt_at for one in self._jobs() if _rests(one)]
            if (until := min((at for at in resting if at), default=None)) is not None:
                self._pass_time(until=until)
        return was_any

    def answer_asked(self) -> None:
        """Answer, as their owner, what jobs ask and there is an answer for."""
        for job in self._jobs():
            given = self.answers.get(job.question.name) if job.question else None
            if given is not None and job.question is not None:
                services = self.world.services
                answer.answer_question(services, OWNER, job.job_id, job.question.name, given)

    def limit_slots(self, slots: int) -> None:
        """Let so many of the owner's jobs run at the same time, from now on."""
        settings = self.world.services.settings.model_copy(update={"running_per_user": slots})
        self.world.services = with_services(self.world.services, settings=settings)

    def tell(self, *urls: str) -> None:
        """Tell these endpoints of every job's end, from now on."""
        settings = self.world.services.settings.model_copy(update={"webhook_urls": urls})
        self.world.services = with_services(self.world.services, settings=settings)

    @contextmanager
    def with_device(self) -> Iterator[None]:
        """Have the owner told on a device inside the block; what it was sent is in `pushed`."""
        services = self.world.services
        with FcmServer(services.settings.google_cloud_project) as server:
            self.pushed = server.taken
            settings = services.settings.model_copy(update={"fcm_base_url": server.url})
            sender = PushSender(settings)
            self.world.services = with_services(services, settings=settings, push=sender)
            devices.put_device(self.world.services, OWNER, "dOfTheOwnersBrowser_-1")
            yield

    @property
    def slots(self) -> int:
        """How many of the owner's jobs may run at the same time; 0: all."""
        return self.world.services.settings.running_per_user

    def collections(self) -> set[str]:
        """Name the collections that there is any document in, of jobs, submissions or users."""
        client = database(self.world.services)
        return {name for name in _COLLECTIONS if client.collection_group(name).limit(1).get()}

    def lose_tasks(self) -> None:
        """Lose every task that waits, as a purge does."""
        for task in self._enqueued():
            self._remove(task)

    def recover(self) -> timedelta:
        """Leave everything to itself until every job is done.

        The sweeper comes as late as it can: a second before it would find the first job due, and
        then every minute.

        Returns:
            How long it took until every job was running, finished or waiting for its task or its
            time; or, if that is longer, how long a slot was free that a job waited for, or how long
            after its time a job had no task.
        """
        began, first_tick = self.clock(), self.history.now()
        rested = began
        waits_since: dict[str, datetime] = {}
        next_sweep = self._unluckiest_sweep()
        idle, idle_since, overslept = timedelta(), None, timedelta()
        while True:
            idle_since = (idle_since or self.clock()) if self._is_slot_idle() else None
            idle = max(idle, self.clock() - (idle_since or self.clock()))
            for job_id in [one for one in self.job_ids() if one not in waits_since]:
                if self._waits_or_is_done(job_id):
                    waits_since[job_id] = self.clock()
            services = self.start_process("helper").services
            self.answer_asked()
            if not self.deliver_due(services):
                if self._is_over():
                    break
                self._pass_time(until=next_sweep)
            now = self.clock()
            overslept = max([overslept, *(self._overslept(one, began) for one in self._jobs())])
            rested = max([rested, *(_its_time(one) or began for one in self._jobs())])
            # The task of a job that was cancelled while it rested waits until its time.
            rested = max([rested, *(task.at for task in self._enqueued())])
            assert now - rested < _PATIENCE, self._jobs()
            if now >= next_sweep:
                sweep.sweep(services)
                next_sweep = self._next_sweep(next_sweep)
        cared_for = [
            min([since, *self.history.starts_and_ends(job_id, first_tick)])
            for job_id, since in waits_since.items()
        ]
        return max(idle, overslept, max(cared_for, default=began) - began)

    def check(self) -> None:
        """Check the guarantees of every job."""
        for job_id in self.job_ids():
            check_guarantees(self.world, self.history, self.published, job_id)
        check_slots(self.history, self.slots)
        check_webhooks(self.world, self.history)

    def recover_in_time(self) -> None:
        """Leave everything to itself; G2: nothing is left alone for longer than the bound."""
        assert self.recover() <= BOUND

    def _unluckiest_sweep(self) -> datetime:
        """Return when the sweeper comes, so that it comes just too early to find anything."""
        looks = [_first_find(one) for one in self._jobs()]
        first = min((look for look in looks if look is not None), default=self.clock())
        just_before = first - timedelta(seconds=1)
        return max(just_before, self.clock() + timedelta(milliseconds=1))

    def _next_sweep(self, last: datetime) -> datetime:
        """Return when the sweeper comes again, without the times when it would find no job."""
        looks = [one.check_at for one in self._jobs() if one.check_at is not None]
        first = min(looks, default=last + timedelta(hours=1))
        skipped = max(0, (first - last) // SWEEP_EVERY - 1)
        return last + SWEEP_EVERY * (skipped + 1)

    def _pass_time(self, until: datetime) -> None:
        """Go on to what happens next: a task that comes due, or the sweep."""
        next_at = min([until, *(self._due_at(task) for task in self._enqueued())])
        self.clock.move(max(next_at - self.clock(), timedelta()))

    def _is_over(self) -> bool:
        """Whether nothing would happen by itself any more."""
        if not all(map(_is_done, self._jobs())):
            return False
        waiting = {(task.job_id, task.dispatch) for task in self._enqueued()}
        return waiting <= self.being_answered.keys()

    def _is_slot_idle(self) -> bool:
        """Whether a job waits though there is a slot for it; with no limit there always is one."""
        if not self.slots:
            return False
        job_documents = self._jobs()
        taken = sum(1 for job_document in job_documents if job_document.slot is Slot.HELD)
        return any(one.slot is Slot.WAITING for one in job_documents) and taken < self.slots

    def _waits_or_is_done(self, job_id: str) -> bool:
        """Whether a job is finished, or waits for a slot or for a task that will come."""
        job_document = self.world.job_document(job_id)
        if job_document.slot is Slot.WAITING or _waits_for_its_time(job_document, self.clock()):
            return True
        if job_document.gather is not None:
            return self._gathered_at(job_document) is None
        if job_document.status is JobStatus.QUEUED:
            return any(
                task.dispatch == job_document.dispatch for task in self.world.enqueued(job_id)
            )
        return job_document.status.is_terminal

    def _overslept(self, job: Job, began: datetime) -> timedelta:
        """Return how long, from then on, a job has had no task though its time had come."""
        waits = job.status in {JobStatus.QUEUED, JobStatus.SUSPENDED}
        has_none = waits and job.slot is not Slot.WAITING
        due = _its_time(job) if job.gather is None else self._gathered_at(job)
        if due is None or not has_none or self._waits_or_is_done(job.job_id):
            return timedelta()
        return self.clock() - max(began, due)

    def _gathered_at(self, job: Job) -> datetime | None:
        """Return when the last of the jobs has ended that a job awaits; None if one has not."""
        awaited = job.gather.children if job.gather else ()
        ends = [self.world.job_document(job_id).finished_at for job_id in awaited]
        return max((end for end in ends if end is not None), default=None) if all(ends) else None

    def _due_tasks(self) -> list[EnqueuedTask]:
        return [task for task in self._enqueued() if self._due_at(task) <= self.clock()]

    def _due_at(self, task: EnqueuedTask) -> datetime:
        """Return when a task is delivered, for the first time or again."""
        return self.being_answered.get((task.job_id, task.dispatch), task.at)

    def _enqueued(self) -> list[EnqueuedTask]:
        return [task for job_id in self._ever_stored() for task in self.world.enqueued(job_id)]

    def _remove(self, task: EnqueuedTask) -> None:
        name = f"{QUEUE_PATH}/tasks/{ids.task_id(task.job_id, task.dispatch)}"
        try:
            self.world.tasks.delete_task(name=name, timeout=_CALL_SECONDS)
        except exceptions.NotFound:
            return


def _first_find(job: Job) -> datetime | None:
    """Return when a sweep would first find something to do for a job, if nothing changes it."""
    if job.check_for is CheckFor.LEASE and job.lease_expires_at is not None:
        # The sweeper may look before that, and finds a lease that is not lost.
        return job.lease_expires_at + CLOCK_SKEW
    return job.check_at


def _is_done(job: Job) -> bool:
    """Whether a job has ended, and nothing is left to do."""
    return job.status.is_terminal and job.check_at is None


def _waits_for_its_time(job: Job, now: datetime) -> bool:
    """Whether a job that is queued, or awaits an answer, need not have a task yet."""
    due = _its_time(job)
    return job.status in {JobStatus.QUEUED, JobStatus.SUSPENDED} and due is not None and now < due


def _its_time(job: Job) -> datetime | None:
    """Return when a job that waits goes on at the latest, if there is such a time."""
    return job.question.until if job.question else job.next_attempt_at


def _rests(job: Job) -> bool:
    """Whether a job has been let go of by its own attempt."""
    return job.status is JobStatus.QUEUED and 0 < job.attempt == job.attempts_from


def with_services(services: Services, **changes: object) -> Services:
    """Return the services with some of them replaced, those included that are made when asked."""
    asked = {name: changes.pop(name) for name in MADE_WHEN_ASKED if name in changes}
    asked = {name: getattr(services, name) for name in MADE_WHEN_ASKED} | asked
    own = replace(services, **changes)  # type: ignore[arg-type]
    own.__dict__.update(asked)
    return own


def open_stage(
    emulators: GoogleEmulators,
    emulator: CloudTasksEmulator,
    client: tasks_v2.CloudTasksClient,
    published: Published,
    **changes: object,
) -> Stage:
    """Return an empty stage, with some of the usual services replaced."""
    emulators.forget_documents()
    emulator.reset()
    clock = EmulatorsClock(emulator)
    world = connect_world(emulators, emulator, client)
    own = {"clock": clock, "task_authenticator": AnyCaller(world.services.settings), **changes}
    world.clock = clock
    history = History(clock=clock)
    helper = Process(with_services(world.services, **own), name="helper 0", witness=history)
    world.services = helper.services
    return Stage(world=world, history=history, published=published)


@contextmanager
def manual_tasks_emulator() -> Iterator[CloudTasksEmulator]:
    """Run a Cloud Tasks emulator whose clock stands still until it is moved."""
    clock = Clock(manual=True, start=datetime.now(UTC).replace(microsecond=0))
    with CloudTasksEmulator(TasksSettings(queues=QUEUE_PATHS), clock=clock) as emulator:
        yield emulator


Act = Callable[[Stage, Services], None]
