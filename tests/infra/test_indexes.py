"""Every query has its index, and every index has its query.

All that the other tests ask of Firestore in this process goes through the same check; see
`tests.support.indexes`. Here each method of the store that asks is called with all it may ask for.
"""

import ast
import copy
import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from google.cloud.firestore_v1.types import StructuredQuery

from shared.core.errors import ErrorCode
from shared.core.job import Job
from shared.core.job_status import JobStatus, Slot
from shared.firestore.documents import JobFilter
from shared.firestore.job_store import JobStore
from shared.firestore.queries import Query
from shared.settings import Settings
from tests.repo import repository
from tests.support import indexes
from tests.support.indexes import MissingIndexError, Shape

NOW = datetime(2026, 11, 23, tzinfo=UTC)


#: What an operator's list may be filtered by.
OF_EVERYBODY: dict[str, object] = {
    "status": JobStatus.FAILED,
    "type": "example",
    "code": ErrorCode.INTERNAL,
    "created_before": NOW,
}


class SeenError(Exception):
    """The query was seen, and is not sent."""


def list_jobs(store: JobStore) -> Iterator[Callable[[], object]]:
    """Ask for lists of a user and, as an operator, of everybody, with all that may be filtered."""
    choices = {
        "status": JobStatus.FAILED,
        "type": "example",
        "tag": "spring",
        "batch": "0123456789abcdef",
        "parent": CHILDREN_OF,
        "created_after": NOW,
        "created_before": NOW,
    }
    last = (NOW, "u:example:1763900000000:0123456789abcdef")
    for uid, each in (("u", choices), (None, OF_EVERYBODY)):
        for given in combinations(each):
            yield lambda uid=uid, given=given: store.list_jobs(uid, given, 10, last)  # type: ignore[misc]


def count_jobs(store: JobStore) -> Iterator[Callable[[], object]]:
    """Ask for an operator's counts: of those that wait, and of each list."""
    for given in (JobFilter(slot=Slot.WAITING), *combinations(OF_EVERYBODY)):
        yield lambda given=given: store.count_jobs(None, given)  # type: ignore[misc]


def combinations(choices: dict[str, object]) -> Iterator[JobFilter]:
    """Return a filter for each choice of some of these."""
    for count in range(len(choices) + 1):
        for names in itertools.combinations(choices, count):
            yield JobFilter(**{name: choices[name] for name in names})  # type: ignore[arg-type]


def keys_of(uid: str) -> Query:
    """Return where a user's idempotency keys are."""
    return Query(parent=f"users/{uid}", collection="idempotencyKeys")


CHILDREN_OF = "u:x-type:1767225600000:abcdefgh"
#: By method of the store, the calls that make its queries.
ASKED: dict[str, Callable[[JobStore], Iterator[Callable[[], object]]]] = {
    "list_jobs": list_jobs,
    "count_jobs": count_jobs,
    "_wanted": list_jobs,
    "all_jobs": lambda store: iter([lambda: store.all_jobs("u", 10)]),
    "batch_is_under_way": lambda store: iter([lambda: store.batch_is_under_way("u", "b")]),
    "batch_jobs": lambda store: iter([lambda: store.batch_jobs("u", "b")]),
    "_children_of": lambda store: iter([lambda: store.children_of(CHILDREN_OF)]),
    "unfinished_children": lambda store: iter([lambda: store.unfinished_children(CHILDREN_OF)]),
    "waiting": lambda store: iter([lambda: store.waiting("u", 10)]),
    "count_slots": lambda store: iter([lambda: store.count_slots("u")]),
    "parked": lambda store: iter([lambda: store.parked("example", 10)]),
    "slot_holders": lambda store: iter([lambda: store.slot_holders("u", 10)]),
    "latest": lambda store: iter(
        [
            lambda: store.latest("createdAt", NOW, 10),
            lambda: store.latest("finishedAt", NOW, 10),
        ]
    ),
    "oldest_queued": lambda store: iter([lambda: store.oldest_queued(10)]),
    "list_actions": lambda store: iter(
        [lambda: store.list_actions(10), lambda: store.list_actions(10, NOW)]
    ),
    "due": lambda store: iter(
        [lambda: store.due(NOW, 10), lambda: store.due(NOW, 10, since=NOW - timedelta(minutes=2))]
    ),
    "due_schedules": lambda store: iter([lambda: store.due_schedules(NOW, 10)]),
    "list_schedules": lambda store: iter([lambda: store.list_schedules("u", 10)]),
    "list_devices": lambda store: iter([lambda: store.list_devices("u")]),
    "_erase_collection": lambda store: iter([lambda: store._erase_collection(keys_of("u"))]),
    "_strip_keys": lambda store: iter([lambda: store._strip_keys(keys_of("u"))]),
}


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> JobStore:
    """The store, connected to nothing."""
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", "127.0.0.1:1")
    return JobStore(Settings(google_cloud_project="demo-indexes"))


