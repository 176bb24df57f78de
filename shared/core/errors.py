"""The error tree: what can go wrong, in words that may be shown to a user.

Every class has a `code` (the RPC names), says whether trying again can help, and carries a
sentence for the public. Its docstring is public, too: the API's description explains with it.
Vendor errors are translated in their adapter; `str(exc)` of anything else never leaves the backend.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import ClassVar


class ErrorCode(StrEnum):
    """The closed list of codes in problem and job documents and events (google.rpc.Code)."""

    INVALID_ARGUMENT = "invalid-argument"
    UNAUTHENTICATED = "unauthenticated"
    PERMISSION_DENIED = "permission-denied"
    NOT_FOUND = "not-found"
    ALREADY_EXISTS = "already-exists"
    RESOURCE_EXHAUSTED = "resource-exhausted"
    FAILED_PRECONDITION = "failed-precondition"
    ABORTED = "aborted"
    UNAVAILABLE = "unavailable"
    DEADLINE_EXCEEDED = "deadline-exceeded"
    CANCELLED = "cancelled"
    INTERNAL = "internal"


@dataclass(frozen=True, kw_only=True)
class FieldViolation:
    """One thing that is wrong with a request."""

    #: The field as the caller wrote it, dotted: `options.tags.3`. Empty for the whole body.
    field: str
    #: What is wrong with it, in public words. Never repeats the value.
    message: str


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """How much of a rate is left to a user."""

    limit: int
    remaining: int
    #: Until it is whole again.
    full_in: timedelta


class JobsError(Exception):
    """Anything this software refuses or fails at, with a sentence for the public."""

    code: ClassVar[ErrorCode] = ErrorCode.INTERNAL
    retriable: ClassVar[bool] = False
    public_message: ClassVar[str] = "Something went wrong on our side."

    def __init__(
        self, message: str | None = None, *, violations: Sequence[FieldViolation] = ()
    ) -> None:
        self.message = message or self.public_message
        #: The fields that are to blame, where there are any.
        self.violations = tuple(violations)
        super().__init__(self.message)


class InvalidArgumentError(JobsError):
    """The request cannot be right, whatever the state of things.

    Read `violations`, and correct the request. Sending it again as it is does not help.
    """

    code = ErrorCode.INVALID_ARGUMENT
    public_message = "The request is not valid."


class RequestTooLargeError(InvalidArgumentError):
    """The body, or the file in it, is larger than this route takes."""

    public_message = "The request is too large."


class UnsupportedMediaTypeError(InvalidArgumentError):
    """The body is of a media type that this route does not take."""

    public_message = "Send the request as application/json."


class UnauthenticatedError(JobsError):
    """There is no valid proof of who asks: no ID token, or none that is valid.

    Get a fresh ID token and send the request again. If that is refused too, sign in again.
    """

    code = ErrorCode.UNAUTHENTICATED
    public_message = "Sign in and send your ID token as a bearer token."


class PermissionDeniedError(JobsError):
    """You are known, and may not do this.

    It is for operators; you signed in anonymously or by an unverified address, where that is not
    enough; or `userId` is another user: sign in with an account or by a link; leave `userId` out.
    """

    code = ErrorCode.PERMISSION_DENIED
    public_message = "You may not do this."


class NotFoundError(JobsError):
    """There is no such job or path, or the job is another user's: you cannot tell which.

    Check the id, and who is signed in. Jobs are deleted some time after submission: `expireAt`.
    """

    code = ErrorCode.NOT_FOUND
    public_message = "There is no such job."


class MethodNotAllowedError(JobsError):
    """The path exists, but not with this method."""

    code = ErrorCode.INVALID_ARGUMENT
    public_message = "This path does not take that method."

    def __init__(self, message: str | None = None, *, allowed: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.allowed = tuple(sorted(allowed))


class AlreadyExistsError(JobsError):
    """This `Idempotency-Key` came before, with another request.

    Use a new key for a new request, and the same key only to send the same one again.
    """

    code = ErrorCode.ALREADY_EXISTS
    public_message = "It exists already."


class ResourceExhaustedError(JobsError):
    """There are too many jobs; or, on a job, a service that it needs has no quota left.

    They came in too short a time, or too many are unfinished. Wait for as many seconds
    as `Retry-After` says, then send it again. `RateLimit-Remaining` tells beforehand.
    """

    code = ErrorCode.RESOURCE_EXHAUSTED
    retriable = True
    public_message = "You have reached a limit."

    def __init__(
        self,
        message: str | None = None,
        *,
        retry_after: timedelta | None = None,
        violations: Sequence[FieldViolation] = (),
        allowance: Allowance | None = None,
    ) -> None:
        super().__init__(message, violations=violations)
        self.retry_after = retry_after
        #: What is left, where the limit is that of a rate.
        self.allowance = allowance


class FailedPreconditionError(JobsError):
    """The job's state does not allow this. On a job: it cannot be done as it was asked.

    Read the job's `status`. Cancel it before you erase it; submit a new one instead of retrying
    one that has succeeded.
    """

    code = ErrorCode.FAILED_PRECONDITION
    public_message = "The job is not in a state that allows this."


class WriteConflictError(JobsError):
    """Another request changed the same thing at the same moment. Nothing was written.

    Send the same request again.
    """

    code = ErrorCode.ABORTED
    retriable = True
    public_message = "Another request changed this at the same moment. Try again."


class UnavailableError(JobsError):
    """A service that is needed cannot be reached now.

    A submission may have been stored all the same. Send the same request again in a
    moment; with the same `Idempotency-Key` it makes no second job.
    """

    code = ErrorCode.UNAVAILABLE
    retriable = True
    public_message = "The service cannot be reached now. Try again in a moment."


class EventNotPublishedError(UnavailableError):
    """A job's end could not be published to all who follow it; what led to it must come again.

    Pub/Sub did not take the event in time, or Cloud Tasks a webhook.
    """


class NotDeliveredError(UnavailableError):
    """A webhook got no answer; `reason` says in one word why, for the log."""

    public_message = "The receiver of a webhook could not be reached."

    def __init__(self, message: str | None = None, *, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason


class DeadlineExceededError(JobsError):
    """It took longer than it may.

    On a job: an attempt ran into its time limit, or the job could not start before `startBefore`.
    Retry the job, with a later `startBefore` or a smaller input.
    """

    code = ErrorCode.DEADLINE_EXCEEDED
    retriable = True
    public_message = "It took longer than it may."


class RequestTooSlowError(DeadlineExceededError):
    """The body did not arrive within ten seconds: send it again, over a faster line."""

    public_message = "The request's body did not arrive in time."


class InternalError(JobsError):
    """A defect of ours: the log has the whole story, you have this sentence.

    Report it with the `requestId`. Sending it again may help, and does no harm with an
    `Idempotency-Key`.
    """


class PermanentJobError(JobsError):
    """A handler says: trying this job again cannot help. The message is shown to the user."""

    code = ErrorCode.FAILED_PRECONDITION
    public_message = "This job cannot be done."


class HandlerMistakeError(PermanentJobError):
    """A handler does what none can do; its author reads in the log what `mistake` that is."""

    code = ErrorCode.INTERNAL
    public_message = JobsError.public_message

    def __init__(self, message: str | None = None, *, mistake: str = "") -> None:
        super().__init__(message)
        self.mistake = mistake
        if mistake:
            self.add_note(mistake)


class RetriableJobError(JobsError):
    """A handler says: try this job again. `retry_after` wins over the type's own policy."""

    code = ErrorCode.UNAVAILABLE
    retriable = True
    public_message = "A service this job needs is busy."

    def __init__(self, message: str | None = None, *, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class AttemptEndedError(JobsError):
    """This attempt may not go on. Raised through the handler, which must let it pass."""

    code = ErrorCode.ABORTED


class JobCancelledError(AttemptEndedError):
    """The job was cancelled by its owner while this was done.

    Do nothing; or retry the job if it is wanted after all.
    """

    code = ErrorCode.CANCELLED
    public_message = "You cancelled this job."


class AttemptLostError(AttemptEndedError):
    """The job is another attempt's by now: the lease ran out, or the job is gone."""

    public_message = "This attempt was taken over by another one."

    def __init__(self, message: str | None = None, *, stood_still: bool = False) -> None:
        super().__init__(message)
        #: Whether the lease ran out because this process stood still.
        self.stood_still = stood_still
