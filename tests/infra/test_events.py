"""A job event has one form: in the code, on the topic, and in BigQuery."""

import json
import re
from collections.abc import Mapping
from typing import Any

import duckdb
import pytest
import sqlglot
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

from shared.core.job_event import JobEvent
from shared.core.job_status import JobStatus
from tests.infra import terraform
from tests.support.job_events import ANALYTICS, VIEWS, columns, end_of, start_of, view_sql
from tests.support.job_events import rows as event_rows

#: Written by Pub/Sub itself, because the subscription says `write_metadata`.
METADATA = {"subscription_name", "message_id", "publish_time", "attributes"}
_TYPES = {
    "string": "STRING",
    "integer": "INTEGER",
    "number": "FLOAT",
    "boolean": "BOOLEAN",
    "date-time": "TIMESTAMP",
    "object": "RECORD",
}
_DUCKDB = {
    "STRING": "VARCHAR",
    "INTEGER": "BIGINT",
    "FLOAT": "DOUBLE",
    "BOOLEAN": "BOOLEAN",
    "TIMESTAMP": "TIMESTAMP",
}
_Field = descriptor_pb2.FieldDescriptorProto
_PROTO_TYPES = {
    "string": _Field.TYPE_STRING,
    "int64": _Field.TYPE_INT64,
    "double": _Field.TYPE_DOUBLE,
    "bool": _Field.TYPE_BOOL,
    "Usage": _Field.TYPE_MESSAGE,
}


def types_of(schema: Mapping[str, Any], whole: Mapping[str, Any]) -> dict[str, object]:
    """Return the fields of a record with BigQuery's word for each type, records with theirs."""
    found: dict[str, object] = {}
    for name, field in schema["properties"].items():
        plain = next(each for each in field.get("anyOf", [field]) if each.get("type") != "null")
        if "$ref" in plain:
            plain = whole["$defs"][plain["$ref"].rpartition("/")[2]]
        kind = _TYPES[plain.get("format", plain["type"])]
        found[name] = types_of(plain, whole) if kind == "RECORD" else kind
    return found


def types_of_columns(listed: list[dict[str, Any]]) -> dict[str, object]:
    """Say the same of a table's columns."""
    return {
        each["name"]: types_of_columns(each["fields"]) if each["type"] == "RECORD" else each["type"]
        for each in listed
    }


def test_the_table_has_the_messages_fields() -> None:
    """Every field of the message has its column, of its type, and no column is without a field."""
    schema = JobEvent.model_json_schema(by_alias=True)
    written = types_of_columns([each for each in columns() if each["name"] not in METADATA])
    assert written == types_of(schema, schema)
    assert {each["name"] for each in columns()} - set(written) == METADATA


def test_a_column_is_required_where_the_message_always_has_it() -> None:
    """What a message may lack is not required of a row: BigQuery would refuse the row."""
    optional = {
        field.alias for field in JobEvent.model_fields.values() if type(None) in args_of(field)
    }
    required = {each["name"] for each in columns() if each["mode"] == "REQUIRED"}
    assert required == {field.alias for field in JobEvent.model_fields.values()} - optional


def args_of(field: Any) -> tuple[Any, ...]:  # noqa: ANN401 -- pydantic's own
    """Return the members of a union type."""
    return getattr(field.annotation, "__args__", ())


def test_the_topic_takes_real_messages() -> None:
    """The topic's schema reads what the code sends, strictly: an unknown field is refused."""
    kind = message_class((ANALYTICS / "job_event.proto").read_text())
    ends = (JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED)
    for message in (start_of(3), *(end_of(3, status) for status in ends)):
        read = json_format.Parse(json.dumps(message), kind())
        back = json_format.MessageToDict(read, always_print_fields_with_no_presence=False)
        assert set(back) == set(message)
        assert read.waitSeconds == 3
    unknown = {**end_of(3, JobStatus.FAILED), "userText": "x"}
    with pytest.raises(json_format.ParseError):
        json_format.Parse(json.dumps(unknown), kind())


def test_the_topic_has_the_messages_fields() -> None:
    """Each field of the code is in the topic's schema, by its type, and no other is."""
    kind = message_class((ANALYTICS / "job_event.proto").read_text())
    schema = JobEvent.model_json_schema(by_alias=True)
    assert proto_types(kind.DESCRIPTOR) == types_in_proto(types_of(schema, schema))


def proto_types(message: Any) -> dict[str, object]:  # noqa: ANN401 -- protobuf's own
    """Return the fields of a message with their types, messages with theirs."""
    return {
        field.name: proto_types(field.message_type) if field.message_type else field.type
        for field in message.fields
    }


def types_in_proto(types: Mapping[str, object]) -> dict[str, object]:
    """Say BigQuery's types in protobuf's words; a time is a text there."""
    words = {
        "STRING": _Field.TYPE_STRING,
        "TIMESTAMP": _Field.TYPE_STRING,
        "INTEGER": _Field.TYPE_INT64,
        "FLOAT": _Field.TYPE_DOUBLE,
        "BOOLEAN": _Field.TYPE_BOOL,
    }
    return {
        name: types_in_proto(kind) if isinstance(kind, dict) else words[str(kind)]
        for name, kind in types.items()
    }


