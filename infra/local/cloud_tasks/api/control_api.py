"""The test controls over HTTP, for an emulator that runs in a process of its own.

`POST /control/faults`, `/control/clock` and `/control/reset`, `GET /control/idle`; names are the
Python API's in camelCase, durations are seconds. A request that is not understood changes nothing.
"""

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Protocol, TypeAlias

from infra.local.cloud_tasks.api.http_server import Request, RequestError
from infra.local.cloud_tasks.clock import Clock
from infra.local.cloud_tasks.codes import RpcCode
from infra.local.cloud_tasks.faults.injector import Faults

Json: TypeAlias = Mapping[str, object]
#: What a field becomes: the Python argument's name, and how its value is read.
_Field: TypeAlias = tuple[str, Callable[[object], object]]


def _seconds(value: object) -> timedelta:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError("a number of seconds is expected")
    return timedelta(seconds=float(value))


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("a whole number is expected")
    return value


def _share(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("a number is expected")
    return float(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text is expected")
    return value


def _names(value: object) -> frozenset[str]:
    if not isinstance(value, list):
        raise TypeError("a list is expected")
    return frozenset(_text(item) for item in value)


def _code(value: object) -> RpcCode:
    return RpcCode[_text(value)]


_FIELDS: dict[str, _Field] = {
    "times": ("times", _count),
    "count": ("count", _count),
    "taskMatching": ("task_matching", _text),
    "probability": ("probability", _share),
    "bySeconds": ("by", _seconds),
    "afterSeconds": ("after", _seconds),
    "atMostSeconds": ("at_most", _seconds),
    "forSeconds": ("for_time", _seconds),
    "code": ("code", _code),
    "methods": ("methods", _names),
    "applied": ("applied", bool),
}


class Control(Protocol):
    """What the controls need of the running emulator."""

    async def reset(self) -> None:
        """Forget tasks, tombstones and faults."""

    async def wait_until_idle(self, timeout_seconds: float, within: timedelta | None) -> bool:
        """Wait until nothing will happen by itself."""


class ControlApi:
    """Answers the control requests."""

    def __init__(self, control: Control, faults: Faults, clock: Clock) -> None:
        self._control = control
        self._clock = clock
        self._faults = faults
        self._makers: dict[str, Callable[..., None]] = {
            "deliverTwice": faults.deliver_twice,
            "deliverLate": faults.deliver_late,
            "deliverOutOfOrder": faults.deliver_out_of_order,
            "overlap": faults.overlap,
            "loseResponse": faults.lose_response,
            "refuseCalls": faults.refuse_calls,
        }

    async def add_fault(self, request: Request) -> Json:
        """Add a rule: `{"fault": "deliverTwice", "times": 1, …}`; `{"fault": "none"}` clears."""
        body = dict(request.body)
        kind = body.pop("fault", None)
        if kind == "none":
            self._faults.clear()
            return {}
        maker = self._makers.get(str(kind))
        if maker is None:
            raise RequestError(HTTPStatus.BAD_REQUEST, f"no fault is called {kind}")
        with _understood():
            maker(**_arguments(body))
        return {}

    async def move_clock(self, request: Request) -> Json:
        """Move the clock: `{"advanceSeconds": 60}`."""
        with _understood():
            now = self._clock.advance(_seconds(request.body.get("advanceSeconds")))
        return {"now": now.isoformat()}

    async def reset(self, _: Request) -> Json:
        """Forget tasks, tombstones and faults."""
        await self._control.reset()
        return {}

    async def idle(self, request: Request) -> Json:
        """Wait until nothing happens by itself: `?timeoutSeconds=5&withinSeconds=60`."""
        with _understood():
            timeout = _seconds(request.query.get("timeoutSeconds", "10"))
            within = request.query.get("withinSeconds")
            horizon = None if within is None else _seconds(within)
        return {"idle": await self._control.wait_until_idle(timeout.total_seconds(), horizon)}


@contextlib.contextmanager
def _understood() -> Iterator[None]:
    """Tell the caller what is wrong with a request."""
    try:
        yield
    except (KeyError, TypeError, ValueError, OverflowError, re.error) as error:
        raise RequestError(HTTPStatus.BAD_REQUEST, f"not understood: {error}") from error


def _arguments(body: Mapping[str, object]) -> dict[str, object]:
    arguments: dict[str, object] = {}
    for name, value in body.items():
        argument, read = _FIELDS[name]
        arguments[argument] = read(value)
    return arguments
