"""What the demo knows of its jobs, and how it says it."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from rich.console import Console

from infra.local.demo import bars, program
from infra.local.demo.board import Board, Row, Submission
from shared.core.errors import ErrorCode
from shared.core.job import Job
from shared.core.job_document import Failure, Progress
from shared.core.job_status import JobStatus, Slot

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
JOB = Job(
    job_id="u:example:1795438470208:7bbd15ce57c4328b",
    type="example",
    max_attempts=3,
    created_at=NOW,
    updated_at=NOW,
    expire_at=NOW + timedelta(days=1),
)
RUNNING = JOB.model_copy(update={"status": JobStatus.RUNNING, "attempt": 1})
DONE = RUNNING.model_copy(update={"status": JobStatus.SUCCEEDED})
FAILED = RUNNING.model_copy(
    update={
        "status": JobStatus.FAILED,
        "error": Failure(code=ErrorCode.INTERNAL, message="It broke.", retriable=False),
    }
)
SUBMITTED = Submission(
    kind="Example", title="Four words", job_id=JOB.job_id, sent_at=10, answered_at=11
)


@pytest.fixture
def board() -> Board:
    """A board with one submitted job."""
    board = Board()
    board.add(SUBMITTED)
    return board


def only_row(board: Board) -> Row:
    """Return the board's one row."""
    [row] = board.rows()
    return row


def test_job_may_be_seen_before_its_answer() -> None:
    """The listener may be faster than the API's answer: nothing of what it saw is lost."""
    board = Board()
    board.see(RUNNING, at=10.5)
    board.add(SUBMITTED)
    assert only_row(board).is_running


def test_first_sighting_counts(board: Board) -> None:
    """A job's times are those of the first sighting, however often it is seen after."""
    for job, at in ((JOB, 11.1), (RUNNING, 11.2), (RUNNING, 12), (DONE, 13), (DONE, 14)):
        board.see(job, at)
    sighting = only_row(board).sighting
    assert sighting is not None
    assert (sighting.running_at, sighting.finished_at) == (11.2, 13)


def test_end_counts_as_having_run(board: Board) -> None:
    """A job whose first sighting is its end was running, though that went by unseen."""
    board.see(DONE, at=12)
    assert only_row(board).is_running
    assert only_row(board).has_succeeded


def test_wait_ends_when_the_rows_say_so(board: Board) -> None:
    """Waiting ends at once when the condition holds, and says so."""
    board.see(DONE, at=12)
    assert board.wait_until(lambda rows: rows[0].is_finished, 60)
    assert not board.wait_until(lambda rows: not rows[0].is_finished, 0)


def test_seconds_stand_still_after_the_end(board: Board) -> None:
    """A running job's seconds run; a finished one's are those it took."""
    assert bars.seconds(only_row(board), now=15) == 5
    board.see(DONE, at=12)
    assert bars.seconds(only_row(board), now=15) == 2


@pytest.mark.parametrize(
    ("job", "words"),
    [
        (None, "accepted"),
        (JOB, "queued"),
        (JOB.model_copy(update={"slot": Slot.WAITING}), "waits its turn"),
        (JOB.model_copy(update={"error": FAILED.error}), "again soon: It broke."),
        (RUNNING, "running"),
        (RUNNING.model_copy(update={"progress": Progress(message="Reading")}), "Reading"),
        (DONE, "done"),
        (FAILED, "It broke."),
    ],
)
def test_every_state_has_words(job: Job | None, words: str) -> None:
    """Each state a job can be seen in is described in a few words."""
    assert bars.describe(job) == words


def test_changes_are_lines_where_there_is_no_terminal() -> None:
    """Without a terminal each change is one line, and what changes nothing is none."""
    output = StringIO()
    board = Board()
    with bars.shown(board, Console(file=output, width=40)):
        board.add(SUBMITTED)
        board.see(JOB, at=11)
        board.see(JOB, at=12)
        board.see(RUNNING, at=13)
    lines = [line.split("s  ", 1)[1] for line in output.getvalue().splitlines()]
    assert lines == [
        "Example: Four words  0%  accepted",
        "Example: Four words  0%  queued",
        "Example: Four words  0%  attempt 1/3  running",
    ]


def test_bars_fit_a_narrow_terminal(board: Board) -> None:
    """With a terminal of 80 columns a job is one line, whatever its message."""
    long = Progress(message="A message that is much longer than there is room for on this line")
    board.see(RUNNING.model_copy(update={"progress": long}), at=12)
    output = StringIO()
    console = Console(file=output, width=80, force_terminal=True, color_system=None)
    with bars.shown(board, console):
        pass
    assert output.getvalue().count("Four words") == output.getvalue().count("1/3")


def drawn(board: Board, width: int) -> list[str]:
    """Draw the board as it is in a terminal, without colours."""
    output = StringIO()
    with bars.shown(board, Console(file=output, width=width, force_terminal=True)):
        pass
    lines = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", output.getvalue()).splitlines()
    return [line.rstrip() for line in lines if line.strip()]


def test_jobs_of_a_type_stand_below_its_name(board: Board) -> None:
    """Each type is named once, above its jobs."""
    for number in range(2):
        job_id = f"u:t:179543847020{number}:aaaaaaaa"
        board.add(
            Submission(
                kind="Another", title=f"Job {number}", job_id=job_id, sent_at=1, answered_at=2
            )
        )
    starts = [line.split("  0%")[0].rstrip(" ━") for line in drawn(board, 80)[:5]]
    assert starts == ["Example", "  Four words", "Another", "  Job 0", "  Job 1"]


@pytest.mark.parametrize("width", [80, 120])
def test_a_growing_result_shows_its_end(board: Board, width: int) -> None:
    """Below its job there is one line with the end of what is written so far."""
    words = " ".join(f"word{number}" for number in range(60))
    preview = {"narrative": {"headline": "First.", "trend": [{"text": f"{words}\n[b]end"}]}}
    board.see(RUNNING.model_copy(update={"preview": preview}), at=12)
    growing = drawn(board, width)[2]
    assert growing.startswith("    …")
    assert growing.endswith("word59 [b]end")
    assert len(growing) < width


def test_a_short_beginning_is_shown_whole(board: Board) -> None:
    """Its texts one after the other; numbers are no text."""
    preview = {"changes": [{"text": "Before", "after": "After", "number": 7}]}
    board.see(RUNNING.model_copy(update={"preview": preview}), at=12)
    assert drawn(board, 80)[2] == "    Before After"


def test_time_limit_names_jobs_and_states(board: Board) -> None:
    """When the time is over, each unfinished job is named with its state; finished ones are not."""
    done = Submission(
        kind="A type", title="Done", job_id="u:t:1795438470208:aaaaaaaa", sent_at=1, answered_at=2
    )
    board.add(done)
    board.see(DONE.model_copy(update={"job_id": done.job_id}), at=3)
    board.see(RUNNING, at=3)
    message = program.describe_unfinished(board.rows())
    assert "Four words: running, attempt 1 of 3" in message
    assert "Done" not in message
