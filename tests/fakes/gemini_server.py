"""Gemini on a laptop: real HTTP and server-sent events, so that the real library can talk to it.

Speaks the paths of both services: `/v1/models/M:streamGenerateContent` (API key) and
`/v1beta1/projects/P/locations/L/publishers/google/models/M:...` (service account), the same with
`:generateContent`, and `/token`, which gives service accounts their access token. Answers fit the
JSON Schema that was sent, unless a script says otherwise: one entry a request, in their order.

As the services do, and no script changes that: a schema with a number of items on a list of
objects is refused with a bare 400, a time limit below 10 s with a 400, a place that has no such
model with a 404, and a label of who asks by an API key with a 400. A service account's stream
begins with an event that has nothing, and only its last one has counts.

    with GeminiServer() as server:
        server.script(busy(retry_delay="7s"), Answer(text='{"a": 1}'))
        ... GEMINI_BASE_URL=server.url ...
        server.asked[0].body
"""

import json
import re
import socket
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from threading import Event, Semaphore
from typing import cast

from pydantic import JsonValue

from tests.fakes.json_instances import make_instance
from tests.fakes.local_http import LocalServer

JsonObject = dict[str, JsonValue]

_PATH = re.compile(
    r"/v1(?:beta1)?/(?:projects/[^/]+/locations/(?P<place>[^/]+)/publishers/google/)?models/"
    r"(?P<model>[^/:]+):(?P<method>generateContent|streamGenerateContent)(?:\?alt=sse)?"
)
#: Where there are the models that we use, and the shortest time limit that is taken, in seconds.
_PLACES = frozenset({"global", "us", "eu"})
_SHORTEST_TIMEOUT = 10
_RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo"
_QUOTA_FAILURE = "type.googleapis.com/google.rpc.QuotaFailure"
_ERROR_INFO = "type.googleapis.com/google.rpc.ErrorInfo"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The model writes."""

    #: What it writes; None for something that fits the schema.
    text: str | None = None
    #: Thoughts, which come first and are no part of the answer.
    thought: str = ""
    finish: str | None = "STOP"
    #: Whether it says what it has used: Vertex AI does so with the last event only.
    counts: bool = True
    #: Into how many events the text is cut.
    events: int = 3
    #: Tokens, as counted at the end; on the way the counts grow.
    input_tokens: int = 100
    cached_tokens: int = 0
    output_tokens: int = 50
    thinking_tokens: int = 0
    #: Every event waits for one release; None for none.
    gate: Semaphore | None = None
    #: Seconds before every event.
    pause_seconds: float = 0
    #: What a proxy writes before every event.
    comment: str = ""
    #: The error that comes instead of the last event.
    error: "Refusal | None" = None
    #: The connection is cut instead of the last event...
    is_cut: bool = False
    #: ... or the stream ends there as if all were well, in the middle of an event.
    is_torn: bool = False


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """An error instead of an answer."""

    code: int
    status: str = "UNAVAILABLE"
    message: str = "It did not work."
    details: tuple[JsonObject, ...] = ()

    @property
    def body(self) -> JsonObject:
        """The error as Google's services write it."""
        return {
            "error": {
                "code": self.code,
                "status": self.status,
                "message": self.message,
                "details": list(self.details),
            }
        }


@dataclass(frozen=True, kw_only=True)
class BlockedPrompt:
    """The prompt is not taken: 200, and no candidates."""

    reason: str = "SAFETY"


@dataclass(frozen=True)
class Silence:
    """Nothing comes, ever."""


Move = Answer | Refusal | BlockedPrompt | Silence


def cancelled() -> Refusal:
    """The service takes the client to have gone away."""
    return Refusal(code=499, status="CANCELLED", message="The operation was cancelled.")


def busy(*, retry_delay: str | None = None) -> Refusal:
    """Too many requests just now."""
    retry: JsonObject = {"@type": _RETRY_INFO, "retryDelay": retry_delay}
    quota: JsonObject = {
        "@type": _QUOTA_FAILURE,
        "violations": [{"quotaId": "GenerateRequestsPerMinutePerProjectPerModel"}],
    }
    return Refusal(
        code=429, status="RESOURCE_EXHAUSTED", details=(quota, retry) if retry_delay else ()
    )


def no_quota_today() -> Refusal:
    """The day's quota is used up; the service asks to retry in seconds all the same."""
    return Refusal(
        code=429,
        status="RESOURCE_EXHAUSTED",
        details=(
            {
                "@type": _QUOTA_FAILURE,
                "violations": [
                    {"quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier"},
                ],
            },
            {"@type": _RETRY_INFO, "retryDelay": "31s"},
        ),
    )


