"""One run: the plan carried out on a cloud, the wait until all has ended, and all that was seen.

It is not over until its minutes are over and each kind of operation and of fault has happened; nor
then, until every job has ended and is published. Both waits are bounded.
"""

import heapq
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event

from tests.blackbox import history, plan
from tests.blackbox.api import Api
from tests.blackbox.cloud import RUNNING_PER_USER, UNFINISHED_PER_USER, BlackboxCloud
from tests.blackbox.faults import Faults
from tests.blackbox.listener import Listener
from tests.blackbox.plan import Step
from tests.blackbox.seen import Seen
from tests.blackbox.subscription import Subscription
from tests.blackbox.users import Users

#: How much longer a run may last for a kind that has not happened yet.
_MORE_MINUTES = 3.0
#: The longest wait for what is under way: lost attempts of a job that are found one by one.
_DRAIN_SECONDS = 240.0
_LOOK_SECONDS = 2.0
#: An end whose publication failed is published again by a sweep, within this.
_QUIET_SECONDS = 40.0
_CHECK_SECONDS = 5.0
_USERS_SECONDS = 90.0


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a run is asked for."""

    seed: int
    minutes: float
    #: Whether what only the newer of two revisions knows is submitted, and must be done by it.
    revisions: bool = False


@dataclass(kw_only=True)
class Outcome:
    """All that came of a run, for the rules and the report."""

    options: Options
    seen: Seen
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    steps: list[Step] = field(default_factory=list)
    operations: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    #: How often the listener had to be opened anew.
    reopened: int = 0
    lost_answers: int = 0
    minutes: float = 0
    load: float = 0

    def missing(self) -> list[str]:
        """Return the kinds of operations and faults that have not happened."""
        wanted = {**plan.OPERATIONS, **(plan.NEWER_OPERATIONS if self.options.revisions else {})}
        operations = [kind for kind in wanted if not self.operations[kind]]
        return operations + [kind for kind in plan.FAULTS if not self.faults[kind]]


class Run:
    """One run on a cloud that was started."""

    def __init__(self, options: Options, cloud: BlackboxCloud, say: Callable[[str], None]) -> None:
        self._options = options
        self._cloud = cloud
        self._say = say
        self._never = Event()
        self._seen = Seen(
            running_per_user=RUNNING_PER_USER, unfinished_per_user=UNFINISHED_PER_USER
        )
        self._client = history.open_client(cloud.ports.firestore)
        self._users = Users(Api(cloud.api_url, self._seen), options.seed)
        self._faults = Faults(cloud, self._seen)
        #: What ends the faults that are under way, and when.
        self._restores: list[tuple[float, int, Callable[[], None]]] = []
        self.outcome = Outcome(
            options=options,
            seen=self._seen,
            operations=self._users.happened,
            faults=self._faults.happened,
        )

    def run(self) -> Outcome:
        """Carry the plan out, wait until all has ended, and return what was seen."""
        with ExitStack() as stack:
            stack.callback(self._users.close)
            stack.enter_context(Subscription(self._cloud.ports.pubsub, self._seen))
            listening = stack.enter_context(Listener(self._client, plan.USERS, self._seen))
            self._carry_out(listening)
            self._restore_all()
            self._users.wait(_USERS_SECONDS)
            self._drain()
            self._seen.ended = datetime.now(UTC)
            self.outcome.reopened = listening.reopened
        self._read_the_past()
        self.outcome.lost_answers = self._cloud.network.dispatcher.lost
        self.outcome.minutes = (datetime.now(UTC) - self.outcome.began).total_seconds() / 60
        return self.outcome

    def _read_the_past(self) -> None:
        """Stop what could still write, and find every version that there was."""
        self._cloud.stop_functions()
        history.read_left(self._client, self._seen)
        history.read_the_past(self._client, self._seen)

    # --- the plan ---

    def _carry_out(self, listening: Listener) -> None:
        began = time.monotonic()
        checked, told = began, began
        for step in plan.draw(self._options.seed, has_newer=self._options.revisions):
            if self._is_over(step):
                return
            self._wait_until(began + step.at)
            self._begin(step, began)
            now = time.monotonic()
            if now - checked > _CHECK_SECONDS:
                checked = now
                self._cloud.check()
            if now - told > 60:
                told = now
                self._tell(step, listening)

    def _is_over(self, step: Step) -> bool:
        minutes = step.at / 60
        if minutes < self._options.minutes:
            return False
        return not self.outcome.missing() or minutes > self._options.minutes + _MORE_MINUTES

    def _begin(self, step: Step, began: float) -> None:
        self.outcome.steps.append(step)
        if step.is_fault:
            restore = self._faults.begin(step)
            until = began + step.at + step.seconds
            heapq.heappush(self._restores, (until, step.number, restore))
        else:
            self._users.begin(step)

    def _wait_until(self, at: float) -> None:
        """Wait for a time of the plan, and end the faults that are over by then."""
        while self._restores and self._restores[0][0] <= at:
            due, _, restore = heapq.heappop(self._restores)
            self._never.wait(max(0.0, due - time.monotonic()))
            restore()
        self._never.wait(max(0.0, at - time.monotonic()))

    def _restore_all(self) -> None:
        while self._restores:
            heapq.heappop(self._restores)[2]()

    def _tell(self, step: Step, listening: Listener) -> None:
        with self._seen.lock:
            count = len(self._seen.shown)
        self._say(
            f"  {step.at / 60:4.1f} min: {sum(self._users.happened.values())} operations,"
            f" {sum(self._faults.happened.values())} faults, {count} versions,"
            f" the listener opened anew {listening.reopened} times {listening.why}"
        )

    # --- the end ---

    def _drain(self) -> None:
        """Wait until no job is unfinished, and no event has come for a while."""
        give_up_at = time.monotonic() + _DRAIN_SECONDS
        quiet_since = time.monotonic()
        events = -1
        while time.monotonic() < min(give_up_at, quiet_since + _QUIET_SECONDS):
            self._cloud.check()
            with self._seen.lock:
                count = len(self._seen.events)
            if count != events or history.read_unfinished(self._client):
                events, quiet_since = count, time.monotonic()
            self._never.wait(_LOOK_SECONDS)
