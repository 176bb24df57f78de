"""The HTTP edge of what only Cloud Tasks and Cloud Scheduler may call: worker, sweeper, webhooks.

A 2xx says to Cloud Tasks "this delivery is dealt with"; anything else brings it again. So a task
that can never be answered is dealt with (and logged), and only what another try can mend is an
error: Firestore is not reachable (503), or the end of a job could not be published, or a webhook
not be delivered (500; a 503 would slow the queue for everybody).

A process has one of these functions, and imports what the others do only if it is asked to.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Request, Response, jsonify
from pydantic import ValidationError

from functions.http import problems
from shared.core import errors, ids
from shared.tasks import tagged
from shared.tasks.task_payload import TaskPayload
from shared.telemetry import logs, semantic_spans, spans
from shared.telemetry.request_id import request_named
from shared.webhooks.message import Webhook
from shared.wiring import Services

if TYPE_CHECKING:
    from functions.worker.deliver import DeliveryOutcome
    from functions.worker.send_webhook import Outcome

log = logging.getLogger(__name__)


#: Deals with a request of a caller who may make it.
_Deal = Callable[[Services, Request], Response]


def answer_delivery(services: Services, request: Request) -> Response:
    """Answer one delivery of a task by Cloud Tasks, in the trace that it was enqueued in."""
    return _answer(services, request, services.settings.worker_url, _deal_with)


def _answer(services: Services, request: Request, audience: str, deal: _Deal) -> Response:
    """Follow the request's trace, let in only who may call, and answer whatever comes of it."""
    with (
        spans.continue_trace(services.tracer_provider, request.headers.get),
        request_named(request.environ),
        tagged.as_called(request.environ),
    ):
        try:
            services.task_authenticator.verify(
                request.headers.get("Authorization"), audience=audience
            )
            return deal(services, request)
        except Exception as error:  # noqa: BLE001 -- the edge of the process
            return problems.answer_to(error, is_ours=True)


def _deal_with(services: Services, request: Request) -> Response:
    task = _parse_payload(request.get_data())
    if task is None:
        log.warning(
            "A task of a form that is not ours was dropped.", extra=logs.log_fields("bad-task")
        )
        return jsonify({"answer": "not-a-task"})
    job_type = ids.parse_job_id(task.job_id).type
    with logs.log_context(jobId=task.job_id, type=job_type, dispatch=task.dispatch):
        answer = _handle(services, task, _due_at(request))
        log.info(
            "The task is answered: %s.", answer, extra=logs.log_fields("answer", answer=answer)
        )
        return jsonify({"answer": answer})


def _handle(services: Services, task: TaskPayload, due_at: datetime | None) -> "DeliveryOutcome":
    """Deal with a task, and measure how long it lay in the queue and what it took."""
    from functions.worker import deliver

    queue = semantic_spans.CLOUD_TASKS, services.settings.tasks_queue
    semantic_spans.waited(*queue, since=due_at)
    with semantic_spans.process(*queue) as span:
        answer = deliver.handle_delivery(services, task)
        span.set_attribute("careerlens.answer", answer)
        return answer


def _due_at(request: Request) -> datetime | None:
    """Return when Cloud Tasks was to deliver this, as it says; the first time or, failed, again."""
    try:
        return datetime.fromtimestamp(float(request.headers["X-CloudTasks-TaskETA"]), UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return None


def _parse_payload(body: bytes) -> TaskPayload | None:
    """Read what a task says; None if it is not one of ours, now or ever."""
    try:
        task = TaskPayload.model_validate_json(body)
        ids.parse_job_id(task.job_id)
    except (ValidationError, errors.InvalidArgumentError):
        return None
    return task


def answer_sweep(services: Services, request: Request) -> Response:
    """Answer one call of the sweeper by Cloud Scheduler."""
    return _answer(services, request, services.settings.sweeper_url, _answer_sweep)


def _answer_sweep(services: Services, _: Request) -> Response:
    from functions.effects import type_pauses
    from functions.requests import repeat
    from functions.worker import measure, suggest, sweep

    repairs = sweep.sweep(services)
    type_pauses.hand_out_resumed(services)
    repeated = repeat.repeat_due(services)
    suggest.refresh_if_due(services)
    measure.refresh_if_due(services)
    done = {str(repair): n for repair, n in repairs.items()}
    return jsonify({**done, **{f"schedules-{outcome}": n for outcome, n in repeated.items()}})


def answer_webhook(services: Services, request: Request) -> Response:
    """Answer one delivery of a webhook by Cloud Tasks, in the trace of the end that it tells of."""
    return _answer(services, request, services.settings.webhook_function_url, _send_on)


def _send_on(services: Services, request: Request) -> Response:
    try:
        webhook = Webhook.model_validate_json(request.get_data())
    except ValidationError:
        log.warning(
            "A webhook of a form that is not ours was dropped.",
            extra=logs.log_fields("bad-webhook"),
        )
        return jsonify({"outcome": "not-a-webhook"})
    with logs.log_context(
        jobId=webhook.job_id, webhookId=webhook.webhook_id, endpoint=webhook.endpoint
    ):
        return jsonify({"outcome": _send(services, webhook, request)})


def _send(services: Services, webhook: Webhook, request: Request) -> "Outcome":
    """Send a webhook, and measure how long it lay in the queue and what it took."""
    from functions.worker import send_webhook

    queue = semantic_spans.CLOUD_TASKS, services.settings.webhook_queue
    semantic_spans.waited(*queue, since=_due_at(request))
    with semantic_spans.process(*queue) as span:
        outcome = send_webhook.send_webhook(services, webhook, _number_of_try(request))
        span.set_attribute("careerlens.outcome", outcome)
        return outcome


def _number_of_try(request: Request) -> int:
    """Say how often Cloud Tasks has delivered this, this time included. For the log only."""
    retries = request.headers.get("X-CloudTasks-TaskRetryCount", "")
    return int(retries) + 1 if retries.isascii() and retries.isdecimal() else 1
