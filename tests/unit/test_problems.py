"""Errors as HTTP answers: status, code, headers, and nothing that is not public."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus

import flask
import pytest
from werkzeug import exceptions

from functions.http import problems
from shared.core import errors
from shared.telemetry.request_id import REQUEST_ID_KEY


@pytest.fixture(autouse=True)
def app() -> Iterator[flask.Flask]:
    """Run inside an application: an answer is made for one."""
    app = flask.Flask(__name__)
    with app.app_context():
        yield app


ANSWERS: list[tuple[Exception, int, str]] = [
    (errors.InvalidArgumentError(), 400, "invalid-argument"),
    (errors.RequestTooLargeError(), 413, "invalid-argument"),
    (errors.UnsupportedMediaTypeError(), 415, "invalid-argument"),
    (errors.UnauthenticatedError(), 401, "unauthenticated"),
    (errors.PermissionDeniedError(), 403, "permission-denied"),
    (errors.NotFoundError(), 404, "not-found"),
    (errors.MethodNotAllowedError(), 405, "invalid-argument"),
    (errors.AlreadyExistsError(), 409, "already-exists"),
    (errors.ResourceExhaustedError(), 429, "resource-exhausted"),
    (errors.FailedPreconditionError(), 409, "failed-precondition"),
    (errors.WriteConflictError(), 409, "aborted"),
    (errors.UnavailableError(), 503, "unavailable"),
    # Cloud Tasks brings it again; a 503 would slow its queue for everybody.
    (errors.EventNotPublishedError(), 500, "unavailable"),
    (errors.DeadlineExceededError(), 504, "deadline-exceeded"),
    (errors.RequestTooSlowError(), 408, "deadline-exceeded"),
    (errors.JobCancelledError(), 409, "cancelled"),
    (errors.InternalError(), 500, "internal"),
    (exceptions.NotFound(), 404, "not-found"),
    (exceptions.MethodNotAllowed(), 405, "invalid-argument"),
    (exceptions.BadRequest(), 400, "invalid-argument"),
    (exceptions.InternalServerError(), 500, "internal"),
    (exceptions.ServiceUnavailable(), 500, "internal"),
    (ValueError(), 500, "internal"),
]


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        *ANSWERS,
        pytest.param(
            *(exceptions.RequestEntityTooLarge(), 413, "invalid-argument"),
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_each_error_has_its_answer(error: Exception, status: int, code: str) -> None:
    """An answer is a problem document with the error's status and code."""
    response = problems.answer_to(error)
    document = response.get_json(force=True)

    assert response.status_code == document["status"] == status
    assert response.content_type == "application/problem+json"
    assert document["code"] == code
    assert document["type"] == f"/api/docs#{code}"
    assert document["title"] == HTTPStatus(status).phrase


def test_an_answer_shows_the_errors_own_words() -> None:
    """What our tree says is public, and is the detail."""
    response = problems.answer_to(errors.PermanentJobError("No such role."))

    assert response.get_json(force=True) == {
        "type": "/api/docs#failed-precondition",
        "title": "Conflict",
        "status": 409,
        "detail": "No such role.",
        "code": "failed-precondition",
    }