def message_class(text: str) -> Any:  # noqa: ANN401 -- made from the text
    """Make protobuf's class of a schema as simple as ours, without its compiler."""
    file = descriptor_pb2.FileDescriptorProto(name="job_event.proto", syntax="proto3")
    outer = file.message_type.add(name="JobEvent")
    inner = outer.nested_type.add(name="Usage")
    nested, _, rest = re.sub(r"//.*", "", text).partition("message Usage {")[2].partition("}")
    for target, body in ((inner, nested), (outer, rest)):
        for kind, name, number in re.findall(r"(\w+) (\w+) = (\d+);", body):
            field = target.field.add(
                name=name, number=int(number), type=_PROTO_TYPES[kind], label=_Field.LABEL_OPTIONAL
            )
            if kind == "Usage":
                field.type_name = ".JobEvent.Usage"
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("JobEvent"))


@pytest.fixture
def warehouse() -> duckdb.DuckDBPyConnection:
    """DuckDB with the table, real messages in it (two of them twice), and the views."""
    connection = duckdb.connect()
    connection.execute("ATTACH ':memory:' AS analytics")
    connection.execute("USE analytics")
    connection.execute(f"CREATE TABLE job_events ({', '.join(map(_column, columns()))})")
    for row in event_rows():
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" for _ in row)
        connection.execute(f"INSERT INTO job_events ({names}) VALUES ({marks})", list(row.values()))  # noqa: S608 -- our own names
    for name in VIEWS:
        text = view_sql(name, "analytics").replace("`analytics.", "`")
        (query,) = sqlglot.transpile(text, read="bigquery", write="duckdb")
        connection.execute(f"CREATE VIEW {name} AS {query}")
    return connection


def _column(column: Mapping[str, Any]) -> str:
    """Say a column in DuckDB's words."""
    if column["type"] == "RECORD":
        below = ", ".join(f'"{each["name"]}" {_DUCKDB[each["type"]]}' for each in column["fields"])
        return f'"{column["name"]}" STRUCT({below})'
    needed = " NOT NULL" if column["mode"] == "REQUIRED" else ""
    return f'"{column["name"]}" {_DUCKDB[column["type"]]}{needed}'


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    """Ask the warehouse."""
    return connection.execute(query).fetchall()


def test_a_row_that_comes_twice_counts_once(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Thirteen rows, five ends and six starts."""
    assert rows(warehouse, "SELECT COUNT(*) FROM job_events") == [(13,)]
    assert rows(warehouse, "SELECT COUNT(*) FROM job_ends") == [(5,)]
    assert rows(warehouse, "SELECT COUNT(*) FROM job_starts") == [(6,)]


def test_the_views_say_what_happened(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Jobs a day, failures by code, times and cost, by type; a start is no job's end."""
    assert rows(
        warehouse,
        "SELECT type, jobs, succeeded, failed, cancelled, owners FROM jobs_a_day ORDER BY type",
    ) == [("example", 4, 3, 1, 0, 4), ("other", 1, 0, 0, 1, 1)]
    failures = rows(warehouse, "SELECT type, code, jobs, share FROM failures_by_code")
    assert failures == [("example", "internal", 1, 0.25)]
    counted = "SELECT type, starts, jobs FROM times_by_type ORDER BY type"
    assert rows(warehouse, counted) == [("example", 4, 4), ("other", 2, 1)]
    (times,) = rows(
        warehouse, "SELECT wait_p50, wait_p95, run_p95 FROM times_by_type WHERE jobs = 4"
    )
    # BigQuery gives one of the values, DuckDB one between two of them.
    assert 2 <= times[0] <= 3 <= times[1] <= 4
    assert 6 <= times[2] <= 8
    (other,) = rows(
        warehouse, "SELECT wait_p95, run_p50, run_p95 FROM times_by_type WHERE jobs = 1"
    )
    # Of the job that still runs only the wait is known.
    assert 5 <= other[0] <= 6
    assert other[1:] == (10, 10)
    columns = "cost_usd, input_tokens, cached_tokens, output_tokens, thinking_tokens"
    (cost,) = rows(warehouse, f"SELECT {columns} FROM cost_by_type WHERE jobs = 4")  # noqa: S608 -- our own names
    assert cost == (2.5, 40, 16, 12, 8)


def test_every_view_is_made() -> None:
    """Terraform makes a view of each query that lies there, and no other."""
    named = {path.stem for path in ANALYTICS.glob("*.sql")}
    made = terraform.local_values()
    assert named == {*made["views_of_moments"], *terraform.texts(made["views"])} == set(VIEWS)


def test_a_table_is_made_of_each_file() -> None:
    """`tables.json` names the files of columns that lie beside it, and Terraform goes by it."""
    folder = terraform.FOLDER.parent / "bigquery"
    listed = json.loads((folder / "tables.json").read_bytes())
    assert set(listed) == {path.stem for path in folder.glob("*.json")} - {"tables"}


def test_the_subscription_writes_what_the_table_has() -> None:
    """By the table's schema, with Pub/Sub's own columns, losing nothing in silence."""
    body = terraform.resource("google_pubsub_subscription.job_events_to_bigquery")
    (config,) = body["bigquery_config"]
    assert (config["use_table_schema"], config["write_metadata"]) == (True, True)
    assert config["drop_unknown_fields"] is False
    (letters,) = body["dead_letter_policy"]
    assert letters["dead_letter_topic"] == "${google_pubsub_topic.job_events_dead.id}"
    assert body["expiration_policy"] == [{"ttl": '""'}]
