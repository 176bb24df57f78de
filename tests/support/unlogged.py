"""What no log line and no span may hold: who signed in, keys, and what users and models wrote.

Every test is watched, whatever it is about. A line is looked at before any handler or format sees
it, with its facts and its traceback; a span when it has ended, before any exporter.
"""

import logging
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from opentelemetry.sdk.trace import ReadableSpan, SynchronousMultiSpanProcessor

#: Tokens, headers with one, and keys of Google's.
_CREDENTIAL = r"\beyJ[\w-]{8,}\.|\bBearer \S|\bAIza[\w-]{8,}"
#: Addresses of people, and what tests write into prompts, facts and names of files.
_WRITTEN = r"[\w.+-]+@(?!\S*gserviceaccount)[\w-]+\.\w+|the applicant's secret|Ada-Lovelace-secret"
_PRIVATE = re.compile(f"{_CREDENTIAL}|{_WRITTEN}")
#: Whose lines an operator reads; all that they log from INFO on is looked at.
OURS = ("functions", "shared")
_HANDLE = logging.Logger.handle
_ON_END = SynchronousMultiSpanProcessor.on_end


@contextmanager
def watched() -> Iterator[list[str]]:
    """Return the lines and spans of the block, in any thread, that hold what they may not.

    A watch inside of another one replaces it.
    """
    found: list[str] = []

    def look(logger: logging.Logger, record: logging.LogRecord) -> None:
        if record.name.partition(".")[0] in OURS and (match := _PRIVATE.search(_all_of(record))):
            found.append(f"{record.pathname}:{record.lineno}: {match[0]}")
        _HANDLE(logger, record)

    def look_at_span(processor: SynchronousMultiSpanProcessor, span: ReadableSpan) -> None:
        if match := _PRIVATE.search(span.to_json()):
            found.append(f"span {span.name}: {match[0]}")
        _ON_END(processor, span)

    with (
        mock.patch.object(logging.Logger, "handle", look),
        mock.patch.object(SynchronousMultiSpanProcessor, "on_end", look_at_span),
        _recorded(),
    ):
        yield found


@contextmanager
def _recorded() -> Iterator[None]:
    """Have our loggers say everything from INFO on, whatever the root's level is."""
    before = {name: logging.getLogger(name).level for name in OURS}
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


def _all_of(record: logging.LogRecord) -> str:
    """Return a line's sentence, its facts and its traceback."""
    raised = "".join(traceback.format_exception(*record.exc_info)) if record.exc_info else ""
    return f"{record.getMessage()} {getattr(record, 'log_fields', '')} {raised}"
