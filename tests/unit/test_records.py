"""The base of all records: names, strictness, and what goes out and comes back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.core.records import Record

MOMENTS = st.datetimes(timezones=st.just(UTC))
_READERS = 16


class _Inner(Record):
    when_seen: datetime | None = None


class _Outer(Record):
    long_name: str = "x"
    inner_part: _Inner = _Inner()
    a_number: int | None = None
    some_tags: tuple[str, ...] = ()


OUTERS = st.builds(
    _Outer,
    long_name=st.text(),
    inner_part=st.builds(_Inner, when_seen=st.none() | MOMENTS),
    a_number=st.none() | st.integers(),
    some_tags=st.lists(st.text()).map(tuple),
)


def test_names_are_camel_case_outside() -> None:
    """What leaves Python is named in camelCase, at every depth."""
    moment = datetime(2026, 11, 23, tzinfo=UTC)

    document = _Outer(a_number=1, inner_part=_Inner(when_seen=moment)).to_document()

    assert document == {
        "longName": "x",
        "innerPart": {"whenSeen": moment},
        "aNumber": 1,
        "someTags": (),
    }


def test_both_names_are_understood() -> None:
    """A record is built from either name: ours in code, camelCase from documents."""
    assert _Outer.model_validate({"longName": "y"}) == _Outer(long_name="y")


def test_none_is_absent_from_a_document() -> None:
    """A field that is None is not stored at all, at every depth."""
    assert _Outer(a_number=None).to_document() == {
        "longName": "x",
        "innerPart": {},
        "someTags": (),
    }


def test_json_has_times_as_text() -> None:
    """JSON carries a time as RFC 3339 in UTC."""
    seen = _Inner(when_seen=datetime(2026, 11, 23, 12, 30, tzinfo=UTC))

    assert seen.to_json() == {"whenSeen": "2026-11-23T12:30:00Z"}


def test_unknown_fields_are_refused() -> None:
    """A misspelt field is an error, not a default."""
    with pytest.raises(ValidationError, match="longNmae"):
        _Outer.model_validate({"longNmae": "y"})


def test_a_record_does_not_change() -> None:
    """A new state is a new record."""
    record = _Outer()

    with pytest.raises(ValidationError, match="frozen"):
        record.long_name = "y"  # type: ignore[misc]


@settings(deadline=None)
@given(OUTERS)
def test_a_document_comes_back_the_same(record: _Outer) -> None:
    """What was stored is read back as it was."""
    assert _Outer.model_validate(record.to_document()) == record


@settings(deadline=None)
@given(OUTERS)
def test_json_comes_back_the_same(record: _Outer) -> None:
    """What was sent is read back as it was."""
    assert _Outer.model_validate(record.to_json()) == record


def test_a_record_may_be_used_first_by_many_threads() -> None:
    """It is built at its first use; those who come meanwhile wait, and read what they have sent."""

    class Inner(Record):
        when_seen: datetime | None = None

    class Outer(Record):
        inner_part: Inner
        some_tags: tuple[str, ...] = ()

    with ThreadPoolExecutor(_READERS) as pool:
        together = Barrier(_READERS)

        def read(number: int) -> Outer:
            together.wait()
            return Outer.model_validate({"innerPart": {}, "someTags": [str(number)]})

        found = list(pool.map(read, range(_READERS)))

    assert [each.some_tags for each in found] == [(str(number),) for number in range(_READERS)]
