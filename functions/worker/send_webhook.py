"""Deliver one webhook: tell one endpoint how one job has ended.

Cloud Tasks tries again, later each time, until the endpoint takes it; a delivery that raises is
tried again. Two answers are final: a 2xx, and 410, by which a receiver says that it never wants to
get it again. Every other refusal may be a deployment that is under way or a mistake that a
person is about to mend, so it is only given up when the queue does: after `TRIES`, about a day.
"""

import logging
from enum import StrEnum
from http import HTTPStatus

from shared.core import errors
from shared.telemetry import logs
from shared.webhooks.endpoints import Endpoint
from shared.webhooks.message import Webhook
from shared.wiring import Services

log = logging.getLogger(__name__)

#: How often Cloud Tasks delivers a webhook, the first time included: `infra/terraform/queue.tf`.
TRIES = 21


class Outcome(StrEnum):
    """What became of one delivery; each means that it is dealt with."""

    #: The endpoint has it.
    TAKEN = "taken"
    #: The endpoint wants no webhooks any more.
    UNWANTED = "unwanted"
    #: The settings name this endpoint no more.
    NO_SUCH_ENDPOINT = "no-such-endpoint"


def send_webhook(services: Services, webhook: Webhook, number: int) -> Outcome:
    """Deliver a webhook, for the `number`-th time, counted from 1.

    Raises:
        errors.NotDeliveredError: If the endpoint did not take it: it must come again.
    """
    endpoint = services.webhooks.find_endpoint(webhook.endpoint)
    if endpoint is None:
        log.warning(
            "A webhook is for an endpoint that is not in WEBHOOK_URLS any more.",
            extra=logs.log_fields("webhook-dropped"),
        )
        return Outcome.NO_SUCH_ENDPOINT
    with logs.log_context(host=endpoint.host, tries=number):
        try:
            return _send(services, endpoint, webhook)
        except errors.NotDeliveredError as error:
            _tell(error.reason, is_last=number >= TRIES)
            raise


def _send(services: Services, endpoint: Endpoint, webhook: Webhook) -> Outcome:
    """Send it, and judge the answer."""
    status = services.webhooks.send(endpoint, webhook, services.clock())
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        log.info("A webhook is delivered.", extra=logs.log_fields("webhook-taken", status=status))
        return Outcome.TAKEN
    if status == HTTPStatus.GONE:
        log.warning(
            "An endpoint wants no webhooks any more: take it out of WEBHOOK_URLS.",
            extra=logs.log_fields("webhook-unwanted", status=status),
        )
        return Outcome.UNWANTED
    raise errors.NotDeliveredError(reason=f"status-{status}")


def _tell(reason: str, *, is_last: bool) -> None:
    """Log why a try has failed; the last one is the only word there will be of what is lost."""
    if is_last:
        log.error(
            "A webhook is given up.", extra=logs.log_fields("webhook-given-up", reason=reason)
        )
    else:
        log.warning(
            "A webhook is not delivered yet; Cloud Tasks tries again.",
            extra=logs.log_fields("webhook-failed", reason=reason),
        )
