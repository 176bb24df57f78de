"""The routes for operators, and for viewers, who may only read: it is a claim of their token."""

from typing import Final

from functions.http.route import JobId
from functions.http.routing import Group
from functions.operators import actions, activity, bulk, pause_types, queue, timeline
from functions.operators.outcome import OperatorOutcome
from functions.operators.read_request import OperatorJobRequest, read_request
from shared.auth.users import User
from shared.wiring import Services

GROUP: Final = Group(
    name="Operate",
    description="See and steer everybody's jobs: for users whose token has the claim `operator`."
    " With the claim `viewer` they may only see.",
)


@GROUP.route("GET /api/operator/overview")
def get_overview(services: Services, viewer: User) -> bulk.OperatorOverview:
    """See how the queue stands.

    Everybody's jobs that are kept, counted by status.
    """
    return bulk.overview(services, viewer)


@GROUP.route("GET /api/operator/jobs")
def list_all_jobs(
    services: Services, viewer: User, query: bulk.OperatorFilter
) -> bulk.OperatorJobPage:
    """List everybody's jobs, newest first.

    What steers a job, and nothing that it is about. Filters may be combined.
    """
    return bulk.list_all_jobs(services, viewer, query)


@GROUP.route("GET /api/operator/jobs/<job_id>")
def get_any_job(services: Services, viewer: User, job_id: JobId) -> timeline.OperatorJobDetails:
    """See what a job of any user waited for, and its attempts and steps, with their times.

    What steers it, and nothing that it is about.
    """
    return timeline.read_job(services, viewer, job_id)


@GROUP.route("GET /api/operator/jobs/<job_id>/request")
def get_any_request(services: Services, operator: User, job_id: JobId) -> OperatorJobRequest:
    """See what a job of any user is about.

    Refused where `OPERATORS_SEE_REQUESTS` is off, which it is by default; and to viewers. That it
    was looked at is kept before it is answered.
    """
    return read_request(services, operator, job_id)


@GROUP.route("GET /api/operator/activity")
def get_activity(
    services: Services, viewer: User, query: activity.ActivityQuery
) -> activity.OperatorActivity:
    """See what happened lately to everybody's jobs.

    Submitted and ended jobs, waits, runs and cost over time and by type, and failures by code. It
    is read when you ask: where there were too many jobs it reaches back less far, and says so.
    """
    return activity.read_activity(services, viewer, query)


@GROUP.route("GET /api/operator/actions")
def list_actions(
    services: Services, viewer: User, query: actions.ActionsQuery
) -> actions.OperatorActions:
    """See what operators did, the latest first."""
    return actions.list_actions(services, viewer, query)


@GROUP.route("GET /api/operator/pauses")
def list_paused_types(services: Services, viewer: User) -> pause_types.PausedTypes:
    """See which job types are paused, by operators or by a provider's quota."""
    return pause_types.list_paused(services, viewer)


@GROUP.route("POST /api/operator/pause")
def pause_type(
    services: Services, operator: User, body: pause_types.PauseTypeRequest
) -> OperatorOutcome:
    """Pause a job type.

    Its jobs are accepted and stay queued, and no attempt of theirs is counted; those that run go
    on. Operators and viewers read why. Done again, it changes the reason.
    """
    return pause_types.pause_type(services, operator, body)


@GROUP.route("POST /api/operator/resume")
def resume_type(
    services: Services, operator: User, body: pause_types.ResumeTypeRequest
) -> OperatorOutcome:
    """Resume a job type, also one that waits for a quota.

    The jobs that waited longest go on at once (`done`), the others within some minutes.
    """
    return pause_types.resume_type(services, operator, body)


@GROUP.route("POST /api/operator/retry")
def retry_jobs(services: Services, operator: User, body: bulk.BulkRetryRequest) -> OperatorOutcome:
    """Run failed jobs once more, by filter.

    Each as its owner could, and within the owner's limits; never one that was cancelled. One call
    looks at up to `limit` jobs, the newest first: call again with `nextCursor` for the rest.
    """
    return bulk.retry_jobs(services, operator, body)


@GROUP.route("POST /api/operator/cancel")
def cancel_jobs(
    services: Services, operator: User, body: bulk.BulkCancelRequest
) -> OperatorOutcome:
    """Cancel queued or running jobs, by filter.

    One that waits is cancelled at once, one that runs is asked to stop. One call looks at up to
    `limit` jobs, the newest first: call again with `nextCursor` for the rest.
    """
    return bulk.cancel_jobs(services, operator, body)


@GROUP.route("GET /api/operator/queues")
def list_queues(services: Services, viewer: User) -> queue.OperatorQueues:
    """See which queues are paused.

    As Cloud Tasks keeps it, also where gcloud has paused them.
    """
    return queue.list_queues(services, viewer)


@GROUP.route("POST /api/operator/pause-queue")
def pause_queue(services: Services, operator: User, body: queue.QueueRequest) -> OperatorOutcome:
    """Pause a queue.

    What is submitted is accepted and waits, what runs goes on, and nothing else begins. One that is
    paused stays so.
    """
    return queue.pause_queue(services, operator, body)


@GROUP.route("POST /api/operator/resume-queue")
def resume_queue(services: Services, operator: User, body: queue.QueueRequest) -> OperatorOutcome:
    """Resume a queue.

    What has waited is delivered. One that is not paused stays as it is.
    """
    return queue.resume_queue(services, operator, body)
