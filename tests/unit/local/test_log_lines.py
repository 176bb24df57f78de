"""How log lines of the local cloud look to a person."""

import json
import logging
import sys
from datetime import UTC, datetime

import pytest

from infra.local.process import log_lines
from shared.telemetry import logs, spans
from tests.support.logged import NAMES

ARRIVED_AT = datetime(2026, 11, 23, 12, 0, 5, tzinfo=UTC)
JOB_ID = "u:example:1795438470208:7bbd15ce57c4328b"


def rendered(line: str, name: str = "worker") -> str:
    """Render a line that is not noise."""
    text = log_lines.render(name, line, ARRIVED_AT)
    assert text is not None
    return text.plain


ORIGIN = logs.Origin(project="demo-lines", service="worker", revision="local", names=NAMES)


def written(message: str, *, exc_info: bool = False, **fields: object) -> str:
    """Return a line as our functions write it."""
    record = logging.LogRecord(
        "functions.worker.deliver",
        logging.INFO,
        "run.py",
        1,
        message,
        (),
        sys.exc_info() if exc_info else None,
    )
    record.log_fields = fields
    return logs.JsonFormatter(ORIGIN).format(record)


def written_in_an_error(message: str) -> str:
    """Return a line as our functions write it where something was raised."""
    try:
        int("made up")
    except ValueError:
        return written(message, exc_info=True)
    return ""


def test_sentence_comes_before_facts() -> None:
    """A line of ours is time, process, severity, the sentence, and then the facts, action first."""
    line = written("Attempt 1 of 3 starts.", attempt=1, jobId=JOB_ID, action="claim")
    text = rendered(line)
    assert text[8:] == (
        " worker    INFO    Attempt 1 of 3 starts.  action=claim"
        f" job={NAMES.job_hash(JOB_ID)[:16]} attempt=1"
    )


def test_what_only_the_cloud_reads_is_left_out() -> None:
    """A trace and Error Reporting's fields are for machines; the log file has them."""
    record = logging.LogRecord(
        "functions.worker.deliver", logging.ERROR, "run.py", 1, "It broke.", (), None
    )
    with spans.continue_trace(None, {"traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01"}.get):
        line = logs.JsonFormatter(ORIGIN).format(record)
    assert "ab" * 16 in line
    assert rendered(line)[8:] == " worker    ERROR   It broke."


def test_time_is_the_line_s_own() -> None:
    """A line of ours shows when it was written, in local time, not when it was read."""
    line = json.dumps({"message": "m", "time": "2026-11-23T09:30:01+00:00"})
    local = datetime(2026, 11, 23, 9, 30, 1, tzinfo=UTC).astimezone()
    assert rendered(line).startswith(f"{local:%H:%M:%S} ")


def test_traceback_is_indented() -> None:
    """A traceback stands below its sentence, indented, line by line."""
    lines = rendered(written_in_an_error("The handler raised.")).splitlines()
    assert lines[1] == "    Traceback (most recent call last):"
    assert lines[-1] == "    ValueError: invalid literal for int() with base 10: 'made up'"


def test_line_that_is_not_json_stays_as_it_is() -> None:
    """A line of an emulator is shown as it was said, with the time it arrived."""
    text = rendered("INFO: Server started, listening on 8085", "pubsub")
    assert text == "12:00:05 pubsub    INFO: Server started, listening on 8085"


def test_time_is_not_said_twice() -> None:
    """A time of Python's logging at a line's start is left out: ours stands there."""
    text = rendered("2026-11-23 12:00:04,123 created queue jobs", "tasks")
    assert text == "12:00:05 tasks     created queue jobs"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "INFO: Detected HTTP/2 connection.",
        "Nov 23, 2026 12:25:25 PM io.gapi.emulators.netty.HttpVersionRoutingHandler channelRead",
        "   export FIRESTORE_EMULATOR_HOST=127.0.0.1:8200",
        "INFO: Forwarding key: Accept",
    ],
)
def test_noise_is_left_out(line: str) -> None:
    """What an emulator says at every connection is not shown."""
    assert log_lines.render("firestore", line, ARRIVED_AT) is None


@pytest.mark.parametrize(
    "line", ["INFO: Detected a deadlock", "Exception in thread main", "WARNING: out of memory"]
)
def test_what_may_matter_is_shown(line: str) -> None:
    """A line that only looks like noise is shown."""
    assert line in rendered(line, "firestore")


@pytest.mark.parametrize("line", ["a\x1b[2Jb", '{"message": "a\\u001b[2Jb"}'])
def test_line_cannot_steer_the_terminal(line: str) -> None:
    """A log line cannot move the cursor or clear the screen, whichever process wrote it."""
    text = rendered(line)
    assert "\x1b" not in text
    assert "a b" in text


@pytest.mark.parametrize("line", ['{"broken', "{}", '{"grpc": "127.0.0.1:1"}', "[1]"])
def test_json_of_others_stays_as_it_is(line: str) -> None:
    """JSON that is not a log line of ours is shown as it is."""
    assert rendered(line, "tasks").endswith(line)
