"""When a batch had ended, by what was stored of its jobs: each moment when all of them had."""

from collections.abc import Sequence

from shared.core.job import Job
from tests.faults.history import History, Version

#: All jobs of a batch, as they were when all had ended.
EndedBatch = Sequence[Job]


def batch_ends(history: History, batch_id: str) -> list[EndedBatch]:
    """Return a batch as it was at each end of a job that was the last one then, in order."""
    versions = [one for one in history.all_versions() if one.job.batch_id == batch_id]
    jobs: dict[str, Job] = {}
    ends: list[EndedBatch] = []
    for version in versions:
        jobs[version.job.job_id] = version.job
        if _is_an_end(version) and all(job.status.is_terminal for job in jobs.values()):
            ends.append(list(jobs.values()))
    return ends


def all_batch_ends(history: History) -> list[EndedBatch]:
    """Return the same of every batch."""
    names = {one.job.batch_id for one in history.creations if one.job.batch_id is not None}
    return [end for name in sorted(names) for end in batch_ends(history, name)]


def is_over(history: History, batch_id: str) -> bool:
    """Whether all jobs of a batch have ended by now."""
    newest = {
        one.job.job_id: one.job for one in history.all_versions() if one.job.batch_id == batch_id
    }
    return all(job.status.is_terminal for job in newest.values())


def _is_an_end(version: Version) -> bool:
    was_over = version.before is not None and version.before.status.is_terminal
    return version.job.status.is_terminal and not was_over
