"""Cloud Logging's language for filters, as far as our log-based metrics use it. Pure.

    severity>=ERROR
    jsonPayload.action=("settle" OR "recover") AND jsonPayload.repairs.waiting>0

What must stay true: OR binds more tightly than AND, as it does in Cloud Logging and in no other
language; and what is not understood is refused, never taken for something else.
https://cloud.google.com/logging/docs/view/logging-query-language
"""

import operator
import re
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

#: A log entry as Cloud Logging has it: `resource`, `severity`, `jsonPayload`.
Entry: TypeAlias = Mapping[str, object]
Filter: TypeAlias = Callable[[Entry], bool]

_TOKEN = re.compile(r'\s*(>=|[=>()]|"[^"\\]*"|[\w.-]+)')
_COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    ">": operator.gt,
    ">=": operator.ge,
}
#: From the least to the most severe.
_SEVERITIES = ("DEFAULT", "DEBUG", "INFO", "NOTICE", "WARNING", "ERROR", "CRITICAL")


class FilterError(ValueError):
    """A filter is wrong, or uses what is not understood here; the message says where."""


def parse(text: str) -> Filter:
    """Return the filter that a text means.

    Raises:
        FilterError: If it is not understood.
    """
    reader = _Reader(text)
    found = reader.read_all_of()
    reader.expect("")
    return found


class _Reader:
    """Reads a filter from left to right; each method reads one kind of part."""

    def __init__(self, text: str) -> None:
        self._rest = text.strip()

    def read_all_of(self) -> Filter:
        """Return parts with AND between them."""
        parts = [self._read_any_of()]
        while self._skip("AND"):
            parts.append(self._read_any_of())
        return lambda entry: all(part(entry) for part in parts)

    def expect(self, token: str) -> None:
        """Read this token; the empty one is the end.

        Raises:
            FilterError: If another one stands here.
        """
        if not self._skip(token):
            raise FilterError(f"not understood: {self._rest!r}")

    def _read_any_of(self) -> Filter:
        parts = [self._read_part()]
        while self._skip("OR"):
            parts.append(self._read_part())
        return lambda entry: any(part(entry) for part in parts)

    def _read_part(self) -> Filter:
        if self._skip("NOT"):
            refused = self._read_part()
            return lambda entry: not refused(entry)
        if self._skip("("):
            inner = self.read_all_of()
            self.expect(")")
            return inner
        path = self._read_value().split(".")
        for sign, compare in _COMPARISONS.items():
            if self._skip(sign):
                return _compared(path, compare, self._read_value())
        self.expect("=")
        values = self._read_values()
        return lambda entry: str(_find(entry, path)).casefold() in values

    def _read_values(self) -> frozenset[str]:
        """Return one value, or several in parentheses with OR between them."""
        is_list = self._skip("(")
        values = {self._read_value().casefold()}
        while is_list and self._skip("OR"):
            values.add(self._read_value().casefold())
        if is_list:
            self.expect(")")
        return frozenset(values)

    def _read_value(self) -> str:
        token = self._next()
        if token in {"AND", "OR", "NOT"} or not re.fullmatch(r'"[^"]*"|[\w.-]+', token):
            raise FilterError(f"not understood: {self._rest!r}")
        self._skip(token)
        return token.strip('"')

    def _skip(self, token: str) -> bool:
        if self._next() != token:
            return False
        self._rest = self._rest.removeprefix(token).lstrip()
        return True

    def _next(self) -> str:
        """Return the token that stands here; what is none, as a whole; empty at the end."""
        match = _TOKEN.match(self._rest)
        return match[1] if match else self._rest


def _compared(path: list[str], compare: Callable[[float, float], bool], bound: str) -> Filter:
    limit = _rank(path, bound)
    if limit is None:
        raise FilterError(f"nothing is above or below {bound!r}")

    def matches(entry: Entry) -> bool:
        rank = _rank(path, _find(entry, path))
        return rank is not None and compare(rank, limit)

    return matches


def _find(entry: Entry, path: list[str]) -> object:
    """Return what stands at a path; None if nothing does."""
    found: object = entry
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _rank(path: list[str], value: object) -> float | None:
    """Return the number that a value is compared by; None if it has none."""
    if path == ["severity"]:
        name = str(value).upper()
        return _SEVERITIES.index(name) if name in _SEVERITIES else None
    try:
        return float(str(value))
    except ValueError:
        return None
