"""Logging: one JSON object a line, a sentence for people and an `action` for machines.

Written to standard output, which is what Cloud Logging reads. Fields that belong to everything
said in a stretch of work (job, attempt, request) are bound once, with `bound`. User text, tokens
and results never go into a log.
"""

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TextIO

#: Libraries that tell more than an operator wants to know.
_CHATTY = ("google", "google_genai", "grpc", "httpx", "httpx2", "sqlglot", "urllib3")

_bound: ContextVar[dict[str, object]] = ContextVar("bound", default={})  # noqa: B039 -- never changed in place


def facts(action: str, **fields: object) -> dict[str, object]:
    """Give a log call its `extra`: what was done, in one word, and with what."""
    return {"facts": {"action": action, **fields}}


@contextmanager
def bound(**fields: object) -> Iterator[None]:
    """Add fields to everything that this thread logs inside the block."""
    token = _bound.set({**_bound.get(), **fields})
    try:
        yield
    finally:
        _bound.reset(token)


def configure(level: str, *, revision: str, stream: TextIO | None = None) -> None:
    """Send every log line of the process to `stream` (standard output), as JSON.

    Calling it again replaces what it did before: functions-framework has its own ideas about the
    root logger, and leaves INFO out.
    """
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(JsonFormatter(revision))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in _CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)
        # google-api-core cuts its loggers off from the root, and their warnings would be lost.
        logging.getLogger(chatty).propagate = True


class JsonFormatter(logging.Formatter):
    """One log record as one line that Cloud Logging understands."""

    def __init__(self, revision: str) -> None:
        super().__init__()
        self._revision = revision

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        line: dict[str, Any] = {
            "severity": record.levelname,
            "message": record.getMessage(),
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "logger": record.name,
            "revision": self._revision,
            **_bound.get(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            # The key under which Error Reporting looks for a traceback to group by.
            line["stack_trace"] = "".join(traceback.format_exception(*record.exc_info))
        return json.dumps(line, default=str, ensure_ascii=False)
