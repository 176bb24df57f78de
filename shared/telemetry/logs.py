"""Logging: one JSON object a line, a sentence for people and an `action` for machines.

Written to standard output, which is what Cloud Logging reads. Fields that belong to everything
said in a stretch of work (job, attempt, request) are bound once, with `log_context`; the trace and
the span are the open ones, see `shared.telemetry.spans`. User text, tokens and results never go
into a log; and where a job or a person is bound or named by an id, its line has a hash.
"""

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TextIO

from opentelemetry import trace

from shared.telemetry.log_names import LogNames

#: Libraries that tell more than an operator wants to know.
_CHATTY = ("google", "google_genai", "grpc", "httpx", "httpx2", "sqlglot", "urllib3")

#: Says to Error Reporting that a line is an error, also where it has no traceback.
_REPORTED: Final = (
    "type.googleapis.com/google.devtools.clouderrorreporting.v1beta1.ReportedErrorEvent"
)

_context: ContextVar[dict[str, object]] = ContextVar("log_context", default={})  # noqa: B039 -- never changed in place


def log_fields(action: str, **fields: object) -> dict[str, object]:
    """Return a log call's `extra`: what was done, in one word, and with what."""
    return {"log_fields": {"action": action, **fields}}


@contextmanager
def log_context(**fields: object) -> Iterator[None]:
    """Add fields to everything that this thread logs inside the block."""
    token = _context.set({**_context.get(), **fields})
    try:
        yield
    finally:
        _context.reset(token)


def context_fields() -> dict[str, object]:
    """Return what is bound here."""
    return _context.get()


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Whose lines these are."""

    #: The Google Cloud project that the traces lie in.
    project: str
    #: The function's name, and its revision.
    service: str
    revision: str
    #: Makes the names that stand in place of ids.
    names: LogNames


def configure(level: str, origin: Origin, *, stream: TextIO | None = None) -> None:
    """Send every log line of the process to `stream` (standard output), as JSON.

    Calling it again replaces what it did before: functions-framework has its own ideas about the
    root logger, and leaves INFO out.
    """
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(JsonFormatter(origin))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in _CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)
        # google-api-core cuts its loggers off from the root, and their warnings would be lost.
        logging.getLogger(chatty).propagate = True


class JsonFormatter(logging.Formatter):
    """One log record as one line that Cloud Logging understands."""

    def __init__(self, origin: Origin) -> None:
        super().__init__()
        self._origin = origin

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "severity": record.levelname,
            "message": self._origin.names.text_without_ids(record.getMessage()),
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "logger": record.name,
            "revision": self._origin.revision,
            **self._trace(),
            **self._origin.names.without_ids(
                {**_context.get(), **getattr(record, "log_fields", {})}
            ),
        }
        if record.exc_info:
            # The key under which Error Reporting looks for a traceback to group by.
            raised = "".join(traceback.format_exception(*record.exc_info))
            line["stack_trace"] = self._origin.names.text_without_ids(raised)
        if record.levelno >= logging.ERROR:
            line |= self._report(record)
        return json.dumps(line, default=str, ensure_ascii=False)

    def _trace(self) -> dict[str, object]:
        """Return the fields by which Cloud Console joins the lines of all functions."""
        here = trace.get_current_span().get_span_context()
        if not here.trace_id:
            return {}
        trace_id, span_id = trace.format_trace_id(here.trace_id), trace.format_span_id(here.span_id)
        return {
            "logging.googleapis.com/trace": f"projects/{self._origin.project}/traces/{trace_id}",
            "logging.googleapis.com/trace_sampled": here.trace_flags.sampled,
            **({"logging.googleapis.com/spanId": span_id} if here.span_id else {}),
        }

    def _report(self, record: logging.LogRecord) -> dict[str, object]:
        """Return what Error Reporting groups an error by: its traceback, or else its place.

        https://cloud.google.com/error-reporting/docs/formatting-error-messages
        """
        report: dict[str, object] = {
            "@type": _REPORTED,
            "serviceContext": {
                "service": self._origin.service,
                "version": self._origin.revision,
            },
        }
        if not record.exc_info:
            report["context"] = {
                "reportLocation": {
                    "filePath": record.pathname,
                    "lineNumber": record.lineno,
                    "functionName": record.funcName,
                }
            }
        return report
