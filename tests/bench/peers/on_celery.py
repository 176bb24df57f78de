"""Run jobs on Celery's pool of threads, and print the processor milliseconds of each.

In the environment of `make bench`: `python on_celery.py PORT JOBS ROUNDS PROGRESS`.
"""

import json
import sys
import time
from typing import Any

from celery import Celery
from celery.contrib.testing.worker import start_worker

PORT, JOBS, ROUNDS, PROGRESS = map(int, sys.argv[1:])
URL = f"redis://127.0.0.1:{PORT}/0"
APP = Celery("bench", broker=URL, backend=URL)
APP.conf.worker_hijack_root_logger = False
_SECONDS = 60


def work(task: Any, number: int) -> str:  # noqa: ANN401 -- Celery has no types
    """Show progress, and be done."""
    for done in range(PROGRESS):
        task.update_state(state="PROGRESS", meta={"done": done})
    return "done"


TASK = APP.task(bind=True, name="work")(work)


def run() -> float:
    """Return the milliseconds of one job, of a round."""
    before = time.process_time()
    sent = [TASK.delay(number) for number in range(JOBS)]
    for result in sent:
        result.get(timeout=_SECONDS)
    return (time.process_time() - before) / JOBS * 1000


with start_worker(APP, pool="threads", concurrency=20, perform_ping_check=False, loglevel="ERROR"):
    run()  # connects
    found = [run() for _ in range(ROUNDS)]
sys.stdout.write(json.dumps(found) + "\n")
