"""Send webhooks: signed at the moment they leave, to endpoints that the settings name."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

from pydantic import JsonValue

from shared.made_once import made_once
from shared.settings import Settings, SettingsError
from shared.webhooks import signature
from shared.webhooks.endpoints import Endpoint
from shared.webhooks.message import Webhook
from shared.webhooks.safe_post import SafePost

_HEADERS = {"Content-Type": "application/json", "User-Agent": "CareerLens-Jobs-Webhooks/1"}


def body_of(message: Mapping[str, JsonValue]) -> bytes:
    """Return the bytes that are sent and signed: JSON without spaces, in UTF-8."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


class WebhookSender:
    """What goes out to other systems."""

    def __init__(self, settings: Settings, post: SafePost | None = None) -> None:
        """Send by `post`; by default as it must be, made when the first is sent."""
        self._settings = settings
        self._given_post = post

    def find_endpoint(self, name: str) -> Endpoint | None:
        """Return the endpoint of that name; None if the settings name it no more."""
        return self._endpoints.get(name)

    def send(self, endpoint: Endpoint, webhook: Webhook, at: datetime) -> int:
        """Send a webhook, signed for this moment, and return the status of the answer.

        Raises:
            errors.NotDeliveredError: If there is no answer.
            SettingsError: If there is no secret to sign with.
        """
        body = body_of(webhook.message)
        secrets = signature.read_secrets(self._settings.webhook_secret)
        if not secrets:
            raise SettingsError("WEBHOOK_SECRET: without it no webhook can be signed")
        signed = signature.headers_of(webhook.webhook_id, at, body, secrets)
        return self._post.send(endpoint, body, {**_HEADERS, **signed})

    @cached_property
    def _endpoints(self) -> Mapping[str, Endpoint]:
        return {endpoint.name: endpoint for endpoint in self._settings.webhook_endpoints}

    @made_once
    def _post(self) -> SafePost:
        return self._given_post or SafePost()
