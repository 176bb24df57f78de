"""One call to Gemini, as a stream of chunks: the only place that knows google-genai.

Every call has a time limit (the library's default is none at all) and is made once (whether and
when to try again is not the library's decision). Nothing of the vendor's leaves: neither types
nor exceptions, whose texts may repeat what was sent.
"""

import logging
import math
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from shared.core import errors
from shared.core.prices import Tokens
from shared.gemini.errors import SET_UP_WRONG, CallFailedError, translate_refusal
from shared.gemini.event_stream import keep_data_alone
from shared.gemini.request import Request
from shared.google_calls import passes_by_itself
from shared.made_once import made_once
from shared.settings import Settings
from shared.telemetry import logs

if TYPE_CHECKING:
    from collections.abc import Generator

    from google import genai
    from google.genai import types

log = logging.getLogger(__name__)

#: The time that the service gives itself. Below this, it answers 400.
_SERVER_TIMEOUT = "X-Server-Timeout"
_LEAST_SERVER_SECONDS = 10


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """What one event of the stream brought."""

    text: str = ""
    #: Why the answer ends here, in the vendor's word; None while it goes on.
    finish: str | None = None
    #: Why the prompt was refused, in the vendor's word.
    block: str | None = None
    #: What the call has used so far.
    tokens: Tokens = field(default_factory=Tokens)


class GeminiStreams:
    """The client, and what is the same for every call."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __call__(self, model: str, request: Request, seconds: float) -> Iterator[Chunk]:
        """Ask a model; the chunks come as it writes. Closing the iterator ends the call.

        No chunk is waited for longer than `seconds`.

        Raises:
            CallFailedError: If the call fails, before or while chunks come.
        """
        from google.genai import types

        with _translated(model):
            events = cast(
                "Generator[types.GenerateContentResponse]",
                self._client.models.generate_content_stream(
                    model=model,
                    contents=[
                        types.Content(role=turn.speaker, parts=[types.Part(text=turn.text)])
                        for turn in request.turns
                    ],
                    config=self._config(request, seconds),
                ),
            )
            # Closing the generator closes the connection, and the vendor stops writing.
            with closing(events):
                yield from map(_read_event, events)

    def _config(self, request: Request, seconds: float) -> "types.GenerateContentConfig":
        from google.genai import types

        held = request.is_held_to_schema
        return types.GenerateContentConfig(
            system_instruction=request.instruction,
            thinking_config=types.ThinkingConfig(
                thinking_level=types.ThinkingLevel(self._settings.gemini_thinking_level)
            ),
            # What the bill is broken down by; a key's requests are refused with one.
            labels=None if self._settings.gemini_api_key else {"job_type": request.label},
            max_output_tokens=request.max_output_tokens(self._settings.gemini_max_output_tokens),
            response_mime_type="application/json" if held else "text/plain",
            response_json_schema=request.sent_schema,
            automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
            # We count what a continuation costs and how often there is one.
            automatic_continuation=False,
            http_options=types.HttpOptions(
                # Milliseconds, and ours; the service's own limit is in the header.
                timeout=math.ceil(seconds * 1000),
                headers={_SERVER_TIMEOUT: str(max(_LEAST_SERVER_SECONDS, math.ceil(seconds)))},
            ),
        )

    @made_once
    def _client(self) -> "genai.Client":
        from google import genai
        from google.genai import types

        settings = self._settings
        options = types.HttpOptions(
            base_url=settings.gemini_base_url or None,
            client_args={"event_hooks": {"response": [keep_data_alone]}},
        )
        if settings.gemini_api_key:
            # Said aloud, because an environment variable could say otherwise.
            return genai.Client(
                enterprise=False, api_key=settings.gemini_api_key, http_options=options
            )
        return genai.Client(
            enterprise=True,
            project=settings.google_cloud_project,
            location=settings.gemini_location,
            http_options=options,
        )


def _read_event(event: "types.GenerateContentResponse") -> Chunk:
    candidate = event.candidates[0] if event.candidates else None
    content = candidate.content if candidate else None
    parts = (content.parts if content else None) or []
    feedback, usage = event.prompt_feedback, event.usage_metadata
    return Chunk(
        text="".join(part.text for part in parts if part.text and not part.thought),
        finish=candidate.finish_reason.value if candidate and candidate.finish_reason else None,
        block=feedback.block_reason.value if feedback and feedback.block_reason else None,
        tokens=Tokens(
            input=usage.prompt_token_count or 0,
            cached=usage.cached_content_token_count or 0,
            output=usage.candidates_token_count or 0,
            thinking=usage.thoughts_token_count or 0,
        )
        if usage
        else Tokens(),
    )


@contextmanager
def _translated(model: str) -> Iterator[None]:
    """Turn the library's errors into ours, and log what may be logged of them.

    Where the error's text may repeat what was sent or received, or hold the key, it is left
    behind (`from None`), because the worker logs our error with its cause.
    """
    import httpx2
    from google.auth import exceptions as auth_exceptions
    from google.genai import errors as genai_errors

    try:
        yield
    except genai_errors.APIError as error:
        _log_refusal(model, error.status, error.code)
        raise translate_refusal(error.code, error.details) from None
    except auth_exceptions.GoogleAuthError as error:
        _log_refusal(model, type(error).__name__)
        if passes_by_itself(error):
            raise CallFailedError(errors.RetriableJobError()) from None
        raise CallFailedError(errors.PermanentJobError(SET_UP_WRONG)) from None
    except (httpx2.HTTPError, httpx2.StreamError) as error:
        _log_refusal(model, type(error).__name__)
        # It had the request, and thought until we went away.
        was_taken = isinstance(error, httpx2.ReadTimeout)
        raise CallFailedError(errors.RetriableJobError(), is_paid_for=was_taken) from error
    except ValueError as error:
        # An event that is not the JSON it should be: a stream that was cut inside an event.
        _log_refusal(model, type(error).__name__)
        raise CallFailedError(errors.RetriableJobError()) from None


def _log_refusal(model: str, status: str | None, code: int | None = None) -> None:
    log.warning(
        "The text model did not answer.",
        extra=logs.log_fields("model-failed", model=model, code=code, status=status),
    )
