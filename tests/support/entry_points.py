"""Start an entry point as the cloud does, in a process of its own, and see what its answer took.

Each case is a new process: functions-framework makes the application of one function, the server's
hook for a process that answers is called, and it answers one request. What it has imported by then,
and the processor time that it took, are told.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import JsonValue

_ROOT = Path(__file__).resolve().parents[2]
_SECONDS = 120
_PROGRAM = """
import json, resource, sys
case = json.loads(sys.argv[1])
from functions_framework import create_app
from gunicorn.config import PostWorkerInit
client = create_app(case["function"], case["source"]).test_client()
PostWorkerInit.default(None)
answer = client.open(
    case["path"], method=case["method"], headers=case["headers"], json=case["body"]
)
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({
    "status": answer.status_code,
    "cpu": used.ru_utime + used.ru_stime,
    "memory": used.ru_maxrss,
    "modules": sorted(sys.modules),
}))
"""


@dataclass(frozen=True, kw_only=True)
class Request:
    """The first request to a function."""

    #: The function: `api`, `worker`, `sweeper` or `webhooks`.
    function: str
    path: str = "/"
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: JsonValue = None


@dataclass(frozen=True, kw_only=True)
class FirstAnswer:
    """What the first answer of a process was, and what it took from the process's start on."""

    status: int
    #: Processor seconds, the interpreter's own start included.
    cpu: float
    #: The most memory that the process has held, kilobytes.
    memory: int
    modules: frozenset[str]


def first_answer(
    request: Request, environment: Mapping[str, str], *, source: Path = _ROOT / "main.py"
) -> FirstAnswer:
    """Start a process, have it answer one request, and return what that took."""
    case = {
        "function": request.function,
        "source": str(source),
        "path": request.path,
        "method": request.method,
        "headers": dict(request.headers),
        "body": request.body,
    }
    done = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", _PROGRAM, json.dumps(case)],
        cwd=source.parent,
        env=os.environ | dict(environment) | {"FUNCTION_TARGET": request.function},
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    told = json.loads(done.stdout.splitlines()[-1])
    return FirstAnswer(**told | {"modules": frozenset(told["modules"])})
