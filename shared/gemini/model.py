"""Gemini: let a model write text from facts. The composition of the parts in `text_model_*.py`.

    named_texts           the prompt, from its file
    text_model_request    what is said: the instruction, and facts that cannot pass for one
    text_model_stream     one call; the only place that knows the vendor's library
    text_model_errors     what a refusal means for the job
    text_model_answer     what came back: whole, partial, or wrong
    text_model_writing    continue, repair, repeat, fall back, stop, count

What must stay true: prompts, facts, answers and keys are in no log and in no error.
"""

import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from shared.core.prices import Tokens, price_tokens
from shared.gemini.client import GeminiStreams
from shared.gemini.conversation import Ask, Listener, Writing
from shared.gemini.request import first_request
from shared.handler.job_context import OnPartial, ShouldStop, Spend, TextModel, Written
from shared.handler.named_texts import PROMPTS, read_named_text
from shared.settings import Settings
from shared.telemetry import logs

AnswerT = TypeVar("AnswerT", bound=BaseModel)

log = logging.getLogger(__name__)


def open_text_model(settings: Settings) -> TextModel:
    """Make the text model of a deployment; nothing is connected before it is asked."""
    return GeminiTextModel(settings=settings, ask=GeminiStreams(settings))


def _today() -> date:
    return datetime.now(UTC).date()


def _new_mark() -> str:
    return secrets.token_hex(8)


@dataclass(frozen=True, kw_only=True)
class GeminiTextModel:
    """Gemini, by an API key or in the name of the service account."""

    settings: Settings
    ask: Ask
    #: Where the prompts are.
    prompts: Path = PROMPTS
    #: Gives a mark that nobody can guess.
    new_mark: Callable[[], str] = _new_mark
    #: A clock that never goes back, in seconds.
    clock: Callable[[], float] = time.monotonic
    #: The day (UTC) whose prices count.
    today: Callable[[], date] = _today
    #: Models that were found to have no price; each is told of once.
    _unpriced: set[str] = field(default_factory=set, init=False, repr=False)

    def write(  # noqa: PLR0913 -- the protocol's
        self,
        prompt: str,
        facts: BaseModel,
        answer: type[AnswerT],
        *,
        on_partial: OnPartial | None = None,
        should_stop: ShouldStop | None = None,
        spend: Spend | None = None,
    ) -> Written[AnswerT]:
        """See `TextModel.write`.

        Raises:
            errors.RetriableJobError: If Gemini is busy or cannot be reached.
            errors.PermanentJobError: If it will not answer this, however often it is asked.
            errors.JobCancelledError: If `should_stop` said so.
            errors.InternalError: If there is no such prompt.
        """
        text = read_named_text(self.prompts, prompt, ".md")
        writing = Writing(
            ask=self.ask,
            form=answer,
            prompt_version=text.version,
            provider="gcp.gemini" if self.settings.gemini_api_key else "gcp.vertex_ai",
            models=self._models,
            price=self._price,
            clock=self.clock,
            deadline=self.clock() + self.settings.gemini_timeout_seconds,
            listener=Listener(on_partial=on_partial, should_stop=should_stop, spend=spend),
        )
        return writing.write(first_request(text.text, facts, answer, self.new_mark))

    @property
    def _models(self) -> tuple[str, ...]:
        first, second = self.settings.gemini_model, self.settings.gemini_fallback_model
        return (first, second) if second and second != first else (first,)

    def _price(self, model: str, tokens: Tokens) -> float:
        """Return what a call cost; nothing, and a word to whoever runs this, if nobody knows."""
        cost = price_tokens(self.settings.gemini_prices, model, tokens, self.today())
        if cost is None and model not in self._unpriced:
            self._unpriced.add(model)
            log.warning(
                "GEMINI_PRICES has no price for a model that is used: budgets do not bound it.",
                extra=logs.log_fields("model-unpriced", model=model),
            )
        return cost or 0.0
