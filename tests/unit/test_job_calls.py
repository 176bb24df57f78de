"""The lines of what attempts asked: folded by step, bounded, and read by any revision."""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest

from shared.core.call_log import CallLog
from shared.core.job_calls import (
    MOST_ATTEMPTS,
    MOST_LINES,
    CallKind,
    CallLine,
    read_calls,
    to_kept,
    with_call,
)
from shared.core.usage import Usage

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def line(name: str = "roles", step: str | None = None, *, at: int = 0) -> CallLine:
    """Return a call of two seconds that cost a quarter."""
    started_at = NOW + timedelta(seconds=at)
    return CallLine(
        kind=CallKind.QUERY,
        name=name,
        step=step,
        count=1,
        started_at=started_at,
        ended_at=started_at + timedelta(seconds=2),
        seconds=2,
        cost_usd=0.25,
    )


def test_calls_for_the_same_in_one_step_are_one_line() -> None:
    """From the first one's start to the last one's end, with the sum of seconds and cost."""
    lines: tuple[CallLine, ...] = ()
    for call in (line(step="a"), line(step="a", at=10), line(step="b", at=20), line("skills")):
        lines = with_call(lines, call)
    assert [(each.step, each.name, each.count) for each in lines] == [
        ("a", "roles", 2),
        ("b", "roles", 1),
        (None, "skills", 1),
    ]
    folded = lines[0]
    assert (folded.started_at, folded.ended_at) == (NOW, NOW + timedelta(seconds=12))
    assert (folded.seconds, folded.cost_usd) == (4, 0.5)


def test_so_many_lines_of_an_attempt_are_kept() -> None:
    """The oldest give way."""
    lines: tuple[CallLine, ...] = ()
    for number in range(MOST_LINES + 3):
        lines = with_call(lines, line(f"query-{number}"))
    assert [each.name for each in lines] == [f"query-{n}" for n in range(3, MOST_LINES + 3)]


def test_an_attempt_takes_the_place_of_one_long_ago() -> None:
    """However many attempts there are, the document has as many places."""
    kept: dict[str, object] = {}
    for attempt in range(1, 3 * MOST_ATTEMPTS):
        kept |= to_kept(attempt, [line()])
    attempts = {each.attempt for each in read_calls(kept)}  # type: ignore[arg-type]
    assert attempts == set(range(2 * MOST_ATTEMPTS, 3 * MOST_ATTEMPTS))


@pytest.mark.parametrize("value", [None, [], {"1": {}}, {"1": {"attempt": 1, "lines": "?"}}])
def test_what_cannot_be_read_is_left_out(value: object) -> None:
    """A job's other facts are shown all the same."""
    assert read_calls(value) == []  # type: ignore[arg-type]


def test_lines_are_written_when_they_are_due_and_new() -> None:
    """A write that fails takes none: the next one has them."""
    log = CallLog(lambda: NOW, nullcontext())
    with log.written(is_due=True) as lines:
        assert lines == ()
    with log.noted(CallKind.MODEL, "greeting", lambda: Usage(model="a-model", cost_usd=0.5)):
        log.step = "later"
    with log.written(is_due=False) as lines:
        assert lines == ()
    with pytest.raises(OSError, match="gone"), log.written(is_due=True):
        raise OSError("gone")
    with log.written(is_due=True) as lines:
        (only,) = lines
    assert (only.name, only.model, only.step, only.cost_usd) == ("greeting", "a-model", None, 0.5)
    with log.written(is_due=True) as lines:
        assert lines == ()


def test_a_call_that_fails_is_noted_too() -> None:
    """It took its time, and may have cost something."""
    log = CallLog(lambda: NOW, nullcontext())
    with pytest.raises(OSError, match="gone"), log.noted(CallKind.QUERY, "roles", Usage):
        raise OSError("gone")
    with log.written(is_due=True) as lines:
        assert [each.name for each in lines] == ["roles"]
