"""Answer what the demo's jobs ask, as a user's program does: read the question, post the answer."""

from collections.abc import Sequence

import httpx

from infra.local.cloud.terminal import FailedError
from infra.local.demo.api_client import describe_problem
from infra.local.demo.board import Row
from infra.local.demo.drawings import find_drawing
from shared.core.job import Job
from shared.core.question import OpenQuestion


class Answers:
    """Gives each open question its answer, once."""

    def __init__(self, api: httpx.Client) -> None:
        self._api = api
        #: By the job and how often it had run: asked once more, a question is another one.
        self._given: set[tuple[str, int]] = set()

    def give(self, rows: Sequence[Row]) -> None:
        """Answer what is open and was not answered yet.

        Raises:
            FailedError: If an answer is not accepted; it says what the API answered.
        """
        for row in rows:
            job = row.job
            if job is None or job.question is None:
                continue
            asked = job.job_id, job.attempt
            if asked not in self._given:
                self._given.add(asked)
                self._answer(job, job.question)

    def _answer(self, job: Job, question: OpenQuestion) -> None:
        path = f"/api/jobs/{job.job_id}"
        try:
            read = self._api.get(path).raise_for_status()
            value = find_drawing(job.type).answer(read.json().get("questionContext"))
            if value is None:
                return
            posted = self._api.post(f"{path}/answers/{question.name}", json={"value": value})
        except httpx.HTTPError as error:
            words = f"{question.prompt} The answer could not be given: {error}"
            raise FailedError(words, logs=["api"]) from error
        if posted.is_error:
            raise FailedError(f"{question.prompt} {describe_problem(posted)}", logs=["api"])
