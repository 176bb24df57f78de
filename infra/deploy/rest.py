"""The few requests to Google that neither gcloud nor Terraform makes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx

from infra.deploy.tools import DeployError

_TIMEOUT_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Google:
    """Google's APIs, asked by the account that gcloud is signed in as."""

    project: str
    access_token: str = field(repr=False)
    #: For tests: sends what is asked to a stand-in.
    transport: httpx.BaseTransport | None = None

    def ask(
        self,
        method: Literal["GET", "POST", "PATCH"],
        url: str,
        body: Mapping[str, object] | None = None,
        *,
        query: Mapping[str, str] | None = None,
    ) -> dict[str, Any] | None:
        """Return the object that a request is answered with; None if what it names is not there.

        Raises:
            DeployError: If it is refused, or not answered.
        """
        headers = {
            "Authorization": f"Bearer {self.access_token}",
            # A person's own credentials count against no project by themselves.
            "X-Goog-User-Project": self.project,
        }
        try:
            with httpx.Client(transport=self.transport, timeout=_TIMEOUT_SECONDS) as client:
                answer = client.request(method, url, json=body, params=query, headers=headers)
        except httpx.HTTPError as error:
            raise DeployError(f"{method} {url} was not answered: {type(error).__name__}.") from None
        if answer.status_code == httpx.codes.NOT_FOUND or "SERVICE_DISABLED" in answer.text:
            return None
        if answer.is_error:
            raise DeployError(f"{method} {url} was answered {answer.status_code}: {_why(answer)}")
        found: dict[str, Any] = answer.json()
        return found


def _why(answer: httpx.Response) -> str:
    """Return Google's own words for a refusal."""
    try:
        return str(answer.json()["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return "it does not say why"
