"""BigQuery's client, made the same everywhere: our time limits, and the vendor's errors kept here.

Every call has a limit, and all tries of one call have one: the client's own default waits ten
minutes for a refused connection, and it makes two minutes of any shorter limit for fetching rows.
The vendor's messages are not read: they may repeat a query's parameters, which are a user's words.
"""

import logging
from typing import TYPE_CHECKING, Any

from shared.core import errors
from shared.core.type_pause import QuotaExhaustedError
from shared.google_calls import CallPolicy, passes_by_itself
from shared.settings import Settings
from shared.telemetry import logs

if TYPE_CHECKING:
    import requests
    from google.api_core import exceptions
    from google.api_core import retry as retries
    from google.auth import exceptions as auth_exceptions
    from google.cloud import bigquery

log = logging.getLogger(__name__)

TOO_MUCH_DATA = "This question would read more data than it may."
NO_QUOTA = "The data warehouse's quota is used up. Try again tomorrow."
FAULT_OF_OURS = (
    "The data warehouse refused us. This is a fault of ours: trying again will not help."
)

#: Reasons of BigQuery that pass by themselves. Source:
#: cloud.google.com/bigquery/docs/error-messages and google-cloud-bigquery 3.47, retry.py.
_TRANSIENT_REASONS = frozenset(
    {
        *("backendError", "badGateway", "internalError", "jobBackendError", "jobInternalError"),
        *("stopped", "timeout"),
    }
)
#: Too much at a time: other jobs of the type would meet the same.
_RATE_REASONS = frozenset({"jobRateLimitExceeded", "rateLimitExceeded"})
_TOO_MUCH_REASONS = frozenset({"bytesBilledLimitExceeded", "responseTooLarge"})
_TRANSIENT_CODES = frozenset({408, 429, 500, 502, 503, 504})


def open_client(
    settings: Settings, *, longest_call_seconds: float | None = None
) -> "bigquery.Client":
    """Make the client of a deployment; nothing is sent before it is asked.

    No call waits longer than `longest_call_seconds`, or else `CALLS.call_seconds`, for the next
    byte, whatever the client thinks it needs.
    """
    from google.auth.credentials import AnonymousCredentials
    from google.cloud import bigquery

    elsewhere = settings.warehouse_base_url
    client = bigquery.Client(
        project=settings.google_cloud_project,
        location=settings.warehouse_location,
        credentials=AnonymousCredentials() if elsewhere else None,  # type: ignore[no-untyped-call]
        client_options={"api_endpoint": elsewhere} if elsewhere else None,
    )
    for scheme in ("https://", "http://"):
        # The one place where the client lets its time limits be lowered.
        client._http.mount(scheme, _bounded(longest_call_seconds or CALLS.call_seconds))  # noqa: SLF001
    return client


def _bounded(longest_seconds: float) -> "requests.adapters.HTTPAdapter":
    """Make a transport that waits no longer than this for the next byte."""
    from requests.adapters import HTTPAdapter

    class BoundedAdapter(HTTPAdapter):
        def send(self, *arguments: Any, **options: Any) -> "requests.Response":  # noqa: ANN401 -- the base class's
            given = options.get("timeout")
            limit = given if isinstance(given, int | float) else longest_seconds
            options["timeout"] = min(limit, longest_seconds)
            return super().send(*arguments, **options)

    return BoundedAdapter()


def _vendors_retry() -> "retries.Retry":
    from google.cloud import bigquery

    return bigquery.DEFAULT_RETRY


def _explain_refusal(error: "exceptions.GoogleAPICallError") -> errors.JobsError:
    """Say what a refusal means; its reason weighs more than its HTTP status."""
    reason = error.errors[0].get("reason") if error.errors else None
    _log_failure(code=error.code, reason=reason)
    if reason in _TOO_MUCH_REASONS:
        return errors.PermanentJobError(TOO_MUCH_DATA)
    if reason == "quotaExceeded":
        return errors.PermanentJobError(NO_QUOTA)
    if reason in _RATE_REASONS:
        return QuotaExhaustedError()
    if reason in _TRANSIENT_REASONS or error.code in _TRANSIENT_CODES:
        return errors.RetriableJobError()
    return errors.PermanentJobError(FAULT_OF_OURS)


def _explain_credentials(error: "auth_exceptions.GoogleAuthError") -> errors.JobsError:
    silence = _explain_silence(error)
    return silence if passes_by_itself(error) else errors.PermanentJobError(FAULT_OF_OURS)


def _explain_silence(error: Exception) -> errors.JobsError:
    _log_failure(code=None, reason=type(error).__name__)
    return errors.RetriableJobError()


def _log_failure(*, code: int | None, reason: str | None) -> None:
    log.warning(
        "BigQuery did not answer.", extra=logs.log_fields("query-failed", code=code, reason=reason)
    )


CALLS = CallPolicy(
    call_seconds=10.0,
    total_seconds=15.0,
    longest_pause_seconds=2.0,
    meanings={
        "GoogleAPICallError": _explain_refusal,
        "GoogleAuthError": _explain_credentials,
        "RetryError": _explain_silence,
        "RequestException": _explain_silence,
        "OSError": _explain_silence,
    },
    vendors_retry=_vendors_retry,
    # The vendor's texts may repeat a user's words.
    keeps_cause=False,
)
