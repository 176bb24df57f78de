"""How an attempt puts its job back itself: to rest, to go on later, or to await an answer.

Each is one commit, after which the attempt has ended; the handler learns it by what is raised.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn

from shared.core.job import Job
from shared.core.lease import CLOCK_SKEW
from shared.core.letting_go import AttemptLetGoError, checked_deadline, wake_time
from shared.core.question import OpenQuestion, answer_in, wait_end
from shared.core.stored_value import JsonText, to_text
from shared.firestore import documents
from shared.firestore.compare_and_set import Pauses
from shared.firestore.documents import Births, StepKind
from shared.handler.held_job import HeldJob
from shared.handler.ports import Asking, KeptAnswer


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What its type bounds a job by."""

    #: One attempt takes no longer.
    time_limit: timedelta
    #: The whole job takes no longer; None: it may not let go of itself.
    whole_limit: timedelta | None
    #: So many attempts may fail, counted anew each time that the job was let go of.
    attempts: int


class PausingAttempt(HeldJob):
    """An attempt that can put its job back."""

    _bounds: Bounds
    _job_deadline: datetime | None

    def sleep(self, name: str, pause: timedelta) -> None:
        """See `Attempt.sleep`; when it is over was kept with the first letting go."""
        kept, now = self.kept(name, StepKind.SLEEP), self._clock()
        if kept is not None:
            until = datetime.fromisoformat(str(kept["value"]))
            if now < until - CLOCK_SKEW:
                self._let_go(name, until)
            return
        until = wake_time(now, pause, self._must_end(name))
        value = to_text(until.isoformat())
        text = documents.step_text(self.job.attempt, value, StepKind.SLEEP)
        self._let_go(name, until, {documents.step_document(name): text})

    def read_answer(self, name: str) -> KeptAnswer | None:
        """See `Attempt.read_answer`."""
        kept = self.kept(name, StepKind.ASK)
        answer = None if kept is None else answer_in(kept["value"])
        if kept is None or answer is None:
            return None
        asked_again = self.job.resubmitted_after
        is_from_before = asked_again is not None and documents.attempt_of(kept) <= asked_again
        return KeptAnswer(given=answer, is_from_before=is_from_before)

    def await_answer(self, asking: Asking) -> NoReturn:
        """See `Attempt.await_answer`; what it is about is kept in the same commit."""
        now, attempts = self._clock(), self._bounds.attempts
        deadline = self._must_end(asking.name)
        question = OpenQuestion(
            name=asking.name,
            form=asking.form,
            prompt=asking.prompt,
            since=now,
            until=wait_end(now, asking.wait, deadline),
            has_default=asking.has_default,
        )
        text = documents.ask_text(self.job.attempt, asking.form, asking.context)
        self._put_back(
            lambda job: job.suspended(
                now, question, self.usage, attempts=attempts, deadline=deadline
            ),
            {documents.ask_document(asking.name): text},
        )

    def _let_go(
        self, name: str, until: datetime | None, data: Mapping[str, JsonText] | None = None
    ) -> NoReturn:
        """Put the job back, to go on then or at once."""
        now, attempts, deadline = self._clock(), self._bounds.attempts, self._must_end(name)
        at = max(until or now, now)
        self._put_back(
            lambda job: job.let_go(now, at, self.usage, attempts=attempts, deadline=deadline), data
        )

    def _put_back(
        self,
        change: Callable[[Job], Job],
        data: Mapping[str, JsonText] | None,
        births: Callable[[Job], Births | None] | None = None,
        pauses: Pauses | None = None,
    ) -> NoReturn:
        """Write the change that ends the attempt; the handler learns that this was all.

        Raises:
            AttemptLetGoError: When it is done.
            errors.AttemptEndedError: If the attempt was cancelled or lost meanwhile.
            errors.HandlerMistakeError: If nothing would ever end the job.
            errors.UnavailableError: If Firestore cannot be reached.
        """
        with self.changed:
            self._write(
                lambda job: change(self._with_last_progress(job)),
                data=data,
                births=births,
                pauses=pauses,
            )
            self._closed, self._ended = True, AttemptLetGoError()
            self.changed.notify_all()
            raise self._ended

    def _must_end(self, name: str) -> datetime:
        return checked_deadline(name, self.job.attempt, self._job_deadline)
