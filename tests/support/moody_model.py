"""A text model with moods, by the text of an `example`: it writes, refuses, or is busy at first."""

from datetime import timedelta
from itertools import count

from infra.local.stand_ins.offline_model import OfflineModel
from shared.core import errors
from shared.handler.ports import AnswerT, ModelAnswer, ModelCall
from shared.settings import Settings

#: Texts of `example`, by the facts that the model gets of them.
REFUSED = "word"
BUSY_ONCE = "two words"
ORDINARY = "now three words"
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
        words = getattr(call.facts, "words", None)
        if words == len(REFUSED.split()):
            raise errors.PermanentJobError("The model does not answer this.")
        if words == len(BUSY_ONCE.split()) and not next(self._calls):
            raise errors.RetriableJobError(retry_after=_SOON)
        return super().write(call)
