"""One answer, with all that may go wrong on the way: which model, how often, and when to give up.

Knows no vendor. What must stay true: an answer is continued once, repaired once and repeated once
at most; every call that cost something is told to `spend`, however it ended; and a stop is noticed
at the next piece that arrives.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, cast

from pydantic import BaseModel

from shared.core import errors
from shared.core.job import Usage
from shared.core.prices import Tokens
from shared.gemini.answer import InvalidAnswerError, JsonObject, finished_part, read_answer
from shared.gemini.client import Piece
from shared.gemini.errors import (
    ANSWER_BLOCKED,
    BLOCKED_FINISHES,
    CUT_OFF_FINISHES,
    PROMPT_BLOCKED,
    TOO_LONG,
    UNUSABLE,
    CallFailedError,
)
from shared.gemini.request import Request
from shared.handler.job_context import GeneratedBy, OnPartial, ShouldStop, Spend, Written
from shared.telemetry import logs, semantic_spans

if TYPE_CHECKING:
    from collections.abc import Generator

AnswerT = TypeVar("AnswerT", bound=BaseModel)

log = logging.getLogger(__name__)


class Ask(Protocol):
    """Something that asks a model, and gives what it writes piece by piece."""

    def __call__(self, model: str, request: Request, seconds: float) -> Iterator[Piece]:
        """Ask `model`; wait `seconds` at most for each piece."""
        ...


class _Mend(Enum):
    """What can be done about an answer that is not one; each once."""

    CONTINUE = "continue"
    REPAIR = "repair"
    REPEAT = "repeat"


@dataclass(kw_only=True)
class _Reply:
    """What one call has brought so far."""

    text: str = ""
    finish: str | None = None
    block: str | None = None
    tokens: Tokens = field(default_factory=Tokens)

    def add(self, piece: Piece) -> None:
        """Add a piece; the vendor's counts are running totals, and some pieces leave some out."""
        self.text += piece.text
        self.finish = piece.finish or self.finish
        self.block = piece.block or self.block
        self.tokens = Tokens(
            input=max(self.tokens.input, piece.tokens.input),
            cached=max(self.tokens.cached, piece.tokens.cached),
            output=max(self.tokens.output, piece.tokens.output),
            thinking=max(self.tokens.thinking, piece.tokens.thinking),
        )


@dataclass(frozen=True, kw_only=True)
class Listener:
    """Who is told what, while an answer is written."""

    #: Gets the finished part of the answer whenever it has grown.
    on_partial: OnPartial | None = None
    #: Says whether nobody wants the answer any more.
    should_stop: ShouldStop | None = None
    #: Gets what each call has cost, also if it failed.
    spend: Spend | None = None


