"""The writes of one commit, as the messages that Firestore takes.

A document is named by its path below the database: `users/u/jobs/j`. Each method adds one write;
nothing is sent here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.firestore.values import Message, put_fields, put_time, put_value

#: Stands for a field that shall not be there any more.
DELETED: Final = object()

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")

#: The names of the maps that lead to a field, and its own.
_Place = tuple[str, ...]


@dataclass(frozen=True)
class Increment:
    """Stands for what a number in a document is raised by, whatever it is by then."""

    by: float


class Writes:
    """The writes of one commit, in order."""

    def __init__(self, root: str, request: Message) -> None:
        """Begin with none.

        Args:
            root: What every document's name begins with, before its path.
            request: The vendor's request that they are sent in.
        """
        self.request = request
        self._writes = type(request).pb(request).writes
        self._root = root

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._writes)

    def create(self, path: str, document: Mapping[str, object]) -> None:
        """Write a document that must not be there yet."""
        write = self._put(path, document)
        write.current_document.exists = False

    def set(self, path: str, document: Mapping[str, object]) -> None:
        """Write a document, whether or not there is one."""
        self._put(path, document)

    def merge(self, path: str, document: Mapping[str, object]) -> None:
        """Write fields of a document, also in its maps, and leave all others; it may be new."""
        write = self._add(path)
        fields = sorted(_fields_of(document), key=lambda found: found[0])
        write.update_mask.SetInParent()
        for place, value in fields:
            if isinstance(value, Increment):
                transform = write.update_transforms.add()
                transform.field_path = _rendered(place)
                put_value(transform.increment, value.by)
                continue
            write.update_mask.field_paths.append(_rendered(place))
            if value is not DELETED:
                put_value(_at(write.update.fields, place), value)

    def update(
        self, path: str, document: Mapping[str, object], seen: datetime | None = None
    ) -> None:
        """Write fields of a document that is there, and leave all others.

        Args:
            path: Which document.
            document: Its fields, each as a whole.
            seen: Only if it was last written then; None for whatever it is.
        """
        write = self._add(path)
        for name in sorted(document):
            write.update_mask.field_paths.append(_rendered((name,)))
            if document[name] is not DELETED:
                put_value(write.update.fields[name], document[name])
        if seen is None:
            write.current_document.exists = True
        else:
            put_time(write.current_document.update_time, seen)

    def delete(self, path: str, seen: datetime | None = None) -> None:
        """Delete a document, if there is one; only if it was last written then."""
        write = self._writes.add()
        write.delete = f"{self._root}/{path}"
        if seen is not None:
            put_time(write.current_document.update_time, seen)

    def _put(self, path: str, document: Mapping[str, object]) -> Message:
        write = self._add(path)
        put_fields(write.update.fields, document)
        return write

    def _add(self, path: str) -> Message:
        write = self._writes.add()
        write.update.name = f"{self._root}/{path}"
        return write


def _fields_of(
    document: Mapping[str, object], above: _Place = ()
) -> Iterator[tuple[_Place, object]]:
    """Return the values of a document and of the maps in it, each with where it is."""
    for name, value in document.items():
        if isinstance(value, dict) and value:
            yield from _fields_of(value, (*above, name))
        else:
            yield (*above, name), value


def _at(fields: Message, place: _Place) -> Message:
    """Return the message of a field, made with the maps above it where there are none yet."""
    for name in place[:-1]:
        fields = fields[name].map_value.fields
    return fields[place[-1]]


def _rendered(place: _Place) -> str:
    """Return a field's place as Firestore's masks say it: any other name is in backticks."""
    return ".".join(name if _PLAIN_NAME.fullmatch(name) else _quoted(name) for name in place)


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace("`", "\\`")
    return f"`{escaped}`"
