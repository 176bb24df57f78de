"""The watch over all tests' logs sees what it is there for."""

import logging
import threading

import pytest

from shared.telemetry import logs, spans
from tests.support import unlogged
from tests.support.spans import SAMPLED, KeptSpans

log = logging.getLogger("shared.made_up")
TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0."


@pytest.mark.parametrize(
    "text", [TOKEN, "Bearer x", "AIza-made-up-key", "ada@example.com", "the applicant's secret"]
)
def test_what_may_not_be_logged_is_seen(text: str) -> None:
    """In the sentence, in a fact, and in a traceback."""
    with unlogged.watched() as found:
        log.info("It is %s.", text)
        log.warning("It is.", extra=logs.log_fields("look", it=text))
        log.error("It is.", exc_info=ValueError(text))
    assert len(found) == 3
    assert all(text[:7] in line for line in found)


def test_another_threads_lines_are_seen() -> None:
    """Heartbeats and servers log from theirs."""
    with unlogged.watched() as found:
        thread = threading.Thread(target=log.info, args=(TOKEN,))
        thread.start()
        thread.join()
    assert len(found) == 1


def test_what_may_not_be_in_a_span_is_seen() -> None:
    """In its name and in an attribute; a plain one passes."""
    kept = KeptSpans()
    with unlogged.watched() as found, spans.following(kept.recorder, SAMPLED.get):
        for name, value in (("claim", TOKEN), ("of ada@example.com", "x"), ("claim", "x")):
            with spans.span(name, attributes={"careerlens.answer": value}):
                pass
    assert [line.partition(":")[0] for line in found] == ["span claim", "span of ada@example.com"]
    assert len(kept.all) == 3


def test_plain_lines_pass() -> None:
    """Also those of the local cloud: an operator has no part of it."""
    with unlogged.watched() as found:
        log.info("The job is accepted.", extra=logs.log_fields("accept", jobId="u:a-type:1:2"))
        log.info("Called by jobs-caller@demo.iam.gserviceaccount.com.")
        logging.getLogger("infra.made_up").warning(TOKEN)
    assert found == []
