"""One answer, with all that may go wrong on the way: which model, how often, and when to give up.

Knows no vendor. What must stay true: an answer is continued once, repaired once and repeated once
at most; every call that cost something is told to `record_usage`, however it ended; and that the
job is to stop is noticed at the next chunk that arrives.
"""

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Generic, cast

from shared.core import errors
from shared.core.prices import Tokens
from shared.core.usage import Usage
from shared.gemini import errors as refusals
from shared.gemini.answer import InvalidAnswerError, JsonObject, finished_part, read_answer
from shared.gemini.client import Chunk, GeminiStreams
from shared.gemini.errors import CallFailedError
from shared.gemini.estimate import estimate
from shared.gemini.request import Request
from shared.handler.ports import AnswerT, GeneratedBy, ModelAnswer, ModelCall
from shared.telemetry import logs, semantic_spans

if TYPE_CHECKING:
    from collections.abc import Generator

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
    #: Whether a chunk has come at all; and whether none had come when time was up: what the model
    #: thought until then is paid for.
    has_begun: bool = False
    is_unanswered: bool = False

    def add(self, chunk: Chunk) -> None:
        """Add a chunk; the vendor's counts are running totals, and some chunks leave some out."""
        self.has_begun = True
        self.text += chunk.text
        self.finish = chunk.finish or self.finish
        self.block = chunk.block or self.block
        self.tokens = Tokens(
            input=max(self.tokens.input, chunk.tokens.input),
            cached=max(self.tokens.cached, chunk.tokens.cached),
            output=max(self.tokens.output, chunk.tokens.output),
            thinking=max(self.tokens.thinking, chunk.tokens.thinking),
        )

    def counted(self, request: Request, thought: int) -> tuple[Tokens, bool]:
        """Return what the call has used, and whether a part of that is our estimate.

        The vendor's counts may come with the last chunk only, or not at all; a stream that was
        stopped before is paid for all the same. `thought` is about what a model thinks.
        """
        counts = self.tokens
        is_whole = counts.input and (counts.output or not self.text)
        if is_whole or self.block or not (self.has_begun or self.is_unanswered):
            return counts, False
        sent = request.instruction + "".join(turn.text for turn in request.turns)
        return estimate(counts, sent=sent, received=self.text, thought=thought), True

    @property
    def remedy(self) -> Remedy:
        """What would help, if it is no answer; of an unknown end, to ask again."""
        if self.finish in refusals.CUT_OFF_FINISHES:
            return Remedy.CONTINUE
        return Remedy.REPAIR if self.finish == "STOP" else Remedy.REPEAT

    def refuse_blocked(self) -> None:
        """Refuse what the vendor's rules stopped.

        Raises:
            errors.PermanentJobError: If they did; asking again does not help.
        """
        if self.block is None and self.finish not in refusals.BLOCKED_FINISHES:
            return
        what, reason = ("prompt", self.block) if self.block else ("answer", self.finish)
        log.warning(
            "The text model blocked this.",
            extra=logs.log_fields("model-blocked", what=what, reason=reason),
        )
        raise errors.PermanentJobError(
            refusals.PROMPT_BLOCKED if self.block else refusals.ANSWER_BLOCKED
        )


