"""The routes of schedules: requests that a job is made of again and again."""

from datetime import datetime
from http import HTTPStatus
from typing import Final, cast

from flask import Response, jsonify, request
from pydantic import Field, JsonValue

from functions.http import header_fields, headers
from functions.http.route import Answer, ScheduleId
from functions.http.routing import Group
from functions.requests import schedules
from functions.requests.schedule_bodies import ScheduleEdit, ScheduleRequest
from shared.auth.users import User
from shared.core.records import Record
from shared.core.schedule import Schedule, ScheduleFacts
from shared.core.stored_value import from_text
from shared.wiring import Services

GROUP: Final = Group(
    name="Repeat",
    description="Have a job made again and again: every so many hours, or by cron in a time zone."
    " Its jobs count as all others do. Only your own schedules exist for you.",
)
_KEY: Final = "Idempotency-Key"
_AS_THINGS_ARE: Final = (HTTPStatus.CONFLICT,)
#: So many of its next times are shown.
_NEXT: Final = 3


class ScheduleView(ScheduleFacts):
    """A schedule, as its owner sees it."""

    input: dict[str, JsonValue] = Field(description="The type's own fields.")
    next_times: tuple[datetime, ...] = Field(
        description="When the next jobs are made; empty while it is paused."
    )


class ScheduleList(Record):
    """All schedules of a user, the oldest first."""

    schedules: tuple[ScheduleView, ...]


@GROUP.route(
    "POST /api/schedules",
    reads=(header_fields.Submitting,),
    answers={
        HTTPStatus.OK: Answer(
            description="This key has made a schedule before: here it is.",
            schema=ScheduleView,
            headers=header_fields.Limited,
            leads_to="schedule_id",
        ),
        HTTPStatus.CREATED: Answer(
            description="The schedule is stored.",
            schema=ScheduleView,
            headers=header_fields.Limited,
            leads_to="schedule_id",
        ),
    },
    refusals=_AS_THINGS_ARE,
)
def create_schedule(services: Services, user: User, body: ScheduleRequest) -> Response:
    """Have a job made again and again.

    Give `everyHours`, or `cron` with a `timeZone`; times are an hour apart at least. Each time
    makes one job, which counts on your limits and budget; what was missed is made up for once.
    After three failures in a row, refusals among them, it pauses itself and says why. A schedule
    takes a token as a job does, and you may have 20.
    """
    made = schedules.create_schedule(services, user, body, request.headers.get(_KEY))
    response = jsonify(_view(made.schedule).to_json())
    response.status_code = HTTPStatus.CREATED if made.is_new else HTTPStatus.OK
    return headers.with_limits(response, made.allowance)


@GROUP.route("GET /api/schedules")
def list_schedules(services: Services, user: User) -> ScheduleList:
    """List my schedules, the oldest first.

    All of them, each with its next three times.
    """
    found = schedules.list_schedules(services, user)
    return ScheduleList(schedules=tuple(map(_view, found)))


@GROUP.route("GET /api/schedules/<schedule_id>")
def get_schedule(services: Services, user: User, schedule_id: ScheduleId) -> ScheduleView:
    """Read a schedule.

    Its request, its next three times, and its last job.
    """
    return _view(schedules.find_schedule(services, user, schedule_id).schedule)


@GROUP.route("PATCH /api/schedules/<schedule_id>", refusals=_AS_THINGS_ARE)
def change_schedule(
    services: Services, user: User, schedule_id: ScheduleId, body: ScheduleEdit
) -> ScheduleView:
    """Change, pause or resume a schedule.

    What is absent stays. Its next time is counted from now, and with `isPaused: false` failures
    are, too. Jobs that it has made stay as they are.
    """
    return _view(schedules.change_schedule(services, user, schedule_id, body))


@GROUP.route("DELETE /api/schedules/<schedule_id>")
def delete_schedule(services: Services, user: User, schedule_id: ScheduleId) -> None:
    """Delete a schedule.

    The jobs that it has made stay. One that is gone already is fine.
    """
    schedules.delete_schedule(services, user, schedule_id)


def _view(schedule: Schedule) -> ScheduleView:
    """Return a schedule as its owner sees it."""
    facts = {name: getattr(schedule, name) for name in ScheduleFacts.model_fields}
    return ScheduleView(
        **facts,
        input=cast("dict[str, JsonValue]", from_text(schedule.request)),
        next_times=schedules.next_times(schedule, _NEXT),
    )
