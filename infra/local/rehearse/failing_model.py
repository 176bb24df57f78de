"""A text model that raises at the prompt of one job type, and otherwise is the one there was."""

import os
import pkgutil
from typing import cast

from infra.local.cloud.stack import text_model
from shared.handler.ports import AnswerT, ModelAnswer, ModelCall, TextModel
from shared.settings import Settings

#: The type that the smoke test asks for, too: it is in every copy of the engine.
PROMPT = "example"


class FailingModel:
    """A `shared.handler.ports.TextModel` with a defect."""

    def __init__(self, real: TextModel) -> None:
        self._real = real

    def write(self, call: ModelCall[AnswerT]) -> ModelAnswer[AnswerT]:
        """Write an answer, see `TextModel.write`; raise as a defect does at that one prompt."""
        if call.prompt == PROMPT:
            raise RuntimeError("make break WHAT=type")
        return self._real.write(call)


def open_text_model(settings: Settings) -> FailingModel:
    """Put the defect before the model that this machine uses."""
    opened = pkgutil.resolve_name(text_model(os.environ))(settings)
    return FailingModel(cast("TextModel", opened))
