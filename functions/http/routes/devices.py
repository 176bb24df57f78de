"""The routes of devices: browsers that are told when a job has ended or needs an answer."""

from datetime import datetime
from typing import Annotated, Final

from pydantic import Field

from functions.http.route import DeviceId
from functions.http.routing import Group
from functions.requests import devices
from shared.auth.users import User
from shared.core.records import Record
from shared.push.device import Device
from shared.wiring import Services

GROUP: Final = Group(
    name="Be told",
    description="Have a browser told when a job has ended or needs an answer, also while no page is"
    " open. Of the job it is told the id alone.",
)


class DeviceRequest(Record):
    """The body that has a device told."""

    installation_id: Annotated[
        str,
        Field(
            min_length=20,
            max_length=64,
            pattern=r"^[A-Za-z0-9_-]+$",
            description="What Firebase Cloud Messaging knows the browser by: its Firebase"
            " installation's id.",
        ),
    ]


class DeviceView(Record):
    """A device, as its owner sees it."""

    device_id: str = Field(description="Its name: made of its installation's id.")
    created_at: datetime
    last_seen_at: datetime = Field(description="When its page was last opened, to the day.")
    expire_at: datetime = Field(description="It is told no more from then on, unless it is seen.")


class DeviceList(Record):
    """All devices of a user, the oldest first."""

    devices: tuple[DeviceView, ...]


@GROUP.route("PUT /api/devices")
def put_device(services: Services, user: User, body: DeviceRequest) -> DeviceView:
    """Have this browser told of my jobs.

    Of those, too, that are not finished. Ten may be told; the one that was seen least lately makes
    room. Send it again with each visit: after 60 days without one it is forgotten.
    """
    return _view(devices.put_device(services, user, body.installation_id))


@GROUP.route("GET /api/devices")
def list_devices(services: Services, user: User) -> DeviceList:
    """List my devices, the oldest first."""
    return DeviceList(devices=tuple(map(_view, devices.list_devices(services, user))))


@GROUP.route("DELETE /api/devices/<device_id>")
def delete_device(services: Services, user: User, device_id: DeviceId) -> None:
    """Tell a device no more.

    One that is gone already is fine.
    """
    devices.delete_device(services, user, device_id)


def _view(device: Device) -> DeviceView:
    return DeviceView(
        device_id=device.device_id,
        created_at=device.created_at,
        last_seen_at=device.last_seen_at,
        expire_at=device.expire_at,
    )
