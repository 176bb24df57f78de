"""Google's own analyzer and reference engine for our SQL, in a venv of its own.

A statement that it refuses, BigQuery refuses as well. What it lets pass may still be refused: it
knows the language, and not what BigQuery has left out of it.
"""

import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra.bigquery.tables import all_tables
from shared.handler.ports import Parameter
from tests.support.job_events import VIEWS, columns, view_sql

_ENGINE = Path(__file__).with_name("googlesql_engine.py")
#: The dataset of the views, as they name it.
_ANALYTICS = "jobs_analytics"
_LONGEST_SECONDS = 600


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A statement to judge, and to run if it has values."""

    name: str
    sql: str
    #: By parameter, its type in BigQuery's word: "STRING", "ARRAY<STRING>".
    types: Mapping[str, str] = field(default_factory=dict)
    #: By parameter, its value; None for a statement that is only judged.
    values: Mapping[str, Parameter] | None = None
    #: If it is a view: the name by which the statements after it may read it.
    view: str | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was found of a statement."""

    #: What is wrong with it; None for nothing.
    error: str | None = None
    rows: Sequence[Mapping[str, Any]] = ()


def views() -> list[Statement]:
    """Return the views of the job events, each after those that it reads."""
    return [
        Statement(
            name=name,
            sql=view_sql(name, _ANALYTICS).replace(f"`{_ANALYTICS}.", f"`{_ANALYTICS}_"),
            view=f"{_ANALYTICS}_{name}",
        )
        for name in VIEWS
    ]


def ask(
    python: Path, statements: Iterable[Statement], rows: Mapping[str, Iterable[Sequence[Any]]]
) -> dict[str, Answer]:
    """Return an answer a statement, by its name, over these rows of the warehouse's tables."""
    asked = list(statements)
    tables: dict[str, Any] = {
        name: [column.model_dump() for column in table.columns]
        for name, table in all_tables().items()
    }
    document = {
        "tables": {**tables, f"{_ANALYTICS}_job_events": columns()},
        "rows": {name: [list(row) for row in each] for name, each in rows.items()},
        "statements": [_document(statement) for statement in asked],
    }
    run = subprocess.run(  # noqa: S603 -- the variable is the developer's own
        [python, "-P", _ENGINE],
        input=json.dumps(document, default=str),
        capture_output=True,
        text=True,
        timeout=_LONGEST_SECONDS,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    answers = map(_answer, json.loads(run.stdout))
    return {each.name: answer for each, answer in zip(asked, answers, strict=True)}


def _document(statement: Statement) -> dict[str, Any]:
    types = {name: _column(kind) for name, kind in statement.types.items()}
    values = None if statement.values is None else dict(statement.values)
    return {"sql": statement.sql, "types": types, "values": values, "view": statement.view}


def _column(kind: str) -> dict[str, str]:
    """Return a parameter's type as a schema file describes it."""
    item = kind.removeprefix("ARRAY<").removesuffix(">")
    return {"type": item, "mode": "NULLABLE" if item == kind else "REPEATED"}


def _answer(found: dict[str, Any]) -> Answer:
    names = found.get("columns", ())
    rows = [dict(zip(names, row, strict=True)) for row in found.get("rows", ())]
    return Answer(error=found.get("error"), rows=rows)
