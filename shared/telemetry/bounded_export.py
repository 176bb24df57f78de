"""Send spans before the answer leaves, without ever delaying it by more than a second.

What must stay true: whatever the collector does (hangs, refuses, is not there), a request is
answered at most `LONGEST_SECONDS` later, and none for its sake while the collector is known to be
out of order. What could not be sent is dropped, with one line in the log.
"""

import logging
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread

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

#: Makes what sends; gets the longest that one sending may take, in seconds.
OpenExporter = Callable[[float], SpanExporter]


class Outbox(SpanProcessor):
    """Spans that have ended, until they are sent; safe for threads."""

    def __init__(
        self,
        open_exporter: OpenExporter,
        *,
        longest_seconds: float = LONGEST_SECONDS,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make an empty one.

        Args:
            open_exporter: Called once, with the first spans; it may take its time, or fail.
            longest_seconds: The longest that a flush takes.
            ticks: A clock that never goes back, in seconds.
        """
        self._open_exporter = open_exporter
        self._longest_seconds = longest_seconds
        self._ticks = ticks
        self._ended: deque[ReadableSpan] = deque(maxlen=_MOST_KEPT)
        self._exporter: SpanExporter | None = None
        self._opening = Lock()
        self._paused_until = ticks()

    def on_end(self, span: ReadableSpan) -> None:
        """Keep one that has ended."""
        self._ended.append(span)

    def force_flush(self, timeout_millis: int = 0) -> bool:
        """Send what there is, or drop it; `timeout_millis` is the SDK's, and not used.

        Returns:
            Whether all has arrived.
        """
        del timeout_millis
        batch = self._take()
        if not batch:
            return True
        if self._ticks() < self._paused_until:
            return False
        if self._has_sent(batch):
            return True
        self._paused_until = self._ticks() + PAUSE_SECONDS
        log.warning(
            "The collector did not take the spans; they are dropped, and those of the next %d s.",
            PAUSE_SECONDS,
            extra=logs.log_fields("spans-dropped", spans=len(batch)),
        )
        return False

    def _take(self) -> list[ReadableSpan]:
        """Take what has ended by now; another request may take at the same moment."""
        batch: list[ReadableSpan] = []
        while self._ended:
            try:
                batch.append(self._ended.popleft())
            except IndexError:
                break
        return batch

    def _has_sent(self, batch: list[ReadableSpan]) -> bool:
        """Send from a thread that can be left behind: no library bounds a name server's silence."""
        sent: Future[SpanExportResult] = Future()
        try:
            Thread(target=self._send, args=(batch, sent), name="spans", daemon=True).start()
            return sent.result(self._longest_seconds) is SpanExportResult.SUCCESS
        except Exception:  # noqa: BLE001 -- whatever it is: no job fails for its spans
            return False

    def _send(self, batch: list[ReadableSpan], sent: "Future[SpanExportResult]") -> None:
        try:
            sent.set_result(self._open().export(batch))
        except Exception as error:  # noqa: BLE001 -- kept for who waits, if anybody still does
            sent.set_exception(error)

    def _open(self) -> SpanExporter:
        with self._opening:
            if self._exporter is None:
                self._exporter = self._open_exporter(self._longest_seconds)
            return self._exporter
