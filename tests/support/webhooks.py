"""The function that sends webhooks, in the test's own process, with one receiver."""

import base64
from collections.abc import Mapping
from dataclasses import replace

from pydantic import JsonValue
from werkzeug.test import TestResponse

from shared import wiring
from shared.settings import Settings
from tests.support.web import AnyCaller, webhooks_client
from tests.support.world import MovableClock

SECRET = "whsec_" + base64.b64encode(b"a secret of thirty-two bytes ...").decode()
MESSAGE: Mapping[str, JsonValue] = {"type": "job.succeeded", "data": {"word": "schön", "n": [1]}}


class Sending:
    """The function `webhooks`, which tells one receiver on this machine."""

    def __init__(self, receiver_url: str, **changes: str) -> None:
        environment = {
            "GOOGLE_CLOUD_PROJECT": "demo-hooks",
            "WEBHOOK_URLS": f"{receiver_url}/path?key=hunter2",
            "WEBHOOK_SECRET": SECRET,
            "WEBHOOK_FUNCTION_URL": "http://127.0.0.1:1/webhooks",
            **changes,
        }
        settings = Settings.from_environment(environment)
        self.clock = MovableClock()
        self.services = replace(
            wiring.connect(settings), clock=self.clock, task_authenticator=AnyCaller(settings)
        )
        (self.endpoint,) = settings.webhook_endpoints

    def deliver(self, retries: str | None = "0", **changes: JsonValue) -> TestResponse:
        """Deliver a task as Cloud Tasks does, for the first time or again."""
        body = {
            "webhookId": "event-1",
            "jobId": "u:t:1:x",
            "endpoint": self.endpoint.name,
            "message": MESSAGE,
        }
        headers = {} if retries is None else {"X-CloudTasks-TaskRetryCount": retries}
        client = webhooks_client(self.services)
        return client.post("/", json={**body, **changes}, headers=headers)