def shapes(store: JobStore, method: str) -> set[Shape]:
    """Return the shapes of all queries of a method."""
    seen: set[Shape] = set()

    def look(query: StructuredQuery) -> None:
        seen.add(indexes.shape_of(query))
        raise SeenError

    with indexes.watched(look):
        for ask in ASKED[method](store):
            with pytest.raises(SeenError):
                ask()
    return seen


@pytest.mark.parametrize("method", ASKED)
def test_every_query_has_its_index(store: JobStore, method: str) -> None:
    """Whatever the store may ask, Firestore has the index for it."""
    found = shapes(store, method)
    assert found
    for shape in found:
        indexes.require_index(shape, indexes.declared())


def test_the_table_has_every_method_that_asks() -> None:
    """A method of the shipped code that builds a query stands in the table above."""
    asking = {
        method.name
        for tree in repository.shipped_modules().values()
        for method in ast.walk(tree)
        if isinstance(method, ast.FunctionDef)
        for node in ast.walk(method)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute | ast.Name)
        and _name(node.func) in {"where", "order_by", "limit", "_count", "_everybodys_jobs"}
        and "log" not in ast.unparse(node.func)
    }
    assert asking == set(ASKED)


def _name(function: ast.Attribute | ast.Name) -> str:
    """Return the name of a method that is called, or of our own function `where`."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if function.id == "where" else ""


@pytest.mark.parametrize("position", range(len(indexes.declared()["indexes"])))
def test_every_composite_index_has_its_query(store: JobStore, position: int) -> None:
    """Without it, one of the queries would be refused: an index costs money at each write."""
    fewer = copy.deepcopy(dict(indexes.declared()))
    del fewer["indexes"][position]
    assert any(refused(shape, fewer) for method in ASKED for shape in shapes(store, method))


def refused(shape: Shape, declared: dict[str, object]) -> bool:
    """Whether Firestore would refuse a query."""
    try:
        indexes.require_index(shape, declared)
    except MissingIndexError:
        return True
    return False


def a_shape(*equalities: str, order: str = "", scope: str = "COLLECTION") -> Shape:
    """Make a query's shape; an order that begins with - descends."""
    direction = "DESCENDING" if order.startswith("-") else "ASCENDING"
    return Shape(
        collection="jobs",
        scope=scope,
        equalities=frozenset((name, "") for name in equalities),
        orders=((order.lstrip("-"), direction),) if order else (),
    )


@pytest.mark.parametrize(
    ("shape", "is_refused"),
    [
        (a_shape("status"), False),
        (a_shape("status", "type"), False),
        (a_shape("status", order="-createdAt"), False),
        (a_shape("status", "type", order="-createdAt"), False),
        (a_shape("status", order="createdAt"), True),
        (a_shape("status", order="createdAt", scope="COLLECTION_GROUP"), False),
        (a_shape("status", order="-updatedAt"), True),
        (a_shape("attempt"), True),
        (a_shape("attempt", order="-createdAt"), True),
        (a_shape("summary"), True),
        (a_shape(order="checkAt", scope="COLLECTION_GROUP"), False),
        (a_shape(order="-updatedAt", scope="COLLECTION_GROUP"), True),
        (a_shape(order="expireAt"), True),
    ],
)
def test_a_query_without_its_index_is_refused(shape: Shape, *, is_refused: bool) -> None:
    """The check can fail: it knows what Firestore serves by itself, merges, and refuses."""
    assert refused(shape, dict(indexes.declared())) is is_refused


def test_what_expires_has_no_ordinary_index() -> None:
    """A sorted index on a field that rises with time holds the whole collection back."""
    overrides = indexes.declared()["fieldOverrides"]
    expiring = {each["collectionGroup"]: each["indexes"] for each in overrides if each.get("ttl")}
    ours = {"jobs", "data", "rateLimits", "spending"}
    ours |= {"submittedRequests", "idempotencyKeys", "latestJobs"}
    assert ours <= set(expiring)
    assert all(not found for found in expiring.values())


def test_what_no_query_asks_for_has_no_index(store: JobStore) -> None:
    """Each indexed field costs room and time at each write.

    And Firestore bounds the writes of a collection at 500 a second where one rises with time, as
    the lease's end and `updatedAt` do at each write.
    """
    asked = {
        name
        for method in ASKED
        for shape in shapes(store, method)
        if shape.collection == "jobs"
        for name, _ in (*shape.equalities, *shape.orders)
    }
    overrides = indexes.declared()["fieldOverrides"]
    of_jobs = {
        one["fieldPath"]: one["indexes"] for one in overrides if one["collectionGroup"] == "jobs"
    }
    unasked = {str(field.alias) for field in Job.model_fields.values()} - asked
    assert {"updatedAt", "leaseExpiresAt", "progress"} <= unasked
    assert {name for name in unasked if of_jobs.get(name) != []} == set()
    assert {name for name, found in of_jobs.items() if found} <= asked
