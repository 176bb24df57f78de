"""An actor of the model: a moment of a job's life, called as far as one outside call further.

The adapters here have the real ones' public methods and keep their documents in a `World`. To make
the next step, a function is called from its start again, and every call that it made before is
answered as it was then.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import JsonValue

from shared.core import errors, ids
from shared.core.budget import Spent
from shared.core.idempotency import IdempotencyKey, LatestJob, SubmittedRequest
from shared.core.job import Job
from shared.core.job_calls import CallLine
from shared.core.job_event import JobEvent, describe, describe_batch_end, describe_start
from shared.core.job_status import JobStatus, Slot
from shared.core.stored_value import JsonText
from shared.firestore import documents
from shared.firestore.documents import (
    Births,
    BucketChange,
    JobChange,
    NewSubmission,
    PriorSubmission,
    Quota,
    SubmissionKey,
    VersionedBucket,
    VersionedJob,
)
from shared.firestore.due_jobs import DuePage
from shared.firestore.job_queries import FoundChildren
from shared.firestore.job_store import JobStore
from shared.pubsub.job_events import JobEvents, Publication
from shared.settings import Settings
from shared.tasks.task_queue import TaskQueue
from shared.wiring import Services
from tests.faults.model_rules import judge
from tests.faults.model_world import World, changed_history, data_path, update_time

if TYPE_CHECKING:
    from shared.core.rate_limit import TokenBucket

T = TypeVar("T")

SETTINGS = Settings(
    # The budget has tests of its own.
    daily_budget_usd=0,
    google_cloud_project="demo-model",
    worker_url="http://127.0.0.1:1/worker",
    sweeper_url="http://127.0.0.1:1/sweeper",
    caller_service_account="caller@demo-model",
    # Slots are a matter of their own: `test_slots.py`.
    running_per_user=0,
    unfinished_per_user=2000,
)


class Fault(Enum):
    """What goes wrong with one call."""

    #: It is refused, and has no effect.
    REFUSED = auto()
    #: It takes effect, and its answer is lost.
    LOST = auto()
    #: It takes effect, its answer is lost, and the client sends it again.
    RESENT = auto()


#: Which calls each fault makes a difference to; the client sends only commits again.
_CHANGES = ("write", "accept", "enqueue", "publish")
_MAY_FAIL: Mapping[Fault | None, tuple[str, ...]] = {
    None: (),
    Fault.REFUSED: ("",),
    Fault.LOST: _CHANGES,
    Fault.RESENT: ("write", "accept"),
}


class PausedError(BaseException):
    """The actor has made its step. Not an `Exception`: no `except` of the backend may keep it."""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What an actor was answered to one call: a value or an error; and where it read the clock."""

    #: What was called, or "clock".
    call: str
    #: What was to be written, or whatever else decides what the call does.
    asked: object = None
    value: object = None
    error: type[errors.JobsError] | None = None


