"""Judge and run SQL with Google's own analyzer and reference engine: the inside of `googlesql.py`.

Run by the Python of a venv of its own, which has the package `zetasql` and nothing of ours. It
reads one JSON document from standard input, and writes one answer a statement to standard output.
"""

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from zetasql.api import Analyzer, CatalogBuilder, PreparedQuery, TableBuilder
from zetasql.api.type_factory import TypeFactory
from zetasql.core import wasm_client
from zetasql.types import (
    AnalyzerOptions,
    LanguageOptions,
    Parameter,
    ProductMode,
    ResolvedQueryStmt,
    TableContent,
    TableData,
    TypeKind,
    Value,
    ZetaSQLBuiltinFunctionOptions,
)

_KINDS = {
    "STRING": TypeKind.TYPE_STRING,
    "INTEGER": TypeKind.TYPE_INT64,
    "INT64": TypeKind.TYPE_INT64,
    "FLOAT": TypeKind.TYPE_DOUBLE,
    "FLOAT64": TypeKind.TYPE_DOUBLE,
    "BOOLEAN": TypeKind.TYPE_BOOL,
    "BOOL": TypeKind.TYPE_BOOL,
    "DATE": TypeKind.TYPE_DATE,
    "TIMESTAMP": TypeKind.TYPE_TIMESTAMP,
}
#: Where the engine's value has what JSON has, too.
_FIELDS = {
    TypeKind.TYPE_STRING: "string_value",
    TypeKind.TYPE_INT64: "int64_value",
    TypeKind.TYPE_DOUBLE: "double_value",
    TypeKind.TYPE_BOOL: "bool_value",
}
_FIRST_DAY = date(1970, 1, 1)


class _CachedConfig(wasm_client.Config):  # type: ignore[misc]
    """Keeps what was compiled in the venv: that takes twenty seconds and more."""

    def __init__(self) -> None:
        super().__init__()
        kept = Path(sys.prefix) / "wasmtime"
        kept.mkdir(exist_ok=True)
        described = kept / "cache.toml"
        described.write_text(f'[cache]\ndirectory = "{kept}"\n', encoding="utf-8")
        self.cache = str(described)


def _type(column: dict[str, Any]) -> Any:  # noqa: ANN401 -- the vendor's
    """Return the type of a column, as BigQuery's schema files describe it."""
    if column["type"] == "RECORD":
        fields = [(each["name"], _type(each)) for each in column["fields"]]
        found = TypeFactory.create_struct_type(fields)
    else:
        found = TypeFactory.create_simple_type(_KINDS[column["type"]])
    is_list = column.get("mode") == "REPEATED"
    return TypeFactory.create_array_type(found) if is_list else found


def _value(kind: str, given: Any) -> Value:  # noqa: ANN401 -- what JSON has
    """Return a value of JSON in the engine's form."""
    if given is None:
        return Value()
    if isinstance(given, list):
        return Value(array_value=Value.Array(element=[_value(kind, each) for each in given]))
    if _KINDS[kind] == TypeKind.TYPE_DATE:
        return Value(date_value=(date.fromisoformat(given) - _FIRST_DAY).days)
    return Value(**{_FIELDS[_KINDS[kind]]: given})


def _empty(kind: Any) -> list[str] | None:  # noqa: ANN401 -- the vendor's
    """Return what a column has where it has nothing: BigQuery makes no difference for a list."""
    return [] if kind.type_kind == TypeKind.TYPE_ARRAY else None


def _plain(value: Value, empty: list[str] | None = None) -> Any:  # noqa: ANN401 -- what JSON has
    """Return a value of the engine as JSON has it."""
    if value.array_value is not None:
        return [_plain(each) for each in value.array_value.element]
    if value.date_value is not None:
        return (_FIRST_DAY + timedelta(days=value.date_value)).isoformat()
    scalars = (value.string_value, value.int64_value, value.double_value, value.bool_value)
    return next((each for each in scalars if each is not None), empty)


class Engine:
    """The tables that statements may name, and what is done with a statement."""

    def __init__(self, tables: dict[str, list[dict[str, Any]]]) -> None:
        self._language = LanguageOptions.maximum_features()
        # As BigQuery offers it: FLOAT64 and not DOUBLE, and no type that it does not have.
        self._language.product_mode = ProductMode.PRODUCT_EXTERNAL
        functions = ZetaSQLBuiltinFunctionOptions(language_options=self._language)
        self._catalog = CatalogBuilder("warehouse").with_builtin_functions(functions)
        for name, columns in tables.items():
            self._add(name, [(each["name"], _type(each)) for each in columns])

    def judge(self, sql: str, types: dict[str, dict[str, Any]], view: str | None) -> str | None:
        """Return what is wrong with a statement; a view's columns are a table from then on."""
        try:
            found = Analyzer(self._options(types), self._catalog.build()).analyze_statement(sql)
        except Exception as error:  # noqa: BLE001 -- whatever it says of the statement is the answer
            return str(error)
        if view is not None:
            if not isinstance(found, ResolvedQueryStmt):
                return "A view is a query."
            self._add(view, [(each.name, each.column.type) for each in found.output_column_list])
        return None

    def run(
        self,
        sql: str,
        types: dict[str, dict[str, Any]],
        values: dict[str, Any],
        content: Any,  # noqa: ANN401
    ) -> dict[str, Any]:
        """Run a query; return its columns and rows."""
        prepared = (
            PreparedQuery.builder()
            .set_sql(sql)
            .set_analyzer_options(self._options(types))
            .set_catalog(self._catalog.build())
            .set_table_content(content)
        )
        given = [
            Parameter(name=name, value=_value(types[name]["type"], value))
            for name, value in values.items()
        ]
        with prepared.prepare() as query:
            found = query.execute(parameters=given)
            # Of no rows there is no content.
            data = found.content.table_data if found.content else None
            rows = data.row if data else []
            empty = [_empty(column.type) for column in query.columns]
            return {
                "columns": [column.name for column in query.columns],
                "rows": [list(map(_plain, row.cell, empty)) for row in rows],
            }

    def _add(self, name: str, columns: list[tuple[str, Any]]) -> None:
        table = TableBuilder(name)
        for column, kind in columns:
            table.add_column(column, kind)
        self._catalog.add_table(table.build())

    def _options(self, types: dict[str, dict[str, Any]]) -> AnalyzerOptions:
        parameters = [
            AnalyzerOptions.QueryParameter(name=name, type=_type(kind))
            for name, kind in types.items()
        ]
        return AnalyzerOptions(language_options=self._language, query_parameters=parameters)


def _content(columns: list[dict[str, Any]], rows: list[list[Any]]) -> TableContent:
    kinds = [column["type"] for column in columns]
    filled = [
        TableData.Row(cell=[_value(*pair) for pair in zip(kinds, row, strict=True)]) for row in rows
    ]
    return TableContent(table_data=TableData(row=filled))


def main() -> None:
    """Answer for each statement: what is wrong with it, or its columns and rows."""
    asked = json.load(sys.stdin)
    wasm_client.Config = _CachedConfig
    engine = Engine(asked["tables"])
    content = {name: _content(asked["tables"][name], rows) for name, rows in asked["rows"].items()}
    answers: list[dict[str, Any]] = []
    for statement in asked["statements"]:
        sql, types = statement["sql"], statement["types"]
        error = engine.judge(sql, types, statement["view"])
        if error is None and statement["values"] is not None:
            answers.append(engine.run(sql, types, statement["values"], content))
        else:
            answers.append({"error": error})
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
