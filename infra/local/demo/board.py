"""What the demo knows of its jobs: what was answered to each, and what the listener has seen since.

Two threads meet here: the program's, which submits, and the listener's. Times are of
`time.monotonic`, in seconds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition

from shared.core.job import Job
from shared.core.job_status import JobStatus


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A job that the API has accepted."""

    #: What a user calls its type.
    kind: str
    #: What it is about, in a few words.
    title: str
    job_id: str
    #: When the request was sent, and when its 202 had arrived.
    sent_at: float
    answered_at: float


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """A job as the listener last saw it."""

    job: Job
    #: When it was first seen running, or beyond; None before that.
    running_at: float | None
    #: When it was first seen finished; None before that.
    finished_at: float | None


@dataclass(frozen=True, kw_only=True)
class Row:
    """A submitted job, and how it was last seen; the listener may be behind the answer."""

    submission: Submission
    sighting: Sighting | None

    @property
    def job(self) -> Job | None:
        """The job as it was last seen; None before."""
        return self.sighting.job if self.sighting else None

    @property
    def is_running(self) -> bool:
        """Whether it has been seen running, or beyond."""
        return self.sighting is not None and self.sighting.running_at is not None

    @property
    def is_finished(self) -> bool:
        """Whether it has been seen finished."""
        return self.job is not None and self.job.status.is_terminal

    @property
    def has_succeeded(self) -> bool:
        """Whether it has been seen finished, and well."""
        return self.job is not None and self.job.status is JobStatus.SUCCEEDED


class Board:
    """All jobs of one demo."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._submissions: list[Submission] = []
        self._sightings: dict[str, Sighting] = {}
        #: Called with each row that has changed, by the thread that changed it.
        self.on_change: Callable[[Row], None] = lambda _: None

    def add(self, submission: Submission) -> None:
        """Note a job that was accepted; it may have been seen before."""
        with self._changed:
            self._submissions.append(submission)
            self._notify(submission)

    def see(self, job: Job, at: float) -> None:
        """Note how a job was seen."""
        with self._changed:
            self._sightings[job.job_id] = _next(self._sightings.get(job.job_id), job, at)
            for submission in self._submissions:
                if submission.job_id == job.job_id:
                    self._notify(submission)

    def rows(self) -> list[Row]:
        """Return every submitted job, in the order of submission."""
        with self._changed:
            return [self._row(submission) for submission in self._submissions]

    def wait_until(self, holds: Callable[[list[Row]], bool], timeout_seconds: float) -> bool:
        """Wait until something holds for the rows; say whether it does."""
        with self._changed:
            return self._changed.wait_for(lambda: holds(self.rows()), timeout_seconds)

    def _notify(self, submission: Submission) -> None:
        self.on_change(self._row(submission))
        self._changed.notify_all()

    def _row(self, submission: Submission) -> Row:
        return Row(submission=submission, sighting=self._sightings.get(submission.job_id))


def _next(before: Sighting | None, job: Job, at: float) -> Sighting:
    """Return the sighting that follows; first times stay what they were."""
    running_at = before.running_at if before else None
    finished_at = before.finished_at if before else None
    return Sighting(
        job=job,
        # An attempt leaves its number on the job document, also when `running` itself went by
        # unseen.
        running_at=at if running_at is None and job.attempt else running_at,
        finished_at=at if finished_at is None and job.status.is_terminal else finished_at,
    )
