"""The composition root: one of each adapter, made from the settings, lazily and once.

functions-framework imports `main.py` before gunicorn forks, and a gRPC client does not survive a
fork: nothing is connected until the first request asks for it.
"""

import importlib
import logging
import os
import random
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, cast

from shared.auth.caller_tokens import TaskAuthenticator
from shared.auth.users import Users
from shared.core.rate_limit import SubmitLimit
from shared.firestore.compare_and_set import Pauses
from shared.firestore.job_store import JobStore
from shared.handler.ports import TextModel, Warehouse
from shared.made_once import made_once
from shared.pubsub.job_events import JobEvents
from shared.settings import Settings, SettingsError
from shared.tasks.task_queue import TaskQueue
from shared.telemetry import logs, spans
from shared.telemetry.log_names import LogNames
from shared.webhooks.sender import WebhookSender

if TYPE_CHECKING:
    from shared.push.sender import PushSender
    from shared.telemetry.spans import TracerProvider

log = logging.getLogger(__name__)

#: The first requests of a process come at once, each in its thread.
_MAKING = Lock()


def _now() -> datetime:
    return datetime.now(UTC)


def _token() -> str:
    return secrets.token_hex(8)


@dataclass(frozen=True, kw_only=True)
class Services:
    """Everything outside that a moment of a job's life may need; a test passes its own parts."""

    settings: Settings
    store: JobStore
    queue: TaskQueue
    events: JobEvents
    users: Users
    task_authenticator: TaskAuthenticator
    webhooks: WebhookSender
    #: What keeps spans; None where they are not wanted.
    tracer_provider: "TracerProvider | None" = None
    #: The time, aware and in UTC.
    clock: Callable[[], datetime] = _now
    #: 16 characters of `[0-9a-f]` that cannot be guessed.
    token: Callable[[], str] = _token
    #: A number in [0, 1), for jitter.
    jitter: Callable[[], float] = field(default=random.random)
    #: Waits so many seconds.
    sleep: Callable[[float], None] = field(default=time.sleep)

    @property
    def submit_limit(self) -> SubmitLimit:
        """How many jobs a user may submit."""
        return SubmitLimit(
            burst=self.settings.submit_burst, per_minute=self.settings.submit_per_minute
        )

    @property
    def pauses(self) -> Pauses:
        """What waits between two tries of a write that others contend for."""
        return Pauses(sleep=self.sleep, jitter=self.jitter)

    @made_once
    def model(self) -> TextModel:
        """What writes text."""
        return cast("TextModel", _load(self.settings.text_model)(self.settings))

    @made_once
    def warehouse(self) -> Warehouse:
        """What answers queries."""
        return cast("Warehouse", _load(self.settings.warehouse)(self.settings))

    @made_once
    def push(self) -> "PushSender":
        """What goes out to devices; few processes ever send, and no start pays for it."""
        from shared.push.sender import PushSender

        return PushSender(self.settings)


def connect(settings: Settings) -> Services:
    """Make one of each adapter; none of them connects before it is used."""
    return Services(
        settings=settings,
        store=JobStore(settings),
        queue=TaskQueue(settings),
        events=JobEvents(settings),
        users=Users(settings),
        task_authenticator=TaskAuthenticator(settings),
        webhooks=WebhookSender(settings),
        tracer_provider=spans.open_provider(settings),
    )


def services() -> Services:
    """Return this process's services, made from its environment at the first call.

    Raises:
        SettingsError: If the environment is not one this software can run in.
    """
    with _MAKING:
        return _services()


@cache
def _services() -> Services:
    settings = Settings.from_environment(os.environ)
    logs.configure(
        settings.log_level,
        logs.Origin(
            project=settings.google_cloud_project,
            service=settings.k_service,
            revision=settings.k_revision,
            names=LogNames(key=settings.log_key),
        ),
    )
    return connect(settings)


def _load(reference: str) -> Callable[[Settings], object]:
    """Return the function that `module:function` names."""
    module, _, name = reference.partition(":")
    try:
        return cast("Callable[[Settings], object]", getattr(importlib.import_module(module), name))
    except (ImportError, AttributeError, ValueError) as error:
        raise SettingsError(f"{reference!r} does not name a function of a module") from error
