"""Times and sizes that depend on each other are in order, in every deployment."""

from datetime import timedelta
from typing import Any

import pytest

from functions.job_types import all_job_types
from functions.worker import sweep
from functions.worker.send_webhook import TRIES
from infra.local.cloud.stack import FUNCTIONS
from infra.local.cloud_tasks import records
from infra.local.cloud_tasks.rules.retry import backoff
from shared.core.retry import RetryPolicy
from shared.settings import Settings
from shared.tasks.task_queue import DISPATCH_DEADLINE, WEBHOOK_DEADLINE
from shared.webhooks.safe_post import SafePost
from tests.infra import terraform
from tests.repo.repository import ROOT

DEPLOYMENTS = ("dev.tfvars", "prod.tfvars")


def value(deployment: str, name: str) -> Any:  # noqa: ANN401 -- of any type
    """Return what a variable is in a deployment."""
    return terraform.tfvars(deployment).get(name) or terraform.variable_default(name)


@pytest.mark.parametrize("deployment", DEPLOYMENTS)
def test_an_attempt_ends_before_its_function_and_that_before_the_task(deployment: str) -> None:
    """Attempt limit and a lease to end it in < the worker's timeout < the dispatch deadline."""
    longest = max(kind.time_limit.total_seconds() for kind in all_job_types().values())
    timeout = value(deployment, "functions")["worker"]["timeout_seconds"]
    lease = Settings.model_fields["lease_seconds"].default
    assert longest + lease < timeout < DISPATCH_DEADLINE.total_seconds() <= 30 * 60


@pytest.mark.parametrize("deployment", DEPLOYMENTS)
def test_a_sweep_ends_before_its_function_and_that_before_the_call(deployment: str) -> None:
    """A sweep's own limit < the sweeper's timeout < the Scheduler's deadline."""
    timeout = value(deployment, "functions")["sweeper"]["timeout_seconds"]
    deadline = terraform.unquoted(
        terraform.resource("google_cloud_scheduler_job.sweep")["attempt_deadline"]
    )
    assert sweep._MAX_TIME.total_seconds() < timeout < int(deadline.removesuffix("s")) <= 30 * 60


@pytest.mark.parametrize("deployment", DEPLOYMENTS)
def test_a_webhook_ends_before_its_function_and_that_before_the_task(deployment: str) -> None:
    """A receiver's limit, and a slow name server < the function's timeout < the task's deadline."""
    timeout = value(deployment, "functions")["webhooks"]["timeout_seconds"]
    name_server_seconds = 30
    longest = SafePost.total_seconds + name_server_seconds
    assert longest < timeout < WEBHOOK_DEADLINE.total_seconds() <= 30 * 60


def test_a_webhook_is_tried_for_about_a_day() -> None:
    """By the queue's own formula; the function knows which try is the last."""
    (retry,) = terraform.resource("google_cloud_tasks_queue.webhooks")["retry_config"]
    assert retry["max_attempts"] == TRIES
    policy = records.RetryPolicy(
        max_attempts=TRIES,
        max_retry_duration=timedelta(),
        min_backoff=_seconds(retry["min_backoff"]),
        max_backoff=_seconds(retry["max_backoff"]),
        max_doublings=retry["max_doublings"],
    )
    waits = [backoff(policy, failures) for failures in range(1, TRIES)]
    assert timedelta(hours=24) < sum(waits, timedelta()) < timedelta(hours=25)


def _seconds(text: str) -> timedelta:
    return timedelta(seconds=int(str(terraform.unquoted(text)).removesuffix("s")))


@pytest.mark.parametrize("deployment", DEPLOYMENTS)
def test_the_queue_sends_no_more_than_the_workers_take(deployment: str) -> None:
    """Tasks that are answered at once fit into all instances' threads."""
    worker = value(deployment, "functions")["worker"]
    at_once = value(deployment, "queue")["at_once"]
    assert at_once <= worker["concurrency"] * worker["max_instances"]


def test_the_queue_tries_more_often_than_any_job() -> None:
    """Cloud Tasks gives a task up later than any job gives itself up."""
    (retry,) = terraform.resource("google_cloud_tasks_queue.jobs")["retry_config"]
    most = max(kind.retry.max_attempts for kind in all_job_types().values())
    assert retry["max_attempts"] > max(most, RetryPolicy().max_attempts)


def test_the_sweeper_comes_every_minute() -> None:
    """The bound of 120 s counts on it."""
    job = terraform.resource("google_cloud_scheduler_job.sweep")
    assert terraform.unquoted(job["schedule"]) == "* * * * *"
    assert job["retry_config"] == [{"retry_count": 0}]


@pytest.mark.parametrize("deployment", DEPLOYMENTS)
def test_the_services_are_deployed(deployment: str) -> None:
    """Those that the local cloud runs, by the same names, from one image on one Python."""
    assert set(value(deployment, "functions")) == set(FUNCTIONS)
    build = (ROOT / "infra" / "deploy" / "image.yaml").read_text()
    assert "--env=GOOGLE_PYTHON_VERSION=3.13.x" in build
    assert "--env=GOOGLE_FUNCTION_TARGET=api" in build
