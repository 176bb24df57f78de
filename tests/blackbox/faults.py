"""What goes wrong: one way to begin and one to end for each kind of fault of the plan.

Both are called from the main thread: a process must be started there, see
`infra.local.process.processes.Process`.
"""

import signal
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import httpx

from infra.local.process.ports import HOST
from tests.blackbox.cloud import BlackboxCloud
from tests.blackbox.plan import Step
from tests.blackbox.proxy import Mode
from tests.blackbox.seen import Disturbance, Seen

_CALL_SECONDS = 10
_JOBS = "queues/jobs/"
#: So many deliveries each such fault hits.
_TIMES = 4
_PROXIED = {
    "cut": Mode.CUT,
    "slow": Mode.SLOW,
    "half-open": Mode.HALF_OPEN,
    "swallow": Mode.SWALLOW,
}
_FROZEN = {"freeze-pubsub": "pubsub"}
_KILLED = {"kill-api": "api", "kill-sweeper": "sweeper"}

#: What ends a fault.
Restore = Callable[[], None]


class Faults:
    """Carries the plan's faults out on a cloud."""

    def __init__(self, cloud: BlackboxCloud, seen: Seen) -> None:
        self._cloud = cloud
        self._seen = seen
        #: How often each kind has happened.
        self.happened: Counter[str] = Counter()

    def begin(self, step: Step) -> Restore:
        """Let something go wrong; what is returned ends it."""
        began, lost = datetime.now(UTC), self._cloud.network.dispatcher.lost
        restore = self._begin(step)

        def end() -> None:
            restore()
            # There may have been no answer to lose.
            has_lost = self._cloud.network.dispatcher.lost > lost
            self.happened[step.kind] += has_lost or step.kind != "lose-answers"
            self._seen.disturbances.append(
                Disturbance(kind=step.kind, who=step.who, began=began, ended=datetime.now(UTC))
            )

        return end

    def _begin(self, step: Step) -> Restore:
        kinds: Mapping[str, Callable[[Step], Restore]] = {
            **dict.fromkeys(("kill", *_KILLED), self._kill),
            **dict.fromkeys(("freeze", *_FROZEN), self._freeze),
            **dict.fromkeys(_PROXIED, self._disturb_firestore),
            "term": self._ask_to_end,
            "clock": self._shift_clock,
            "lose-answers": self._lose_answers,
        }
        return kinds.get(step.kind, self._disturb_the_queue)(step)

    def _kill(self, step: Step) -> Restore:
        name = _KILLED.get(step.kind, step.who)
        self._cloud.kill(name)
        return lambda: self._cloud.start_function(name, wait=False)

    def _freeze(self, step: Step) -> Restore:
        name = _FROZEN.get(step.kind, step.who)
        self._cloud.send(name, signal.SIGSTOP)
        return lambda: self._cloud.send(name, signal.SIGCONT)

    def _ask_to_end(self, step: Step) -> Restore:
        """Do as Cloud Run does: ask, wait ten seconds, insist."""
        name = step.who
        self._cloud.may_end.add(name)
        self._cloud.send(name, signal.SIGTERM)

        def insist() -> None:
            self._cloud.kill(name)
            self._cloud.start_function(name, wait=False)
            self._cloud.may_end.discard(name)

        return insist

    def _disturb_firestore(self, step: Step) -> Restore:
        network = self._cloud.network
        proxy = network.proxies[step.who]
        network.call(proxy.set(_PROXIED[step.kind], delay=0.05 + 1.5 * step.choice**3))
        return lambda: network.call(proxy.set(Mode.PASS))

    def _shift_clock(self, step: Step) -> Restore:
        self._cloud.set_clock(step.who, step.shift)
        return lambda: self._cloud.set_clock(step.who, 0)

    def _lose_answers(self, _: Step) -> Restore:
        dispatcher = self._cloud.network.dispatcher
        dispatcher.loses_answers = True

        def lose_no_more() -> None:
            dispatcher.loses_answers = False

        return lose_no_more

    def _disturb_the_queue(self, step: Step) -> Restore:
        some: dict[str, object] = {"times": _TIMES, "taskMatching": _JOBS}
        body: dict[str, object]
        match step.kind:
            case "deliver-twice":
                body = {"fault": "deliverTwice", **some}
            case "deliver-overlapping":
                body = {"fault": "overlap", "afterSeconds": step.choice, **some}
            case "deliver-late":
                body = {"fault": "deliverLate", "bySeconds": 1 + 15 * step.choice, **some}
            case "deliver-out-of-order":
                body = {
                    "fault": "deliverOutOfOrder",
                    "count": 3,
                    "atMostSeconds": 5,
                    "taskMatching": _JOBS,
                }
            case "refuse-tasks":
                body = {
                    "fault": "refuseCalls",
                    "code": "UNAVAILABLE",
                    "forSeconds": step.seconds,
                    "methods": ["CreateTask"],
                    "applied": step.choice < 0.5,
                }
            case _:
                raise ValueError(f"there is no fault {step.kind!r}")
        self._control(body)
        return lambda: self._control({"fault": "none"})

    def _control(self, body: dict[str, object]) -> None:
        url = f"http://{HOST}:{self._cloud.ports.tasks_http}/control/faults"
        httpx.post(url, json=body, timeout=_CALL_SECONDS).raise_for_status()
