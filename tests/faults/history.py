"""What really happened to the jobs of a test: every job document that was written, and by whom.

Kept beside the run by a witness of every process's calls, and by the handlers' ledger. One
counter numbers both, so that "before" and "after" have a meaning across them.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any, cast

from shared.core.job import Job
from shared.core.usage import Usage
from shared.firestore.documents import (
    Births,
    JobChange,
    NewChild,
    NewSubmission,
    Postponement,
    VersionedJob,
)
from shared.handler.job_context import JobContext
from shared.handler.ports import ModelCall, QueryCall
from shared.handler.running_attempt import RunningAttempt
from tests.faults.points import Process

_BEGINNING = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Version:
    """A job document as it was written once."""

    #: Its number among all that happened.
    tick: int
    #: The name of the process that wrote it.
    writer: str
    #: The test's time.
    at: datetime
    #: Firestore's own order of the versions of a job document.
    update_time: datetime
    #: What the writer believed to be there; None for the first version.
    before: Job | None
    job: Job
    #: The documents below the job document that were written in the same commit.
    documents: frozenset[str]
    #: The name of the idempotency key, on the first version of a job that has one.
    key: str | None = None

    @property
    def is_claim(self) -> bool:
        """Whether an attempt begins with it."""
        return self.before is not None and self.job.attempt > self.before.attempt


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something that a handler did in an attempt, which the attempt's lease names."""

    tick: int
    job_id: str
    lease_id: str | None
    #: The name of a step whose work was done (and paid for); None for anything else.
    step: str | None = None
    #: What was said last to the job's owner.
    message: str | None = None
    #: What was spent.
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A question to the model or the warehouse: it was answered, and is paid for."""

    tick: int
    #: The name of the process that asked.
    asker: str
    #: What was asked: the method, and what tells one question from another.
    what: str


def _what_is_asked(call: "ModelCall[Any] | QueryCall[Any]") -> tuple[object, ...]:
    """Return what tells one question from another: the name, and of a query the parameters."""
    return (call.name, call.parameters) if isinstance(call, QueryCall) else (call.prompt,)


@dataclass(kw_only=True)
class History:
    """All that happened, in order. A witness of processes, and the ledger of handlers."""

    clock: Callable[[], datetime]
    _ticks: Iterator[int] = field(default_factory=count)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _versions: list[Version] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    #: Jobs that were erased, and when.
    erased: dict[str, int] = field(default_factory=dict)

    def saw(self, process: Process, name: str, arguments: tuple[Any, ...], answer: object) -> None:
        """Note what was written."""
        if name == "store.accept":
            # One commit; a slot that an older job gives up is there for the new one.
            for change in cast("Sequence[JobChange]", arguments[2]):
                at = cast("datetime", answer)
                self._add(process, change.before.job, change.after, at, documents=frozenset())
            for new in cast("Sequence[NewSubmission]", arguments[0]):
                self._note_new(process, new)
        elif name == "store.erase":
            self.erased[cast("VersionedJob", arguments[0]).job.job_id] = next(self._ticks)
        elif name == "store.write":
            self._note_write(process, arguments, cast("VersionedJob", answer))
        elif name == "store.postpone_checks":
            now, postponed = arguments
            self._note_postponed(process, now, postponed, cast("list[datetime | None]", answer))
        elif name in {"model.write", "warehouse.query"}:
            what = f"{name}{_what_is_asked(arguments[0])}"
            self.asks.append(Ask(tick=next(self._ticks), asker=process.name, what=what))

    def versions(self, job_id: str) -> list[Version]:
        """Return every version of a job document, in the order in which Firestore has them.

        Two who want to write the very same are both content with the first one's write. A write
        that changes nothing of the job document (a step, kept in the same instant) keeps its update
        time.
        """
        found = {
            (version.update_time, version.documents): version
            for version in reversed(self._versions)
            if version.job.job_id == job_id
        }
        return sorted(found.values(), key=lambda version: (version.update_time, version.tick))

    def keep_version(self, version: Version) -> None:
        """Keep what a process has written."""
        self._versions.append(version)

    def keep_deed(self, deed: Deed) -> None:
        """Keep what a handler has done."""
        self.deeds.append(deed)

    def now(self) -> int:
        """Return a number between those of what has happened and of what will."""
        return next(self._ticks)

    def starts_and_ends(self, job_id: str, since: int) -> list[datetime]:
        """Return when a job was claimed or ended, since then."""
        return [
            version.at
            for version in self.versions(job_id)
            if version.tick > since and (version.is_claim or version.job.status.is_terminal)
        ]

    def all_versions(self) -> list[Version]:
        """Return every version of every job document, as they were written."""
        return sorted(self._versions, key=lambda version: version.tick)

    @property
    def creations(self) -> list[Version]:
        """The first version of every job."""
        return [version for version in self._versions if version.before is None]

    def deeds_for(self, job_id: str) -> list[Deed]:
        """Return what handlers did for a job, in order."""
        return [deed for deed in self.deeds if deed.job_id == job_id]

    def pay(self, job: JobContext, step: str) -> str:
        """Do the work of a step, as a handler: it costs something; no beat comes in between."""
        usage, attempt = Usage(output_tokens=10), attempt_of(job)
        with attempt.changed:
            attempt.record_usage(usage)
            self._note(job, step=step, usage=usage)
        return f"value of {step}"

    def say(self, job: JobContext, percent: float, message: str) -> None:
        """Report progress, as a handler."""
        self._note(job, message=message)
        job.progress(percent, message)

    def _note(self, job: JobContext, **what: Any) -> None:  # noqa: ANN401 -- the fields of a deed
        job_document = attempt_of(job).job
        with self._lock:
            self.keep_deed(
                Deed(
                    tick=next(self._ticks),
                    job_id=job_document.job_id,
                    lease_id=job_document.lease_id,
                    **what,
                )
            )

    def _note_new(self, process: Process, new: NewSubmission) -> None:
        self._note_creation(process, new, new.key.key)

    def _note_write(
        self, process: Process, arguments: tuple[Any, ...], written: VersionedJob
    ) -> None:
        before = cast("VersionedJob", arguments[0])
        # After the job documents come the data, if any, and the bucket of an owner who gets a slot.
        data = [one for one in arguments[2:] if isinstance(one, Mapping)]
        documents = frozenset(name for one in data for name in one)
        self._add(process, before.job, written.job, written.update_time, documents=documents)
        for births in (one for one in arguments[2:] if isinstance(one, Births)):
            for child in births.children:
                self._note_creation(process, child, key=None)

    def _note_creation(
        self, process: Process, new: NewSubmission | NewChild, key: str | None
    ) -> None:
        documents = frozenset({"input"} if new.file is None else {"input", "file"})
        self._add(process, None, new.job, _BEGINNING, documents=documents, key=key)

    def _note_postponed(
        self,
        process: Process,
        now: datetime,
        postponed: Sequence[Postponement],
        written: Sequence[datetime | None],
    ) -> None:
        for one, update_time in zip(postponed, written, strict=True):
            if update_time is not None:
                before = self.versions(one.job_id)[-1].job
                job = before.check_postponed(now, one.next_check)
                self._add(process, before, job, update_time, documents=frozenset())

    def _add(
        self,
        process: Process,
        before: Job | None,
        job: Job,
        update_time: datetime,
        *,
        documents: frozenset[str],
        key: str | None = None,
    ) -> None:
        with self._lock:
            self.keep_version(
                Version(
                    tick=next(self._ticks),
                    writer=process.name,
                    at=self.clock(),
                    update_time=update_time,
                    before=before,
                    job=job,
                    documents=documents,
                    key=key,
                )
            )


def attempt_of(job: JobContext) -> RunningAttempt:
    """Return the attempt behind a handler's context."""
    return cast("RunningAttempt", job._attempt)
