"""Whether a failed attempt is tried again, and when."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.core import errors, retry
from shared.core.errors import ErrorCode
from shared.core.job import Job
from shared.core.job_document import Failure
from shared.core.lease import Lease
from shared.core.new_job import new_job
from shared.core.retry import GiveUp, RetryPolicy, TryAgain

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
POLICY = RetryPolicy()
RANDOMS = st.floats(min_value=0, max_value=1, exclude_max=True)
ATTEMPTS = st.integers(min_value=1, max_value=10_000)
POLICIES = st.builds(
    RetryPolicy,
    max_attempts=st.integers(min_value=1, max_value=100),
    base=st.timedeltas(min_value=timedelta(milliseconds=1), max_value=timedelta(hours=1)),
    cap=st.timedeltas(min_value=timedelta(milliseconds=1), max_value=timedelta(hours=1)),
    jitter=st.floats(min_value=0, max_value=1),
)
#: A timedelta holds whole microseconds.
ROUNDING = timedelta(microseconds=1)


class VendorBusyError(Exception):
    """A library's error, whose `retry_after` is a number and not ours to read."""

    retry_after = 5


def in_attempt(attempt: int, max_attempts: int) -> Job:
    """Return a job that runs its attempt of that number."""
    job = new_job(
        job_id="ada:a-type:1795435200123:0123456789abcdef",
        job_type="a-type",
        max_attempts=max_attempts,
        now=NOW,
        retention=timedelta(days=1),
    )
    return job.model_copy(update={"attempt": attempt - 1}).claimed(NOW, Lease(), "lease")


def decide(job: Job, error: Exception, random: float = 0.0) -> TryAgain | GiveUp:
    """Decide by the usual policy."""
    return retry.decide(job, error, POLICY, now=NOW, random=random)


@pytest.mark.parametrize(
    ("max_attempts", "retried"),
    [(1, []), (2, [1]), (3, [1, 2]), (4, [1, 2, 3])],
    ids=["1 means no retry", "2 means one retry", "3 means two retries", "4 means three retries"],
)
def test_attempts_are_counted_in_all(max_attempts: int, retried: list[int]) -> None:
    """The limit counts attempts, the first one included."""
    again = [
        attempt
        for attempt in range(1, max_attempts + 2)
        if isinstance(
            decide(in_attempt(attempt, max_attempts), errors.UnavailableError()), TryAgain
        )
    ]

    assert again == retried


def test_the_job_documents_limit_counts() -> None:
    """A job keeps the number of attempts it was accepted with, whatever the type says now."""
    error, now = errors.UnavailableError(), NOW

    stricter = RetryPolicy(max_attempts=1)

    assert isinstance(retry.decide(in_attempt(1, 3), error, stricter, now=now, random=0), TryAgain)