class Call:
    """One actor's function on its way, on earlier answers first and on the world then."""

    def __init__(
        self,
        name: str,
        world: World,
        log: tuple[Answered, ...] = (),
        *,
        calls: float = 1,
        fault: Fault | None = None,
        reads_clock: bool = False,
        skew: timedelta = timedelta(),
    ) -> None:
        self.name = name
        self.world = world
        self.log = list(log)
        self._given = 0
        self._calls_left = calls
        self._fault = fault
        #: Whether the fault has come about: a lost answer to a read is a refused read.
        self.has_failed = False
        self._reads_clock = reads_clock
        self._skew = skew
        self._tokens = 0
        #: The call that is not made yet; None before one that depends on the clock.
        self.next: object = None
        #: Changes of status that were made, and rules that were broken.
        self.moves: set[tuple[JobStatus, JobStatus]] = set()
        self.broken: list[str] = []

    def services(self) -> Services:
        """Return what the function works with."""
        return Services(
            settings=SETTINGS,
            store=ModelStore(self),
            queue=ModelQueue(self),
            events=ModelEvents(self),
            users=cast("Any", None),
            task_authenticator=cast("Any", None),
            webhooks=cast("Any", None),
            clock=self.clock,
            token=self.token,
            jitter=lambda: 0.0,
        )

    def token(self) -> str:
        """Return a token that names who asked for it, and is asked for once."""
        self._tokens += 1
        return f"{self.name}-{self._tokens:x}".encode().hex()[:16].rjust(16, "0")

    def holds(self, lease_id: str | None) -> bool:
        """Whether a lease is this actor's."""
        return lease_id is not None and bytes.fromhex(lease_id).strip(b"\0").startswith(
            f"{self.name}-".encode()
        )

    def clock(self) -> datetime:
        """Tell the time, as it was when this was asked for first."""
        if self._given == len(self.log):
            if self._calls_left < 1 and not self._reads_clock:
                raise PausedError
            self.log.append(Answered(call="clock", value=self.world.now + self._skew))
        return cast("datetime", self._next().value)

    def make(
        self,
        call: str,
        act: Callable[[], T],
        refusal: type[errors.JobsError] = errors.UnavailableError,
        asked: object = None,
    ) -> T:
        """Make an outside call, or give its answer again."""
        if self._given == len(self.log):
            if self._calls_left < 1:
                self.next = (call, asked)
                raise PausedError
            self._calls_left -= 1
            self.log.append(replace(self._make(call, act, refusal), asked=asked))
        answered = self._next()
        if answered.error is not None:
            raise answered.error
        return cast("T", answered.value)

    def _next(self) -> Answered:
        self._given += 1
        return self.log[self._given - 1]

    def _make(
        self, call: str, act: Callable[[], object], refusal: type[errors.JobsError]
    ) -> Answered:
        fault = self._fault if call.startswith(_MAY_FAIL[self._fault]) else None
        self.has_failed |= fault is not None
        if fault is Fault.REFUSED:
            return Answered(call=f"{call} (refused)", error=refusal)
        try:
            value = act()
        except errors.WriteConflictError:
            return Answered(call=f"{call} (conflict)", error=errors.WriteConflictError)
        if fault is Fault.LOST:
            return Answered(call=f"{call} (answer lost)", error=refusal)
        if fault is Fault.RESENT:
            return Answered(call=f"{call} (sent twice)", error=errors.WriteConflictError)
        return Answered(call=call, value=value)


