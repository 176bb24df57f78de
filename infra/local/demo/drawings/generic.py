"""Draw any result by its form alone, for job types that have no drawing of their own.

Texts and numbers stand beside their names, a list of records is a table, and what is deeper is
indented; names are read from the fields', so that a new job type is legible at once.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from pydantic import JsonValue
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from functions.job_types import JobResult
from infra.local.demo.drawings import parts

#: Of a long list only the first are shown.
_ITEMS_SHOWN = 8
#: A table with more columns does not fit a terminal.
_COLUMNS_SHOWN = 5
_INDENT = 2
_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def draw(result: JobResult) -> Iterator[RenderableType]:
    """Return the parts of the drawing."""
    yield Text(result.summarise(), style="bold")
    yield draw_value(result.to_json())


def draw_value(value: JsonValue) -> RenderableType:
    """Draw a value of JSON."""
    match value:
        case dict():
            return _draw_fields(value)
        case list():
            return _draw_items(value)
        case _:
            return Text(_written(value))


def _draw_fields(fields: Mapping[str, JsonValue]) -> RenderableType:
    """Draw what is flat beside its name, and then what is not below its own."""
    flat = {_readable(name): _written(value) for name, value in fields.items() if is_flat(value)}
    deep = {name: value for name, value in fields.items() if value and not is_flat(value)}
    drawn: list[RenderableType] = [parts.beside(flat)] if flat else []
    for name, value in deep.items():
        heading = Text(_readable(name), style=parts.HEADING)
        drawn.append(Group(heading, Padding(draw_value(value), (0, 0, 0, _INDENT))))
    return Group(*drawn)


def _draw_items(items: Sequence[JsonValue]) -> RenderableType:
    shown = items[:_ITEMS_SHOWN]
    records = [item for item in shown if isinstance(item, dict)]
    are_rows = all(is_flat(value) for record in records for value in record.values())
    is_table = len(records) == len(shown) and are_rows
    drawn = _draw_table(records) if is_table else Group(*(draw_value(item) for item in shown))
    return parts.with_rest(drawn, len(items) - len(shown))


def _draw_table(records: Sequence[Mapping[str, JsonValue]]) -> RenderableType:
    """Draw records as rows; the first columns that any of them has."""
    columns = list(dict.fromkeys(name for record in records for name in record))[:_COLUMNS_SHOWN]
    heads = (_column(name, records) for name in columns)
    rows = ((Text(_written(record.get(name))) for name in columns) for record in records)
    return parts.table(*heads, rows=rows)


def _column(name: str, records: Sequence[Mapping[str, JsonValue]]) -> str:
    values = [record[name] for record in records if name in record]
    are_numbers = all(isinstance(value, int | float) for value in values)
    return f"{'>' if are_numbers else ''}{_readable(name)}"


def is_flat(value: JsonValue) -> bool:
    """Whether a value can be written in a line: no record, and no list of any."""
    if isinstance(value, list):
        return all(not isinstance(item, dict | list) for item in value)
    return not isinstance(value, dict)


def _written(value: JsonValue) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int():
            return parts.number(value)
        case float():
            return f"{value:.4g}" if abs(value) < 1 else parts.number(round(value, 2))
        case list():
            return ", ".join(_written(item) for item in value)
        case _:
            return str(value)


def _readable(name: str) -> str:
    """Write a field's name as words: "medianPayUsd" is "Median pay usd"."""
    return _WORD_START.sub(" ", name).replace("_", " ").capitalize()
