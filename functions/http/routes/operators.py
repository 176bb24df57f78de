"""The routes for operators: users whose token has the claim `operator`."""

from typing import Final

from functions.http.routing import Group
from functions.operators import bulk
from shared.auth.users import User
from shared.wiring import Services

GROUP: Final = Group(
    name="Operate",
    description="See and steer everybody's jobs: for users whose token has the claim `operator`.",
)


@GROUP.route("GET /api/operator/overview")
def get_overview(services: Services, operator: User) -> bulk.OperatorOverview:
    """See how the queue stands.

    Everybody's jobs that are kept, counted by status, and the failed ones by code.
    """
    return bulk.overview(services, operator)


@GROUP.route("GET /api/operator/jobs")
def list_all_jobs(
    services: Services, operator: User, query: bulk.OperatorFilter
) -> bulk.OperatorJobPage:
    """List everybody's jobs, newest first.

    What steers a job, and nothing that it is about. Filters may be combined.
    """
    return bulk.list_all_jobs(services, operator, query)


@GROUP.route("POST /api/operator/retry")
def retry_jobs(
    services: Services, operator: User, body: bulk.BulkRetryRequest
) -> bulk.OperatorOutcome:
    """Run failed jobs once more, by filter.

    Each as its owner could, and within the owner's limits; never one that was cancelled. One call
    looks at up to `limit` jobs, the newest first: call again with `nextCursor` for the rest.
    """
    return bulk.retry_jobs(services, operator, body)


@GROUP.route("POST /api/operator/cancel")
def cancel_jobs(
    services: Services, operator: User, body: bulk.BulkCancelRequest
) -> bulk.OperatorOutcome:
    """Cancel queued or running jobs, by filter.

    One that waits is cancelled at once, one that runs is asked to stop. One call looks at up to
    `limit` jobs, the newest first: call again with `nextCursor` for the rest.
    """
    return bulk.cancel_jobs(services, operator, body)
