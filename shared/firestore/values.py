"""Values of documents: from Python into the messages that Firestore takes, and back.

They are put into the messages of protobuf itself. The vendor's layers above those make an object a
value, and ask of each what it may be: that was a third of what a job cost.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import NoneType
from typing import Any, TypeAlias

#: A message of protobuf. Its class is made when the program runs, and has no type.
Message: TypeAlias = Any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: Firestore keeps so many to a microsecond, which is what Python's times have.
_NANOSECONDS = 1_000


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A document's whole name, as a value: that of a project, a database and a path."""

    name: str


def put_fields(fields: Message, document: Mapping[str, object]) -> None:
    """Write a document, or a map in it, into the fields of a message.

    Raises:
        TypeError: If it holds what Firestore does not.
    """
    for name, value in document.items():
        put_value(fields[name], value)


def put_value(target: Message, value: object) -> None:
    """Write one value into its message.

    Raises:
        TypeError: If Firestore has no such value.
    """
    put = _PUT.get(type(value)) or _putter(type(value))
    put(target, value)


def put_time(target: Message, moment: datetime) -> None:
    """Write a time: exactly as it was read, if it is one of Firestore's own."""
    since = moment - _EPOCH
    target.seconds = since.days * 86_400 + since.seconds
    target.nanos = getattr(moment, "nanosecond", 0) or since.microseconds * _NANOSECONDS


def take_fields(fields: Message) -> dict[str, Any]:
    """Return a document, or a map in it, as Python's values."""
    return {name: take_value(value) for name, value in fields.items()}


def take_value(value: Message) -> object:
    """Return one value; a message of a kind that is written nowhere here is returned as it is."""
    kind = value.WhichOneof("value_type")
    take = _TAKE.get(kind)
    return value if take is None else take(getattr(value, kind))


def take_time(stamp: Message) -> datetime:
    """Return a time, to the nanosecond where it says more than Python's times can."""
    if stamp.nanos % _NANOSECONDS:
        from google.api_core.datetime_helpers import DatetimeWithNanoseconds

        exact: datetime = DatetimeWithNanoseconds.from_timestamp_pb(stamp)  # type: ignore[no-untyped-call]
        return exact
    return _EPOCH + timedelta(seconds=stamp.seconds, microseconds=stamp.nanos // _NANOSECONDS)


def _put_none(target: Message, _: None) -> None:
    target.null_value = 0


def _put_flag(target: Message, value: bool) -> None:  # noqa: FBT001 -- the value itself
    target.boolean_value = value


def _put_whole(target: Message, value: int) -> None:
    target.integer_value = value


def _put_number(target: Message, value: float) -> None:
    target.double_value = value


def _put_moment(target: Message, value: datetime) -> None:
    target.timestamp_value.SetInParent()
    put_time(target.timestamp_value, value)


def _put_text(target: Message, value: str) -> None:
    target.string_value = value


def _put_bytes(target: Message, value: bytes) -> None:
    target.bytes_value = value


def _put_reference(target: Message, value: Reference) -> None:
    target.reference_value = value.name


def _put_list(target: Message, values: Sequence[object]) -> None:
    target.array_value.SetInParent()
    for each in values:
        put_value(target.array_value.values.add(), each)


def _put_map(target: Message, value: Mapping[str, object]) -> None:
    target.map_value.SetInParent()
    put_fields(target.map_value.fields, value)


#: What writes a value, by its class.
_PUT: dict[type, Callable[[Message, Any], None]] = {
    NoneType: _put_none,
    bool: _put_flag,
    int: _put_whole,
    float: _put_number,
    datetime: _put_moment,
    str: _put_text,
    bytes: _put_bytes,
    Reference: _put_reference,
    list: _put_list,
    tuple: _put_list,
    dict: _put_map,
}


def _putter(kind: type) -> Callable[[Message, Any], None]:
    """Return what writes the values of a class that is a special one of those above.

    Raises:
        TypeError: If it is none.
    """
    found: Iterator[Callable[[Message, Any], None]] = (
        _PUT[each] for each in kind.__mro__ if each in _PUT
    )
    put = next(found, None)
    if put is None:
        raise TypeError(f"Firestore has no value for {kind.__name__}")
    return put


def _take_list(array: Message) -> list[object]:
    return [take_value(each) for each in array.values]


def _take_map(value: Message) -> dict[str, Any]:
    return take_fields(value.fields)


def _take_none(_: int) -> None:
    return None


def _same(value: object) -> object:
    return value


def _take_reference(name: str) -> Reference:
    return Reference(name=name)


#: What reads a value, by the field of the message that it lies in.
_TAKE: dict[str, Callable[[Any], object]] = {
    "null_value": _take_none,
    "boolean_value": _same,
    "integer_value": _same,
    "double_value": _same,
    "timestamp_value": take_time,
    "string_value": _same,
    "bytes_value": _same,
    "reference_value": _take_reference,
    "array_value": _take_list,
    "map_value": _take_map,
}
