"""A text model with moods, one for each prompt: it writes, refuses, or is busy at first."""

from datetime import timedelta
from itertools import count

from infra.local.stand_ins.offline_model import OfflineModel
from shared.core import errors
from shared.handler.ports import AnswerT, ModelAnswer, ModelCall
from shared.settings import Settings

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

    def write(self, call: ModelCall[AnswerT]) -> ModelAnswer[AnswerT]:
        """Write as the offline model does, if in the mood."""
        if call.prompt == REFUSED:
            raise errors.PermanentJobError("The model does not answer this.")
        if call.prompt == BUSY_ONCE and not next(self._calls):
            raise errors.RetriableJobError(retry_after=_SOON)
        return super().write(call)
