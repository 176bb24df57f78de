"""Cold starts for `make bench`: what first answers cost, and what processes hold in memory.

Those of the API come from `tests/bench/cold_start.py`. The worker runs a whole job with the
adapters of production; only the address of Gemini is one of ours.
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import httpx

from functions.requests import submit
from infra.local.cloud import stack
from infra.local.process import ports
from infra.local.process.processes import Command, Process, end_all
from shared import wiring
from shared.auth.users import User
from shared.core import errors
from shared.core.job_status import JobStatus
from shared.core.rate_limit import MAX_BATCH
from shared.core.suggestions import Suggestions
from shared.firestore.single_documents import SUGGESTIONS
from shared.settings import Settings
from shared.wiring import Services
from tests.bench import cold_start, figures
from tests.fakes.gemini_server import Answer, GeminiServer
from tests.support.cloud_instances import _memory_of
from tests.support.entry_points import Request, first_answer
from tests.support.google_keys import signed
from tests.support.job_types import declared, echo
from tests.support.waiting import wait_until

Found = dict[str, list[float]]
WAITING: Final = 80
_ROOT: Final = Path(__file__).resolve().parents[2]
_WAITING_MAIN: Final = Path(__file__).with_name("waiting_main.py")
_SECONDS: Final = 90
_TRIES: Final = 4
_ANSWERED: Final = {200, 202, 401}


def _user_token() -> str:
    issuer = f"https://securetoken.google.com/{stack.PROJECT}"
    return signed(aud=stack.PROJECT, iss=issuer, sub="bench")


def accepts(port: int) -> bool:
    """Whether a program listens there."""
    return stack._accepts(port)


def _say_nothing(_name: str, _line: str) -> None:
    """Drop what a server logs."""


@contextmanager
def cloud() -> Iterator[tuple[dict[str, str], Services, GeminiServer]]:
    """Run what the functions need, and return their environment, and services of this process."""
    with cold_start.cloud() as environment, GeminiServer() as gemini:
        given = environment | {
            "WORKER_TOKEN_CHECK": "iam",
            "OIDC_ISSUER": Settings.model_fields["oidc_issuer"].default,
            **dict.fromkeys(("WORKER_URL", "SWEEPER_URL", "WEBHOOK_FUNCTION_URL"), "https://ours"),
            "TEXT_MODEL": Settings.model_fields["text_model"].default,
            "WAREHOUSE": Settings.model_fields["warehouse"].default,
            "GEMINI_API_KEY": "none",
            "GEMINI_BASE_URL": gemini.url,
        }
        os.environ["FIRESTORE_EMULATOR_HOST"] = given["FIRESTORE_EMULATOR_HOST"]
        services = wiring.connect(Settings.from_environment(given))
        # An emulator's first answers take seconds, and a function waits for no answer that long.
        wait_until(lambda: _is_warm(services), seconds=_SECONDS)
        _suggest_nothing(services)
        yield given, services, gemini


def _suggest_nothing(services: Services) -> None:
    """Write today's suggestions: only one sweep a day asks the warehouse for them."""
    before = services.store.read_single(SUGGESTIONS)
    today = Suggestions(checked_at=services.clock(), kinds={})
    services.store.write_single(SUGGESTIONS, before, today)


def _is_warm(services: Services) -> bool:
    with suppress(errors.UnavailableError):
        _task(services, "warm", {"type": "example", "text": "one"})
        return True
    return False


def _task(services: Services, uid: str, request: Mapping[str, str]) -> dict[str, str | int]:
    """Submit a job, and return the task that would be delivered."""
    job = submit.submit_job(services, User(uid=uid), dict(request)).job
    return {"jobId": job.job_id, "dispatch": 1}


def cold_starts(runs: int) -> Found:
    """Return processor seconds from a process's start to its first answer, by what is asked."""
    found: Found = {}
    ours = figures._requests()["sweeper: nothing is due"].headers
    with cloud() as (given, services, gemini), tempfile.TemporaryDirectory() as folder:
        hello = Path(folder) / "main.py"
        hello.write_text(cold_start._HELLO)
        for number in range(runs):
            gemini.script(Answer(text='{"sentence": "The text has 4 words."}'))
            task = _task(
                services, f"start-{number}", {"type": "example", "text": "Count these four words"}
            )
            asked = cold_start.first_requests(_user_token()) | {
                "worker's first job": Request(
                    function="worker", method="POST", headers=ours, body=dict(task)
                ),
                "empty sweep": Request(function="sweeper", method="POST", headers=ours),
            }
            for name, request in asked.items():
                found.setdefault(name, []).append(_processor_time(request, given))
            _check(services, str(task["jobId"]))
            floor = first_answer(Request(function="hello"), given, source=hello)
            found.setdefault("hello", []).append(floor.cpu)
    return found


