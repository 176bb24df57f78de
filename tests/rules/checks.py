"""What the rules must allow and refuse, as a table of checks that can be run over any rules."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from google.cloud.firestore_v1 import types
from google.cloud.firestore_v1.services import firestore

from tests.rules.visitor import ADMIN, ROOT, Visitor, id_token, write_of

OWNER, STRANGER = "ada", "bob"
JOB_DOCUMENT = f"users/{OWNER}/jobs/ada:a-type:1795435200123:0123456789abcdef"
MISSING_DOCUMENT = f"users/{OWNER}/jobs/ada:a-type:1795435200123:ffffffffffffffff"
RESULT = f"{JOB_DOCUMENT}/data/result"
FILE = f"{JOB_DOCUMENT}/data/file"
SCHEDULE = f"users/{OWNER}/schedules/0123456789abcdef"
QUESTION = f"{JOB_DOCUMENT}/data/ask-missing"
BUCKET = f"rateLimits/{OWNER}"
SPENDING = f"users/{OWNER}/spending/2026-11-23"
#: Documents that only the backend may read, their owner included.
CLOSED = (
    BUCKET,
    f"users/{OWNER}",
    f"users/{OWNER}/idempotencyKeys/key",
    f"users/{OWNER}/submittedRequests/fingerprint",
    f"users/{OWNER}/latestJobs/name",
    f"{SCHEDULE}/other/document",
    SPENDING,
    f"{JOB_DOCUMENT}/other/document",
    f"{RESULT}/data/deeper",
    "jobs/anything",
    "anything/else",
)
#: What exists while the checks run, and what does not: each document with one of its kind.
SEEDED = (
    JOB_DOCUMENT,
    f"{JOB_DOCUMENT}/data/input",
    FILE,
    QUESTION,
    RESULT,
    SCHEDULE,
    *CLOSED,
)
ABSENT = {
    JOB_DOCUMENT: MISSING_DOCUMENT,
    RESULT: f"{JOB_DOCUMENT}/data/step-made-up",
    SCHEDULE: f"users/{OWNER}/schedules/ffffffffffffffff",
    BUCKET: f"rateLimits/{STRANGER}",
    SPENDING: f"users/{OWNER}/spending/2026-11-24",
    f"users/{OWNER}": f"users/{STRANGER}/idempotencyKeys/key",
}


@dataclass(frozen=True, kw_only=True)
class Check:
    """A client does something, and it is allowed or refused."""

    who: str | None
    what: str
    allowed: bool
    act: Callable[[Visitor], bool]

    def __str__(self) -> str:
        """Say the check in words; a test's name."""
        verb = "may" if self.allowed else "may not"
        return f"{self.who or 'a client without a token'} {verb} {self.what}"

    def holds(self, client: firestore.FirestoreClient) -> bool:
        """Whether it is as it should be under the rules that are loaded now."""
        token = None if self.who is None else id_token(self.who, datetime.now(UTC))
        return self.act(Visitor(client=client, token=token)) is self.allowed


def seed(client: firestore.FirestoreClient) -> None:
    """Write and delete, as the administrator, what shall be there and what shall not."""
    admin = Visitor(client=client, token=ADMIN)
    assert admin.may_commit(
        *(write_of(path) for path in SEEDED),
        *(types.Write(delete=f"{ROOT}/{path}") for path in ABSENT.values()),
    )


def failures(client: firestore.FirestoreClient) -> Iterator[str]:
    """Run every check, one after the other; give those that do not hold."""
    seed(client)
    return (str(check) for check in ALL if not check.holds(client))


