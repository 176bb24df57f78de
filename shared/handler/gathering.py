"""How an attempt makes other jobs, and suspends its own until they have ended.

They are born in the commit that suspends it: there is no moment at which one of them is there and
its parent does not wait, and none is made twice. Which they are is kept as a step in that commit.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NoReturn, Protocol

from pydantic import JsonValue

from shared.core import errors, ids
from shared.core.gather import OpenGather, children_in, children_text
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.stored_value import JsonText
from shared.firestore import documents
from shared.firestore.compare_and_set import Pauses
from shared.firestore.documents import Births, NewChild, StepKind
from shared.handler.children import Child, ChildEnd, Gathering
from shared.handler.pausing import PausingAttempt

#: The jobs that a gather has made, in its order; None for one that has to be made.
_Known = tuple[str | None, ...]


class ChildMaker(Protocol):
    """What makes jobs of a handler's children."""

    @property
    def pauses(self) -> Pauses:
        """What waits between two tries to store them."""

    def prepare(self, parent: Job, children: Sequence[Child]) -> tuple[NewChild, ...]:
        """Return jobs that are ready to be stored, but for their slots.

        Raises:
            errors.PermanentJobError: If a child cannot be a job.
        """

    def admit(self, parent: Job, children: Sequence[NewChild]) -> Births:
        """Return the jobs as they shall be stored now, and what they do to their owner's bucket.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """


class GatheringAttempt(PausingAttempt):
    """An attempt whose job may make others."""

    _child_maker: ChildMaker | None
    #: The jobs that it has made: their tasks are enqueued once they are stored.
    born: tuple[Job, ...] = ()

    def gather(self, gathering: Gathering) -> tuple[ChildEnd, ...]:
        """See `Attempt.gather`."""
        known, found = self._known(gathering)
        if None in known:
            self._begin(gathering, known)
        job_ids = tuple(str(job_id) for job_id in known)
        wait = self._open(gathering, job_ids)
        statuses = {job_id: job.status if job else None for job_id, job in found.items()}
        if not wait.is_over(statuses):
            self._await(wait, {})
        return tuple(self._end_of(job_id, found[job_id]) for job_id in job_ids)

    def _known(self, gathering: Gathering) -> tuple[_Known, Mapping[str, Job | None]]:
        """Return which jobs this gather has made before, and those as they are now.

        One that is gone is made anew, and after the parent was resubmitted one that has not
        succeeded, too.
        """
        kept = self.kept(gathering.name, StepKind.GATHER)
        made = None if kept is None else children_in(kept["value"])
        if kept is None or made is None or not _fits(made, gathering.children):
            return (None,) * len(gathering.children), {}
        found = self._store.read_children(made)
        resubmitted = self.job.resubmitted_after
        is_from_before = resubmitted is not None and documents.attempt_of(kept) <= resubmitted
        known = tuple(
            job_id if job_id in found and not (is_from_before and _is_lost(found[job_id])) else None
            for job_id in made
        )
        return known, found

    def _begin(self, gathering: Gathering, known: _Known) -> NoReturn:
        """Make the jobs that are not there, and suspend this one."""
        if self._child_maker is None:
            raise errors.HandlerMistakeError(mistake=f"{gathering.name!r} makes jobs of no one")
        missing = [
            child for child, job_id in zip(gathering.children, known, strict=True) if job_id is None
        ]
        deadline = self._must_end(gathering.name)
        parent = self.job.model_copy(update={"deadline": deadline})
        new = self._child_maker.prepare(parent, missing)
        names = iter(new)
        job_ids = tuple(job_id or next(names).job.job_id for job_id in known)
        step = documents.step_document(gathering.name)
        text = documents.step_text(self.job.attempt, children_text(job_ids), StepKind.GATHER)
        self._await(self._open(gathering, job_ids), {step: text}, new)

    def _open(self, gathering: Gathering, job_ids: tuple[str, ...]) -> OpenGather:
        return OpenGather(
            name=gathering.name[:_LONGEST_NAME],
            children=job_ids,
            since=self._clock(),
            stops_at_failure=gathering.failures == "stop",
        )

    def _await(
        self, wait: OpenGather, data: Mapping[str, JsonText], new: tuple[NewChild, ...] = ()
    ) -> NoReturn:
        """Suspend the job, and store with it the jobs that it has made."""
        now, attempts = self._clock(), self._bounds.attempts
        deadline = self._must_end(wait.name)
        self._put_back(
            lambda job: job.gathering(now, wait, self.usage, attempts=attempts, deadline=deadline),
            data,
            births=partial(self._admit, new) if new else None,
            pauses=self._child_maker.pauses if new and self._child_maker else None,
        )

    def _admit(self, new: tuple[NewChild, ...], parent: Job) -> Births | None:
        """Return the jobs to store with their parent, as their owner's limits are now."""
        if self._child_maker is None:
            return None
        births = self._child_maker.admit(parent, new)
        self.born = tuple(child.job for child in births.children)
        return births

    def _end_of(self, job_id: str, child: Job | None) -> ChildEnd:
        # One that cannot be read has not ended, as far as is known: then this is not asked for.
        return ChildEnd(
            job_id=job_id,
            job_type=ids.parse_job_id(job_id).type,
            status=JobStatus.RUNNING if child is None else child.status,
            error=None if child is None else child.error,
            read_result=partial(self._result_of, job_id),
        )

    def _result_of(self, job_id: str) -> JsonValue:
        _, data = self._store.read_with_data(job_id, documents.RESULT)
        return data.get(documents.RESULT)


#: Characters of a gather's name that its job's document shows.
_LONGEST_NAME = 64


def _fits(made: tuple[str, ...], children: tuple[Child, ...]) -> bool:
    """Whether these jobs are those that the handler asks for now: it may have been changed."""
    return [ids.parse_job_id(job_id).type for job_id in made] == [one.job_type for one in children]


def _is_lost(child: Job | None) -> bool:
    """Whether a job has not succeeded, and will not."""
    return child is not None and child.status is not JobStatus.SUCCEEDED and not child.is_active
