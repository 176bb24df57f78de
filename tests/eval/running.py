"""Ask a text model for every case, as a worker would, and judge what comes."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from pydantic import ValidationError

from functions.job_types import find_job_type
from shared.core import errors
from shared.handler.ports import TextModel, Warehouse
from tests.eval.answers import Answer
from tests.eval.case import Case
from tests.eval.rubrics import RUBRICS, Rubric
from tests.support.handlers import RememberedAttempt, run_handler

#: A busy model is waited for, but not longer than this between two attempts.
LONGEST_PAUSE = timedelta(minutes=1)
SHORTEST_PAUSE = timedelta(seconds=2)


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What one rubric says of one answer."""

    rubric: str
    #: None if it could not be judged: it is for other types, or there is nothing to look at.
    faults: tuple[str, ...] | None


@dataclass(frozen=True, kw_only=True)
class Judged:
    """An answer, and what every rubric says of it."""

    answer: Answer
    judgements: tuple[Judgement, ...]

    @property
    def faults(self) -> tuple[tuple[str, str], ...]:
        """Everything that is wrong, each after its rubric."""
        return tuple(
            (each.rubric, fault) for each in self.judgements for fault in each.faults or ()
        )


@dataclass(frozen=True, kw_only=True)
class Runner:
    """Asks one text model."""

    model: TextModel
    warehouse: Warehouse
    #: In seconds; never goes back.
    clock: Callable[[], float] = time.monotonic
    #: Waits so many seconds before the next attempt.
    pause: Callable[[float], None] = time.sleep

    def run(self, cases: Iterable[Case]) -> Iterator[Judged]:
        """Ask for one case after the other, and judge each answer."""
        return (judge(self.ask(case)) for case in cases)

    def ask(self, case: Case) -> Answer:
        """Ask for one case; an attempt that fails and may be repeated is repeated."""
        most = find_job_type(case.job_type).retry.max_attempts
        attempt, started = RememberedAttempt(), self.clock()
        error: errors.JobsError | None = None
        document, attempts = None, 0
        while document is None and attempts < most and (error is None or error.retriable):
            if error is not None:
                self.pause(_seconds_to(error))
            attempts += 1
            try:
                document = run_handler(
                    case.job_type,
                    case.request,
                    model=self.model,
                    warehouse=self.warehouse,
                    attempt=attempt,
                ).result.to_json()
            except errors.JobsError as failure:
                error = failure
        return Answer(
            case=case,
            document=document,
            error=None if document is not None or error is None else error.code.value,
            is_permanent=document is None and error is not None and not error.retriable,
            attempts=attempts,
            seconds=self.clock() - started,
            usage=attempt.spent,
            previews=tuple(attempt.previews),
        )


def judge(answer: Answer, rubrics: Iterable[Rubric] = RUBRICS) -> Judged:
    """Hold an answer against all rubrics."""
    return Judged(answer=answer, judgements=tuple(_judge(answer, each) for each in rubrics))


def _judge(answer: Answer, rubric: Rubric) -> Judgement:
    is_for_it = answer.case.job_type in rubric.job_types
    if not is_for_it or (rubric.needs_result and not _has_result(answer)):
        return Judgement(rubric=rubric.name, faults=None)
    return Judgement(rubric=rubric.name, faults=tuple(rubric.check(answer)))


def _has_result(answer: Answer) -> bool:
    if answer.document is None:
        return False
    try:
        return answer.result is not None
    except ValidationError:
        return False


def _seconds_to(error: errors.JobsError) -> float:
    asked = error.retry_after if isinstance(error, errors.RetriableJobError) else None
    return max(SHORTEST_PAUSE, min(asked or SHORTEST_PAUSE, LONGEST_PAUSE)).total_seconds()