class ModelStore(JobStore):
    """Firestore as a value. How a write recognises itself is the real store's own."""

    def __init__(self, call: Call) -> None:
        super().__init__(SETTINGS)
        self._call = call

    def read_with_data(
        self, job_id: str, *names: str
    ) -> tuple[VersionedJob | None, dict[str, JsonValue]]:
        """See `JobStore.read_with_data`."""

        def act() -> tuple[VersionedJob | None, tuple[tuple[str, str], ...]]:
            documents = self._call.world.documents
            found = ((name, documents.get(data_path(job_id, name))) for name in names)
            job_document = documents.get(job_id)
            return (
                job_document
                and VersionedJob(
                    job=cast("Job", job_document[0]), update_time=update_time(job_document[1])
                ),
                tuple((name, cast("str", value[0])) for name, value in found if value),
            )

        stored, data = self._call.make("read", act)
        return stored, {name: json.loads(value) for name, value in data}

    def write(
        self,
        stored: VersionedJob,
        job: Job,
        data: Mapping[str, JsonText] | None = None,
        *,
        bucket: BucketChange | None = None,
        calls: Sequence[CallLine] = (),
        births: Births | None = None,
    ) -> VersionedJob:
        """See `JobStore.write`; here no job calls a model or the warehouse."""
        assert not calls
        bucket = bucket if births is None else births.bucket

        def act() -> datetime:
            world = self._call.world
            job_document, number = world.documents[job.job_id]
            buckets = self._changed_bucket(job, bucket)
            if update_time(number) != stored.update_time:
                raise errors.WriteConflictError
            judge(self._call, cast("Job", job_document), job, set(data or ()))
            documents = {data_path(job.job_id, name): text for name, text in (data or {}).items()}
            born = _born(births)
            if born.keys() & world.documents.keys():
                raise errors.WriteConflictError
            history = changed_history(world, cast("Job", job_document), job)
            self._call.world = world.put(
                **{job.job_id: job, **documents, **history, **buckets, **born}
            )
            return update_time(self._call.world.writes)

        try:
            written_at = self._call.make(
                f"write {stored.job.status}->{job.status}",
                act,
                asked=(stored, job, json.dumps(data), bucket, births),
            )
        except errors.WriteConflictError:
            return self._recognise_own_write(job)
        return VersionedJob(job=job, update_time=written_at)

    def _changed_bucket(self, job: Job, change: BucketChange | None) -> dict[str, object]:
        """Return what a write does to its owner's bucket, which must be as it was."""
        if change is None:
            return {}
        uid = ids.parse_job_id(job.job_id).uid
        if self._stored_bucket(uid) != change.before:
            raise errors.WriteConflictError
        return {uid: change.after, **self._told(change)}

    def _told(self, change: BucketChange) -> dict[str, Job]:
        """Return the jobs that learn that another one waits for their slots."""
        told = (s.job for s in self._call.world.jobs if s.job.job_id in change.waited_for)
        return {job.job_id: job.with_slot(is_waited_for=True) for job in told}

    def due(
        self,
        now: datetime,
        limit: int,
        after: DuePage | None = None,
        since: datetime | None = None,
    ) -> DuePage:
        """See `JobStore.due`; there are few jobs, so the first page is the last."""

        def act() -> tuple[VersionedJob, ...]:
            jobs = self._call.world.jobs
            return tuple(s for s in jobs if s.job.check_at is not None and s.job.check_at <= now)

        return DuePage(jobs=list(self._call.make("query", act)), last=None)

    def read_prior(
        self, uid: str, keys: Sequence[SubmissionKey], now: datetime
    ) -> tuple[Quota, list[PriorSubmission]]:
        """See `JobStore.read_prior`; here no job costs anything."""

        def act() -> tuple[VersionedBucket, tuple[PriorSubmission, ...]]:
            return self._stored_bucket(uid), tuple(
                self._seen(submission_key) for submission_key in keys
            )

        bucket, seen = self._call.make("look before", act)
        return Quota(bucket=bucket, spent=Spent()), list(seen)

    def read_quota(self, uid: str, now: datetime) -> Quota:
        """See `JobStore.read_quota`."""
        return Quota(bucket=self.read_bucket(uid), spent=Spent())

    def accept(
        self, new: Sequence[NewSubmission], bucket: BucketChange, older: Sequence[JobChange] = ()
    ) -> datetime:
        """See `JobStore.accept`."""
        uid = ids.parse_job_id(new[0].job.job_id).uid
        documents: dict[str, object] = {uid: bucket.after}
        for one in new:
            documents |= _submitted(one)

        def act() -> datetime:
            is_same = all(self._seen(one.key) == one.prior for one in new)
            if not is_same or self._stored_bucket(uid) != bucket.before:
                raise errors.WriteConflictError
            replaced = self._replaced(older)
            self._call.world = self._call.world.put(**documents, **self._told(bucket), **replaced)
            return update_time(self._call.world.writes)

        asked = (tuple((one.job, one.prior) for one in new), bucket, tuple(older))
        return self._call.make("accept", act, asked=asked)

    def _replaced(self, older: Sequence[JobChange]) -> dict[str, object]:
        """Return what becomes of jobs whose place new ones take; they must be as they were."""
        changed: dict[str, object] = {}
        for one in older:
            job, number = self._call.world.documents[one.after.job_id]
            if update_time(number) != one.before.update_time:
                raise errors.WriteConflictError
            judge(self._call, cast("Job", job), one.after, set())
            changed |= changed_history(self._call.world, cast("Job", job), one.after)
            changed[one.after.job_id] = one.after
        return changed

    def read_many(self, job_ids: Sequence[str]) -> list[Job]:
        """See `JobStore.read_many`."""

        def act() -> tuple[Job, ...]:
            return tuple(s.job for s in self._call.world.jobs if s.job.job_id in job_ids)

        return list(self._call.make("read many", act))

    def read_children(self, job_ids: Sequence[str]) -> dict[str, Job | None]:
        """See `JobStore.read_children`; here each can be read."""

        def act() -> tuple[Job, ...]:
            return tuple(s.job for s in self._call.world.jobs if s.job.job_id in job_ids)

        return {job.job_id: job for job in self._call.make("read the children", act)}

    def unfinished_children(self, parent_id: str) -> FoundChildren:
        """See `JobStore.unfinished_children`."""

        def act() -> tuple[VersionedJob, ...]:
            mine = (s for s in self._call.world.jobs if s.job.parent_id == parent_id)
            return tuple(s for s in mine if not s.job.status.is_terminal)

        return FoundChildren(jobs=self._call.make("query the children", act))

    def read_bucket(self, uid: str) -> VersionedBucket:
        """See `JobStore.read_bucket`."""
        return self._call.make("read the bucket", lambda: self._stored_bucket(uid))

    def waiting(self, uid: str, limit: int) -> list[VersionedJob]:
        """See `JobStore.waiting`."""

        def act() -> tuple[VersionedJob, ...]:
            waiting = [s for s in self._jobs_of(uid) if s.job.slot is Slot.WAITING]
            return tuple(sorted(waiting, key=lambda s: s.job.created_at)[:limit])

        return list(self._call.make("query who waits", act))

    def batch_is_under_way(self, uid: str, batch_id: str) -> bool:
        """See `JobStore.batch_is_under_way`."""
        return self._call.make(
            "query the batch",
            lambda: any(not job.status.is_terminal for job in self._batch(uid, batch_id)),
        )

    def batch_jobs(self, uid: str, batch_id: str) -> list[Job]:
        """See `JobStore.batch_jobs`."""
        return list(self._call.make("read the batch", lambda: self._batch(uid, batch_id)))

    def _batch(self, uid: str, batch_id: str) -> tuple[Job, ...]:
        return tuple(s.job for s in self._jobs_of(uid) if s.job.batch_id == batch_id)

    def slot_holders(self, uid: str, limit: int) -> list[VersionedJob]:
        """See `JobStore.slot_holders`."""

        def act() -> tuple[VersionedJob, ...]:
            return tuple(s for s in self._jobs_of(uid) if s.job.slot is Slot.HELD)[:limit]

        return list(self._call.make("query who holds", act))

    def count_slots(self, uid: str) -> int:
        """See `JobStore.count_slots`."""
        return self._call.make(
            "count slots", lambda: sum(s.job.slot is Slot.HELD for s in self._jobs_of(uid))
        )

    def _jobs_of(self, uid: str) -> list[VersionedJob]:
        return [s for s in self._call.world.jobs if ids.parse_job_id(s.job.job_id).uid == uid]

    def _stored_bucket(self, uid: str) -> VersionedBucket:
        bucket, at = self._document(uid)
        return VersionedBucket(bucket=cast("TokenBucket | None", bucket), update_time=at)

    def _seen(self, submission_key: SubmissionKey) -> PriorSubmission:
        request, request_at = self._document(submission_key.fingerprint)
        key, key_at = self._document(submission_key.key or "")
        latest, latest_at = self._document(submission_key.latest or "")
        return PriorSubmission(
            request=cast("SubmittedRequest | None", request),
            key=cast("IdempotencyKey | None", key),
            latest=cast("LatestJob | None", latest),
            update_times=(request_at, key_at, latest_at),
        )

    def _document(self, path: str) -> tuple[object, datetime | None]:
        """Return a document and its update time, if it is there."""
        if path not in self._call.world.documents:
            return None, None
        value, number = self._call.world.documents[path]
        return value, update_time(number)


