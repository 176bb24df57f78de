"""The spans that OpenTelemetry's semantic conventions have a form for, and the steps of ours.

https://opentelemetry.io/docs/specs/semconv/ has the words: messaging, gen-ai, db. Each here
costs nothing where nobody keeps spans: names and attributes are made only for who does.
"""

from contextlib import AbstractContextManager
from datetime import datetime

from shared.core.prices import Tokens
from shared.telemetry import spans
from shared.telemetry.spans import NO_SPAN, Kind, Span

#: By the conventions' list where it has one, else in its manner.
CLOUD_TASKS = "gcp_cloud_tasks"
PUBSUB = "gcp_pubsub"
BIGQUERY = "gcp.bigquery"


def send(system: str, destination: str) -> AbstractContextManager[Span]:
    """Open the span of a message that is sent; who hears it is its child."""
    return _message("send", Kind.PRODUCER, system, destination)


def process(system: str, destination: str) -> AbstractContextManager[Span]:
    """Open the span of a message that is dealt with."""
    return _message("process", Kind.CONSUMER, system, destination)


def waited(system: str, destination: str, since: datetime | None) -> None:
    """Keep the span of a message that lay in its queue until now."""
    recorder = spans.recorder_here()
    if recorder is not None and since is not None:
        attributes = {"messaging.system": system, "messaging.destination.name": destination}
        recorder.past(f"wait {destination}", attributes, since)


def step(name: str) -> AbstractContextManager[Span]:
    """Open the span of a handler's step."""
    return NO_SPAN if spans.recorder_here() is None else spans.span(f"step {name}")


def model_call(provider: str, model: str) -> AbstractContextManager[Span]:
    """Open the span of one call to a text model."""
    if spans.recorder_here() is None:
        return NO_SPAN
    attributes = {
        "gen_ai.operation.name": "generate_content",
        "gen_ai.output.type": "json",
        "gen_ai.provider.name": provider,
        "gen_ai.request.model": model,
    }
    return spans.span(f"generate_content {model}", Kind.CLIENT, attributes)


def tell_tokens(call: Span, tokens: Tokens, finish: str | None) -> None:
    """Add to a model's call what it used, and why it ended, in the vendor's word."""
    call.set(
        {
            "gen_ai.usage.input_tokens": tokens.input,
            "gen_ai.usage.cache_read.input_tokens": tokens.cached,
            "gen_ai.usage.output_tokens": tokens.written,
            "gen_ai.usage.reasoning.output_tokens": tokens.thinking,
            "gen_ai.response.finish_reasons": None if finish is None else (finish,),
        }
    )


def query(system: str, name: str) -> AbstractContextManager[Span]:
    """Open the span of one query; its text and its parameters stay where they are."""
    if spans.recorder_here() is None:
        return NO_SPAN
    attributes = {"db.system.name": system, "db.operation.name": "SELECT", "db.query.summary": name}
    return spans.span(f"SELECT {name}", Kind.CLIENT, attributes)


def _message(
    operation: str, kind: Kind, system: str, destination: str
) -> AbstractContextManager[Span]:
    if spans.recorder_here() is None:
        return NO_SPAN
    attributes = {
        "messaging.system": system,
        "messaging.destination.name": destination,
        "messaging.operation.name": operation,
        "messaging.operation.type": operation,
    }
    return spans.span(f"{operation} {destination}", kind, attributes)
