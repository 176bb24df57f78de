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

_TOKEN = re.compile(r'\s*(?:(>=|<=|[=<>()])|("(?:[^"\\]|\\.)*")|([\w.-]+))')
_COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
#: From the least to the most severe.
_SEVERITIES = (
    *("DEFAULT", "DEBUG", "INFO", "NOTICE", "WARNING"),
    *("ERROR", "CRITICAL", "ALERT", "EMERGENCY"),
)


class FilterError(ValueError):
    """A filter is wrong, or uses what is not understood here; the message says where."""


def parse(text: str) -> Filter:
    """Make a filter of its text.

    Raises:
        FilterError: If it is not understood.
    """
    parser = _Parser(text)
    found = parser.read_all_of()
    parser.expect("")
    return found


class _Parser:
    """Reads a filter from left to right; each method reads one kind of part."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._token = ""
        self._advance()

    def read_all_of(self) -> Filter:
        """Read parts with AND between them."""
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
            raise self._error()

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
        path = self._read_word().split(".")
        sign = self._take()
        if sign == "=":
            values = self._read_values()
            return lambda entry: str(_find(entry, path)).casefold() in values
        if sign not in _COMPARISONS:
            raise self._error()
        compare, bound = _COMPARISONS[sign], self._read_value()
        limit = _rank(path, bound)
        if limit is None:
            raise self._error()
        return lambda entry: _exceeds(compare, _rank(path, _find(entry, path)), limit)

    def _read_values(self) -> frozenset[str]:
        """Read one value, or several in parentheses with OR between them."""
        if not self._skip("("):
            return frozenset({self._read_value()})
        values = {self._read_value()}
        while self._skip("OR"):
            values.add(self._read_value())
        self.expect(")")
        return frozenset(values)

    def _read_value(self) -> str:
        if self._token.startswith('"'):
            return re.sub(r"\\(.)", r"\1", self._take()[1:-1]).casefold()
        return self._read_word().casefold()

    def _read_word(self) -> str:
        if not re.fullmatch(r"[\w.-]+", self._token) or self._token in {"AND", "OR", "NOT"}:
            raise self._error()
        return self._take()

    def _skip(self, token: str) -> bool:
        if self._token != token:
            return False
        self._advance()
        return True

    def _take(self) -> str:
        token = self._token
        self._advance()
        return token

    def _advance(self) -> None:
        rest = self._text[self._at :]
        match = _TOKEN.match(rest)
        if match is None and rest.strip():
            raise FilterError(f"not understood: {rest.strip()!r}")
        self._token = match[0].strip() if match else ""
        self._at += match.end() if match else 0

    def _error(self) -> FilterError:
        return FilterError(f"not understood before {self._text[self._at :]!r}: {self._token!r}")


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


def _exceeds(compare: Callable[[float, float], bool], value: float | None, limit: float) -> bool:
    return value is not None and compare(value, limit)
