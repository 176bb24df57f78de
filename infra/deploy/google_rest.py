"""What gcloud has no command for is asked of Google's REST APIs, in the signed-in person's name."""

from dataclasses import dataclass
from typing import Any

import httpx

from infra.deploy.tools import DeployError

_TIMEOUT_SECONDS = 30.0


class UnreachableError(DeployError):
    """Google could not be reached."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What an API has answered."""

    status: int
    body: Any

    @property
    def is_good(self) -> bool:
        """Whether the API did what it was asked."""
        return self.status == httpx.codes.OK


@dataclass(frozen=True, kw_only=True)
class GoogleRest:
    """Asks in the name of a person, whose calls want a project that they are counted to."""

    project: str
    token: str
    #: Of tests; otherwise the network.
    transport: httpx.BaseTransport | None = None

    def ask(self, url: str, body: object = None) -> Reply:
        """Return what an API answers; with a body it is a POST.

        Raises:
            UnreachableError: If there is no answer.
        """
        headers = {"Authorization": f"Bearer {self.token}", "x-goog-user-project": self.project}
        method = "GET" if body is None else "POST"
        try:
            with httpx.Client(transport=self.transport, timeout=_TIMEOUT_SECONDS) as client:
                answer = client.request(method, url, json=body, headers=headers)
        except httpx.HTTPError as error:
            raise UnreachableError(f"Google cannot be reached: {type(error).__name__}.") from error
        is_json = answer.headers.get("content-type", "").startswith("application/json")
        return Reply(status=answer.status_code, body=answer.json() if is_json else None)