@dataclass(kw_only=True)
class Writing(Generic[AnswerT]):
    """One answer being written; used once."""

    ask: Ask
    form: type[AnswerT]
    prompt_version: str
    #: Who has the models, in OpenTelemetry's word.
    provider: str
    #: The models to ask, in this order: the next one only if one has no quota or capacity.
    models: Sequence[str]
    price: Callable[[str, Tokens], float]
    #: A clock that never goes back, in seconds, and its time when this must be over.
    clock: Callable[[], float]
    deadline: float
    listener: Listener
    _mends: set[_Mend] = field(default_factory=lambda: set(_Mend))
    _spent: Usage = field(default_factory=Usage)
    _shown: JsonObject | None = None

    def write(self, request: Request) -> Written[AnswerT]:
        """Ask until there is an answer that fits, or nothing more can be done.

        Raises:
            errors.RetriableJobError: If the models are busy or cannot be reached, or time is up.
            errors.PermanentJobError: If they will not answer this, however often they are asked.
            errors.JobCancelledError: If nobody wants the answer any more.
        """
        draft = ""
        while True:
            model, reply = self._ask_models(request, draft)
            _refuse_blocked(reply)
            try:
                value = read_answer(self.form, draft, reply.text, instruction=request.instruction)
            except InvalidAnswerError as invalid:
                request, draft = self._mend(request, draft, reply, invalid)
            else:
                by = GeneratedBy(model=model, prompt_version=self.prompt_version)
                return Written(value=value, generated_by=by, usage=self._spent)

    def _mend(
        self, request: Request, draft: str, reply: _Reply, invalid: InvalidAnswerError
    ) -> tuple[Request, str]:
        """Return what to ask next, and the draft that its answer follows on."""
        so_far = draft + reply.text
        match _diagnose(reply):
            case _Mend.CONTINUE:
                self._use_up(_Mend.CONTINUE, TOO_LONG, reply, possible=bool(so_far))
                return request.continued(so_far), so_far
            case _Mend.REPEAT:
                self._use_up(_Mend.REPEAT, UNUSABLE, reply)
                return request, draft
            case _Mend.REPAIR:
                self._use_up(_Mend.REPAIR, UNUSABLE, reply, problems=invalid.kinds)
                return request.repaired(so_far, invalid.problems), ""

    def _use_up(
        self,
        mend: _Mend,
        otherwise: str,
        reply: _Reply,
        *,
        possible: bool = True,
        problems: Sequence[str] = (),
    ) -> None:
        log.warning(
            "The text model's answer is not usable as it is.",
            extra=logs.log_fields(
                "model-mend", mend=mend.value, finish=reply.finish, problems=list(problems)
            ),
        )
        if not possible or mend not in self._mends:
            raise errors.PermanentJobError(otherwise) from None
        self._mends.remove(mend)

    def _ask_models(self, request: Request, draft: str) -> tuple[str, _Reply]:
        """Ask the first model that has quota and capacity; it stays the first from then on."""
        failures: list[CallFailedError] = []
        for position, model in enumerate(self.models):
            try:
                reply = self._listen(model, request, draft)
            except CallFailedError as failure:
                failures.append(failure)
                if not failure.fallback_helps:
                    break
            else:
                self.models = self.models[position:]
                return model, reply
        # If any of them may answer later, the job may succeed later.
        worst = next((each for each in failures if each.error.retriable), failures[0])
        raise worst.error from worst

    def _listen(self, model: str, request: Request, draft: str) -> _Reply:
        """Make one call, and count what it cost, however it ends."""
        self._look_up()
        reply = _Reply()
        with semantic_spans.model_call(self.provider, model) as call:
            try:
                self._hear(model, request, draft, reply)
            finally:
                semantic_spans.tell_tokens(call, reply.tokens, reply.finish or reply.block)
                self._count(model, reply.tokens)
        return reply

    def _hear(self, model: str, request: Request, draft: str, reply: _Reply) -> None:
        """Add what a call brings to the reply, piece by piece, to its end."""
        pieces = cast("Generator[Piece]", self.ask(model, request, self.deadline - self.clock()))
        with closing(pieces):
            for piece in pieces:
                reply.add(piece)
                self._show(draft + reply.text, request.instruction)
                self._look_up()
        if reply.finish is None and reply.block is None:
            log.warning("The text model's stream ended early.", extra=logs.log_fields("model-cut"))
            raise CallFailedError(errors.RetriableJobError())

    def _look_up(self) -> None:
        """See whether to go on.

        Raises:
            errors.JobCancelledError: If nobody wants the answer any more.
            CallFailedError: If time is up.
        """
        if self.listener.should_stop is not None and self.listener.should_stop():
            raise errors.JobCancelledError
        if self.clock() >= self.deadline:
            log.warning("The text model took too long.", extra=logs.log_fields("model-too-slow"))
            raise CallFailedError(errors.RetriableJobError())

    def _show(self, text: str, instruction: str) -> None:
        if self.listener.on_partial is None:
            return
        part = finished_part(self.form, text, instruction=instruction)
        if part is not None and part != self._shown:
            self._shown = part
            self.listener.on_partial(part)

    def _count(self, model: str, tokens: Tokens) -> None:
        if tokens == Tokens():
            return
        usage = Usage(
            model=model,
            input_tokens=tokens.input,
            cached_tokens=tokens.cached,
            output_tokens=tokens.written,
            thinking_tokens=tokens.thinking,
            cost_usd=self.price(model, tokens),
        )
        self._spent = self._spent.plus(usage)
        log.info(
            "The text model was called.",
            extra=logs.log_fields("model-called", **usage.to_json()),
        )
        if self.listener.spend is not None:
            self.listener.spend(usage)


def _refuse_blocked(reply: _Reply) -> None:
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


def _diagnose(reply: _Reply) -> _Mend:
    """Say what would help an answer that does not fit; what we do not know is asked for again."""
    if reply.finish in CUT_OFF_FINISHES:
        return _Mend.CONTINUE
    return _Mend.REPAIR if reply.finish == "STOP" else _Mend.REPEAT
