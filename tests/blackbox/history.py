"""What Firestore holds and has held: the whole history of every document, read from the past.

A listener may miss a version: the stream was cut, or two came so close that it showed the last.
Firestore answers what a document was at any time of the last hour, so every version is found by
going back: as it was just before each version that is known. Removals are found by bisection.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from google.api_core.exceptions import ServerError
from google.api_core.retry import Retry, if_exception_type
from google.auth.credentials import AnonymousCredentials
from google.cloud import firestore

from infra.local.cloud.stack import PROJECT
from tests.blackbox.seen import ENDS, Seen, Version

#: The past that Firestore keeps, with some time to read it.
MAX_MINUTES = 45
#: The documents below a job document that the rules ask for.
BELOW = ("input", "result", "step-first", "step-second", "step-text")
#: The collections of documents that name a job.
_POINTING = ("idempotencyKeys", "submittedRequests", "latestJobs")
_CALL_SECONDS = 30
#: On a busy machine the emulator now and then answers `Unknown`; a read may be done again.
_RETRY = Retry(predicate=if_exception_type(ServerError), timeout=_CALL_SECONDS)
_READERS = 8
_INSTANT = timedelta(microseconds=1)
#: A job is stored within this after its id was made, and not erased within it.
_SOON = timedelta(seconds=0.5)


def open_client(port: int) -> firestore.Client:
    """Return an administrator's client of the emulator, past every proxy."""
    anonymous = AnonymousCredentials()  # type: ignore[no-untyped-call]
    client = firestore.Client(project=PROJECT, credentials=anonymous)
    client._emulator_host = f"127.0.0.1:{port}"
    return client


def read_left(client: firestore.Client, seen: Seen) -> None:
    """Note which documents there are below users, and to which jobs keys and requests point."""
    left, pointers = set(), {}
    for group in ("jobs", "data", *_POINTING):
        for snapshot in client.collection_group(group).get(timeout=_CALL_SECONDS):
            left.add(snapshot.reference.path)
            if group in _POINTING:
                # Of an erased job's key only the hash is left.
                job_id = (snapshot.to_dict() or {}).get("jobId")
                if job_id is not None:
                    pointers[snapshot.reference.path] = str(job_id)
    seen.left, seen.pointers = frozenset(left), pointers


def read_the_past(client: firestore.Client, seen: Seen) -> None:
    """Find every version that there was; nothing may be written meanwhile."""
    lived = _times_of_life(seen)
    now = datetime.now(UTC)
    with ThreadPoolExecutor(_READERS) as pool:
        walks = [pool.submit(_walk_job, client, path, at, now) for path, at in lived.items()]
        every = [version for walk in walks for version in walk.result()]
    seen.jobs = [version for version in every if version.is_job]
    seen.data = [version for version in every if not version.is_job]


def read_unfinished(client: firestore.Client) -> list[str]:
    """Return the paths of the jobs that have not ended."""
    snapshots = client.collection_group("jobs").get(timeout=_CALL_SECONDS)
    return [one.reference.path for one in snapshots if one.get("status") not in ENDS]


def _times_of_life(seen: Seen) -> dict[str, datetime | None]:
    """Return each job's path, with a time when the listener has seen it; None for no such time."""
    lived: dict[str, datetime | None] = dict.fromkeys(
        path for path in seen.left if path.split("/")[2] == "jobs" and path.count("/") == 3
    )
    for call in seen.calls:
        if call.marks:
            lived |= {f"users/{call.uid}/jobs/{job_id}": None for job_id in call.job_ids}
    for version in sorted(seen.shown, key=lambda each: each.at):
        lived[version.path] = version.at
    return lived


def _walk_job(
    client: firestore.Client, path: str, lived: datetime | None, now: datetime
) -> list[Version]:
    """Return all versions of a job document, and of those below it."""
    of_job = list(_walk(client, path, lived or _created_at(path), now))
    # What is below it went with it: an instant before it was there.
    gone = [version.at - _INSTANT for version in of_job if version.fields is None]
    below = [
        version
        for name in BELOW
        for version in _walk(client, f"{path}/data/{name}", None, max(gone, default=now))
    ]
    return of_job + below


def _created_at(path: str) -> datetime:
    """Return a time just after a job was made, by its id; for one that the listener never saw."""
    milliseconds = int(path.rsplit(":", 2)[1])
    return datetime.fromtimestamp(milliseconds / 1000, UTC) + _SOON


def _walk(
    client: firestore.Client, path: str, lived: datetime | None, until: datetime
) -> Iterator[Version]:
    """Yield the versions of a document, the last first."""
    while True:
        version = _read(client, path, until)
        if version is None:
            if lived is None or lived >= until or _read(client, path, lived) is None:
                return
            version = _find_removal(client, path, lived, until)
        yield version
        until = version.at - _INSTANT


def _find_removal(client: firestore.Client, path: str, lived: datetime, gone: datetime) -> Version:
    """Return a document's removal, between a time when it was there and one when it was not."""
    while gone - lived > _INSTANT:
        middle = lived + (gone - lived) / 2
        if _read(client, path, middle) is None:
            gone = middle
        else:
            lived = middle
    return Version(path=path, at=gone, fields=None)


def _read(client: firestore.Client, path: str, at: datetime) -> Version | None:
    """Return a document as it was at a time; None if it was not."""
    wanted = [client.document(path)]
    snapshot = next(iter(client.get_all(wanted, read_time=at, retry=_RETRY, timeout=_CALL_SECONDS)))
    if not snapshot.exists:
        return None
    return Version(path=path, at=aware(snapshot.update_time), fields=snapshot.to_dict())


def aware(time: Any) -> datetime:  # noqa: ANN401 -- protobuf's own time, or Python's
    """Return a time as Python has it: a query's answer brings protobuf's."""
    at: datetime = time if isinstance(time, datetime) else time.ToDatetime(tzinfo=UTC)
    return at.astimezone(UTC)
