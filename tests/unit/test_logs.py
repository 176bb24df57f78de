"""Log lines: one JSON object each, with what Cloud Logging and Error Reporting look for."""

import io
import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.telemetry import logs, spans, trace_context
from tests.support.logged import NAMES

log = logging.getLogger("tests.logs")
ORIGIN = logs.Origin(project="demo-logs", service="worker", revision="jobs-00042-abc", names=NAMES)
CHATTY = ["google", "urllib3", "httpx", "grpc"]


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Configure logging into a buffer; everything is as before afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in CHATTY}
    root.handlers = []
    out = io.StringIO()
    logs.configure("INFO", ORIGIN, stream=out)
    yield out
    root.handlers = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    """Read each line as a JSON object."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def only_line(stream: io.StringIO) -> dict[str, Any]:
    """Read the one line that was written."""
    (line,) = lines(stream)
    return line


def test_a_line_has_what_cloud_logging_reads(stream: io.StringIO) -> None:
    """Severity, message, action, facts, logger and revision are fields of one object."""
    log.info("Attempt %d starts.", 2, extra=logs.log_fields("claim", job_type="a-type"))

    line = only_line(stream)
    line.pop("time")
    assert line == {
        "severity": "INFO",
        "message": "Attempt 2 starts.",
        "action": "claim",
        "job_type": "a-type",
        "logger": "tests.logs",
        "revision": "jobs-00042-abc",
    }


def test_a_line_has_its_time_in_utc(stream: io.StringIO) -> None:
    """The time is RFC 3339 with an offset of zero, and is now."""
    before = datetime.now(UTC)
    log.info("x")

    time = datetime.fromisoformat(only_line(stream)["time"])
    assert time.utcoffset() == timedelta(0)
    # A log record's clock is a float: it may be a microsecond off.
    assert (
        before - timedelta(milliseconds=1) <= time <= datetime.now(UTC) + timedelta(milliseconds=1)
    )


@pytest.mark.parametrize("level", ["INFO", "WARNING", "ERROR", "CRITICAL"])
def test_severities_are_cloud_loggings(stream: io.StringIO, level: str) -> None:
    """Python's names of levels are Cloud Logging's severities."""
    log.log(logging.getLevelNamesMapping()[level], "x")

    assert only_line(stream)["severity"] == level


def test_a_message_of_many_lines_is_one_line(stream: io.StringIO) -> None:
    """A line break in a message does not break the entry."""
    log.info("a\nb\r\n\u2028c")

    assert stream.getvalue().count("\n") == 1
    assert json.loads(stream.getvalue())["message"] == "a\nb\r\n\u2028c"


def test_letters_stay_readable(stream: io.StringIO) -> None:
    """Text is written as it is, not as escapes."""
    log.info("żółć")

    assert "żółć" in stream.getvalue()


def test_what_json_does_not_know_becomes_text(stream: io.StringIO) -> None:
    """A fact of any type can be logged."""
    log.info("x", extra=logs.log_fields("look", at=datetime(2026, 11, 23, tzinfo=UTC)))

    assert only_line(stream)["at"] == "2026-11-23 00:00:00+00:00"


def test_bound_fields_are_on_every_line_inside(stream: io.StringIO) -> None:
    """Inside the block each line has the field, before and after it none."""
    log.info("before")
    with logs.log_context(job="j"):
        log.info("inside")
    log.info("after")

    assert [line.get("job") for line in lines(stream)] == [None, "j", None]


def test_bound_fields_nest(stream: io.StringIO) -> None:
    """An inner block adds to the outer one and may override it, until it ends."""
    with logs.log_context(job="j", attempt=1):
        with logs.log_context(attempt=2, step="s"):
            log.info("inner")
        log.info("outer")

    fields = [
        {name: line.get(name) for name in ("job", "attempt", "step")} for line in lines(stream)
    ]
    assert fields == [
        {"job": "j", "attempt": 2, "step": "s"},
        {"job": "j", "attempt": 1, "step": None},
    ]


def test_bound_fields_end_with_a_block_that_raises(stream: io.StringIO) -> None:
    """A field does not stay behind when the work inside fails."""
    with pytest.raises(KeyError), logs.log_context(job="j"):
        raise KeyError
    log.info("after")

    assert "job" not in only_line(stream)


def test_bound_fields_are_a_threads_own(stream: io.StringIO) -> None:
    """Two requests in two threads do not see each other's fields."""
    with logs.log_context(job="j"):
        other = threading.Thread(target=lambda: log.info("elsewhere"))
        other.start()
        other.join()

    assert "job" not in only_line(stream)


