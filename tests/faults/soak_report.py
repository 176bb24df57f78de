"""What a soak was to be, what came of it, and how that is said."""

import os
from collections import Counter
from dataclasses import dataclass, field

from shared.core.job import Job, JobStatus
from tests.faults.soak_ledger import Story, percentile

BOUND_SECONDS = 120.0
#: Of the function `worker`.
WORKERS = 3
THREADS = 16
_MOST_NAMED = 20


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a soak is to be."""

    jobs: int
    minutes: float
    crashes: float
    duplicates: float
    #: The lease; its heartbeat is a fifth of it.
    lease: int
    sweep: float
    users: int
    work: float
    #: How often the whole worker is killed.
    kills: int
    seed: int


@dataclass(kw_only=True)
class Soaked:
    """What came of it."""

    #: By job, when its 202 came.
    accepted: dict[str, float] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    #: Requests that were sent again with their key, and got another job.
    second_jobs: list[str] = field(default_factory=list)
    cancelled: int = 0
    repeated: int = 0
    job_documents: dict[str, Job] = field(default_factory=dict)
    results: set[str] = field(default_factory=set)
    #: By job, the ids of the ends that were published.
    ends: dict[str, set[str]] = field(default_factory=dict)
    story: Story = field(default_factory=Story)
    seconds: float = 0
    loads: list[float] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether nothing went wrong, and something happened at all."""
        return bool(self.accepted) and not (self.lost or self.doubled or self.stuck)

    @property
    def lost(self) -> set[str]:
        """Jobs without an end, a result or an event."""
        return {
            job_id
            for job_id in self.accepted
            if job_id not in self.job_documents
            or not self.job_documents[job_id].status.is_terminal
            or (job_id in self.results)
            != (self.job_documents[job_id].status is JobStatus.SUCCEEDED)
            or not self.ends.get(job_id)
        }

    @property
    def doubled(self) -> set[str]:
        """Jobs that were done, made or ended twice."""
        two_ends = {job_id for job_id, ends in self.ends.items() if len(ends) > 1}
        return self.story.paid_again | set(self.second_jobs) | two_ends

    @property
    def stuck(self) -> int:
        """How many jobs do not end, or were left alone for too long after the last crash."""
        unfinished = [job for job in self.job_documents.values() if not job.status.is_terminal]
        return len(unfinished) + sum(s > BOUND_SECONDS for s in self.story.delays)


def report(options: Options, soaked: Soaked) -> str:
    """Say what came of it."""
    lines = [
        *_frame(options, soaked),
        *_course(options, soaked),
        f"lost {len(soaked.lost)}, doubled {len(soaked.doubled)}, stuck {soaked.stuck}",
        *(f"  lost: {job_id}" for job_id in sorted(soaked.lost)[:_MOST_NAMED]),
        *(f"  doubled: {job_id}" for job_id in sorted(soaked.doubled)[:_MOST_NAMED]),
    ]
    return "\n".join(lines)


def _frame(options: Options, soaked: Soaked) -> list[str]:
    """Say under which conditions."""
    accepted, load = len(soaked.accepted), max(soaked.loads, default=os.getloadavg()[0])
    return [
        f"{accepted} jobs of {options.users} users in {soaked.seconds / 60:.1f} min",
        f"  {accepted / soaked.seconds:.1f} a second, {options.work:g} s of work each",
        f"  {WORKERS} worker processes of {THREADS} threads",
        f"  lease {options.lease} s, a sweep every {options.sweep:g} s",
        f"  {os.cpu_count()} cores, shared; load up to {load:.1f}",
    ]


def _course(options: Options, soaked: Soaked) -> list[str]:
    """Say what happened."""
    story = soaked.story
    statuses = Counter(job.status for job in soaked.job_documents.values())
    whole = [
        (job.finished_at - job.created_at).total_seconds()
        for job in soaked.job_documents.values()
        if job.finished_at is not None
    ]
    return [
        f"{story.crashes} crashes by SIGKILL, {options.kills} of the whole worker",
        f"  {len(story.losses)} of {story.starts} attempts lost in them",
        f"{options.duplicates:.1%} of the tasks delivered twice",
        f"  {soaked.repeated} requests sent twice, {soaked.cancelled} cancels accepted",
        f"  {len(story.overlapping)} jobs in two handlers at once",
        "ended: " + ", ".join(f"{n} {status}" for status, n in sorted(statuses.items())),
        f"from acceptance to the end: {_spread(whole)}",
        f"from a crash to running again: {_spread(story.recoveries)}",
        f"the same, from the last crash that hit it: {_spread(story.delays)}",
        *(f"not accepted, {n} times: {why}" for why, n in soaked.refused.items()),
    ]


def _spread(seconds: list[float]) -> str:
    p50, p99 = percentile(seconds, 0.5), percentile(seconds, 0.99)
    longest = max(seconds, default=0)
    return f"p50 {p50:.1f} s, p99 {p99:.1f} s, longest {longest:.1f} s ({len(seconds)} times)"
