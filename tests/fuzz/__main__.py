"""Call the API with whatever its own description allows, and with what it does not.

    python -m tests.fuzz --schemathesis .local/fuzz/bin/schemathesis --seed 1

The API runs here, in threads, on Google's emulators and ours; schemathesis runs beside it, first
with a user's token, then with an operator's. The user has a job that has succeeded, with a real
result. It ends with 0 if no answer was a defect, each was one that is described, and those that are
hard to reach were among them.
"""

import argparse
import json
import logging
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import JsonValue
from werkzeug.serving import WSGIRequestHandler, make_server

from functions.http.api import create_app
from functions.http.openapi.document import describe_api
from functions.requests import submit
from functions.worker import deliver
from infra.local.cloud import stack
from infra.local.cloud.stack import SAMPLE_DATA
from infra.local.cloud.test_users import unsigned_id_token
from infra.local.process.ports import HOST
from shared import wiring
from shared.auth.users import User
from shared.core import errors
from shared.tasks.task_payload import TaskPayload
from shared.wiring import Services
from tests.support.emulators import google_emulators
from tests.support.world import QUEUE_PATH, settings_for, tasks_client, tasks_emulator

_FOLDER = Path(__file__).parent
_ROOT = _FOLDER.parents[1]
#: It takes about a quarter of this.
_LONGEST_SECONDS = 900
#: So many that no request is refused for their sake: that is another test's business.
_LIMITS = {
    "SUBMIT_BURST": "100000",
    "SUBMIT_PER_MINUTE": "100000",
    "REQUESTS_PER_MINUTE": "100000",
    "UNFINISHED_PER_USER": "100000",
    "WORKER_TOKEN_CHECK": "code",
    "WAREHOUSE": "infra.local.stand_ins.adapters:open_warehouse",
    "WAREHOUSE_FILE": str(SAMPLE_DATA),
    "TEXT_MODEL": "infra.local.stand_ins.adapters:open_text_model",
}
#: What the job that has succeeded was asked.
_QUESTION: dict[str, JsonValue] = {
    "type": "skill-gap-analysis",
    "targetRole": "Data Engineer",
    "currentSkills": ["Python", "SQL"],
    "options": {"tags": ["seed"]},
}


@dataclass(frozen=True, kw_only=True)
class Caller:
    """A user in whose name schemathesis calls the API."""

    uid: str
    is_operator: bool = False
    #: Which part of the API is called, and in which ways.
    part: tuple[str, ...] = ()
    #: What must have been met, or the run has not shown what it is for; see `tests.fuzz.hooks`.
    wanted: tuple[str, ...]


USER = Caller(uid="fuzz-1", wanted=("result", "not modified"))
#: To everybody else, these are refused.
OPERATOR = Caller(
    uid="fuzz-operator",
    is_operator=True,
    # Nothing there leads on to anything, so that there are no sequences.
    part=("--include-path-regex=^/api/operator/", "--phases=examples,coverage,fuzzing"),
    wanted=(
        *("GET /api/operator/overview", "GET /api/operator/jobs"),
        *("POST /api/operator/retry", "POST /api/operator/cancel"),
        *("POST /api/operator/pause", "POST /api/operator/resume"),
    ),
)


class _Quiet(WSGIRequestHandler):
    """A request handler that does not print a line for each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def succeeded_job(services: Services) -> str:
    """Have a job run to its end; return its id."""
    # An emulator's first answer takes its time on a busy machine.
    with suppress(errors.UnavailableError):
        services.store.all_jobs(USER.uid, 1)
    job = submit.submit_job(services, User(uid=USER.uid), _QUESTION).job
    answer = deliver.handle_delivery(
        services, TaskPayload(job_id=job.job_id, dispatch=job.dispatch)
    )
    print(f"A job with a result is there: {answer}.", flush=True)  # noqa: T201 -- for a person
    return job.job_id


@contextmanager
def served_api(services: Services) -> Iterator[str]:
    """Serve the API inside the block, on a free port."""
    server = make_server(HOST, 0, create_app(services), threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, name="api")
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def call_api(
    url: str, caller: Caller, job_id: str, schemathesis: Path, arguments: tuple[str, ...]
) -> int:
    """Run schemathesis against the API; return its exit code, or 1 if it met too little."""
    command = [
        *(str(schemathesis), "--config-file", str(_FOLDER / "schemathesis.toml")),
        *("run", f"{url}/api/openapi.json", "--continue-on-failure"),
        # How fast it makes data is its own affair, and the machine's.
        *("--suppress-health-check", "too_slow"),
        *(*caller.part, *arguments),
    ]
    # It leaves files where it runs.
    with TemporaryDirectory() as folder:
        _validate(schemathesis, Path(folder) / "openapi.json")
        met_file = Path(folder) / "met.json"
        environment = {**_environment(caller, job_id), "FUZZ_MET": str(met_file)}
        done = subprocess.run(  # noqa: S603 -- a command of our own
            command, cwd=folder, env=environment, check=False, timeout=_LONGEST_SECONDS
        )
        met = json.loads(met_file.read_text(encoding="utf-8"))
    print(f"Answers to {caller.uid} that are hard to reach: {met}")  # noqa: T201 -- for a person
    return done.returncode or int(not all(met.get(name) for name in caller.wanted))


def _environment(caller: Caller, job_id: str) -> dict[str, str]:
    """Return what schemathesis and our hooks in it are told."""
    now = datetime.now(UTC)
    claims = {"operator": True} if caller.is_operator else {}
    return {
        **os.environ,
        "FUZZ_TOKEN": unsigned_id_token(caller.uid, stack.PROJECT, now, **claims),
        "FUZZ_UID": caller.uid,
        "FUZZ_DONE_JOB": job_id,
        "FUZZ_OTHER_TOKEN": unsigned_id_token("fuzz-2", stack.PROJECT, now),
        "PYTHONPATH": str(_ROOT),
        "SCHEMATHESIS_HOOKS": "tests.fuzz.hooks",
    }


def _validate(schemathesis: Path, file: Path) -> None:
    """Check that the description is one of OpenAPI 3.1; what checks it lies beside schemathesis."""
    file.write_text(json.dumps(describe_api()), encoding="utf-8")
    command = [str(schemathesis.with_name("openapi-spec-validator")), "--schema", "3.1", str(file)]
    subprocess.run(command, check=True)  # noqa: S603 -- a command of our own


def main() -> int:
    """Start all, call it, end all."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.fuzz")
    parser.add_argument("--schemathesis", required=True, type=Path, help="where its program is")
    parser.add_argument("--seed", type=int, default=secrets.randbits(32), help="of all requests")
    options, more = parser.parse_known_args()
    schemathesis: Path = options.schemathesis.resolve()
    logging.basicConfig(level=logging.ERROR)
    with google_emulators() as emulators, tasks_emulator() as tasks, tasks_client(tasks) as client:
        os.environ.update(emulators.environment)
        # A task that is enqueued stays in the queue: the jobs wait, and can be cancelled and
        # retried.
        client.pause_queue(name=QUEUE_PATH, timeout=5)
        services = wiring.connect(settings_for(emulators, tasks, **_LIMITS))
        job_id = succeeded_job(services)
        with served_api(services) as url:
            codes = [
                call_api(url, caller, job_id, schemathesis, (f"--seed={options.seed}", *more))
                for caller in (USER, OPERATOR)
            ]
    print(f"Seed {options.seed}: {'passed' if not any(codes) else 'failed'}.")  # noqa: T201 -- same
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