def test_a_lines_own_facts_win(stream: io.StringIO) -> None:
    """What a line says itself is closer than what is bound."""
    with logs.log_context(attempt=1):
        log.info("x", extra=logs.log_fields("look", attempt=2))

    assert only_line(stream)["attempt"] == 2


def test_a_traceback_is_where_error_reporting_looks(stream: io.StringIO) -> None:
    """The traceback, causes included, is in `stack_trace`, and the message stays a sentence."""
    try:
        try:
            raise KeyError("inner")  # noqa: TRY301 -- a cause is needed
        except KeyError as error:
            raise ValueError("outer") from error
    except ValueError as error:
        log.exception("The handler raised.", exc_info=error)

    line = only_line(stream)
    assert line["message"] == "The handler raised."
    assert line["stack_trace"].startswith("Traceback (most recent call last):\n")
    assert "KeyError: 'inner'" in line["stack_trace"]
    assert line["stack_trace"].endswith("ValueError: outer\n")


def test_a_line_without_an_exception_has_no_traceback(stream: io.StringIO) -> None:
    """What has none is an error all the same, grouped by the line it was logged at."""
    log.error("x")

    line = only_line(stream)
    assert "stack_trace" not in line
    location = line["context"]["reportLocation"]
    assert location["filePath"] == __file__
    assert location["functionName"] == "test_a_line_without_an_exception_has_no_traceback"
    assert location["lineNumber"] > 0


@pytest.mark.parametrize("is_raised", [True, False])
def test_an_error_has_error_reportings_form(stream: io.StringIO, *, is_raised: bool) -> None:
    """An error says that it is one, and of which service and revision."""
    log.error("x", exc_info=ValueError("y") if is_raised else None)

    line = only_line(stream)
    assert line["@type"].endswith("clouderrorreporting.v1beta1.ReportedErrorEvent")
    assert line["serviceContext"] == {"service": "worker", "version": "jobs-00042-abc"}
    assert ("context" in line) is not is_raised


def test_a_warning_is_no_error(stream: io.StringIO) -> None:
    """Error Reporting leaves alone what is expected, also with a traceback."""
    log.warning("x", exc_info=ValueError("y"))

    assert {"@type", "serviceContext", "context"}.isdisjoint(only_line(stream))


def test_a_line_of_a_request_has_its_trace(stream: io.StringIO) -> None:
    """In the fields and the form by which Cloud Console joins lines; before and after, none."""
    header = {trace_context.TRACEPARENT: f"00-{'ab' * 16}-{'cd' * 8}-01"}
    log.info("before")
    with spans.continue_trace(None, header.get):
        log.info("inside")
    log.info("after")

    before, inside, after = lines(stream)
    assert {name: inside[name] for name in inside if "/" in name} == {
        "logging.googleapis.com/trace": f"projects/demo-logs/traces/{'ab' * 16}",
        "logging.googleapis.com/spanId": "cd" * 8,
        "logging.googleapis.com/trace_sampled": True,
    }
    assert not [name for line in (before, after) for name in line if "/" in name]


def test_a_trace_without_a_span_has_no_span(stream: io.StringIO) -> None:
    """An empty span would point nowhere."""
    header = {trace_context.CLOUD_TRACE_CONTEXT: "ab" * 16}
    with spans.continue_trace(None, header.get):
        log.info("x")

    line = only_line(stream)
    assert "logging.googleapis.com/spanId" not in line
    assert line["logging.googleapis.com/trace_sampled"] is False


def test_lines_below_the_level_are_left_out(stream: io.StringIO) -> None:
    """INFO is the level: DEBUG is not written."""
    log.debug("x")

    assert stream.getvalue() == ""


@pytest.mark.parametrize("name", CHATTY)
def test_vendors_chatter_is_left_out(stream: io.StringIO, name: str) -> None:
    """Google's and HTTP's libraries log from WARNING on."""
    chatty = logging.getLogger(name).getChild("part")
    chatty.info("chatter")
    chatty.warning("news")

    assert only_line(stream)["message"] == "news"


def test_configuring_again_replaces_the_first(stream: io.StringIO) -> None:
    """Each line is written once, by the last configuration, whatever was there before."""
    again = io.StringIO()
    newer = replace(ORIGIN, revision="jobs-00043-def")
    logs.configure("WARNING", newer, stream=again)
    log.warning("x")

    assert stream.getvalue() == ""
    assert only_line(again)["revision"] == "jobs-00043-def"


def test_lines_go_to_standard_output(
    stream: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    """Cloud Run takes log lines from standard output."""
    logs.configure("INFO", ORIGIN)
    log.info("x")

    captured = capsys.readouterr()
    assert json.loads(captured.out)["message"] == "x"
    assert captured.err == ""
