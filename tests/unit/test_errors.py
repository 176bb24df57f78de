"""The error tree: codes, whether trying again can help, and public words."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from functions.http import problems
from shared.core import errors
from shared.core.errors import ErrorCode, JobsError
from shared.firestore import documents


def tree(root: type[JobsError]) -> Iterator[type[JobsError]]:
    """Return a class and all below it that our own modules define."""
    yield root
    for child in root.__subclasses__():
        yield from tree(child)


#: `job_store` adds one of its own, which wants an argument.
CLASSES = [cls for cls in tree(JobsError) if cls is not documents.StaleWriteError]
#: Code and whether trying again can help, written out.
EXPECTED: dict[type[JobsError], tuple[str, bool]] = {
    errors.JobsError: ("internal", False),
    errors.InvalidArgumentError: ("invalid-argument", False),
    errors.RequestTooLargeError: ("invalid-argument", False),
    errors.UnsupportedMediaTypeError: ("invalid-argument", False),
    errors.UnauthenticatedError: ("unauthenticated", False),
    errors.PermissionDeniedError: ("permission-denied", False),
    errors.NotFoundError: ("not-found", False),
    errors.MethodNotAllowedError: ("invalid-argument", False),
    errors.AlreadyExistsError: ("already-exists", False),
    errors.ResourceExhaustedError: ("resource-exhausted", True),
    errors.FailedPreconditionError: ("failed-precondition", False),
    errors.WriteConflictError: ("aborted", True),
    errors.UnavailableError: ("unavailable", True),
    errors.EventNotPublishedError: ("unavailable", True),
    errors.NotDeliveredError: ("unavailable", True),
    errors.DeadlineExceededError: ("deadline-exceeded", True),
    errors.RequestTooSlowError: ("deadline-exceeded", True),
    errors.InternalError: ("internal", False),
    errors.PermanentJobError: ("failed-precondition", False),
    errors.HandlerMistakeError: ("internal", False),
    errors.RetriableJobError: ("unavailable", True),
    errors.AttemptEndedError: ("aborted", False),
    errors.JobCancelledError: ("cancelled", False),
    errors.AttemptLostError: ("aborted", False),
}


@pytest.mark.parametrize("cls", [cls for cls in CLASSES if cls.__module__ == errors.__name__])
def test_each_class_has_its_code_and_its_verdict(cls: type[JobsError]) -> None:
    """An error says by its class what it is called and whether trying again can help."""
    assert (cls.code, cls.retriable) == EXPECTED[cls]


@pytest.mark.parametrize("cls", EXPECTED)
def test_each_class_has_a_sentence_for_the_public(cls: type[JobsError]) -> None:
    """Raised without words, an error still says a whole sentence."""
    error = cls()

    assert error.message == str(error) == cls.public_message
    assert error.message[0].isupper()
    assert error.message.endswith(".")


@pytest.mark.parametrize("cls", EXPECTED)
def test_a_raiser_may_say_it_better(cls: type[JobsError]) -> None:
    """A message given at the raise is the one that is shown."""
    assert cls("Exactly this.").message == "Exactly this."


@pytest.mark.parametrize("code", ErrorCode)
def test_codes_are_rpc_names(code: ErrorCode) -> None:
    """A code is the RPC name in lower case, joined by hyphens, and has an HTTP status."""
    assert code.value == code.name.lower().replace("_", "-")
    assert code in problems.STATUS


@pytest.mark.parametrize("cls", [errors.ResourceExhaustedError, errors.RetriableJobError])
def test_some_say_when_to_try_again(
    cls: type[errors.ResourceExhaustedError | errors.RetriableJobError],
) -> None:
    """`retry_after` is carried, and absent unless given."""
    assert cls().retry_after is None
    assert cls(retry_after=timedelta(seconds=3)).retry_after == timedelta(seconds=3)


def test_violations_are_carried() -> None:
    """An error names the fields that are to blame, in order."""
    violations = [
        errors.FieldViolation(field="a", message="Wrong."),
        errors.FieldViolation(field="b.1", message="Too long."),
    ]

    assert errors.AlreadyExistsError(violations=violations).violations == tuple(violations)


def test_allowed_methods_are_sorted() -> None:
    """The same refusal always reads the same."""
    assert errors.MethodNotAllowedError(allowed=["POST", "GET"]).allowed == ("GET", "POST")


def test_a_cancelled_attempt_can_be_told_from_a_lost_one() -> None:
    """Both end the attempt; a handler lets both pass by one name."""
    assert issubclass(errors.JobCancelledError, errors.AttemptEndedError)
    assert issubclass(errors.AttemptLostError, errors.AttemptEndedError)
    assert not issubclass(errors.AttemptLostError, errors.JobCancelledError)
