"""The few requests to Google that neither gcloud nor Terraform makes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx

from infra.deploy.tools import DeployError

_TIMEOUT_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What an API has answered, good or bad."""

    status: int
    #: What it said; None if that is no JSON.
    body: Any

    @property
    def is_good(self) -> bool:
        """Whether the API did what it was asked."""
        return httpx.codes.is_success(self.status)

    @property
    def why(self) -> str:
        """Google's own words for a refusal."""
        try:
            return str(self.body["error"]["message"])
        except (KeyError, TypeError):
            return "it does not say why"


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
        reply = self.reply(method, url, body, query=query)
        if reply.is_good:
            found: dict[str, Any] = reply.body
            return found
        if reply.status == httpx.codes.NOT_FOUND or "SERVICE_DISABLED" in str(reply.body):
            return None
        raise DeployError(f"{method} {url} was answered {reply.status}: {reply.why}")

    def reply(
        self,
        method: Literal["GET", "POST", "PATCH"],
        url: str,
        body: Mapping[str, object] | None = None,
        *,
        query: Mapping[str, str] | None = None,
    ) -> Reply:
        """Return what a request is answered with, a refusal, too.

        Raises:
            DeployError: If it is not answered.
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
        return Reply(status=answer.status_code, body=_json_of(answer))


def _json_of(answer: httpx.Response) -> Any:  # noqa: ANN401 -- a tree of JSON
    try:
        return answer.json()
    except ValueError:
        return None
