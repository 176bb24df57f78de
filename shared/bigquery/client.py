"""BigQuery's client, made the same everywhere: our time limits, and the vendor's errors kept here.

Every call has a limit, and all tries of one call have one: the client's own default waits ten
minutes for a refused connection, and it makes two minutes of any shorter limit for fetching rows.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from shared.bigquery.errors import FAULT_OF_OURS, translate_refusal
from shared.core import errors
from shared.settings import Settings
from shared.telemetry import logs

if TYPE_CHECKING:
    import requests
    from google.api_core import retry as retries
    from google.cloud import bigquery

log = logging.getLogger(__name__)

#: One call, and all tries of one call.
CALL_TIMEOUT_SECONDS = 10.0
TRIES_TIMEOUT_SECONDS = 15.0


def open_client(
    settings: Settings, *, longest_call_seconds: float | None = None
) -> "bigquery.Client":
    """Make the client of a deployment; nothing is sent before it is asked.

    Args:
        settings: Where BigQuery is.
        longest_call_seconds: No call waits longer for the next byte, whatever the client thinks
            it needs; `CALL_TIMEOUT_SECONDS` unless told otherwise.
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
        client._http.mount(scheme, _bounded(longest_call_seconds or CALL_TIMEOUT_SECONDS))  # noqa: SLF001
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


def make_retry() -> "retries.Retry":
    """Say how long a call is tried again; for calls that may be repeated."""
    from google.cloud import bigquery

    return bigquery.DEFAULT_RETRY.with_timeout(TRIES_TIMEOUT_SECONDS).with_delay(
        initial=0.1, maximum=2.0
    )


@contextmanager
def translated() -> Iterator[None]:
    """Turn the client's errors into ours; their texts may repeat a user's words, and stay here.

    Raises:
        errors.RetriableJobError: If BigQuery is busy or cannot be reached.
        errors.PermanentJobError: If it refuses, and would again.
    """
    import requests
    from google.api_core import exceptions
    from google.auth import exceptions as auth_exceptions

    try:
        yield
    except exceptions.GoogleAPICallError as error:
        reason = error.errors[0].get("reason") if error.errors else None
        _log_failure(code=error.code, reason=reason)
        raise translate_refusal(error.code, reason) from None
    except auth_exceptions.GoogleAuthError as error:
        _log_failure(code=None, reason=type(error).__name__)
        if error.retryable:
            raise errors.RetriableJobError from None
        raise errors.PermanentJobError(FAULT_OF_OURS) from None
    except (exceptions.RetryError, requests.RequestException, OSError) as error:
        _log_failure(code=None, reason=type(error).__name__)
        raise errors.RetriableJobError from None


def _log_failure(*, code: int | None, reason: str | None) -> None:
    log.warning(
        "BigQuery did not answer.", extra=logs.log_fields("query-failed", code=code, reason=reason)
    )
