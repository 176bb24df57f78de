"""What is sent to Firestore: to the last byte the same as by the vendor's hand-written client."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, cast

import pytest
from google.api_core.datetime_helpers import DatetimeWithNanoseconds
from google.auth.credentials import AnonymousCredentials
from google.cloud import firestore
from google.cloud.firestore_v1.types import CommitRequest, StructuredQuery, Value
from hypothesis import given
from hypothesis import strategies as st
from proto.datetime_helpers import (  # type: ignore[import-untyped]
    DatetimeWithNanoseconds as UpdateTime,
)

from shared.core.job_status import JobStatus
from shared.firestore.queries import NAME, Query
from shared.firestore.values import Reference, put_value, take_value
from shared.firestore.writes import DELETED, Increment, Writes

ROOT = "projects/demo-test/databases/(default)/documents"
PATH = "users/u/jobs/j"
#: As an update time is told, and as a value.
SEEN = UpdateTime(2026, 11, 30, 12, nanosecond=123_456_789, tzinfo=UTC)
VALUE = DatetimeWithNanoseconds(2026, 11, 30, 12, nanosecond=123_456_789, tzinfo=UTC)  # type: ignore[no-untyped-call]
CLIENT = firestore.Client(
    project="demo-test",
    credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
times = st.datetimes(
    datetime(1900, 1, 1),  # noqa: DTZ001 -- the zone is given beside
    datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))]),
)
plain = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | texts
    | st.sampled_from(JobStatus)
    | st.binary(max_size=9)
    | times
    | st.just(VALUE)
)
names = st.text(st.sampled_from("abZ_09. `\\-é"), min_size=1, max_size=5)
#: What an update names is a field of the document itself, by a plain name.
fields = st.from_regex(r"[a-z][A-Za-z_0-9]{0,5}", fullmatch=True)
lists = st.lists(plain | st.dictionaries(names, plain, max_size=2), max_size=3)
values = plain | st.recursive(
    lists, lambda below: st.dictionaries(names, below | plain, max_size=3), max_leaves=6
)


def deep(mark: object, theirs: object) -> tuple[object, object]:
    """Return a document with a mark of ours in a map, and the vendor's."""
    return {"kept": 1, "value": {"3": mark, "4": 2}}, {"kept": 1, "value": {"3": theirs, "4": 2}}


def ours(add: Callable[[Writes], None]) -> bytes:
    """Return a write as it is sent by the store."""
    writes = Writes(ROOT, CommitRequest.wrap(CommitRequest.pb()()))
    add(writes)
    assert len(writes) == 1
    return sent(writes.request)


def vendors(add: Callable[[firestore.WriteBatch, firestore.DocumentReference], None]) -> bytes:
    """Return the same write as it is sent by the vendor's other client."""
    batch = CLIENT.batch()
    add(batch, CLIENT.document(PATH))
    return sent(CommitRequest(writes=batch._write_pbs))


def sent(request: CommitRequest) -> bytes:
    """Return the bytes of a request, with its maps in one order."""
    return cast("bytes", CommitRequest.pb(request).SerializeToString(deterministic=True))


@given(document=st.dictionaries(names, values, max_size=4))
def test_new_documents_are_the_same(document: Mapping[str, object]) -> None:
    """Written only where there is none yet, or whether or not there is one."""
    assert ours(lambda to: to.create(PATH, document)) == vendors(
        lambda to, at: to.create(at, dict(document))
    )
    assert ours(lambda to: to.set(PATH, document)) == vendors(
        lambda to, at: to.set(at, dict(document))
    )


@given(document=st.dictionaries(fields, values, min_size=1, max_size=4), gone=st.sets(fields))
def test_updates_are_the_same(document: dict[str, object], gone: set[str]) -> None:
    """Fields as a whole, and fields that go; of a document as it was seen, or that is there."""
    changed = document | dict.fromkeys(gone, DELETED)
    theirs = document | dict.fromkeys(gone, firestore.DELETE_FIELD)
    unchanged = CLIENT.write_option(last_update_time=SEEN)
    assert ours(lambda to: to.update(PATH, changed, SEEN)) == vendors(
        lambda to, at: to.update(at, theirs, unchanged)
    )
    assert ours(lambda to: to.update(PATH, changed)) == vendors(
        lambda to, at: to.update(at, theirs)
    )


