"""A stand-in of Firebase Cloud Messaging's HTTP v1: keeps what was sent, and knows who is gone.

with FcmServer() as server:
    ... FCM_BASE_URL=server.url ...
"""

import json
from http.server import BaseHTTPRequestHandler
from threading import Lock
from typing import Any

from tests.fakes.local_http import LocalServer

_SENDING = "/v1/projects/{}/messages:send"


class FcmServer(LocalServer):
    """Takes messages for one project; an installation in `gone` is unregistered."""

    def __init__(self, project: str) -> None:
        super().__init__(_Handler)
        self.project = project
        #: The messages that were taken, in order.
        self.taken: list[dict[str, Any]] = []
        #: How often it was asked.
        self.calls = 0
        self.gone: set[str] = set()
        #: With this it answers everything, if it is set.
        self.trouble: int | None = None
        self.lock = Lock()

    def answer(self, path: str, message: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Return status and body of the answer to a message."""
        with self.lock:
            self.calls += 1
            if self.trouble is not None:
                return self.trouble, _error("UNAVAILABLE")
            if path != _SENDING.format(self.project):
                return 404, _error("NOT_FOUND")
            if message["fid"] in self.gone:
                return 404, _error("NOT_FOUND", "UNREGISTERED")
            self.taken.append(message)
            return 200, {"name": f"projects/{self.project}/messages/{self.calls}"}


class _Handler(BaseHTTPRequestHandler):
    server: FcmServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(*self.server.answer(self.path, body["message"]))

    def do_GET(self) -> None:
        """Say what was taken: to tests that are in another process."""
        with self.server.lock:
            self._answer(200, self.server.taken)

    def _answer(self, status: int, answer: object) -> None:
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """Say nothing."""


def _error(status: str, code: str | None = None) -> dict[str, Any]:
    """Return an error as the service writes it."""
    kind = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
    details = [] if code is None else [{"@type": kind, "errorCode": code}]
    return {"error": {"status": status, "message": status, "details": details}}
