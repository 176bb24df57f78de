"""A text model that a test holds: it writes at once, and gives what it wrote once it is let go.

HELD_FILE   the model goes on for as long as there is no such file

What it has written is shown before, as a real model's growing text is; a job that is cancelled
meanwhile stops. So a test has a running job for exactly as long as it looks at it.
"""

import os
import time
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from infra.local.stand_ins.offline_model import OfflineModel
from shared.core import errors
from shared.handler.job_context import OnPartial, ShouldStop, Spend, Written
from shared.settings import Settings

AnswerT = TypeVar("AnswerT", bound=BaseModel)

_LOOK_SECONDS = 0.05


def open_text_model(_: Settings) -> "HeldModel":
    """Return the model, as the setting TEXT_MODEL asks for it."""
    return HeldModel(Path(os.environ["HELD_FILE"]))


class HeldModel(OfflineModel):
    """The offline model, held while there is a file."""

    def __init__(self, file: Path) -> None:
        self._file = file

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
        """Write as the offline model does, and wait until the file is gone."""
        written = super().write(
            prompt, facts, answer, on_partial=on_partial, should_stop=should_stop, spend=spend
        )
        while self._file.exists():
            if should_stop is not None and should_stop():
                raise errors.JobCancelledError
            time.sleep(_LOOK_SECONDS)
        return written