def _reads() -> list[tuple[str, Callable[[Visitor], bool]]]:
    """Return every way to read what belongs to the owner."""
    user = f"users/{OWNER}"
    return [
        ("get a job document", lambda v: v.may_get(JOB_DOCUMENT)),
        ("get a job document that does not exist", lambda v: v.may_get(MISSING_DOCUMENT)),
        ("list the job documents", lambda v: v.may_list(user, "jobs")),
        ("count the job documents", lambda v: v.may_count(user, "jobs")),
        ("listen to a job document", lambda v: v.may_listen(JOB_DOCUMENT)),
        ("listen to a job document that does not exist", lambda v: v.may_listen(MISSING_DOCUMENT)),
        ("listen to the job documents", lambda v: v.may_listen_to_all(user, "jobs")),
        ("get a result", lambda v: v.may_get(RESULT)),
        ("get what a question is about", lambda v: v.may_get(QUESTION)),
        ("get the file that came with the request", lambda v: v.may_get(FILE)),
        (
            "get a result that does not exist",
            lambda v: v.may_get(f"{MISSING_DOCUMENT}/data/result"),
        ),
        ("list a job document's data", lambda v: v.may_list(JOB_DOCUMENT, "data")),
        ("listen to a result", lambda v: v.may_listen(RESULT)),
        ("get a schedule", lambda v: v.may_get(SCHEDULE)),
        ("list the schedules", lambda v: v.may_list(user, "schedules")),
        ("listen to the schedules", lambda v: v.may_listen_to_all(user, "schedules")),
    ]


def _closed_reads() -> list[tuple[str, Callable[[Visitor], bool]]]:
    """Return every way to read what no client may read."""
    gets: list[tuple[str, Callable[[Visitor], bool]]] = [
        (f"get {path}", lambda v, path=path: v.may_get(path))  # type: ignore[misc]
        for path in CLOSED
    ]
    return [
        *gets,
        ("list all users", lambda v: v.may_list("", "users")),
        ("list all users' job documents", lambda v: v.may_list("", "jobs", everywhere=True)),
        ("list all users' schedules", lambda v: v.may_list("", "schedules", everywhere=True)),
        ("list all users' data", lambda v: v.may_list("", "data", everywhere=True)),
        ("list the rate limits", lambda v: v.may_list("", "rateLimits")),
        ("listen to a rate limit", lambda v: v.may_listen(BUCKET)),
        ("list what was spent", lambda v: v.may_list(f"users/{OWNER}", "spending")),
    ]


def _writes() -> list[tuple[str, Callable[[Visitor], bool]]]:
    """Return every way to write, at every path."""
    here, absent = types.Precondition(exists=True), types.Precondition(exists=False)
    mask = types.DocumentMask(field_paths=["status"])
    return [
        way
        for existing, missing in ABSENT.items()
        for way in _writes_at(existing, missing, here, absent)
    ] + [
        (
            "commit a batch of two",
            lambda v: v.may_commit(write_of(JOB_DOCUMENT, update_mask=mask), write_of(RESULT)),
        ),
        (
            "write a job document and a result in bulk",
            lambda v: v.may_write_in_bulk(write_of(JOB_DOCUMENT), write_of(RESULT)),
        ),
    ]


def _writes_at(
    existing: str, missing: str, here: types.Precondition, absent: types.Precondition
) -> list[tuple[str, Callable[[Visitor], bool]]]:
    """Return every way to write one kind of document."""
    mask = types.DocumentMask(field_paths=["status"])
    counted = types.DocumentTransform.FieldTransform(
        field_path="dispatch", increment=types.Value(integer_value=1)
    )
    return [
        (f"create {missing}", lambda v: v.may_commit(write_of(missing, current_document=absent))),
        (f"set {missing}", lambda v: v.may_commit(write_of(missing))),
        (f"set {existing}", lambda v: v.may_commit(write_of(existing))),
        (
            f"update {existing}",
            lambda v: v.may_commit(write_of(existing, update_mask=mask, current_document=here)),
        ),
        (
            f"count up in {existing}",
            lambda v: v.may_commit(
                write_of(existing, update_mask=mask, update_transforms=[counted])
            ),
        ),
        (
            f"delete {existing}",
            lambda v: v.may_commit(types.Write(delete=f"{ROOT}/{existing}")),
        ),
    ]


def _all() -> Sequence[Check]:
    """Return every check; the owner's come first, because most broken rules fail one of them."""
    return [
        Check(who=who, what=what, allowed=allowed and who == OWNER, act=act)
        for who in (OWNER, STRANGER, None)
        for allowed, ways in ((True, _reads()), (False, _writes()), (False, _closed_reads()))
        for what, act in ways
    ]


ALL = _all()