@given(document=st.dictionaries(names, values, min_size=1, max_size=4))
def test_merges_are_the_same(document: dict[str, object]) -> None:
    """Each value by its place, however its maps are called."""
    assert ours(lambda to: to.merge(PATH, document)) == vendors(
        lambda to, at: to.set(at, document, merge=True)
    )


@pytest.mark.parametrize(
    ("mark", "theirs"),
    [(DELETED, firestore.DELETE_FIELD), (Increment(0.25), firestore.Increment(0.25))],
    ids=["gone", "raised"],
)
def test_marks_in_a_merge_are_the_same(mark: object, theirs: object) -> None:
    """A field of a map that goes, or is raised, and one that is alone in its map."""
    alone = {"value": {"3": mark}}, {"value": {"3": theirs}}
    for document, other in (deep(mark, theirs), alone):
        written = ours(lambda to, it=document: to.merge(PATH, it))  # type: ignore[misc]
        assert written == vendors(lambda to, at, it=other: to.set(at, it, merge=True))  # type: ignore[misc]


def test_deletes_are_the_same() -> None:
    """Whatever there is, or only what was seen."""
    assert ours(lambda to: to.delete(PATH)) == vendors(lambda to, at: to.delete(at))
    assert ours(lambda to: to.delete(PATH, SEEN)) == vendors(
        lambda to, at: to.delete(at, CLIENT.write_option(last_update_time=SEEN))
    )


@given(value=values | st.dictionaries(names, values, max_size=3))
def test_what_is_written_is_read(value: object) -> None:
    """Every value comes back as it was: a tuple as a list, and every time exactly."""
    message = Value.pb()()
    put_value(message, value)
    read = take_value(message)
    assert read == value
    again = Value.pb()()
    put_value(again, read)
    assert again == message


@pytest.mark.parametrize("value", [object(), {1, 2}, DELETED])
def test_what_firestore_does_not_hold_is_refused(value: object) -> None:
    """Before anything is sent."""
    with pytest.raises(TypeError, match="Firestore has no value"):
        put_value(Value.pb()(), value)


def test_a_value_of_a_kind_that_is_never_written_is_left_as_it_is() -> None:
    """A document that another wrote can be read but for that field."""
    place = Value.pb()(geo_point_value={"latitude": 1.0})
    assert take_value(place) is place


MOMENT = datetime(2026, 11, 30, 12, 0, 0, 123_456, tzinfo=UTC)
NAMED = CLIENT.document(PATH)
JOBS = CLIENT.collection("users/u/jobs")
GROUP = CLIENT.collection_group("jobs")
OWN = Query(parent="users/u", collection="jobs")
ALL = Query(collection="jobs", is_group=True)
REFERENCE = Reference(name=f"{ROOT}/{PATH}")


def where(query: Any, *said: Any) -> Any:  # noqa: ANN401 -- theirs: a collection or a query
    """Return the vendor's query with a filter more."""
    return query.where(filter=firestore.FieldFilter(*said))


@pytest.mark.parametrize(
    ("asked", "theirs"),
    [
        (OWN.limit(5), JOBS.limit(5)),
        (OWN.select("expireAt"), JOBS.select(["expireAt"])),
        (OWN.where("slot", "==", "held"), where(JOBS, "slot", "==", "held")),
        (
            OWN.where("tags", "array_contains", "a").where("createdAt", ">", MOMENT).limit(1),
            where(where(JOBS, "tags", "array_contains", "a"), "createdAt", ">", MOMENT).limit(1),
        ),
        (
            ALL.where("checkAt", "<=", MOMENT)
            .where("error.code", "<", "x")
            .where("n", ">=", 1)
            .order_by("checkAt")
            .order_by(NAME)
            .start_after(MOMENT, REFERENCE),
            where(
                where(where(GROUP, "checkAt", "<=", MOMENT), "error.code", "<", "x"), "n", ">=", 1
            )
            .order_by("checkAt")
            .order_by("__name__")
            .start_after({"checkAt": MOMENT, "__name__": NAMED}),
        ),
        (
            OWN.order_by("createdAt", descending=True),
            JOBS.order_by("createdAt", direction="DESCENDING"),
        ),
    ],
    ids=["limit", "fields", "filter", "filters", "page", "order"],
)
def test_queries_are_the_same(asked: Query, theirs: Any) -> None:  # noqa: ANN401 -- theirs
    """Filters, orders, pages, and what is returned."""
    message = StructuredQuery.pb()()
    asked.put(message)
    assert message == StructuredQuery.pb(theirs._to_protobuf(), coerce=True)
