"""What BigQuery's refusals mean for a job. Pure: numbers and the vendor's reasons in, ours out.

The vendor's messages are not read and go no further: they may repeat a query's parameters, which
are a user's words.
"""

from shared.core import errors

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
        *("jobRateLimitExceeded", "rateLimitExceeded", "stopped", "timeout"),
    }
)
_TOO_MUCH_REASONS = frozenset({"bytesBilledLimitExceeded", "responseTooLarge"})
_TRANSIENT_CODES = frozenset({408, 429, 500, 502, 503, 504})


def translate_refusal(code: int | None, reason: str | None) -> errors.JobsError:
    """Say what a refusal with this HTTP status and this reason means; the reason weighs more."""
    if reason in _TOO_MUCH_REASONS:
        return errors.PermanentJobError(TOO_MUCH_DATA)
    if reason == "quotaExceeded":
        return errors.PermanentJobError(NO_QUOTA)
    if reason in _TRANSIENT_REASONS or code in _TRANSIENT_CODES:
        return errors.RetriableJobError()
    return errors.PermanentJobError(FAULT_OF_OURS)
