"""What pauses a type, for how long, and what becomes of its jobs' time."""

from datetime import UTC, datetime, timedelta

import pytest

from functions.worker.outcomes import quota_wait
from shared.core import type_pause
from shared.core.job import Job
from shared.core.job_status import CheckFor, InvalidTransitionError, Slot
from shared.core.lease import Lease
from shared.core.type_pause import (
    MOST_QUOTA_WAITS,
    PausedBy,
    QuotaExhaustedError,
    TypeControls,
    quota_pause,
)

NOW = datetime(2026, 12, 1, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NONE = TypeControls()


def queued(**changes: object) -> Job:
    """Return a job that could start, and must have ended in ten minutes."""
    job = Job(
        job_id="ada:a-type:1795435200123:0123456789abcdef",
        type="a-type",
        max_attempts=3,
        created_at=NOW,
        updated_at=NOW,
        expire_at=NOW + timedelta(days=30),
        deadline=NOW + 10 * MINUTE,
        slot=Slot.HELD,
    )
    return job.model_copy(update=changes)


def test_an_operators_pause_is_one_types_alone_and_no_time_ends_it() -> None:
    """Other types go on; it is there a year later."""
    controls = NONE.paused("a-type", "The index is rebuilt.", NOW)
    pause = controls.pause_of("a-type", NOW + timedelta(days=365))
    assert pause is not None
    assert (pause.by, pause.since, pause.reason) == (
        PausedBy.OPERATOR,
        NOW,
        "The index is rebuilt.",
    )
    assert controls.pause_of("another", NOW) is None
    assert list(controls.pauses(NOW)) == ["a-type"]


def test_a_quotas_pause_ends_by_itself() -> None:
    """Until the provider's time, and not at it."""
    controls = NONE.without_quota("a-type", NOW + MINUTE, NOW)
    assert controls.pause_of("a-type", NOW + MINUTE - timedelta(seconds=1)) is not None
    assert controls.pause_of("a-type", NOW + MINUTE) is None


def test_a_quota_that_is_known_already_is_not_written_again() -> None:
    """A hundred jobs that meet one quota write it about once; a later end counts."""
    controls = NONE.without_quota("a-type", NOW + MINUTE, NOW)
    assert controls.without_quota("a-type", NOW + MINUTE, NOW) is controls
    later = controls.without_quota("a-type", NOW + 2 * MINUTE, NOW)
    assert later.types["a-type"].quota_until == NOW + 2 * MINUTE


def test_an_operators_pause_and_a_quota_keep_each_other() -> None:
    """The operator's is told; what comes after it is the operator's resuming, of both."""
    both = NONE.without_quota("a-type", NOW + MINUTE, NOW).paused("a-type", "x", NOW)
    pause = both.pause_of("a-type", NOW)
    assert pause is not None
    assert pause.by is PausedBy.OPERATOR
    assert both.resumed("a-type", NOW).pause_of("a-type", NOW) is None


def test_a_resumed_type_is_handed_out_until_no_delivery_can_have_seen_the_pause() -> None:
    """Too early, the document says so still; then it says nothing of the type."""
    resumed = NONE.paused("a-type", "x", NOW).resumed("a-type", NOW)
    assert resumed.resuming() == ["a-type"]
    early = NOW + type_pause.SETTLED_AFTER - timedelta(seconds=1)
    assert resumed.handed_out("a-type", early) is resumed
    assert resumed.handed_out("a-type", NOW + type_pause.SETTLED_AFTER) == NONE


def test_a_type_that_is_not_paused_cannot_be_resumed() -> None:
    """It is the same, and nothing is written."""
    assert NONE.resumed("a-type", NOW) is NONE


@pytest.mark.parametrize(
    ("asked_for", "paused_for"),
    [
        (None, timedelta(seconds=30)),
        (timedelta(seconds=0.5), timedelta(seconds=10)),
        (timedelta(seconds=44), timedelta(seconds=44)),
        (timedelta(hours=5), timedelta(minutes=10)),
    ],
)
def test_a_quotas_pause_is_bounded(asked_for: timedelta | None, paused_for: timedelta) -> None:
    """Ten seconds to ten minutes, whatever a provider says."""
    assert quota_pause(asked_for) == paused_for


def test_an_attempt_that_met_a_quota_does_not_count() -> None:
    """There is one more, the job says why it waits, and its slot is free for others."""
    running = queued().claimed(NOW, Lease(), "a-lease")
    back = running.requeued(NOW, NOW + MINUTE, None).met_quota(NOW)
    assert (back.max_attempts, back.attempt, back.quota_waits, back.slot) == (4, 1, 1, Slot.NONE)
    assert back.pause is not None
    assert back.pause.by is PausedBy.QUOTA
    assert back.claimed(NOW + MINUTE, Lease(), "b").pause is None


def test_a_job_waits_for_a_quota_so_often_and_no_longer_than_it_may_take() -> None:
    """After that its attempts count, so nothing goes round for ever."""
    error = QuotaExhaustedError(retry_after=MINUTE)
    job = queued(quota_waits=MOST_QUOTA_WAITS - 1)
    assert quota_wait(job, error, NOW, 0.0) == NOW + MINUTE
    assert quota_wait(queued(quota_waits=MOST_QUOTA_WAITS), error, NOW, 0.0) is None
    assert quota_wait(queued(), QuotaExhaustedError(retry_after=11 * MINUTE), NOW, 0.0) is None


def test_a_parked_jobs_time_stands_still() -> None:
    """It is not overdue meanwhile, no oldest job of the queue, and has as long as before."""
    parked = queued().parked(NOW + MINUTE)
    assert (parked.slot, parked.check_for, parked.dispatch) == (Slot.NONE, CheckFor.PAUSE, 1)
    later = NOW + timedelta(hours=5)
    assert not parked.has_expired(later)
    assert parked.queue_delay(later) == timedelta()
    on = parked.unparked(later)
    assert (on.dispatch, on.pause, on.next_attempt_at) == (2, None, later)
    assert on.deadline == later + 9 * MINUTE
    assert parked.claimed(later, Lease(), "a").deadline == on.deadline


def test_what_its_owner_has_bounded_does_not_stand_still() -> None:
    """No start after `startBefore`, paused or not; and the sweeper looks by then."""
    parked = queued(start_before=NOW + 2 * MINUTE).parked(NOW)
    assert parked.has_expired(NOW + 3 * MINUTE)
    assert parked.check_at is not None
    assert parked.check_at < NOW + 3 * MINUTE


def test_only_a_queued_job_waits_for_its_type() -> None:
    """One that runs goes on; one that waits for nothing cannot be let go on."""
    running = queued().claimed(NOW, Lease(), "a-lease")
    with pytest.raises(InvalidTransitionError):
        running.parked(NOW)
    with pytest.raises(InvalidTransitionError):
        running.put_off(NOW, NOW + MINUTE)
    with pytest.raises(InvalidTransitionError):
        queued().unparked(NOW)


def test_a_new_job_says_nothing_of_it() -> None:
    """No field more is stored of a job whose type was never paused."""
    assert "pause" not in queued().to_document()
