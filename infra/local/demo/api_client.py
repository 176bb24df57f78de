"""The HTTP API as a user's program calls it."""

import json
import time

import httpx
from pydantic import ValidationError

from functions.http.problems import Problem
from infra.local.cloud.terminal import FailedError
from infra.local.demo.board import Submission
from infra.local.demo.submissions import SubmissionRequest

#: The first request finds a function that imports its libraries only now.
_TIMEOUT_SECONDS = 30


def open_api(url: str, id_token: str) -> httpx.Client:
    """Return a connection to the API in the name of one user."""
    signed = {"Authorization": f"Bearer {id_token}"}
    return httpx.Client(base_url=url, headers=signed, timeout=_TIMEOUT_SECONDS, trust_env=False)


def submit(api: httpx.Client, order: SubmissionRequest) -> Submission:
    """Submit a job, and measure how long the answer takes.

    Raises:
        FailedError: If it is not accepted; it says what the API answered.
    """
    sent_at = time.monotonic()
    try:
        answer = api.send(_request(api, order))
    except httpx.HTTPError as error:
        words = f"{order.title}: the API could not be reached: {error}"
        raise FailedError(words, logs=["api"]) from error
    answered_at = time.monotonic()
    if answer.status_code != httpx.codes.ACCEPTED:
        raise FailedError(f"{order.title}: {describe_problem(answer)}", logs=["api"])
    return Submission(
        kind=order.kind,
        title=order.title,
        job_id=answer.json()["jobId"],
        sent_at=sent_at,
        answered_at=answered_at,
    )


def _request(api: httpx.Client, order: SubmissionRequest) -> httpx.Request:
    """Make the request: JSON, or a form where there is a file."""
    file = order.file
    if file is None:
        return api.build_request("POST", "/api/jobs", json=order.body)
    parts: dict[str, tuple[str | None, str | bytes, str]] = {
        "request": (None, json.dumps(order.body), "application/json"),
        "file": (file.name, file.content, file.media_type.value),
    }
    return api.build_request("POST", "/api/jobs", files=parts)


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
