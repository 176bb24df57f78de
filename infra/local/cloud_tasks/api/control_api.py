"""The test controls over HTTP, for an emulator that runs in a process of its own.

`POST /control/faults`, `/control/clock` and `/control/reset`, `GET /control/idle`; names are the
Python API's in camelCase, durations are seconds. A request that is not understood changes nothing.
"""

import contextlib
import re
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from infra.local.cloud_tasks.api.http_server import Json, Request, RequestError, Routes
from infra.local.cloud_tasks.clock import Clock
from infra.local.cloud_tasks.codes import RpcCode
from infra.local.cloud_tasks.faults.injector import Faults


class _Arguments(BaseModel):
    """What any of the faults may be told; each refuses what it does not take."""

    model_config = ConfigDict(extra="forbid")

    times: int = 1
    count: int = 2
    task_matching: str = Field("", alias="taskMatching")
    probability: float = 1.0
    by: timedelta = Field(timedelta(0), alias="bySeconds")
    after: timedelta = Field(timedelta(0), alias="afterSeconds")
    at_most: timedelta = Field(timedelta(0), alias="atMostSeconds")
    for_time: timedelta = Field(timedelta(0), alias="forSeconds")
    code: Annotated[RpcCode, BeforeValidator(lambda name: RpcCode[name])] = RpcCode.OK
    methods: frozenset[str] = frozenset()
    applied: bool = False


class ControlApi:
    """Answers the control requests."""

    def __init__(
        self,
        faults: Faults,
        clock: Clock,
        *,
        reset: Callable[[], Awaitable[None]],
        wait_until_idle: Callable[[float, timedelta | None], Awaitable[bool]],
    ) -> None:
        self._faults = faults
        self._clock = clock
        self._reset_all = reset
        self._wait_until_idle = wait_until_idle
        self._makers: dict[object, Callable[..., None]] = {
            "none": faults.clear,
            "deliverTwice": faults.deliver_twice,
            "deliverLate": faults.deliver_late,
            "deliverOutOfOrder": faults.deliver_out_of_order,
            "overlap": faults.overlap,
            "loseResponse": faults.lose_response,
            "refuseCalls": faults.refuse_calls,
        }
        self.routes: Routes = {
            ("POST", "/control/faults"): self._add_fault,
            ("POST", "/control/clock"): self._move_clock,
            ("POST", "/control/reset"): self._reset,
            ("GET", "/control/idle"): self._idle,
        }

    async def _add_fault(self, request: Request) -> Json:
        """Add a rule: `{"fault": "deliverTwice", "times": 1, …}`; `{"fault": "none"}` clears."""
        body = dict(request.body)
        with _understood():
            make = self._makers[body.pop("fault", None)]
            make(**_Arguments.model_validate(body).model_dump(exclude_unset=True))
        return {}

    async def _move_clock(self, request: Request) -> Json:
        """Move the clock: `{"advanceSeconds": 60}`."""
        with _understood():
            now = self._clock.advance(_seconds(request.body.get("advanceSeconds")))
        return {"now": now.isoformat()}

    async def _reset(self, _: Request) -> Json:
        await self._reset_all()
        return {}

    async def _idle(self, request: Request) -> Json:
        """Wait until nothing happens by itself: `?timeoutSeconds=5&withinSeconds=60`."""
        with _understood():
            timeout = _seconds(request.query.get("timeoutSeconds", "10"))
            within = request.query.get("withinSeconds")
            horizon = None if within is None else _seconds(within)
        return {"idle": await self._wait_until_idle(timeout.total_seconds(), horizon)}


def _seconds(value: object) -> timedelta:
    return timedelta(seconds=float(str(value)))


@contextlib.contextmanager
def _understood() -> Iterator[None]:
    """Tell the caller what is wrong with a request."""
    try:
        yield
    except (KeyError, TypeError, ValueError, OverflowError, re.error) as error:
        raise RequestError(HTTPStatus.BAD_REQUEST, f"not understood: {error}") from error
