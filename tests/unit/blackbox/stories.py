"""A made-up history in which every rule has something to look at, and all is as it should be."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.blackbox.seen import ENDS, Call, Disturbance, Seen, Version, job_hash, owner_of

START = datetime(2026, 11, 30, 12, tzinfo=UTC)
TOKEN = "0123456789ab"
DONE = "ada:blackbox:1796040000000:done0000"
STOPPED = "ada:blackbox:1796040000000:stopped0"
BRIEF = "ada:blackbox-brief:1796040000000:brief000"
NEWER = "ada:blackbox-newer:1796040000000:newer000"
GONE = "bob:blackbox:1796040000000:gone0000"
TWIN = "ada:blackbox:1796040000000:twin0000"

Fields = dict[str, Any]


def after(seconds: float) -> datetime:
    """Return a time of the history."""
    return START + timedelta(seconds=seconds)


@dataclass
class Told:
    """A job's life, told version by version; each changes what it names."""

    seen: Seen
    job_id: str
    mark: str
    fields: Fields = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin as a new job."""
        self.fields = {
            "jobId": self.job_id,
            "type": self.job_id.split(":")[1],
            "status": "queued",
            "tags": [self.mark],
            "attempt": 0,
            "maxAttempts": 3,
            "dispatch": 1,
            "slot": "held",
            "progress": {"seq": 0, "percent": 0, "message": ""},
            "createdAt": START,
            "expireAt": START + timedelta(days=1),
            "checkAt": START,
            "checkFor": "delivery",
        }
        self.at(0)

    @property
    def path(self) -> str:
        """Where its document is."""
        return f"users/{owner_of(self.job_id)}/jobs/{self.job_id}"

    def at(self, seconds: float, **changes: object) -> None:
        """Write a version."""
        self.fields = {**self.fields, "updatedAt": after(seconds), **changes}
        present = {name: value for name, value in self.fields.items() if value is not None}
        version = Version(path=self.path, at=after(seconds), fields=present)
        self.seen.jobs.append(version)
        self.seen.shown.append(version)

    def claim(self, seconds: float) -> None:
        """Begin an attempt, and publish that."""
        attempt = self.fields["attempt"] + 1
        self.at(
            seconds,
            status="running",
            attempt=attempt,
            startedAt=after(seconds),
            leaseId=f"lease-{self.job_id}-{attempt}",
            leaseExpiresAt=after(seconds + 15),
            progress=self._progress(0, ""),
            checkFor="lease",
            nextAttemptAt=None,
        )
        self._publish("running", attempt, seconds)

    def tell(self, seconds: float, percent: float, message: str) -> None:
        """Show progress."""
        self.at(seconds, progress=self._progress(percent, message))

    def requeue(self, seconds: float) -> None:
        """Go back to the queue after an attempt."""
        self.at(
            seconds,
            status="queued",
            dispatch=self.fields["dispatch"] + 1,
            nextAttemptAt=after(seconds),
            **_NO_LEASE,
        )

    def resubmit(self, seconds: float) -> None:
        """Be run once more."""
        self.at(
            seconds,
            status="queued",
            dispatch=self.fields["dispatch"] + 1,
            maxAttempts=self.fields["attempt"] + 3,
            slot="held",
            progress=self._progress(0, ""),
            error=None,
            finishedAt=None,
            cancelRequested=None,
            checkAt=after(seconds),
            checkFor="delivery",
        )

    def end(self, seconds: float, status: str, **changes: object) -> None:
        """End, and publish that."""
        ended = {"status": status, "finishedAt": after(seconds), "slot": "none"}
        gone = {"checkAt": None, "checkFor": None, **_NO_LEASE}
        self.at(seconds, **{**ended, **gone, **changes})
        self._publish(status, self.fields["dispatch"], seconds)

    def keep(self, seconds: float, name: str, value: object) -> None:
        """Write a document below it."""
        path = f"{self.path}/data/{name}"
        version = Version(path=path, at=after(seconds), fields={"json": json.dumps(value)})
        self.seen.data.append(version)

    def remove(self, seconds: float) -> None:
        """Be erased."""
        self.seen.jobs.append(Version(path=self.path, at=after(seconds), fields=None))

    def _progress(self, percent: float, message: str) -> Fields:
        seq = self.fields["progress"]["seq"] + 1
        return {"seq": seq, "percent": percent, "message": message}

    def _publish(self, status: str, number: int, seconds: float) -> None:
        event = {
            "eventId": f"{job_hash(self.job_id)}-{number}-{status}",
            "jobIdHash": job_hash(self.job_id),
            "status": status,
            "attempts": self.fields["attempt"],
            "happenedAt": after(seconds).isoformat(),
            "revision": "newer",
        }
        if status in ENDS and self.fields.get("error"):
            event["code"] = self.fields["error"]["code"]
        self.seen.events += [event, {**event, "revision": "older"}]


_NO_LEASE: Fields = {"leaseId": None, "leaseExpiresAt": None}


def lawful() -> Seen:
    """Return a history in which every rule holds, and none is idle."""
    seen = Seen(running_per_user=5, unfinished_per_user=5, ended=after(200))
    _tell_done(Told(seen, DONE, "m1"))
    _tell_stopped(Told(seen, STOPPED, "m2"))
    _tell_brief(Told(seen, BRIEF, "m3"))
    for job_id, mark in ((NEWER, "m4"), (TWIN, "keyless-m5")):
        job = Told(seen, job_id, mark)
        job.claim(1)
        job.end(2, "succeeded", progress={"seq": 2, "percent": 100, "message": ""})
        job.keep(2, "result", {"words": 1})
    gone = Told(seen, GONE, "m6")
    gone.end(1, "cancelled")
    gone.remove(50)
    seen.left = frozenset(job.path for job in seen.jobs if job.job_id != GONE)
    seen.disturbances.append(Disturbance(kind="kill", who="w", began=after(30), ended=after(40)))
    seen.calls += _calls()
    return seen


def _tell_done(job: Told) -> None:
    job.keep(0, "input", {"silent": False})
    job.claim(1)
    job.tell(2, 20, f"{TOKEN} begins")
    job.keep(2, "step-first", {"attempt": 1, "value": "paid"})
    # Done anew by another attempt, and void by then: see `stepsVoidUntil` below.
    job.at(3, stepsVoidUntil=1)
    job.keep(3, "step-first", {"attempt": 2, "value": TOKEN})
    last = {"seq": 9, "percent": 100, "message": f"{TOKEN} is done"}
    job.end(4, "succeeded", progress=last)
    job.keep(4, "result", {"token": TOKEN, "steps": {"first": TOKEN}})
    # As it is when its reminder is taken off.
    job.at(5)


def _tell_stopped(job: Told) -> None:
    job.claim(1)
    job.at(3, cancelRequested=True)
    job.end(4, "cancelled")
    job.resubmit(10)
    job.claim(11)
    error = {"code": "internal", "message": "", "retriable": False}
    job.end(12, "failed", error=error)


def _tell_brief(job: Told) -> None:
    job.claim(1)
    job.requeue(6)
    job.claim(7)
    error = {"code": "deadline-exceeded", "message": "", "retriable": True}
    job.end(12, "failed", error=error, maxAttempts=3, attempt=2, startBefore=after(9))


def _calls() -> list[Call]:
    shown = {"status": "succeeded", "attempt": 1, "progress": {"seq": 9, "percent": 100}}
    answer = {"jobId": DONE, "createdAt": START.isoformat(), **shown}
    listed = [
        {"jobId": job_id, "createdAt": START.isoformat()}
        for job_id in (DONE, STOPPED, BRIEF, NEWER, TWIN)
    ]
    return [
        call("submit", 0, 202, {"jobId": DONE}, marks=("m1",)),
        call("submit-twice-at-once", 0, 202, {"jobId": TWIN}, marks=("keyless-m5",)),
        call("batch", 0, 202, {"jobs": [{"jobId": STOPPED}, {"jobId": BRIEF}]}, marks=("m2", "m3")),
        call("submit", 0, 429, {}, marks=("refused",)),
        call("reuse-key", 5, 409, {}, marks=("other",)),
        call("get", 20, 200, {**answer, "result": {}}, job_id=DONE),
        call("status", 20, 200, answer, job_id=DONE),
        call("list", 20, 200, {"jobs": listed}),
        call("get-a-strangers", 20, 404, {}, uid="bob", job_id=DONE),
        call("cancel", 3, 200, {"jobId": STOPPED, **_ASKED}, job_id=STOPPED),
        call("erase-user", 49.95, 200, {"isComplete": True, "jobs": 1}, uid="bob"),
    ]


_ASKED = {"status": "running", "cancelRequested": True}


def call(
    kind: str,
    seconds: float,
    status: int | None,
    answer: object = None,
    *,
    uid: str = "ada",
    job_id: str = "",
    marks: Sequence[str] = (),
) -> Call:
    """Return a call that took a tenth of a second."""
    return Call(
        kind=kind,
        uid=uid,
        began=after(seconds),
        ended=after(seconds + 0.1),
        status=status,
        answer=answer,
        job_id=job_id,
        marks=tuple(marks),
    )
