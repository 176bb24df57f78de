"""The HTTP API as a user's program calls it."""

import json
import time
from typing import Self

import httpx
from pydantic import ValidationError

from functions.http.problems import Problem
from infra.local.demo.board import Submission
from infra.local.demo.submissions import SubmissionRequest

#: The first request finds a function that imports its libraries only now.
_TIMEOUT_SECONDS = 30


class RefusedError(RuntimeError):
    """The API did not accept a job; the message says what it answered."""


class ApiClient:
    """The API, called in the name of one user, over one connection."""

    def __init__(self, url: str, id_token: str) -> None:
        self._client = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {id_token}"},
            timeout=_TIMEOUT_SECONDS,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def submit(self, order: SubmissionRequest) -> Submission:
        """Submit a job, and measure how long the answer takes.

        Raises:
            RefusedError: If it is not accepted.
        """
        sent_at = time.monotonic()
        try:
            answer = self._client.send(self._request(order))
        except httpx.HTTPError as error:
            raise RefusedError(f"{order.title}: the API could not be reached: {error}") from error
        answered_at = time.monotonic()
        if answer.status_code != httpx.codes.ACCEPTED:
            raise RefusedError(f"{order.title}: {describe_problem(answer)}")
        return Submission(
            kind=order.kind,
            title=order.title,
            job_id=answer.json()["jobId"],
            sent_at=sent_at,
            answered_at=answered_at,
        )

    def _request(self, order: SubmissionRequest) -> httpx.Request:
        """Make the request: JSON, or a form where there is a file."""
        file = order.file
        if file is None:
            return self._client.build_request("POST", "/api/jobs", json=order.body)
        parts: dict[str, tuple[str | None, str | bytes, str]] = {
            "request": (None, json.dumps(order.body), "application/json"),
            "file": (file.name, file.content, file.media_type.value),
        }
        return self._client.build_request("POST", "/api/jobs", files=parts)


def describe_problem(answer: httpx.Response) -> str:
    """Say in a sentence what a problem document says."""
    try:
        problem = Problem.model_validate_json(answer.content)
    except ValidationError:
        return f"the API answered {answer.status_code}"
    wrong = "; ".join(
        f"{violation.field}: {violation.message}" for violation in problem.violations or ()
    )
    return f"the API answered {answer.status_code}: {problem.detail} {wrong}".rstrip()
