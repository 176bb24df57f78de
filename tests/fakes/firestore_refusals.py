"""A Firestore that refuses every call with one status: real gRPC, for the real client."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import grpc

#: As the service says it of a query that no index serves, and of a project without a database.
NO_INDEX = "The query requires an index. You can create it here: https://console.example/indexes"
NO_DATABASE = "The database (default) does not exist for project demo-test."


class _Refusals(grpc.GenericRpcHandler):  # type: ignore[misc]
    def __init__(self, status: grpc.StatusCode, message: str) -> None:
        self._status, self._message = status, message

    def service(self, handler_call_details: object) -> object:
        """Return what deals with any call."""

        def refuse(request: bytes, context: Any) -> Iterator[bytes]:  # noqa: ANN401 -- gRPC's
            context.abort(self._status, self._message)
            yield b""

        return grpc.unary_stream_rpc_method_handler(refuse)


@contextmanager
def refusing(status: grpc.StatusCode, message: str) -> Iterator[str]:
    """Have every call refused so; gives the address."""
    server = grpc.server(ThreadPoolExecutor(max_workers=2))
    server.add_generic_rpc_handlers((_Refusals(status, message),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.stop(grace=None).wait()
