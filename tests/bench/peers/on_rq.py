"""Run jobs on RQ, in a worker that does not fork, and print the processor milliseconds of each.

In the environment of `make bench`: `python on_rq.py PORT JOBS ROUNDS PROGRESS`.
"""

import json
import logging
import sys
import time

from redis import Redis
from rq import Queue, SimpleWorker, get_current_job

PORT, JOBS, ROUNDS, PROGRESS = map(int, sys.argv[1:])


def work(number: int) -> str:
    """Show progress, and be done."""
    job = get_current_job()
    for done in range(PROGRESS):
        job.meta["done"] = done
        job.save_meta()
    return "done"


def run(queue: Queue, worker: SimpleWorker) -> float:
    """Return the milliseconds of one job, of a round."""
    before = time.process_time()
    for number in range(JOBS):
        queue.enqueue("on_rq.work", number)
    worker.work(burst=True, logging_level="ERROR")
    return (time.process_time() - before) / JOBS * 1000


if __name__ == "__main__":
    logging.getLogger("rq").setLevel(logging.ERROR)
    connection = Redis(port=PORT)
    queue = Queue(connection=connection)
    worker = SimpleWorker([queue], connection=connection)
    run(queue, worker)  # connects
    found = [run(queue, worker) for _ in range(ROUNDS)]
    sys.stdout.write(json.dumps(found) + "\n")
