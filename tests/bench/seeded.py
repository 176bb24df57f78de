"""Queued jobs as they lie in Firestore when a minute of submissions is due for the sweeper."""

import random
from datetime import datetime, timedelta
from typing import Final

from shared.core import ids
from shared.core.job import Job
from shared.core.job_status import DELIVERY_GRACE
from shared.core.new_job import new_job

USERS: Final = 200


def queued_jobs(count: int, now: datetime, seed: int) -> list[Job]:
    """Return jobs that were accepted within a minute, each due for the sweeper's first look."""
    chosen = random.Random(seed)  # noqa: S311 -- the same on every machine
    return [
        _queued_job(number, now - DELIVERY_GRACE - timedelta(seconds=chosen.random() * 30))
        for number in range(count)
    ]


def choose_lost(jobs: list[Job], count: int, seed: int) -> frozenset[str]:
    """Return the ids of so many of the jobs: those whose task is lost."""
    chosen = random.Random(seed).sample(jobs, count)  # noqa: S311 -- same
    return frozenset(job.job_id for job in chosen)


def _queued_job(number: int, accepted: datetime) -> Job:
    return new_job(
        job_id=ids.new_job_id(f"user-{number % USERS}", "example", accepted, f"{number:016x}"),
        job_type="example",
        max_attempts=3,
        now=accepted,
        retention=timedelta(days=30),
        title="Count the words of a text that is as long as such titles are",
    )
