"""Find the running local cloud, and look at it once a second from a thread of its own.

The cloud may end and come back, elsewhere: it is then found anew, and counted from its beginning.
"""

import os
import socket
from dataclasses import dataclass, replace
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

from infra.local.cloud import discovery
from infra.local.cloud.log_files import LOGS
from infra.local.console.collect import AwayError, Collector
from infra.local.console.figures import Figures, measure
from shared.settings import Settings

_EVERY_SECONDS = 1
#: Where the parts are that are asked, by the names of their settings.
_PARTS = ("FIRESTORE_EMULATOR_HOST", "CLOUD_TASKS_EMULATOR_HOST")


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What there is to tell of the cloud."""

    #: As they were last seen; None before that.
    figures: Figures | None = None
    is_away: bool = False


class Finder:
    """Looks at whichever local cloud runs."""

    def __init__(self) -> None:
        self._found: dict[str, str] = {}
        self._collector: Collector | None = None

    def look(self) -> Figures:
        """Look once.

        Raises:
            AwayError: If no local cloud runs, or the one that does is not answering.
        """
        try:
            return measure(self._collector_of_today().look())
        except AwayError:
            # What comes back is another cloud, with logs of its own.
            self.close()
            raise

    def close(self) -> None:
        """Let go of what was found."""
        if self._collector is not None:
            self._collector.close()
        self._collector, self._found = None, {}

    def _collector_of_today(self) -> Collector:
        found = discovery.find_environment()
        if not all(_answers(found.get(part)) for part in _PARTS):
            raise AwayError
        if self._collector is None or found != self._found:
            self.close()
            # Firestore's client reads where its emulator is from the environment, and only there.
            os.environ.update(found)
            self._collector = Collector(Settings.from_environment(found), LOGS)
            self._found = found
        return self._collector


def _answers(address: str | None) -> bool:
    """Whether somebody listens at host:port. Asked first: the clients would try for long."""
    host, _, port = (address or "").partition(":")
    try:
        with socket.create_connection((host, int(port or 0)), timeout=1):
            return True
    except OSError:
        return False


class Watch:
    """A thread that looks; it ends with the block it is used in."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._sight = Sight()
        self._failure: Exception | None = None
        self._lock = Lock()
        self._ended = Event()
        # A call that hangs holds nobody up who wants to go.
        self._thread = Thread(target=self._run, name="watch", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()

    @property
    def sight(self) -> Sight:
        """What was seen last; a defect of the thread is raised here, where it is heard."""
        with self._lock:
            if self._failure is not None:
                raise self._failure
            return self._sight

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                sight = Sight(figures=self._finder.look())
            except AwayError:
                sight = replace(self.sight, is_away=True)
            except Exception as error:  # noqa: BLE001 -- the edge of a thread
                with self._lock:
                    self._failure = error
                return
            with self._lock:
                self._sight = sight
            self._ended.wait(_EVERY_SECONDS)