def _born(births: Births | None) -> dict[str, object]:
    """Return what is stored for the jobs that another one makes, by path."""
    stored: dict[str, object] = {}
    for child in () if births is None else births.children:
        stored[child.job.job_id] = child.job
        stored[data_path(child.job.job_id, documents.INPUT)] = child.request
    return stored


def _submitted(new: NewSubmission) -> dict[str, object]:
    """Return what is stored for a new job, by path."""
    job, submission_key = new.job, new.key
    stored: dict[str, object] = {
        job.job_id: job,
        data_path(job.job_id, documents.INPUT): new.request,
        submission_key.fingerprint: SubmittedRequest(job_id=job.job_id, expire_at=job.expire_at),
    }
    if submission_key.key is not None:
        stored[submission_key.key] = IdempotencyKey(
            job_id=job.job_id, fingerprint=submission_key.fingerprint, expire_at=job.expire_at
        )
    if submission_key.latest is not None:
        stored[submission_key.latest] = LatestJob(job_id=job.job_id, expire_at=job.expire_at)
    return stored


class ModelQueue(TaskQueue):
    """Cloud Tasks as a value."""

    def __init__(self, call: Call) -> None:
        super().__init__(SETTINGS)
        self._call = call

    def enqueue(self, job_id: str, dispatch: int, at: datetime | None = None) -> None:
        """See `TaskQueue.enqueue`."""

        def act() -> None:
            world, name = self._call.world, (job_id, dispatch)
            if name not in world.names:
                enqueued = world.enqueued | {(*name, at or world.now)}
                self._call.world = replace(world, enqueued=enqueued, names=world.names | {name})

        self._call.make("enqueue", act, asked=(dispatch, at))

    def is_enqueued(self, job_id: str, dispatch: int) -> bool:
        """See `TaskQueue.is_enqueued`."""
        return self._call.make(
            "look for the task",
            lambda: any(task[:2] == (job_id, dispatch) for task in self._call.world.enqueued),
        )


