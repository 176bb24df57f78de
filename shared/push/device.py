"""A browser that is told when a job has ended or needs an answer. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from shared.core.records import StoredRecord

#: One that was not seen for so long is forgotten. Its page renews it with every visit, and Firebase
#: calls a token stale that was not renewed for two months.
KEPT_FOR: Final = timedelta(days=60)
#: It is written once a day at the most that it was seen.
SEEN_AGAIN_AFTER: Final = timedelta(days=1)
#: So many of a user are told; the one that was seen least lately makes room.
MOST_DEVICES: Final = 10


class News(StrEnum):
    """What a device is told of a job: nothing else about it leaves here but its id."""

    ENDED = "ended"
    QUESTION = "question"


class Device(StoredRecord):
    """A browser of a user's that asked to be told."""

    #: What Firebase Cloud Messaging knows it by. Who has it may send nothing without our access.
    installation_id: str
    created_at: datetime
    last_seen_at: datetime
    #: When Firestore may delete it (TTL).
    expire_at: datetime

    @classmethod
    def new(cls, installation_id: str, now: datetime) -> Self:
        """Return a device that asks for the first time."""
        return cls(
            installation_id=installation_id,
            created_at=now,
            last_seen_at=now,
            expire_at=now + KEPT_FOR,
        )

    def seen(self, now: datetime) -> Self:
        """Return it as it is seen once more."""
        return self.model_copy(update={"last_seen_at": now, "expire_at": now + KEPT_FOR})

    @property
    def device_id(self) -> str:
        """Its name: made of its installation's id, which cannot be read back from it."""
        return device_id_of(self.installation_id)


@dataclass(frozen=True, kw_only=True)
class DevicesChange:
    """What becomes of a user's devices."""

    put: Device | None = None
    gone: tuple[str, ...] = ()


def device_id_of(installation_id: str) -> str:
    """Return the name of the device of that installation: 32 characters of `[0-9a-f]`."""
    return hashlib.sha256(installation_id.encode()).hexdigest()[:32]


def crowded_out(others: Sequence[Device]) -> tuple[str, ...]:
    """Return the names of those that make room for one more."""
    lately = sorted(others, key=lambda one: one.last_seen_at, reverse=True)
    return tuple(one.device_id for one in lately[MOST_DEVICES - 1 :])
