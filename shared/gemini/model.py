"""Gemini: let a model write text from facts. The composition of the parts of this room.

    named_texts    the prompt, from its file
    request        what is said: the instruction, and facts that cannot pass for one
    client         one call; the only place that knows the vendor's library
    errors         what a refusal means for the job
    answer         what came back: whole, partial, or wrong
    conversation   what one call has brought; continue, repair, repeat, fall back, stop, count

What must stay true: prompts, facts, answers and keys are in no log and in no error.
"""

import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from shared.core.prices import Tokens, price_tokens
from shared.gemini.client import GeminiStreams
from shared.gemini.conversation import Conversation
from shared.gemini.estimate import THOUGHT_TOKENS
from shared.gemini.request import first_request
from shared.handler.named_texts import JOB_TYPES, read_prompt
from shared.handler.ports import AnswerT, ModelAnswer, ModelCall, TextModel
from shared.settings import Settings
from shared.telemetry import logs

log = logging.getLogger(__name__)


def open_text_model(settings: Settings) -> TextModel:
    """Make the text model of a deployment; nothing is connected before it is asked."""
    return GeminiTextModel(settings=settings, stream_model=GeminiStreams(settings))


@dataclass(frozen=True, kw_only=True)
class GeminiTextModel:
    """Gemini, by an API key or in the name of the service account."""

    settings: Settings
    stream_model: GeminiStreams
    #: Where the prompts are.
    prompts: Path = JOB_TYPES
    #: The day (UTC) whose prices count.
    today: Callable[[], date] = lambda: datetime.now(UTC).date()
    #: Models that were found to have no price; each is told of once.
    _unpriced: set[str] = field(default_factory=set, init=False, repr=False)

    def write(self, call: ModelCall[AnswerT]) -> ModelAnswer[AnswerT]:
        """See `TextModel.write`; what `call.check` raises passes.

        Raises:
            errors.RetriableJobError: If Gemini is busy or cannot be reached.
            errors.PermanentJobError: If it will not answer this, however often it is asked.
            errors.HandlerMistakeError: If there is no such prompt.
        """
        prompt = read_prompt(self.prompts, call.prompt)
        first, second = self.settings.gemini_model, self.settings.gemini_fallback_model
        conversation = Conversation(
            call=call,
            stream_model=self.stream_model,
            prompt_version=prompt.version,
            provider="gcp.gemini" if self.settings.gemini_api_key else "gcp.vertex_ai",
            models=(first, second) if second and second != first else (first,),
            price=self._price,
            thought=THOUGHT_TOKENS[self.settings.gemini_thinking_level],
            deadline=time.monotonic() + self.settings.gemini_timeout_seconds,
        )
        new_mark = partial(secrets.token_hex, 8)
        asked = first_request(prompt.text, call.facts, call.answer, new_mark)
        # A prompt's name is its job type's folder.
        return conversation.write(replace(asked, label=call.prompt.replace("_", "-")))

    def _price(self, model: str, tokens: Tokens) -> float:
        """Return what a call cost; 0, with a warning to the operator, if there is no price."""
        cost = price_tokens(self.settings.gemini_prices, model, tokens, self.today())
        if cost is None and model not in self._unpriced:
            self._unpriced.add(model)
            log.warning(
                "GEMINI_PRICES has no price for a model that is used: budgets do not bound it.",
                extra=logs.log_fields("model-unpriced", model=model),
            )
        return cost or 0.0
