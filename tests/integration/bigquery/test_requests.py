"""What a load asks of BigQuery, judged by BigQuery's own document: tables, uploads, the MERGE."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from infra.bigquery.tables import POSTINGS, all_tables
from infra.load_postings.to_bigquery import BigQueryTarget
from tests.fakes.local_http import LocalServer
from tests.integration.bigquery.conftest import make_settings

ROWS = 3


class Agreeable(LocalServer):
    """A BigQuery that has everything done at once, and answers with what it was sent."""

    def __init__(self) -> None:
        super().__init__(_Handler)
        #: Each request: its verb, the last part of its path, and what was sent.
        self.asked: list[tuple[str, str, Any]] = []
        #: What an upload has said before its rows.
        self.upload: dict[str, Any] = {}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Agreeable

    def do_GET(self) -> None:
        self._judged(None)
        self._send(_done({"jobReference": {"jobId": "j", "projectId": "p"}}))

    def do_DELETE(self) -> None:
        self._judged(None)
        self._send({})

    def do_POST(self) -> None:
        body = json.loads(self._sent())
        self._judged(body)
        if "uploadType" in parse_qs(urlsplit(self.path).query):
            self.server.upload = body
            self._send({}, Location=f"{self.server.url}/rows")
        else:
            self._send(_done(body) if "configuration" in body else body)

    def do_PUT(self) -> None:
        """Take an upload's rows."""
        self.server.asked.append(("PUT", "rows", len(self._sent().splitlines())))
        self._send(_done(self.server.upload))

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _judged(self, body: object) -> None:
        self.server.judge("bigquery.v2", self.command, self.path, body)
        last = urlsplit(self.path).path.rpartition("/")[2]
        self.server.asked.append((self.command, last, body))

    def _sent(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _send(self, answer: dict[str, Any], **headers: str) -> None:
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


def _done(job: dict[str, Any]) -> dict[str, Any]:
    """Return a job that has ended, and as the answer to a question for its rows, too."""
    return {**job, "status": {"state": "DONE"}, "jobComplete": True, "statistics": {}}


@pytest.fixture
def agreeable() -> Iterator[Agreeable]:
    """A BigQuery that says yes."""
    with Agreeable() as server:
        yield server


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """Some rows, one a line."""
    path = tmp_path / "rows.ndjson"
    path.write_text('{"posting_id": "p"}\n' * ROWS)
    return path


def test_what_creates_the_tables_is_understood(agreeable: Agreeable) -> None:
    """The dataset, and each table with its schema, partitions and clusters."""
    BigQueryTarget(make_settings(agreeable.url)).create_tables()
    created = [body for verb, last, body in agreeable.asked if (verb, last) == ("POST", "tables")]
    assert {body["tableReference"]["tableId"] for body in created} == set(all_tables())


def test_what_merges_postings_is_understood(agreeable: Agreeable, rows: Path) -> None:
    """A staged table, an upload with all rows, a MERGE, and the staged table's end."""
    target = BigQueryTarget(make_settings(agreeable.url))
    target.merge(all_tables()[POSTINGS], rows, "load1")
    verbs = [(verb, last) for verb, last, _ in agreeable.asked if verb != "GET"]
    assert verbs == [
        *(("POST", "tables"), ("POST", "jobs"), ("PUT", "rows"), ("POST", "jobs")),
        ("DELETE", f"{POSTINGS}_load_load1"),
    ]
    assert ("PUT", "rows", ROWS) in agreeable.asked


def test_a_request_that_is_not_understood_fails_its_test() -> None:
    """The end of a fake says what Google's services would have made of the requests."""
    with pytest.raises(AssertionError, match=r"would not understand: there is no \?place"):  # noqa: SIM117
        with Agreeable() as server:
            server.judge("bigquery.v2", "GET", "/bigquery/v2/projects/p/jobs/j?place=EU")
