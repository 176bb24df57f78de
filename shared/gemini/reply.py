"""What one call to a model has brought, and what can be done where that is not an answer."""

import logging
from dataclasses import dataclass, field
from enum import Enum

from shared.core import errors
from shared.core.prices import Tokens
from shared.gemini.client import Chunk
from shared.gemini.errors import (
    ANSWER_BLOCKED,
    BLOCKED_FINISHES,
    CUT_OFF_FINISHES,
    PROMPT_BLOCKED,
)
from shared.telemetry import logs

log = logging.getLogger(__name__)


class Remedy(Enum):
    """What can be done about a reply that is no answer; each once."""

    CONTINUE = "continue"
    REPAIR = "repair"
    REPEAT = "repeat"


@dataclass(kw_only=True)
class Reply:
    """What one call has brought so far."""

    text: str = ""
    #: Why it ended, and why the prompt was refused, in the vendor's words.
    finish: str | None = None
    block: str | None = None
    tokens: Tokens = field(default_factory=Tokens)

    def add(self, chunk: Chunk) -> None:
        """Add a chunk; the vendor's counts are running totals, and some chunks leave some out."""
        self.text += chunk.text
        self.finish = chunk.finish or self.finish
        self.block = chunk.block or self.block
        self.tokens = Tokens(
            input=max(self.tokens.input, chunk.tokens.input),
            cached=max(self.tokens.cached, chunk.tokens.cached),
            output=max(self.tokens.output, chunk.tokens.output),
            thinking=max(self.tokens.thinking, chunk.tokens.thinking),
        )

    @property
    def is_whole(self) -> bool:
        """Whether the vendor has said why it ends here."""
        return self.finish is not None or self.block is not None

    @property
    def remedy(self) -> Remedy:
        """What would help, if it is no answer; of an unknown end, to ask again."""
        if self.finish in CUT_OFF_FINISHES:
            return Remedy.CONTINUE
        return Remedy.REPAIR if self.finish == "STOP" else Remedy.REPEAT


def refuse_blocked(reply: Reply) -> None:
    """Refuse a reply that the vendor's rules stopped.

    Raises:
        errors.PermanentJobError: If they did; asking again does not help.
    """
    if reply.block is not None:
        _log_block("prompt", reply.block)
        raise errors.PermanentJobError(PROMPT_BLOCKED)
    if reply.finish in BLOCKED_FINISHES:
        _log_block("answer", reply.finish)
        raise errors.PermanentJobError(ANSWER_BLOCKED)


def _log_block(what: str, reason: str | None) -> None:
    log.warning(
        "The text model blocked this.",
        extra=logs.log_fields("model-blocked", what=what, reason=reason),
    )
