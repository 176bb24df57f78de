"""Send many hostile requests to the real API process, and judge every answer.

The API runs under functions-framework and gunicorn as in the cloud, on 127.0.0.1, with Google's
emulators behind it. Bounded: so many requests, so many at once, so many seconds for each.
"""

import json
import os
import random
import socket
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from pathlib import Path

from infra.local.cloud.emulators import ROOT
from infra.local.process import ports
from infra.local.process.processes import Command, Process
from tests.hostile.requests import Hostile, Maker
from tests.support.waiting import wait_until

#: Threads of the API.
AT_ONCE = 8
_ANSWER_SECONDS = 60
#: What each answer of ours has.
_SECURITY = frozenset(
    {"content-security-policy", "strict-transport-security", "x-content-type-options"}
)
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back; no status, if the line was closed without a word."""

    status: int | None
    media_type: str = ""
    #: Ours has it on every answer; what the server refuses before us has not.
    request_id: str | None = None
    body: bytes = b""
    names: frozenset[str] = frozenset()


@dataclass(kw_only=True)
class Report:
    """What a run has shown."""

    statuses: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    #: Answered by the web server itself, which did not let the request through to us.
    refused_by_server: Counter[str] = field(default_factory=Counter)
    #: What must not be, in words.
    faults: list[str] = field(default_factory=list)
    #: Resident memory of the API's processes, by the number of requests before.
    memory_kib: dict[int, int] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        """Return it for a person."""
        total = sum(self.statuses.values())
        yield f"{total} hostile requests, {len(self.faults)} faults"
        yield f"answers: {dict(sorted(self.statuses.items()))}"
        yield f"kinds: {dict(sorted(self.kinds.items()))}"
        refused = dict(sorted(self.refused_by_server.items()))
        yield f"refused by the web server before us: {self.refused_by_server.total()}, {refused}"
        yield f"memory (KiB) after so many: {self.memory_kib}"
        yield from self.faults[:20]


@dataclass(frozen=True, kw_only=True)
class Api:
    """The API's process."""

    process: Process
    port: int

    def memory_kib(self) -> int:
        """Return the resident memory of the process and those it has started."""
        return sum(_resident_kib(pid) for pid in _family(self.process.pid))

    def send(self, request: Hostile) -> Answer:
        """Send a request; a line that is closed without a word is an answer too."""
        with closing(socket.create_connection((ports.HOST, self.port), _ANSWER_SECONDS)) as line:
            try:
                line.sendall(request.to_bytes())
                line.shutdown(socket.SHUT_WR)
            except OSError:
                # The server has read enough, and may have answered.
                pass
            return read_answer(line, request.method)


def read_answer(line: socket.socket, method: str) -> Answer:
    """Read what comes back on a line."""
    response = HTTPResponse(line, method=method)
    try:
        response.begin()
        body = response.read()
    except TimeoutError:
        raise
    except (HTTPException, OSError):
        return Answer(status=None)
    return Answer(
        status=response.status,
        media_type=response.headers.get_content_type(),
        request_id=response.headers["X-Request-Id"],
        body=body,
        names=frozenset(name.lower() for name in response.headers),
    )


def fault_of(request: Hostile, answer: Answer) -> str | None:
    """Say what is wrong with an answer; None if nothing is."""
    status = answer.status
    if status is None or answer.request_id is None:
        return _fault_of_server(answer)
    if missing := _SECURITY - answer.names:
        return f"{status} without {sorted(missing)}"
    if "x-evil" in answer.names or "set-cookie" in answer.names:
        return "a header of the request's own making"
    if status >= 500:
        return f"{status}: {answer.body[:200]!r}"
    if status < 400 or request.method == "HEAD":
        return None
    return _fault_of_problem(answer)


def _fault_of_server(answer: Answer) -> str | None:
    """Judge what did not come from us; gunicorn names itself on the answers of applications."""
    if "server" in answer.names:
        return f"{answer.status} by the framework: {answer.body[:80]!r}"
    # gunicorn refuses what is not HTTP, and what is too long for it, before us.
    is_refusal = answer.status is None or 400 <= answer.status < 500 or answer.status == 501
    return None if is_refusal else f"{answer.status} by the server"


def _fault_of_problem(answer: Answer) -> str | None:
    if answer.media_type != "application/problem+json":
        return f"{answer.status} as {answer.media_type}"
    try:
        problem = json.loads(answer.body)
    except ValueError:
        return f"{answer.status} is no JSON"
    wanted = {"type", "title", "status", "detail", "code", "requestId"}
    if wanted - problem.keys() or problem["status"] != answer.status:
        return f"{answer.status} is no whole problem"
    if problem["requestId"] != answer.request_id:
        return "another request's id"
    told = answer.body.decode().lower()
    leaks = [
        word for word in ("traceback", ".py", "pydantic", "firestore", "google.") if word in told
    ]
    return f"it tells {leaks}" if leaks else None


def attack(api: Api, count: int, *, seed: int, look_at: tuple[int, ...] = ()) -> Report:
    """Send so many hostile requests, a few at a time; look at the memory after some numbers."""
    report, maker = Report(), Maker(chance=random.Random(seed))  # noqa: S311 -- a seed, not a secret
    stops = sorted({*look_at, count})
    # An ordinary request: what the first one loads is not what hostile ones leave behind.
    listed = api.send(Hostile(kind="ordinary", method="GET", headers=maker.headers()))
    if listed.status != 200:
        report.faults.append(f"{listed.status} to a user's list: {listed.body[:200]!r}")
    done = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for stop in stops:
            requests = [maker.make() for _ in range(stop - done)]
            for request, answer in zip(requests, pool.map(api.send, requests), strict=True):
                _judge(report, request, answer)
            done = stop
            report.memory_kib[done] = api.memory_kib()
            api.process.check()
    return report


def ask_all(api: Api, requests: Iterable[Hostile]) -> Report:
    """Send these requests, one after the other."""
    report = Report()
    for request in requests:
        _judge(report, request, api.send(request))
    return report


def _judge(report: Report, request: Hostile, answer: Answer) -> None:
    report.statuses[str(answer.status or "closed")] += 1
    report.kinds[request.kind] += 1
    if answer.request_id is None:
        report.refused_by_server[f"{request.kind}: {answer.status or 'closed'}"] += 1
    fault = fault_of(request, answer)
    if fault is not None:
        report.faults.append(f"{request.kind}: {fault} <- {request.method} {request.target[:80]!r}")


@contextmanager
def running_api(environment: Mapping[str, str]) -> Iterator[Api]:
    """Run the API inside the block."""
    port = ports.choose_port()
    command = Command(
        name="api",
        arguments=[
            *(sys.executable, "-m", "functions_framework", "--target=api", "--source=main.py"),
            *(f"--host={ports.HOST}", f"--port={port}"),
        ],
        environment={**environment, "THREADS": str(AT_ONCE), "LOG_LEVEL": "ERROR"},
        directory=ROOT,
    )
    process = Process(command, lambda _name, line: print(line, file=sys.stderr))  # noqa: T201 -- its log
    try:
        wait_until(lambda: _accepts(process, port))
        yield Api(process=process, port=port)
    finally:
        process.end()


def _accepts(process: Process, port: int) -> bool:
    process.check()
    with socket.socket() as probe:
        return probe.connect_ex((ports.HOST, port)) == 0


def _family(pid: int) -> Iterator[int]:
    """Return a process and all that it has started."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            yield from _family(int(child))


def _resident_kib(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * _PAGE_BYTES // 1024
