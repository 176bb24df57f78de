"""What stands before a function's instances in Cloud Run: who may call, and which one answers."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt

from infra.local.cloud.stack import CALLER
from infra.local.process import ports
from tests.support.cloud_instances import Instance

#: What Cloud Run writes where a token's signature was.
CUT = "SIGNATURE_REMOVED_BY_GOOGLE"
#: What a function is not sent on: it belongs to one connection.
_OF_CONNECTIONS = {"connection", "host", "keep-alive", "transfer-encoding", "content-length"}


class Front(ThreadingHTTPServer):
    """A function's address."""

    daemon_threads = True

    def __init__(self, port: int, *, shape: Mapping[str, Any], certificates: str | None) -> None:
        super().__init__((ports.HOST, port), _Handler)
        self.instances: list[Instance] = []
        self.concurrency = int(shape["concurrency"])
        self.timeout_seconds = float(shape["timeout_seconds"])
        #: Where the callers' keys are; None for a function that everybody may call.
        self._keys = jwt.PyJWKClient(certificates) if certificates else None
        #: How many were turned away because they may not call, and because no instance was free.
        self.refused, self.turned_away = 0, 0
        self._choice = threading.Lock()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def admitted(self, authorization: str | None) -> str | None:
        """Return the header that the function gets.

        Raises:
            jwt.PyJWTError: If the caller may not call it.
        """
        if self._keys is None:
            return authorization
        token = (authorization or "").removeprefix("Bearer ")
        key = self._keys.get_signing_key_from_jwt(token)
        claims = jwt.decode(
            token, key.key, algorithms=["RS256"], options={"verify_aud": False}, leeway=5
        )
        if claims.get("email") != CALLER:
            raise jwt.InvalidTokenError(claims.get("email"))
        return f"Bearer {token.rpartition('.')[0]}.{CUT}"

    @contextmanager
    def free_instance(self) -> Iterator[Instance | None]:
        """Take the instance with the fewest requests, for one more; None if all are full."""
        with self._choice:
            able = [each for each in self.instances if not each.is_stopping]
            chosen = min(able, key=lambda each: (each.running, each.answered), default=None)
            if chosen is None or chosen.running >= self.concurrency:
                self.turned_away += 1
                chosen = None
            taken = chosen.request() if chosen is not None else None
            if taken is not None:
                taken.__enter__()
        try:
            yield chosen
        finally:
            if taken is not None:
                taken.__exit__(None, None, None)

    def close(self) -> None:
        """End it."""
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Front

    def _forward(self) -> None:
        try:
            authorization = self.server.admitted(self.headers.get("Authorization"))
        except jwt.PyJWTError:
            self.server.refused += 1
            return self._send(HTTPStatus.FORBIDDEN, {}, b"")
        headers = {
            name: value
            for name, value in self.headers.items()
            if name.lower() not in {*_OF_CONNECTIONS, "authorization"}
        }
        if authorization is not None:
            headers["Authorization"] = authorization
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with self.server.free_instance() as instance:
            if instance is None:
                return self._send(HTTPStatus.TOO_MANY_REQUESTS, {}, b"")
            return self._send(*self._ask(instance, body, headers))

    do_GET = do_POST = do_DELETE = do_PATCH = do_PUT = do_OPTIONS = _forward  # noqa: N815

    def _ask(
        self, instance: Instance, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, Mapping[str, str], bytes]:
        connection = HTTPConnection(ports.HOST, instance.port, timeout=self.server.timeout_seconds)
        try:
            connection.request(self.command, self.path, body, dict(headers))
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        except TimeoutError:
            return HTTPStatus.GATEWAY_TIMEOUT, {}, b""
        except OSError:
            return HTTPStatus.SERVICE_UNAVAILABLE, {}, b""
        finally:
            connection.close()

    def _send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            if name.lower() not in _OF_CONNECTIONS:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        with suppress(ConnectionError):  # who asked has gone
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
