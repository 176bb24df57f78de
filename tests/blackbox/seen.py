"""Everything that was seen of a run: what the rules are checked against. Records, no judgement."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Any

QUEUED, RUNNING, SUSPENDED = "queued", "running", "suspended"
SUCCEEDED, FAILED, CANCELLED = "succeeded", "failed", "cancelled"
ENDS = frozenset({SUCCEEDED, FAILED, CANCELLED})

#: A document's or an answer's fields, as they came.
Fields = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Version:
    """A version of a document."""

    #: The document's path, from the database on.
    path: str
    #: When Firestore wrote it; of a removal, as of when it was gone.
    at: datetime
    #: None: it was removed.
    fields: Fields | None

    @property
    def uid(self) -> str:
        """Whose it is."""
        return self.path.split("/")[1]

    @property
    def job_id(self) -> str:
        """Which job's it is."""
        return self.path.split("/")[3]

    @property
    def is_job(self) -> bool:
        """Whether it is a job document, and none below one."""
        return self.path.count("/") == 3

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rsplit("/", 1)[1]

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 -- a document's fields are of many types
        return (self.fields or {}).get(name)

    @property
    def kept(self) -> Any:  # noqa: ANN401 -- any value of JSON
        """The value that a document below a job keeps, as text."""
        return json.loads(self["json"])

    @property
    def status(self) -> str:
        """The job's status; empty when it is gone."""
        return str(self["status"] or "")

    @property
    def is_end(self) -> bool:
        """Whether the job has ended in it."""
        return self.status in ENDS

    def __str__(self) -> str:
        if self.fields is None:
            return f"{self.at:%H:%M:%S.%f} removed"
        names = ("attempt", "dispatch", "slot", "cancelRequested", "checkFor", "nextAttemptAt")
        some = " ".join(f"{name}={self[name]}" for name in names if self[name] is not None)
        progress = self["progress"] or {}
        shown = f"seq={progress.get('seq')} {progress.get('percent')}% {progress.get('message')!r}"
        error = f" error={self['error']}" if self["error"] else ""
        return f"{self.at:%H:%M:%S.%f} {self.status} {some} {shown}{error}"


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of the API by a user, with its answer."""

    kind: str
    uid: str
    began: datetime
    ended: datetime
    #: None: there was no answer.
    status: int | None
    answer: Any = None
    #: The job it was about.
    job_id: str = ""
    #: The submissions' own marks: each stands as a tag on the one job that it makes.
    marks: tuple[str, ...] = ()

    @property
    def job_ids(self) -> tuple[str, ...]:
        """The jobs in the answer."""
        if not isinstance(self.answer, dict):
            return ()
        jobs = self.answer.get("jobs", [self.answer])
        # An erasure answers how many.
        return tuple(str(job["jobId"]) for job in jobs if "jobId" in job) if _is_list(jobs) else ()


@dataclass(frozen=True, kw_only=True)
class Disturbance:
    """A fault, as it was carried out."""

    kind: str
    who: str
    began: datetime
    ended: datetime


@dataclass(kw_only=True)
class Seen:
    """All that was seen; written by several threads, and read when they are done."""

    #: What the listener has shown of job documents, as it came.
    shown: list[Version] = field(default_factory=list)
    #: Every version of them that there was.
    jobs: list[Version] = field(default_factory=list)
    #: The documents below job documents.
    data: list[Version] = field(default_factory=list)
    #: As they were sent.
    events: list[Fields] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    disturbances: list[Disturbance] = field(default_factory=list)
    #: The paths of all documents that are there at the end.
    left: frozenset[str] = frozenset()
    #: Of them, those of keys and requests, each with the job that it points to.
    pointers: Mapping[str, str] = field(default_factory=dict)
    #: The limits that the cloud was given.
    running_per_user: int = 3
    unfinished_per_user: int = 20
    #: When the last look was taken.
    ended: datetime | None = None
    lock: Lock = field(default_factory=Lock, repr=False)

    @cached_property
    def versions(self) -> dict[str, list[Version]]:
        """The versions of each job document, in Firestore's order; once all is seen."""
        return self._in_order(self.jobs, lambda version: version.job_id)

    @cached_property
    def documents(self) -> dict[str, list[Version]]:
        """The versions of each document below a job document."""
        return self._in_order(self.data, lambda version: version.path)

    @cached_property
    def events_of(self) -> dict[str, list[Fields]]:
        """The events of each job, by the hash that they name it by."""
        found = defaultdict(list)
        for event in self.events:
            found[str(event["jobIdHash"])].append(event)
        return found

    @staticmethod
    def _in_order(versions: list[Version], key: Any) -> dict[str, list[Version]]:  # noqa: ANN401 -- a function
        found: dict[str, dict[tuple[datetime, bool], Version]] = defaultdict(dict)
        for version in versions:
            found[key(version)].setdefault((version.at, version.fields is None), version)
        return {
            name: [each for _, each in sorted(of_one.items(), key=lambda item: item[0])]
            for name, of_one in found.items()
        }


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def job_hash(job_id: str) -> str:
    """Return the name that events have for a job, as docs/data-dictionary.md says."""
    return hashlib.sha256(job_id.encode()).hexdigest()[:32]


def owner_of(job_id: str) -> str:
    """Return the owner that a job's id names: `{uid}:{type}:{timestampMs}:{random}`."""
    return job_id.rsplit(":", 3)[0]
