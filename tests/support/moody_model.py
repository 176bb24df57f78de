"""A text model with moods, one for each prompt: it writes, refuses, or is busy at first."""

from datetime import timedelta
from itertools import count
from typing import TypeVar

from pydantic import BaseModel

from infra.local.stand_ins.offline_model import OfflineModel
from shared.core import errors
from shared.handler.job_context import OnPartial, ShouldStop, Spend, Written
from shared.settings import Settings

AnswerT = TypeVar("AnswerT", bound=BaseModel)

REFUSED = "career_insights"
BUSY_ONCE = "resume_optimization"
_SOON = timedelta(seconds=0.5)


def open_text_model(_: Settings) -> "MoodyModel":
    """Return the model, as the setting TEXT_MODEL asks for it."""
    return MoodyModel()


class MoodyModel(OfflineModel):
    """The offline model, on a bad day."""

    def __init__(self) -> None:
        self._calls = count()

    def write(
        self,
        prompt: str,
        facts: BaseModel,
        answer: type[AnswerT],
        *,
        on_partial: OnPartial | None = None,
        should_stop: ShouldStop | None = None,
        spend: Spend | None = None,
    ) -> Written[AnswerT]:
        """Write as the offline model does, if in the mood."""
        if prompt == REFUSED:
            raise errors.PermanentJobError("The model does not answer this.")
        if prompt == BUSY_ONCE and not next(self._calls):
            raise errors.RetriableJobError(retry_after=_SOON)
        return super().write(
            prompt, facts, answer, on_partial=on_partial, should_stop=should_stop, spend=spend
        )
