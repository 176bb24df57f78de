"""One answer, with all that may go wrong on the way: which model, how often, and when to give up.

Knows no vendor. What must stay true: an answer is continued once, repaired once and repeated once
at most; every call that cost something is told to `record_usage`, however it ended; and that the
job is to stop is noticed at the next chunk that arrives.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Protocol, cast

from shared.core import errors
from shared.core.job_document import Usage
from shared.core.prices import Tokens
from shared.gemini.answer import InvalidAnswerError, JsonObject, finished_part, read_answer
from shared.gemini.client import Chunk
from shared.gemini.errors import TOO_LONG, UNUSABLE, CallFailedError, most_retriable
from shared.gemini.reply import Remedy, Reply, refuse_blocked
from shared.gemini.request import Request
from shared.handler.ports import AnswerT, GeneratedBy, ModelAnswer, ModelCall
from shared.telemetry import logs, semantic_spans

if TYPE_CHECKING:
    from collections.abc import Generator

log = logging.getLogger(__name__)


class StreamModel(Protocol):
    """One call to a model, whose text comes in chunks."""

    def __call__(self, model: str, request: Request, seconds: float) -> Iterator[Chunk]:
        """Ask `model`; wait `seconds` at most for each chunk."""
        ...


@dataclass(kw_only=True)
class Conversation(Generic[AnswerT]):
    """One answer being written; used once."""

    call: ModelCall[AnswerT]
    stream_model: StreamModel
    prompt_version: str
    #: Who has the models, in OpenTelemetry's word.
    provider: str
    #: The models to ask, in this order: the next one only if one has no quota or capacity.
    models: Sequence[str]
    price: Callable[[str, Tokens], float]
    #: A clock that never goes back, in seconds, and its time when this must be over.
    clock: Callable[[], float]
    deadline: float
    _remedies: set[Remedy] = field(default_factory=lambda: set(Remedy))
    _shown: JsonObject | None = None

    def write(self, request: Request) -> ModelAnswer[AnswerT]:
        """Ask until there is an answer that fits, or nothing more can be done.

        What the call's listeners raise passes.

        Raises:
            errors.RetriableJobError: If the models are busy or cannot be reached, or time is up.
            errors.PermanentJobError: If they will not answer this, however often they are asked.
        """
        form, draft = self.call.answer, ""
        while True:
            model, reply = self._ask_models(request, draft)
            refuse_blocked(reply)
            try:
                value = read_answer(form, draft, reply.text, instruction=request.instruction)
            except InvalidAnswerError as invalid:
                request, draft = self._apply_remedy(request, draft, reply, invalid)
            else:
                by = GeneratedBy(model=model, prompt_version=self.prompt_version)
                return ModelAnswer(value=value, generated_by=by)

    def _apply_remedy(
        self, request: Request, draft: str, reply: Reply, invalid: InvalidAnswerError
    ) -> tuple[Request, str]:
        """Return what to ask next, and the draft that its answer follows on."""
        so_far = draft + reply.text
        match reply.remedy:
            case Remedy.CONTINUE:
                self._use_up(Remedy.CONTINUE, TOO_LONG, reply, possible=bool(so_far))
                return request.continued(so_far), so_far
            case Remedy.REPEAT:
                self._use_up(Remedy.REPEAT, UNUSABLE, reply)
                return request, draft
            case Remedy.REPAIR:
                self._use_up(Remedy.REPAIR, UNUSABLE, reply, problems=invalid.kinds)
                return request.repaired(so_far, invalid.problems), ""

    def _use_up(
        self,
        remedy: Remedy,
        otherwise: str,
        reply: Reply,
        *,
        possible: bool = True,
        problems: Sequence[str] = (),
    ) -> None:
        log.warning(
            "The text model's answer is not usable as it is.",
            extra=logs.log_fields(
                "model-remedy", remedy=remedy.value, finish=reply.finish, problems=list(problems)
            ),
        )
        if not possible or remedy not in self._remedies:
            raise errors.PermanentJobError(otherwise) from None
        self._remedies.remove(remedy)

    def _ask_models(self, request: Request, draft: str) -> tuple[str, Reply]:
        """Ask the first model that has quota and capacity; it stays the first from then on."""
        failures: list[CallFailedError] = []
        for position, model in enumerate(self.models):
            try:
                reply = self._ask(model, request, draft)
            except CallFailedError as failure:
                failures.append(failure)
                if not failure.fallback_helps:
                    break
            else:
                self.models = self.models[position:]
                return model, reply
        counts = most_retriable(failures)
        raise counts.error from counts

    def _ask(self, model: str, request: Request, draft: str) -> Reply:
        """Make one call, and record what it cost, however it ends."""
        self._check()
        reply = Reply()
        with semantic_spans.model_call(self.provider, model) as span:
            try:
                self._read_stream(model, request, draft, reply)
            finally:
                semantic_spans.tell_tokens(span, reply.tokens, reply.finish or reply.block)
                self._record_usage(model, reply.tokens)
        return reply

    def _read_stream(self, model: str, request: Request, draft: str, reply: Reply) -> None:
        """Add what a call brings to the reply, chunk by chunk, to its end."""
        seconds = self.deadline - self.clock()
        chunks = cast("Generator[Chunk]", self.stream_model(model, request, seconds))
        with closing(chunks):
            for chunk in chunks:
                reply.add(chunk)
                self._show(draft + reply.text, request.instruction)
                self._check()
        if not reply.is_whole:
            log.warning("The text model's stream ended early.", extra=logs.log_fields("model-cut"))
            raise CallFailedError(errors.RetriableJobError())

    def _check(self) -> None:
        """See whether to go on; what the call's check raises passes.

        Raises:
            CallFailedError: If time is up.
        """
        self.call.check()
        if self.clock() >= self.deadline:
            log.warning("The text model took too long.", extra=logs.log_fields("model-too-slow"))
            raise CallFailedError(errors.RetriableJobError())

    def _show(self, text: str, instruction: str) -> None:
        part = finished_part(self.call.answer, text, instruction=instruction)
        if part is not None and part != self._shown:
            self._shown = part
            self.call.on_partial(part)

    def _record_usage(self, model: str, tokens: Tokens) -> None:
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
        log.info(
            "The text model was called.", extra=logs.log_fields("model-called", **usage.to_json())
        )
        self.call.record_usage(usage)
