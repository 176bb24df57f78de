"""Answer what the demo's jobs ask, as a user's program does: read the question, post the answer."""

from collections.abc import Sequence

import httpx

from infra.local.cloud.terminal import FailedError
from infra.local.demo.api_client import describe_problem
from infra.local.demo.board import Row
from infra.local.demo.drawings import find_drawing


class Answers:
    """Gives each open question its answer, once."""

    def __init__(self, api: httpx.Client) -> None:
        self._api = api
        #: By the job and how often it had run: asked once more, a question is another one.
        self._given: set[tuple[str, int]] = set()

    def give(self, rows: Sequence[Row]) -> None:
        """Answer what jobs ask, or the parts that they await, and was not answered yet.

        Raises:
            FailedError: If an answer is not accepted; it says what the API answered.
        """
        for row in rows:
            job = row.job
            if job is None:
                continue
            if job.question is not None and (job.job_id, job.attempt) not in self._given:
                self._answer(job.job_id, job.question.prompt)
            elif job.gather is not None:
                for part in job.gather.children:
                    self._answer(part, "A part of a job may ask something.")

    def _answer(self, job_id: str, words: str) -> None:
        path = f"/api/jobs/{job_id}"
        try:
            read = self._api.get(path).raise_for_status().json()
            question, asked = read.get("question"), (job_id, read["attempt"])
            if question is None or asked in self._given:
                return
            self._given.add(asked)
            value = find_drawing(read["type"]).answer(read.get("questionContext"))
            if value is None:
                return
            posted = self._api.post(f"{path}/answers/{question['name']}", json={"value": value})
        except httpx.HTTPError as error:
            said = f"{words} The answer could not be given: {error}"
            raise FailedError(said, logs=["api"]) from error
        if posted.is_error:
            raise FailedError(f"{question['prompt']} {describe_problem(posted)}", logs=["api"])
