"""The routes that cancel, retry, rename and erase jobs."""

from http import HTTPStatus
from typing import Final

from functions.http.request_bodies import GivenAnswer, JobChange, RetryRequest
from functions.http.route import JobId, QuestionName
from functions.http.routing import Group
from functions.requests import answer, cancel, erase, rename, resubmit
from shared.auth.users import User
from shared.core.job import Job
from shared.wiring import Services

GROUP: Final = Group(
    name="Change",
    description="Answer, cancel, retry, rename, erase. Each may be sent twice: once more changes"
    " nothing.",
)
_AS_THINGS_ARE: Final = (HTTPStatus.CONFLICT,)
_NOTHING_ELSE: Final = RetryRequest()


@GROUP.route("POST /api/jobs/<job_id>/answers/<name>", refusals=_AS_THINGS_ARE)
def answer_question(
    services: Services, user: User, job_id: JobId, name: QuestionName, body: GivenAnswer
) -> Job:
    """Answer what a job asks.

    A job that is `suspended` awaits an answer to its `question`, and goes on with it. The same
    answer once more changes nothing; another one is refused (409), and so is one that comes when
    the job has gone on without, or has ended. `violations` name the fields of the question's form.
    """
    return answer.answer_question(services, user, job_id, name, body.value)


@GROUP.route("POST /api/jobs/<job_id>/cancel", refusals=_AS_THINGS_ARE)
def cancel_job(services: Services, user: User, job_id: JobId) -> Job:
    """Cancel a job.

    One that waits is cancelled at once. One that runs is asked to stop (`cancelRequested`), and
    does so within seconds. One that has succeeded or failed cannot be cancelled (409).
    """
    return cancel.cancel_job(services, user, job_id)


@GROUP.route("POST /api/jobs/<job_id>/retry", refusals=_AS_THINGS_ARE)
def retry_job(
    services: Services, user: User, job_id: JobId, body: RetryRequest = _NOTHING_ELSE
) -> Job:
    """Run a failed or cancelled job once more.

    It keeps its id. Finished steps are not done again, unless you say so or change the input. One
    that waits or runs already stays as it is; one that has succeeded is refused (409).
    """
    return resubmit.resubmit_job(
        services, user, job_id, request=body.input, keep_steps=body.keep_steps
    )


@GROUP.route("PATCH /api/jobs/<job_id>", refusals=_AS_THINGS_ARE)
def change_job(services: Services, user: User, job_id: JobId, body: JobChange) -> Job:
    """Rename a job.

    In whatever state it is; what it does, and what came of it, stay as they are.
    """
    return rename.rename_job(services, user, job_id, body.title)


@GROUP.route("DELETE /api/jobs/<job_id>", refusals=_AS_THINGS_ARE)
def delete_job(services: Services, user: User, job_id: JobId) -> None:
    """Erase a job that has ended.

    The job and all that belongs to it. One that has not ended is refused (409): cancel it first.
    One that is gone already is fine.
    """
    erase.erase_job(services, user, job_id)


@GROUP.route("DELETE /api/me/jobs")
def delete_my_jobs(services: Services, user: User) -> erase.Erasure:
    """Erase all that there is of me.

    Every job with its data, and tasks that wait. A job that runs is cancelled first, and goes when
    it has stopped. One call erases a limited number of jobs: call again until `isComplete`. What
    bounds me stays for its time: the rate limit, today's spending, and hashes of the
    Idempotency-Keys, which make no second job.
    """
    return erase.erase_user(services, user)