def _processor_time(request: Request, environment: Mapping[str, str]) -> float:
    """Return what a first answer took; on a machine that is too busy, of one that came in time.

    Raises:
        RuntimeError: If none did.
    """
    statuses = []
    for _ in range(_TRIES):
        answer = first_answer(request, environment)
        if answer.status in _ANSWERED:
            return answer.cpu
        statuses.append(answer.status)
    raise RuntimeError(f"{request.function} was answered with {statuses}")


def _check(services: Services, job_id: str) -> None:
    """Raise if the job has not come to its end: then something else was measured.

    Raises:
        RuntimeError: If it has not succeeded.
    """
    (job,) = services.store.read_many([job_id])
    if job.status is not JobStatus.SUCCEEDED:
        raise RuntimeError(f"the worker's first job is {job.status}")


def memory(runs: int) -> Found:
    """Return the megabytes (PSS) that servers under gunicorn hold, by what they have answered."""
    found: Found = {}
    with cloud() as (given, services, _), tempfile.TemporaryDirectory() as folder:
        hello = Path(folder) / "main.py"
        hello.write_text(cold_start._HELLO)
        for number in range(runs):
            file = Path(folder) / f"go-on-{number}"
            with _server("hello", hello, given) as (url, process):
                httpx.get(url, timeout=_SECONDS)
                found.setdefault("hello", []).append(_megabytes(process))
            with _server("api", _ROOT / "main.py", given) as (url, process):
                _post(url)
                found.setdefault("api after a POST", []).append(_megabytes(process))
            with _server("worker", _WAITING_MAIN, given | {"WAIT_FOR": str(file)}) as (
                url,
                process,
            ):
                name = f"worker, {WAITING} jobs waiting"
                found.setdefault(name, []).append(_full_worker(services, url, process, file))
    return found


@contextmanager
def _server(
    function: str, source: Path, environment: Mapping[str, str]
) -> Iterator[tuple[str, Process]]:
    """Run a function inside the block, as the image does, and return its address."""
    port = ports.choose_port()
    command = Command(
        name=function,
        arguments=[
            *(sys.executable, "-m", "functions_framework", f"--target={function}"),
            *(f"--source={source}", f"--host={ports.HOST}", f"--port={port}"),
        ],
        environment={
            **environment,
            "THREADS": str(WAITING),
            "FUNCTION_TARGET": function,
            "PYTHONPATH": str(_ROOT),
        },
        directory=_ROOT,
    )
    process = Process(command, _say_nothing)
    try:
        wait_until(lambda: accepts(port), seconds=_SECONDS)
        yield f"http://{ports.HOST}:{port}", process
    finally:
        end_all([process])


def _megabytes(process: Process) -> float:
    return _memory_of(process.pid) / 1e6


def _post(url: str) -> None:
    request = cold_start.first_requests(_user_token())["POST"]
    headers = dict(request.headers)
    statuses = []
    for _ in range(_TRIES):
        answer = httpx.post(
            url + request.path, json=request.body, headers=headers, timeout=_SECONDS
        )
        if answer.is_success:
            return
        statuses.append(answer.status_code)
    raise RuntimeError(f"a POST was answered with {statuses}")


def _full_worker(services: Services, url: str, process: Process, file: Path) -> float:
    """Have a worker run as many jobs as it may, and return what it holds then."""
    headers = dict(figures._requests()["worker: no such job"].headers)
    with declared(echo), ThreadPoolExecutor(WAITING) as pool:
        ids = _submit_many(services, User(uid=file.name))
        for job_id in ids:
            task = {"jobId": job_id, "dispatch": 1}
            pool.submit(httpx.post, url, json=task, headers=headers, timeout=_SECONDS)
        try:
            wait_until(lambda: _all_run(services, ids), seconds=_SECONDS)
            return _megabytes(process)
        finally:
            file.touch()


def _submit_many(services: Services, user: User) -> list[str]:
    words = [f"word {number}" for number in range(WAITING)]
    for first in range(0, WAITING, MAX_BATCH):
        part = words[first : first + MAX_BATCH]
        submit.submit_batch(services, user, [{"type": "test-word", "word": word} for word in part])
    return [versioned.job.job_id for versioned in services.store.all_jobs(user.uid, WAITING)]


def _all_run(services: Services, ids: list[str]) -> bool:
    jobs = services.store.read_many(ids)
    return all(job.status is JobStatus.RUNNING for job in jobs)