@dataclass(kw_only=True)
class Conversation(Generic[AnswerT]):
    """One answer being written; used once."""

    call: ModelCall[AnswerT]
    stream_model: GeminiStreams
    prompt_version: str
    #: Who has the models, in OpenTelemetry's word.
    provider: str
    #: The models to ask, in this order: the next one only if one has no quota or capacity.
    models: Sequence[str]
    price: Callable[[str, Tokens], float]
    #: About how many tokens a model thinks before it writes, for calls that are not counted.
    thought: int
    #: When this must be over, by `time.monotonic`.
    deadline: float
    _remedies: set[Remedy] = field(default_factory=lambda: set(Remedy))
    _shown: JsonObject | None = None
    _is_schema_refused: bool = False

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
            reply.refuse_blocked()
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
        so_far, remedy = draft + reply.text, reply.remedy
        problems = list(invalid.kinds) if remedy is Remedy.REPAIR else []
        fields = {"remedy": remedy.value, "finish": reply.finish, "problems": problems}
        log.warning(
            "The text model's answer is not usable as it is.",
            extra=logs.log_fields("model-remedy", **fields),
        )
        is_cut_off = remedy is Remedy.CONTINUE
        if remedy not in self._remedies or (is_cut_off and not so_far):
            message = refusals.TOO_LONG if is_cut_off else refusals.UNUSABLE
            raise errors.PermanentJobError(message) from None
        self._remedies.remove(remedy)
        match remedy:
            case Remedy.CONTINUE:
                return request.continued(so_far), so_far
            case Remedy.REPEAT:
                return request, draft
            case Remedy.REPAIR:
                return request.repaired(so_far, invalid.problems), ""

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
        # If one of the models may answer later, so may the job.
        counts = next((each for each in failures if each.error.retriable), failures[0])
        raise counts.error from counts

    def _ask(self, model: str, request: Request, draft: str) -> Reply:
        """Ask a model; once more without the schema, if that may be what it has refused."""
        if self._is_schema_refused:
            request = request.with_schema_in_words()
        try:
            return self._call(model, request, draft)
        except CallFailedError as failure:
            if not failure.schema_may_be_why or request.sent_schema is None:
                raise
        self._is_schema_refused = True
        log.warning(
            "The text model has refused a request with its schema.",
            extra=logs.log_fields(
                "model-schema-refused", model=model, form=self.call.answer.__name__
            ),
        )
        return self._call(model, request.with_schema_in_words(), draft)

    def _call(self, model: str, request: Request, draft: str) -> Reply:
        """Make one call, and record what it cost, however it ends."""
        self._check()
        reply = Reply()
        with semantic_spans.model_call(self.provider, model) as span:
            try:
                self._read_stream(model, request, draft, reply)
            except CallFailedError as failure:
                reply.is_unanswered = failure.is_paid_for
                raise
            finally:
                tokens, is_estimate = reply.counted(request, self.thought)
                semantic_spans.tell_tokens(span, tokens, reply.finish or reply.block)
                self._record_usage(model, tokens, is_estimate=is_estimate)
        return reply

    def _read_stream(self, model: str, request: Request, draft: str, reply: Reply) -> None:
        """Add what a call brings to the reply, chunk by chunk, to its end."""
        seconds = self.deadline - time.monotonic()
        chunks = cast("Generator[Chunk]", self.stream_model(model, request, seconds))
        with closing(chunks):
            for chunk in chunks:
                reply.add(chunk)
                self._show(draft + reply.text, request.instruction)
                self._check()
        # The vendor says why an answer ends where it does.
        if reply.finish is None and reply.block is None:
            log.warning("The text model's stream ended early.", extra=logs.log_fields("model-cut"))
            raise CallFailedError(errors.RetriableJobError())

    def _check(self) -> None:
        """See whether to go on; what the call's check raises passes."""
        self.call.check()
        if time.monotonic() >= self.deadline:
            log.warning("The text model took too long.", extra=logs.log_fields("model-too-slow"))
            raise CallFailedError(errors.RetriableJobError())

    def _show(self, text: str, instruction: str) -> None:
        part = finished_part(self.call.answer, text, instruction=instruction)
        if part is not None and part != self._shown:
            self._shown = part
            self.call.on_partial(part)

    def _record_usage(self, model: str, tokens: Tokens, *, is_estimate: bool) -> None:
        if tokens == Tokens():
            return
        usage = Usage(
            model=model,
            input_tokens=tokens.input,
            cached_tokens=tokens.cached,
            output_tokens=tokens.written,
            thinking_tokens=tokens.thinking,
            cost_usd=self.price(model, tokens),
            is_estimate=is_estimate or None,
        )
        log.info(
            "The text model was called.", extra=logs.log_fields("model-called", **usage.to_json())
        )
        self.call.record_usage(usage)
