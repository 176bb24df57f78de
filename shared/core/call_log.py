"""What one attempt has asked of models and the warehouse, until a write of the attempt takes it.

Pure: clock and lock are passed in.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

from shared.core.job_calls import CallKind, CallLine, with_call
from shared.core.usage import Usage


class CallLog:
    """The calls of one attempt; any thread of its handler may make some."""

    def __init__(self, clock: Callable[[], datetime], lock: AbstractContextManager[object]) -> None:
        self._clock = clock
        self._lock = lock
        self._lines: tuple[CallLine, ...] = ()
        self._written: tuple[CallLine, ...] = ()
        #: The step that is under way, as its document is named.
        self.step: str | None = None

    @contextmanager
    def noted(self, kind: CallKind, name: str, spent: Callable[[], Usage]) -> Iterator[None]:
        """Note a call that lasts as long as the block, however it ends.

        Args:
            kind: Whom it goes to.
            name: The prompt's name, or the query's.
            spent: Returns what it has cost, once it has ended.
        """
        started_at, step = self._clock(), self.step
        try:
            yield
        finally:
            ended_at, usage = max(started_at, self._clock()), spent()
            line = CallLine(
                kind=kind,
                name=name,
                step=step,
                model=usage.model,
                count=1,
                started_at=started_at,
                ended_at=ended_at,
                seconds=(ended_at - started_at).total_seconds(),
                cost_usd=usage.cost_usd,
            )
            with self._lock:
                self._lines = with_call(self._lines, line)

    @contextmanager
    def written(self, *, is_due: bool) -> Iterator[tuple[CallLine, ...]]:
        """Have all lines written by the block, and note it if that succeeds.

        Yields:
            The lines; none, if it is not time, or there is no news since they were last written.
        """
        with self._lock:
            lines = self._lines if is_due else self._written
        yield () if lines is self._written else lines
        self._written = lines
