"""BigQuery's REST calls on a laptop, as far as one query needs them: for failures and waits.

Real HTTP, so that the real client can talk to it: start a query (dry or not), look at it, cancel
it, fetch its rows. What every query gives, and what it costs, are attributes; what goes wrong is
scripted, one entry a request. Answers to queries themselves are `bqemulator`'s business.

When a table was last changed can be asked too; that is no part of the script.

    with BigQueryServer() as server:
        server.script(Refusal(code=503, reason="backendError"))
        ... WAREHOUSE_BASE_URL=server.url ...
"""

import json
import re
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

from pydantic import JsonValue

from tests.fakes.local_http import LocalServer

JsonObject = dict[str, JsonValue]

_PATH = re.compile(
    r"/bigquery/v2/projects/[^/]+/(?P<what>jobs|queries)(?:/(?P<job>[^/]+))?(?P<cancel>/cancel)?"
)
_TABLE = re.compile(
    r"/bigquery/v2/projects/[^/]+/datasets/(?P<dataset>[^/]+)/tables/(?P<table>[^/]+)"
)


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """An error instead of an answer."""

    code: int
    reason: str
    message: str = "It did not work."


@dataclass(frozen=True)
class Silence:
    """Nothing comes, ever."""


@dataclass(frozen=True)
class LostAnswer:
    """It is done, but the answer does not arrive."""


@dataclass(frozen=True)
class Normal:
    """All is well with this one: the trouble comes later."""


Move = Refusal | Silence | LostAnswer | Normal


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request, as it came."""

    #: "dry run", "start", "look", "cancel" or "rows".
    kind: str
    job_id: str
    body: JsonObject

    def configuration(self) -> JsonObject:
        """Return the job's configuration."""
        found = self.body["configuration"]
        assert isinstance(found, dict)
        return found


class BigQueryServer(LocalServer):
    """The server. Every query gives the same rows: one column `role`; one gives the data's date."""

    def __init__(self) -> None:
        super().__init__(_Handler)
        #: Every request, in order.
        self.asked: list[Asked] = []
        #: What a query for a greatest value gives: the last day of the data.
        self.data_date = "2026-09-30"
        self.roles: list[str] = ["Data Analyst", "Data Engineer"]
        self.bytes_processed = 2_000_000
        #: How many tables a query names: of each, 10 MB are billed at least.
        self.tables = 1
        #: The queries that were cancelled: they end, as stopped, when they are looked at again.
        self._cancelled: set[str] = set()
        #: How often a query is looked at before it is done; None for a query that never is.
        self.looks_until_done: int | None = 0
        #: Why queries fail once they run; None for queries that do not.
        self.failure: Refusal | None = None
        #: When every table was last changed; and the tables for which that was asked, in order.
        self.changed_at = datetime(2026, 11, 1, tzinfo=UTC)
        self.asked_tables: list[str] = []
        #: What is answered instead, when that is asked; None for the truth.
        self.table_refusal: Refusal | None = None
        self._looks: dict[str, int] = {}
        self._moves: deque[Move] = deque()

    def script(self, *moves: Move) -> None:
        """Say what happens to the next requests; after them, all is well."""
        self._moves.extend(moves)

    def next_move(self) -> Move:
        """Take the next entry of the script."""
        return self._moves.popleft() if self._moves else Normal()

    def kinds(self) -> list[str]:
        """Return what was asked, in order."""
        return [asked.kind for asked in self.asked]

    @property
    def bytes_billed(self) -> int:
        """What a query is billed that has run."""
        return max(self.bytes_processed, self.tables * 10_485_760)

    def cancel(self, job_id: str) -> None:
        """Have a query end soon, if it has not ended."""
        if self.state(job_id) != "DONE":
            self._cancelled.add(job_id)

    def is_cancelled(self, job_id: str) -> bool:
        """Whether a query was cancelled before it had ended."""
        return job_id in self._cancelled

    def failure_of(self, job_id: str) -> Refusal | None:
        """Return why a query failed."""
        stopped = Refusal(code=499, reason="stopped", message="Job execution was cancelled.")
        return stopped if self.is_cancelled(job_id) else self.failure

    def start(self, job_id: str) -> bool:
        """Start a query; False if there is one of that name."""
        return self._looks.setdefault(job_id, -1) == -1 and self._count(job_id)

    def look(self, job_id: str) -> str:
        """Look at a query, and return its state."""
        self._count(job_id)
        return self.state(job_id)

    def state(self, job_id: str) -> str:
        """Return a query's state."""
        if self.is_cancelled(job_id):
            return "DONE"
        until = self.looks_until_done
        return "DONE" if until is not None and self._looks[job_id] >= until else "RUNNING"

    def _count(self, job_id: str) -> bool:
        self._looks[job_id] += 1
        return True


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: BigQueryServer

    def do_GET(self) -> None:
        """Answer a look, a request for rows, or when a table was changed."""
        self.server.judge("bigquery.v2", "GET", self.path)
        if table := _TABLE.fullmatch(urlsplit(self.path).path):
            self._send(*_table(self.server, table["dataset"], table["table"]))
        else:
            self._answer({})

    def do_POST(self) -> None:
        """Answer a start, or a cancel."""
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.judge("bigquery.v2", "POST", self.path, json.loads(raw or b"null"))
        self._answer(json.loads(raw or b"{}"))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class's name
        """Say nothing."""

    def _answer(self, body: JsonObject) -> None:
        found = _PATH.fullmatch(urlsplit(self.path).path)
        assert found is not None, self.path
        asked = Asked(kind=_kind(found, body), job_id=found["job"] or _job_id(body), body=body)
        self.server.asked.append(asked)
        match self.server.next_move():
            case Refusal() as refusal:
                self._send(refusal.code, {"error": _error(refusal)})
            case Silence():
                self.server.closing.wait()
                self.close_connection = True
            case LostAnswer():
                self._do(asked)
                self.close_connection = True
            case Normal():
                self._send(*self._do(asked))

    def _do(self, asked: Asked) -> tuple[int, JsonObject]:
        server = self.server
        match asked.kind:
            case "dry run":
                return 200, _job(server, asked.job_id, "DONE", is_dry=True)
            case "start" if not server.start(asked.job_id):
                return 409, {"error": _error(Refusal(code=409, reason="duplicate"))}
            case "start":
                return 200, _job(server, asked.job_id, server.state(asked.job_id))
            case "look":
                return 200, _job(server, asked.job_id, server.look(asked.job_id))
            case "cancel":
                # As it was: a cancel is only asked for.
                found = _job(server, asked.job_id, server.state(asked.job_id))
                server.cancel(asked.job_id)
                return 200, {"job": found}
            case _:
                return 200, _rows(server, asked.job_id)

    def _send(self, code: int, body: JsonObject) -> None:
        content = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _table(server: BigQueryServer, dataset: str, table: str) -> tuple[int, JsonObject]:
    server.asked_tables.append(f"{dataset}.{table}")
    if server.table_refusal is not None:
        return server.table_refusal.code, {"error": _error(server.table_refusal)}
    return 200, {
        "kind": "bigquery#table",
        "tableReference": {"projectId": "demo-test", "datasetId": dataset, "tableId": table},
        "lastModifiedTime": str(int(server.changed_at.timestamp() * 1000)),
    }


