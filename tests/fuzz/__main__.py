"""Call the API with whatever its own description allows, and with what it does not.

    python -m tests.fuzz --schemathesis .local/fuzz/bin/schemathesis

The API runs here, in threads, on Google's emulators and ours; schemathesis runs beside it, with
a user's token. That user has a job that has succeeded, with a real result. It ends with 0 if no
answer was a defect, each was one that is described, and those with a result were among them.
"""

import argparse
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
from infra.local.cloud.terminal import SAMPLE_DATA
from infra.local.cloud.test_users import unsigned_id_token
from infra.local.process.ports import HOST
from shared import wiring
from shared.auth.users import User
from shared.tasks.task_payload import TaskPayload
from shared.wiring import Services
from tests.support.emulators import google_emulators
from tests.support.world import QUEUE_PATH, settings_for, tasks_client, tasks_emulator

_FOLDER = Path(__file__).parent
_ROOT = _FOLDER.parents[1]
_UID = "fuzz-1"
#: It takes about a quarter of this.
_LONGEST_SECONDS = 240
#: So many that no request is refused for their sake: that is another test's business.
_LIMITS = {
    "SUBMIT_BURST": "100000",
    "SUBMIT_PER_MINUTE": "100000",
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
#: What schemathesis must have met, or the run has not shown what it is for.
_WANTED = ("result", "not modified")


class _Quiet(WSGIRequestHandler):
    """A request handler that does not print a line for each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def succeeded_job(services: Services) -> str:
    """Have a job run to its end; give its id."""
    job = submit.submit_job(services, User(uid=_UID), _QUESTION).job
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


def call_api(url: str, job_id: str, schemathesis: str, arguments: Sequence[str]) -> int:
    """Run schemathesis against the API; give its exit code, or 1 if it met too little."""
    now = datetime.now(UTC)
    command = [
        *(str(Path(schemathesis).resolve()), "--config-file", str(_FOLDER / "schemathesis.toml")),
        *("run", f"{url}/api/openapi.json", "--continue-on-failure", *arguments),
    ]
    environment = {
        **os.environ,
        "FUZZ_TOKEN": unsigned_id_token(_UID, stack.PROJECT, now),
        "FUZZ_UID": _UID,
        "FUZZ_DONE_JOB": job_id,
        "FUZZ_OTHER_TOKEN": unsigned_id_token("fuzz-2", stack.PROJECT, now),
        "PYTHONPATH": str(_ROOT),
        "SCHEMATHESIS_HOOKS": "tests.fuzz.hooks",
    }
    # It leaves files where it runs.
    with TemporaryDirectory() as folder:
        _validate(Path(schemathesis).resolve(), Path(folder) / "openapi.json")
        met_file = Path(folder) / "met.json"
        environment["FUZZ_MET"] = str(met_file)
        done = subprocess.run(  # noqa: S603 -- a command of our own
            command, cwd=folder, env=environment, check=False, timeout=_LONGEST_SECONDS
        )
        met = json.loads(met_file.read_text(encoding="utf-8"))
    print(f"Answers that are hard to reach: {met}")  # noqa: T201 -- for a person
    return done.returncode or int(not all(met.get(name) for name in _WANTED))


def _validate(schemathesis: Path, file: Path) -> None:
    """Check that the description is one of OpenAPI 3.1; what checks it lies beside schemathesis."""
    file.write_text(json.dumps(describe_api()), encoding="utf-8")
    command = [str(schemathesis.with_name("openapi-spec-validator")), "--schema", "3.1", str(file)]
    subprocess.run(command, check=True)  # noqa: S603 -- a command of our own


def main() -> int:
    """Start all, call it, end all."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.fuzz")
    parser.add_argument("--schemathesis", required=True, help="where its program is")
    known, more = parser.parse_known_args()
    logging.basicConfig(level=logging.ERROR)
    with google_emulators() as emulators, tasks_emulator() as tasks, tasks_client(tasks) as client:
        os.environ.update(emulators.environment)
        # A task that is enqueued stays in the queue: the jobs wait, and can be cancelled and
        # retried.
        client.pause_queue(name=QUEUE_PATH, timeout=5)
        services = wiring.connect(settings_for(emulators, tasks, **_LIMITS))
        job_id = succeeded_job(services)
        with served_api(services) as url:
            return call_api(url, job_id, known.schemathesis, more)


if __name__ == "__main__":
    sys.exit(main())