@pytest.mark.parametrize(
    ("error", "code", "decision"),
    [
        (errors.RetriableJobError(), ErrorCode.UNAVAILABLE, TryAgain),
        (errors.UnavailableError(), ErrorCode.UNAVAILABLE, TryAgain),
        (errors.ResourceExhaustedError(), ErrorCode.RESOURCE_EXHAUSTED, TryAgain),
        (errors.DeadlineExceededError(), ErrorCode.DEADLINE_EXCEEDED, TryAgain),
        (errors.WriteConflictError(), ErrorCode.ABORTED, TryAgain),
        (ValueError(), ErrorCode.INTERNAL, TryAgain),
        (KeyError("x"), ErrorCode.INTERNAL, TryAgain),
        (errors.PermanentJobError(), ErrorCode.FAILED_PRECONDITION, GiveUp),
        (errors.InvalidArgumentError(), ErrorCode.INVALID_ARGUMENT, GiveUp),
        (errors.PermissionDeniedError(), ErrorCode.PERMISSION_DENIED, GiveUp),
        (errors.NotFoundError(), ErrorCode.NOT_FOUND, GiveUp),
        (errors.InternalError(), ErrorCode.INTERNAL, GiveUp),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_each_error_is_retried_or_not(
    error: Exception, code: ErrorCode, decision: type[TryAgain | GiveUp]
) -> None:
    """An error says whether trying again can help; a defect might be a passing one."""
    decided = decide(in_attempt(1, 3), error)

    assert type(decided) is decision
    assert decided.failure.code is code
    assert decided.failure.retriable == (decision is TryAgain)


@settings(deadline=None)
@given(ATTEMPTS, ATTEMPTS, POLICIES, RANDOMS)
def test_what_is_permanent_is_never_retried(
    attempt: int, max_attempts: int, policy: RetryPolicy, random: float
) -> None:
    """A handler that says "this cannot help" is believed at any attempt."""
    job = in_attempt(attempt, max_attempts)

    decision = retry.decide(job, errors.PermanentJobError(), policy, now=NOW, random=random)

    assert isinstance(decision, GiveUp)


@pytest.mark.parametrize("asked_for", [timedelta(0), timedelta(seconds=1), timedelta(hours=2)])
def test_what_the_error_asks_for_wins(asked_for: timedelta) -> None:
    """`retry_after` wins over the policy: below its first wait, above its cap, without jitter."""
    error = errors.RetriableJobError(retry_after=asked_for)

    assert decide(in_attempt(2, 3), error, random=0.9) == TryAgain(
        at=NOW + asked_for, failure=retry.describe(error)
    )


def test_what_the_error_asks_for_adds_no_attempt() -> None:
    """`retry_after` says when, not whether."""
    error = errors.RetriableJobError(retry_after=timedelta(seconds=1))

    assert isinstance(decide(in_attempt(3, 3), error), GiveUp)


@pytest.mark.parametrize(
    ("seconds_left", "decision"), [(9.999, GiveUp), (10, TryAgain), (11, TryAgain)]
)
def test_no_attempt_is_planned_for_when_it_is_too_late(
    seconds_left: float, decision: type[TryAgain | GiveUp]
) -> None:
    """A job whose next attempt could only start too late has failed now, and not then."""
    job = in_attempt(2, 3).model_copy(
        update={"start_before": NOW + timedelta(seconds=seconds_left)}
    )

    assert type(decide(job, errors.UnavailableError())) is decision


def test_a_vendors_retry_after_is_not_read() -> None:
    """Only errors of ours say when to try again; a handler may raise anything."""
    assert decide(in_attempt(1, 3), VendorBusyError()) == decide(in_attempt(1, 3), ValueError())


@pytest.mark.parametrize(
    ("attempt", "seconds"),
    [(1, 5), (2, 10), (3, 20), (4, 40), (5, 80), (6, 160), (7, 300), (8, 300), (100, 300)],
)
def test_the_wait_doubles_up_to_the_cap(attempt: int, seconds: int) -> None:
    """5 s after the first failed attempt, twice as long after each further one, to 5 minutes."""
    assert POLICY.wait_after(attempt, random=0) == timedelta(seconds=seconds)


@pytest.mark.parametrize(("random", "seconds"), [(0, 10), (0.5, 11), (0.999999, 11.999998)])
def test_jitter_is_a_share_of_the_wait(random: float, seconds: float) -> None:
    """Up to a fifth of the wait is added at random."""
    assert POLICY.wait_after(2, random) == timedelta(seconds=seconds)


def test_the_policys_wait_is_counted_from_now() -> None:
    """The next attempt is due that long after the decision."""
    decision = decide(in_attempt(2, 3), errors.UnavailableError(), random=0.5)

    assert decision == TryAgain(
        at=NOW + timedelta(seconds=11), failure=retry.describe(errors.UnavailableError())
    )


@pytest.mark.parametrize("accepted_with", [1, 2, 3, 6])
def test_the_first_wait_is_short_whatever_the_type_said_before(accepted_with: int) -> None:
    """A job that was accepted with fewer attempts than its type has now waited 20 s, and not 5."""
    job, error = in_attempt(1, accepted_with), errors.RetriableJobError()
    policy = RetryPolicy(max_attempts=3, jitter=0)
    decision = retry.decide(
        job.model_copy(update={"max_attempts": max(2, accepted_with)}),
        error,
        policy,
        now=NOW,
        random=0,
    )
    assert decision == TryAgain(at=NOW + timedelta(seconds=5), failure=retry.describe(error))


@pytest.mark.parametrize(("attempt", "seconds"), [(4, 5), (5, 10)])
def test_the_wait_counts_from_the_resubmission(attempt: int, seconds: int) -> None:
    """What had failed before its owner wanted it once more makes no wait longer."""
    job = in_attempt(attempt, 6).model_copy(update={"attempts_from": 3})
    for now_allowed in (3, 5):
        policy = RetryPolicy(max_attempts=now_allowed, jitter=0)
        decision = retry.decide(job, errors.UnavailableError(), policy, now=NOW, random=0)
        assert isinstance(decision, TryAgain)
        assert decision.at == NOW + timedelta(seconds=seconds)


@settings(deadline=None)
@given(POLICIES, ATTEMPTS, RANDOMS)
def test_the_wait_stays_between_cap_and_jitter(
    policy: RetryPolicy, attempt: int, random: float
) -> None:
    """The wait is never below the plain one and never above it by more than its jitter."""
    plain = policy.wait_after(attempt, 0)

    assert plain <= policy.cap
    assert plain <= policy.wait_after(attempt, random) <= plain * (1 + policy.jitter) + ROUNDING


@settings(deadline=None)
@given(POLICIES, ATTEMPTS, RANDOMS)
def test_a_later_attempt_never_waits_less(policy: RetryPolicy, attempt: int, random: float) -> None:
    """With the same luck, waits do not get shorter."""
    assert policy.wait_after(attempt, random) <= policy.wait_after(attempt + 1, random)


def test_a_type_needs_an_attempt() -> None:
    """A policy that never runs a job is refused where it is written."""
    with pytest.raises(ValueError, match="at least one attempt"):
        RetryPolicy(max_attempts=0)


def test_a_defect_is_described_in_public_words() -> None:
    """What a defect says is for the log; the job document gets our own sentence."""
    assert retry.describe(ValueError("secret")) == Failure(
        code=ErrorCode.INTERNAL, message="Something went wrong on our side.", retriable=True
    )


def test_our_errors_keep_their_words() -> None:
    """A handler's own sentence is shown to the user."""
    assert retry.describe(errors.PermanentJobError("No such role.")) == Failure(
        code=ErrorCode.FAILED_PRECONDITION, message="No such role.", retriable=False
    )