def _kind(found: re.Match[str], body: JsonObject) -> str:
    if found["what"] == "queries":
        return "rows"
    if found["cancel"]:
        return "cancel"
    if found["job"]:
        return "look"
    configuration = body["configuration"]
    is_dry = isinstance(configuration, dict) and configuration.get("dryRun")
    return "dry run" if is_dry else "start"


def _job_id(body: JsonObject) -> str:
    reference = body["jobReference"]
    assert isinstance(reference, dict)
    return str(reference["jobId"])


def _job(server: BigQueryServer, job_id: str, state: str, *, is_dry: bool = False) -> JsonObject:
    # Of what was stopped nothing is said, and it may be billed all the same.
    has_ended = state == "DONE" and not is_dry and not server.is_cancelled(job_id)
    billed = server.bytes_billed if has_ended else 0
    status: JsonObject = {"state": state}
    failure = server.failure_of(job_id)
    if failure is not None and state == "DONE" and not is_dry:
        status["errorResult"] = _reasons(failure)[0]
        status["errors"] = _reasons(failure)
    return {
        "kind": "bigquery#job",
        "jobReference": {"projectId": "demo-test", "jobId": job_id, "location": "EU"},
        "configuration": {"query": {"query": "SELECT"}, "jobType": "QUERY"},
        "status": status,
        "statistics": {
            "totalBytesProcessed": str(server.bytes_processed),
            "query": {
                "totalBytesProcessed": str(server.bytes_processed),
                "totalBytesBilled": str(billed),
                "statementType": "SELECT",
                "referencedTables": [
                    {"projectId": "demo-test", "datasetId": "careerlens", "tableId": f"table_{n}"}
                    for n in range(server.tables)
                ],
            },
        },
    }


def _rows(server: BigQueryServer, job_id: str) -> JsonObject:
    starts = (asked for asked in server.asked if asked.job_id == job_id)
    is_date = any("MAX(" in str(asked.body) for asked in starts)
    column, kind = ("data_date", "DATE") if is_date else ("role", "STRING")
    values = [server.data_date] if is_date else server.roles
    return {
        "kind": "bigquery#getQueryResultsResponse",
        "jobReference": {"projectId": "demo-test", "jobId": job_id, "location": "EU"},
        "jobComplete": True,
        "schema": {"fields": [{"name": column, "type": kind, "mode": "NULLABLE"}]},
        "totalRows": str(len(values)),
        "rows": [{"f": [{"v": value}]} for value in values],
    }


def _error(refusal: Refusal) -> JsonObject:
    return {
        "code": refusal.code,
        "message": refusal.message,
        "errors": _reasons(refusal),
        "status": "UNKNOWN",
    }


def _reasons(refusal: Refusal) -> list[JsonValue]:
    return [{"reason": refusal.reason, "message": refusal.message, "domain": "global"}]
