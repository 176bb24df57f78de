"""What a job costs our processes, and how much of its time is its calls: a program of its own.

`make bench` starts it with the emulators' addresses in its environment: their own work is not
counted. It prints, as JSON, a figure a round. The queue is paused; each job is delivered here, by
the function's own route.
"""

import json
import logging
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from flask.testing import FlaskClient

from functions.http import preload
from functions.http.api import create_app
from infra.local.cloud import stack
from infra.local.cloud.test_users import unsigned_id_token
from shared import wiring
from shared.handler.job_context import JobContext
from shared.settings import Settings
from shared.wiring import Services
from tests.bench.latency import Calls, distant
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.web import AnyCaller, Caller, answer_of, worker_client
from tests.support.world import MovableClock

PROGRESS_WRITES = 5
#: Settings that the tests have switched off, and a deployment has not.
_DEPLOYED = ("running_per_user", "daily_budget_usd", "unfinished_per_user", "submit_burst")


def _connect(clock: MovableClock) -> Services:
    settings = Settings.from_environment(os.environ)
    deployed = {name: Settings.model_fields[name].default for name in _DEPLOYED}
    services = wiring.connect(settings.model_copy(update=deployed))
    return replace(
        services, clock=clock, task_authenticator=AnyCaller(settings), jitter=lambda: 0.0
    )


def _works(clock: MovableClock, request: WordRequest, job: JobContext) -> WordResult:
    for number in range(PROGRESS_WRITES):
        clock.move(timedelta(seconds=2))
        job.progress(number, "on")
    return WordResult(answer=request.word)


def _post(api: FlaskClient, uid: str) -> str:
    token = unsigned_id_token(uid, stack.PROJECT, datetime.now(UTC))
    asked = Caller(client=api, token=token)
    return str(answer_of(asked.post("/api/jobs", {"type": "test-word", "word": "x"}))["jobId"])


def _deliver(worker: FlaskClient, ids: list[str]) -> None:
    for job_id in ids:
        answer = worker.post("/", json={"jobId": job_id, "dispatch": 1})
        if answer.status_code != 200:
            raise RuntimeError(f"a delivery was answered with {answer.status_code}")


def _timed(services: Services, act: Callable[[], None]) -> tuple[float, float]:
    """Return the processor seconds of what is done, and its time as a multiple of its calls'."""
    calls = Calls(time.perf_counter, lambda _: None)
    with distant(services, calls):
        cpu, began = time.process_time(), time.perf_counter()
        act()
        cpu, took = time.process_time() - cpu, time.perf_counter() - began
    return cpu, took / sum(call.ended - call.began for call in calls.made)


def run(
    services: Services, api: FlaskClient, worker: FlaskClient, uids: list[str]
) -> dict[str, float]:
    """Submit a job for each user, run them, and return what one took."""
    ids: list[str] = []
    post, post_ratio = _timed(services, lambda: ids.extend(_post(api, uid) for uid in uids))
    work, work_ratio = _timed(services, lambda: _deliver(worker, ids))
    return {
        "POST, ms CPU": 1000 * post / len(uids),
        "run, ms CPU": 1000 * work / len(uids),
        "job, ms CPU": 1000 * (post + work) / len(uids),
        "POST against its calls": post_ratio,
        "run against its calls": work_ratio,
    }


def main() -> int:
    """Run rounds of jobs, and print what each took."""
    jobs, rounds = map(int, sys.argv[1:])
    logging.disable(logging.INFO)
    # As in a process of the server: the same looks for garbage, and none at what is loaded by now.
    preload.install()
    preload.load()
    clock = MovableClock()
    services = _connect(clock)
    api, worker = create_app(services).test_client(), worker_client(services)
    with declared(partial(_works, clock)):
        # The first round connects, and is not counted.
        found = [
            run(services, api, worker, [f"user-{number}-{each}" for each in range(jobs)])
            for number in range(rounds + 1)
        ]
    sys.stdout.write(json.dumps(found[1:]) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
