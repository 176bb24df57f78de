"""Send spans before the answer leaves, without ever delaying it by more than a second.

What must stay true: whatever the collector does (hangs, refuses, is not there), a request is
answered at most `LONGEST_SECONDS` later, and none for its sake while the collector is known to be
out of order. What could not be sent is dropped, with one line in the log.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from threading import Thread

from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

from shared.telemetry import logs

log = logging.getLogger(__name__)

#: The longest that an answer waits for its spans.
LONGEST_SECONDS = 1.0
#: After a failure the collector is left alone for so long.
PAUSE_SECONDS = 30.0
#: A job has some thirty; an instance runs some dozen jobs at once.
_MOST_KEPT = 4096


class BoundedExport(SpanProcessor):
    """Spans that have ended, until they are sent; safe for threads."""

    def __init__(
        self, open_exporter: Callable[[], SpanExporter], ticks: Callable[[], float] = time.monotonic
    ) -> None:
        """Open the exporter with the first spans: that may take its time, or fail."""
        self._exporter = cache(open_exporter)
        self._ticks = ticks
        self._ended: deque[ReadableSpan] = deque(maxlen=_MOST_KEPT)
        self._paused_until = ticks()

    def on_end(self, span: ReadableSpan) -> None:
        """Keep one that has ended."""
        self._ended.append(span)

    def force_flush(self, _: int = 0) -> bool:
        """Send what there is, or drop it. The time is bounded here, not by the SDK."""
        batch: list[ReadableSpan] = []
        with suppress(IndexError):  # Another request may take the last at the same moment.
            while self._ended:
                batch.append(self._ended.popleft())
        if not batch or self._ticks() < self._paused_until:
            return not batch
        if self._has_sent(batch):
            return True
        self._paused_until = self._ticks() + PAUSE_SECONDS
        message = "The collector took no spans; they are dropped, and those of the next %d s."
        log.warning(
            message, PAUSE_SECONDS, extra=logs.log_fields("spans-dropped", spans=len(batch))
        )
        return False

    def _has_sent(self, batch: Sequence[ReadableSpan]) -> bool:
        """Send from a thread that can be left behind: no library bounds a name server's silence."""
        results: list[SpanExportResult] = []

        def send() -> None:
            with suppress(Exception):  # Whatever it is: no job fails for its spans.
                results.append(self._exporter().export(batch))

        with suppress(RuntimeError):  # The machine has no thread left.
            thread = Thread(target=send, name="spans", daemon=True)
            thread.start()
            thread.join(LONGEST_SECONDS)
        return SpanExportResult.SUCCESS in results
