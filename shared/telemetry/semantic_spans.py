"""Spans in the words of https://opentelemetry.io/docs/specs/semconv/: queues, models, queries."""

import time
from datetime import datetime
from functools import partial

from opentelemetry.trace import SpanKind

from shared.core.prices import Tokens
from shared.telemetry import spans

#: By the conventions' list where it has one, else in its manner.
CLOUD_TASKS = "gcp_cloud_tasks"
PUBSUB = "gcp_pubsub"
BIGQUERY = "gcp.bigquery"


def _message(operation: str, kind: SpanKind, system: str, destination: str) -> spans.OpenSpan:
    attributes = {f"messaging.operation.{part}": operation for part in ("name", "type")}
    attributes |= {"messaging.system": system, "messaging.destination.name": destination}
    return spans.span(f"{operation} {destination}", kind, attributes)


#: Open the span of a message that is sent; its delivery is the span's child.
send = partial(_message, "send", SpanKind.PRODUCER)
#: Open the span of a message that is dealt with.
process = partial(_message, "process", SpanKind.CONSUMER)


def waited(system: str, destination: str, since: datetime | None) -> None:
    """Keep the span of a message that lay in its queue until now."""
    tracer, now = spans.tracer_here(), time.time_ns()
    if tracer is not None and since is not None:
        began = min(int(since.timestamp() * 1e9), now)  # Another machine's clock may be ahead.
        attributes = {"messaging.system": system, "messaging.destination.name": destination}
        tracer.start_span(f"wait {destination}", attributes=attributes, start_time=began).end(now)


def model_call(provider: str, model: str) -> spans.OpenSpan:
    """Open the span of one call to a text model."""
    attributes = {
        "gen_ai.operation.name": "generate_content",
        "gen_ai.output.type": "json",
        "gen_ai.provider.name": provider,
        "gen_ai.request.model": model,
    }
    return spans.span(f"generate_content {model}", SpanKind.CLIENT, attributes)


def tell_tokens(call: spans.Span, tokens: Tokens, finish: str | None) -> None:
    """Add to a model's call what it used, and why it ended, in the vendor's word."""
    call.set_attribute("gen_ai.usage.input_tokens", tokens.input)
    call.set_attribute("gen_ai.usage.cache_read.input_tokens", tokens.cached)
    call.set_attribute("gen_ai.usage.output_tokens", tokens.written)
    call.set_attribute("gen_ai.usage.reasoning.output_tokens", tokens.thinking)
    if finish is not None:
        call.set_attribute("gen_ai.response.finish_reasons", (finish,))


def query(system: str, name: str) -> spans.OpenSpan:
    """Open the span of one query; its text and its parameters stay where they are."""
    attributes = {"db.system.name": system, "db.operation.name": "SELECT", "db.query.summary": name}
    return spans.span(f"SELECT {name}", SpanKind.CLIENT, attributes)