@pytest.mark.parametrize(
    "error",
    [
        ValueError("secret"),
        KeyError("secret"),
        exceptions.BadRequest("secret"),
        exceptions.InternalServerError("secret"),
        exceptions.NotFound("secret"),
        exceptions.ImATeapot("secret"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_no_librarys_words_leave(error: Exception) -> None:
    """What a library or a defect says is nowhere in the answer, headers included."""
    response = problems.answer_to(error)

    assert "secret" not in response.get_data(as_text=True)
    assert "secret" not in str(response.headers)


def test_inside_a_request_an_answer_names_it(app: flask.Flask) -> None:
    """The id that a user can tell us is the one that the log has."""
    with app.test_request_context(environ_overrides={REQUEST_ID_KEY: "a-request"}):
        document = problems.answer_to(errors.NotFoundError()).get_json(force=True)

    assert document["requestId"] == "a-request"


@pytest.mark.parametrize(
    ("allowance", "expected"),
    [
        (
            errors.Allowance(limit=10, remaining=0, full_in=timedelta(seconds=59.2)),
            {"RateLimit-Limit": "10", "RateLimit-Remaining": "0", "RateLimit-Reset": "60"},
        ),
        (None, {}),
    ],
    ids=["a rate", "another limit"],
)
def test_a_rates_limit_says_what_is_left(
    allowance: errors.Allowance | None, expected: dict[str, str]
) -> None:
    """A 429 of a rate has the RateLimit fields; one of another limit has none to give."""
    error = errors.ResourceExhaustedError(retry_after=timedelta(seconds=6), allowance=allowance)
    answered = problems.answer_to(error).headers

    assert {name: value for name, value in answered if name.startswith("RateLimit")} == expected


def test_a_cause_does_not_leave() -> None:
    """An error of ours does not show what it was translated from."""
    error = errors.UnavailableError()
    error.__cause__ = ValueError("secret")

    assert "secret" not in problems.answer_to(error).get_data(as_text=True)


def test_a_defect_is_logged_whole(caplog: pytest.LogCaptureFixture) -> None:
    """What the public does not see, the log does, with its traceback."""
    error = ValueError("secret")
    problems.answer_to(error)

    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None
    assert record.exc_info[1] is error


@pytest.mark.parametrize(
    "error",
    [errors.NotFoundError(), exceptions.NotFound(), exceptions.BadRequest()],
    ids=lambda error: type(error).__name__,
)
def test_what_a_caller_did_wrong_is_no_defect(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    """No operator is woken up for a wrong request."""
    problems.answer_to(error)

    assert caplog.records == []


@pytest.mark.parametrize(
    ("wait", "header"),
    [
        (timedelta(seconds=6), "6"),
        (timedelta(seconds=5, milliseconds=1), "6"),
        (timedelta(milliseconds=1), "1"),
        (timedelta(minutes=2), "120"),
    ],
)
def test_retry_after_is_whole_seconds_rounded_up(wait: timedelta, header: str) -> None:
    """A client that waits as long as the header says has waited long enough."""
    response = problems.answer_to(errors.ResourceExhaustedError(retry_after=wait))

    assert response.headers["Retry-After"] == header


def test_an_unknown_wait_is_not_made_up() -> None:
    """Without `retry_after` there is no header."""
    assert "Retry-After" not in problems.answer_to(errors.ResourceExhaustedError()).headers


def test_who_is_not_signed_in_is_told_how() -> None:
    """A 401 names the scheme."""
    response = problems.answer_to(errors.UnauthenticatedError())

    assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "error",
    [
        errors.MethodNotAllowedError(allowed=["POST", "GET"]),
        exceptions.MethodNotAllowed(valid_methods=["POST", "GET"]),
    ],
    ids=["ours", "werkzeug's"],
)
def test_a_wrong_method_is_told_the_right_ones(error: Exception) -> None:
    """A 405 lists the methods there are, sorted."""
    assert problems.answer_to(error).headers["Allow"] == "GET, POST"


def test_violations_are_listed() -> None:
    """An invalid request is told each field that is wrong, in order."""
    error = errors.InvalidArgumentError(
        violations=[
            errors.FieldViolation(field="options.tags.3", message="Too long."),
            errors.FieldViolation(field="", message="Something is missing."),
        ]
    )

    assert problems.answer_to(error).get_json(force=True)["violations"] == [
        {"field": "options.tags.3", "message": "Too long."},
        {"field": "", "message": "Something is missing."},
    ]


def test_without_violations_there_is_no_list() -> None:
    """An empty list would say that everything was looked at."""
    document = problems.answer_to(errors.InvalidArgumentError()).get_json(force=True)

    assert "violations" not in document


def test_no_more_fields_are_named_than_a_person_reads() -> None:
    """The first 50 of many, and a sentence that there are more; a long name is cut."""
    violations = [errors.FieldViolation(field="x" * 100_000, message="No.") for _ in range(1_234)]
    response = problems.answer_to(errors.InvalidArgumentError(violations=violations))
    document = response.get_json(force=True)
    assert len(document["violations"]) == 50
    assert document["detail"].endswith("1,234 fields are wrong; the first 50 are named.")
    assert len(response.get_data()) < 20_000


def test_few_wrong_fields_are_all_named() -> None:
    """With as many as may be named, the sentence says nothing of more."""
    violations = [errors.FieldViolation(field=str(n), message="No.") for n in range(50)]
    document = problems.answer_to(errors.InvalidArgumentError(violations=violations)).get_json(
        force=True
    )
    assert len(document["violations"]) == 50
    assert document["detail"] == errors.InvalidArgumentError.public_message


def tree(root: type[errors.JobsError]) -> Iterator[type[errors.JobsError]]:
    """Return every class of the error tree."""
    yield root
    for branch in root.__subclasses__():
        yield from tree(branch)


TREE = {cls.__name__: cls for cls in tree(errors.JobsError) if cls.__module__ == errors.__name__}


@pytest.mark.parametrize("cls", TREE.values(), ids=TREE)
def test_each_error_that_is_ours_is_logged_once(
    caplog: pytest.LogCaptureFixture, cls: type[errors.JobsError]
) -> None:
    """With its code and what lies behind it: a missing role was invisible."""
    error = cls()
    error.__cause__ = PermissionError("a role is missing")
    is_ours = problems.status_of(cls) >= HTTPStatus.INTERNAL_SERVER_ERROR
    problems.answer_to(error)
    lines = [record for record in caplog.records if hasattr(record, "log_fields")]
    if cls is errors.NotDeliveredError:
        assert lines == []  # What sends webhooks has logged it.
        return
    assert len(lines) == is_ours
    for line in lines:
        assert line.__dict__["log_fields"]["code"] == cls.code
        assert line.exc_info is not None
        assert "a role is missing" in str(line.exc_info[1])


def test_what_our_own_callers_are_refused_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Cloud Tasks can do nothing wrong."""
    problems.answer_to(errors.UnauthenticatedError(), is_ours=True)
    assert [record.__dict__["log_fields"]["code"] for record in caplog.records] == [
        "unauthenticated"
    ]
