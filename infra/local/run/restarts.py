"""What dies in the local cloud is started again, as Cloud Run does with an instance.

What must stay true: each death is said on the screen, with the exit code; a part that dies again
and again ends the local cloud, and so does an emulator, because all that was in it is gone with it.
"""

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from infra.local.cloud.stack import EMULATORS, LocalCloud
from infra.local.process.processes import ProcessDiedError

#: A part that has died waits so long: what killed it may still be there.
PAUSE_SECONDS = 2.0
#: A part that dies once more, after so many restarts within so long, is broken.
MOST_RESTARTS = 3
WITHIN_SECONDS = 60.0


@dataclass(kw_only=True)
class Restarts:
    """Restarts the parts of a local cloud that have died."""

    cloud: LocalCloud
    say: Callable[[str], None]
    clock: Callable[[], float] = time.monotonic
    #: When each part was started again, and when one that is dead will be.
    _restarted: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    _due: dict[str, float] = field(default_factory=dict)

    def look(self) -> None:
        """Say what has died since the last look, and start again what was to be.

        Raises:
            ProcessDiedError: If an emulator has died, or another part died too often.
        """
        now = self.clock()
        # What was ended on purpose meanwhile is not waited for.
        for name in self._due.keys() - self.cloud.processes.keys():
            del self._due[name]
        for name, process in list(self.cloud.processes.items()):
            if process.is_alive:
                self._due.pop(name, None)
            elif name not in self._due:
                self._note(name, now)
            elif now >= self._due[name]:
                del self._due[name]
                self._restarted[name].append(now)
                self.cloud.restart(name)

    def _note(self, name: str, now: float) -> None:
        """Say that a part has died, and when it is started again."""
        lately = [at for at in self._restarted[name] if now - at < WITHIN_SECONDS]
        self._restarted[name] = lately
        try:
            self.cloud.processes[name].check()
        except ProcessDiedError as error:
            if name in EMULATORS:
                raise
            if len(lately) >= MOST_RESTARTS:
                raise ProcessDiedError(
                    f"{error}\n\n{name} was started again {MOST_RESTARTS} times in the last minute,"
                    " and does not stay: everything is ended."
                ) from error
            self.say(f"{error}\n{name} is started again in {PAUSE_SECONDS:.0f} s.")
        self._due[name] = now + PAUSE_SECONDS