class ModelEvents(JobEvents):
    """Pub/Sub as a value."""

    def __init__(self, call: Call) -> None:
        super().__init__(SETTINGS)
        self._call = call

    def publish(self, job: Job) -> None:
        """See `JobEvents.publish`."""
        self._publish(describe(job, "model"), job)

    def publish_start(self, job: Job) -> "_Begun":
        """See `JobEvents.publish_start`; it goes out as late as it may: when it is waited for."""
        return _Begun(job=job)

    def wait_for(self, publication: Publication) -> None:
        """See `JobEvents.wait_for`."""
        job = cast("_Begun", publication).job
        self._publish(describe_start(job, "model"), job)

    def publish_batch_end(self, jobs: Sequence[Job]) -> None:
        """See `JobEvents.publish_batch_end`."""
        event = describe_batch_end(jobs, "model")

        def act() -> None:
            world = self._call.world
            ends = world.batch_ends | {event.event_id}
            self._call.world = replace(world, batch_ends=ends)

        self._call.make("publish batch-ended", act, errors.EventNotPublishedError, asked=event)

    def _publish(self, event: JobEvent, job: Job) -> None:
        def act() -> None:
            world = self._call.world
            events = world.events | {(event.event_id, JobStatus(event.status))}
            self._call.world = replace(world, events=events)

        self._call.make(f"publish {event.status}", act, errors.EventNotPublishedError, asked=job)


@dataclass(frozen=True, kw_only=True)
class _Begun:
    """The start of a job's attempt, on its way."""

    job: Job

    def result(self, timeout: float) -> object:
        """See `Publication.result`; the model waits by `ModelEvents.wait_for`."""
        raise NotImplementedError