def credits_depleted() -> Refusal:
    """What was paid for in advance is used up; the service says so in its message alone."""
    return Refusal(
        code=429,
        status="RESOURCE_EXHAUSTED",
        message="Your prepayment credits are depleted. Please go to AI Studio to manage billing.",
    )


def spending_cap() -> Refusal:
    """The project's own monthly bound is reached."""
    return Refusal(
        code=429,
        status="RESOURCE_EXHAUSTED",
        message="Your project has exceeded its monthly spending cap.",
    )


def bare_400() -> Refusal:
    """Something is wrong, and the service does not say what."""
    return Refusal(
        code=400,
        status="INVALID_ARGUMENT",
        message="Request contains an invalid argument.",
    )


def bad_key() -> Refusal:
    """The API key is not one."""
    return Refusal(
        code=400,
        status="INVALID_ARGUMENT",
        message="API key not valid. Please pass a valid API key.",
        details=({"@type": _ERROR_INFO, "reason": "API_KEY_INVALID"},),
    )


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request, as it came."""

    path: str
    model: str
    method: str
    #: Names in lower case.
    headers: Mapping[str, str]
    body: JsonObject

    def texts(self) -> list[tuple[str, str]]:
        """Return who said what: role and text of each turn."""
        turns = cast("list[dict[str, list[dict[str, str]]]]", self.body["contents"])
        return [(str(turn["role"]), turn["parts"][0]["text"]) for turn in turns]

    def instruction(self) -> str:
        """Return the system instruction."""
        content = cast("dict[str, list[dict[str, str]]]", self.body["systemInstruction"])
        return content["parts"][0]["text"]

    def config(self) -> JsonObject:
        """Return the generation config."""
        return cast("JsonObject", self.body["generationConfig"])


class GeminiServer(LocalServer):
    """The server."""

    def __init__(self) -> None:
        super().__init__(_Handler)
        #: Every request to a model, in order.
        self.asked: list[Asked] = []
        #: Whether access tokens are given; while not, who asks for one is cut off.
        self.gives_tokens = True
        #: Set when a client has gone away before its answer was whole.
        self.was_abandoned = Event()
        self._moves: deque[Move] = deque()

    def script(self, *moves: Move) -> None:
        """Say what happens to the next requests; after them, every request gets an `Answer`."""
        self._moves.extend(moves)

    def next_move(self) -> Move:
        """Take the next entry of the script."""
        return self._moves.popleft() if self._moves else Answer()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Without it, each small event waits for the client's acknowledgement of the one before.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: GeminiServer

    def do_POST(self) -> None:
        """Answer one request."""
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/token" and not self.server.gives_tokens:
            self.close_connection = True
            return None
        if self.path == "/token":
            token = {"access_token": "made-up", "expires_in": 3600, "token_type": "Bearer"}
            return self._send_json(HTTPStatus.OK, cast("JsonObject", token))
        found = _PATH.fullmatch(self.path)
        if found is None:
            gone = Refusal(code=404, status="NOT_FOUND", message="no such path")
            return self._send_json(HTTPStatus.NOT_FOUND, gone.body)
        asked = Asked(
            path=self.path,
            model=found["model"],
            method=found["method"],
            headers={name.lower(): value for name, value in self.headers.items()},
            body=json.loads(raw),
        )
        self.server.asked.append(asked)
        self._judge(asked, is_cloud=found["place"] is not None)
        refusal = _refusal_of(asked, found["place"])
        if refusal is not None:
            return self._send_json(refusal.code, refusal.body)
        return self._make(self.server.next_move(), asked)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class's name
        """Say nothing."""

    def _judge(self, asked: Asked, *, is_cloud: bool) -> None:
        """Compare a request with Vertex AI's document; that of the API by key is in no package.

        What the two have in common is nearly all; labels, which the other refuses, are seen below.
        """
        there = "projects/p/locations/global/publishers/google/models"
        path = asked.path if is_cloud else f"/v1beta1/{there}/{asked.path.partition('models/')[2]}"
        self.server.judge("aiplatform.v1beta1", "POST", path, asked.body)

    def _make(self, move: Move, asked: Asked) -> None:
        match move:
            case Refusal():
                self._send_json(move.code, move.body)
            case Silence():
                self.server.closing.wait()
                self.close_connection = True
            case BlockedPrompt():
                self._send_events(
                    iter([{"promptFeedback": {"blockReason": move.reason}}]), Answer(), asked
                )
            case Answer():
                self._send_events(_events(move, asked), move, asked)

    def _send_json(self, code: int, body: JsonObject) -> None:
        content = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _send_events(self, events: Iterator[JsonObject], answer: Answer, asked: Asked) -> None:
        if asked.method == "generateContent":
            return self._send_json(HTTPStatus.OK, list(events)[-1])
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            for event in events:
                self._wait(answer)
                self._send_chunk(f"{answer.comment}data: {json.dumps(event)}\r\n\r\n".encode())
            self._end(answer)
        except OSError:
            self.server.was_abandoned.set()
            self.close_connection = True
        return None

    def _wait(self, answer: Answer) -> None:
        if answer.pause_seconds:
            self.server.closing.wait(answer.pause_seconds)
        while answer.gate is not None and not answer.gate.acquire(timeout=0.01):
            if self.server.closing.is_set() or self._client_is_gone():
                raise ConnectionAbortedError

    def _client_is_gone(self) -> bool:
        """Whether the other side has closed: then there is something to read, and it is empty."""
        try:
            waiting: bytes = self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        return not waiting

    def _end(self, answer: Answer) -> None:
        if answer.error is not None:
            self._send_chunk(f"data: {json.dumps(answer.error.body)}\r\n\r\n".encode())
        if answer.is_cut:
            self.close_connection = True
            return
        if answer.is_torn:
            self._send_chunk(b'data: {"candidates": [{"content": {"par')
        self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()

    def _send_chunk(self, content: bytes) -> None:
        self.wfile.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")
        self.wfile.flush()


def _refusal_of(asked: Asked, place: str | None) -> Refusal | None:
    """Return what a service refuses of a request, whatever a script says."""
    if place is not None and place not in _PLACES:
        return Refusal(
            code=404,
            status="NOT_FOUND",
            message=f"Publisher Model `{asked.model}` was not found in {place}.",
        )
    if int(asked.headers.get("x-server-timeout", "10")) < _SHORTEST_TIMEOUT:
        return Refusal(
            code=400,
            status="INVALID_ARGUMENT",
            message="Manually set deadline is too short. Minimum allowed deadline is 10s.",
        )
    if place is None and "labels" in asked.body:
        return bare_400()
    schema = asked.config().get("responseJsonSchema", {})
    return bare_400() if _counts_objects(schema, schema) else None


def _counts_objects(part: JsonValue, schema: JsonValue) -> bool:
    """Whether a schema says how many objects a list has."""
    if isinstance(part, list):
        return any(_counts_objects(each, schema) for each in part)
    if not isinstance(part, dict):
        return False
    if "maxItems" in part and _is_object(part.get("items"), schema):
        return True
    return any(_counts_objects(each, schema) for each in part.values())


def _is_object(part: JsonValue, schema: JsonValue) -> bool:
    if not isinstance(part, dict):
        return False
    if "$ref" in part and isinstance(schema, dict):
        definitions = cast("JsonObject", schema["$defs"])
        return _is_object(definitions[str(part["$ref"]).rpartition("/")[2]], schema)
    return part.get("type") == "object"


def _events(answer: Answer, asked: Asked) -> Iterator[JsonObject]:
    """Cut an answer into events; one that is cut, torn or broken off has no last one."""
    text = answer.text
    if text is None:
        schema = cast("JsonObject", asked.config().get("responseJsonSchema", {}))
        text = json.dumps(make_instance(schema))
    # A service account's: the counts come with the last event only.
    is_last_only = "/projects/" in asked.path
    on_the_way = replace(answer, counts=False) if is_last_only else answer
    if is_last_only:
        yield {"responseId": "made-up", "modelVersion": asked.model}
    if answer.thought:
        yield _event(on_the_way, {"text": answer.thought, "thought": True}, share=0, finish=None)
    size = -(-len(text) // answer.events) or 1
    pieces = [text[at : at + size] for at in range(0, len(text), size)] or [""]
    is_whole = not (answer.is_cut or answer.is_torn or answer.error)
    for number, piece in enumerate(pieces, start=1):
        is_last = number == len(pieces)
        if is_last and not is_whole:
            return
        finish = answer.finish if is_last else None
        counting = answer if is_last else on_the_way
        yield _event(counting, {"text": piece}, share=number / len(pieces), finish=finish)


def _event(answer: Answer, part: JsonObject, *, share: float, finish: str | None) -> JsonObject:
    candidate: JsonObject = {"content": {"role": "model", "parts": [part]}, "index": 0}
    if finish is not None:
        candidate["finishReason"] = finish
    if not answer.counts:
        return {"candidates": [candidate]}
    return {
        "candidates": [candidate],
        "usageMetadata": {
            "promptTokenCount": answer.input_tokens,
            "cachedContentTokenCount": answer.cached_tokens,
            "candidatesTokenCount": int(answer.output_tokens * share),
            "thoughtsTokenCount": answer.thinking_tokens,
        },
    }
