"""What a job of a schedule may look back at: the result of that schedule's last success."""

import logging
from typing import TypeVar

from pydantic import ValidationError

from shared.core.records import Record
from shared.handler.ports import Attempt, EarlierResult
from shared.telemetry import logs

ResultT = TypeVar("ResultT", bound=Record)


class LookingBack:
    """A handler's world, as far as it reaches back."""

    _attempt: Attempt
    log: logging.Logger

    def earlier_result(self, of: type[ResultT]) -> EarlierResult[ResultT] | None:
        """Return what this job's schedule had found out when it last succeeded.

        One read, where there is such a job; none for a job that no schedule has made.

        Args:
            of: The form of a result: that of the type itself.

        Returns:
            The earlier result; None if there is none, it is gone, or it has another form by now.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
            errors.AttemptEndedError: If the job was cancelled or taken over; let it pass.
        """
        self._attempt.check()
        earlier = self._attempt.read_earlier_result()
        if earlier is None:
            return None
        try:
            value = of.model_validate(earlier.value)
        except ValidationError:
            fields = logs.log_fields("earlier-result-outdated")
            self.log.info("The earlier result has a form of before.", extra=fields)
            return None
        return EarlierResult(job_id=earlier.job_id, made_at=earlier.made_at, value=value)
