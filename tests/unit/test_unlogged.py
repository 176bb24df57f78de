"""The watch over all tests' logs sees what it is there for."""

import logging
import threading

import pytest

from shared import logs
from tests.support import unlogged

log = logging.getLogger("shared.made_up")
TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0."


@pytest.mark.parametrize(
    "text", [TOKEN, "Bearer x", "AIza-made-up-key", "ada@example.com", "the applicant's secret"]
)
def test_what_may_not_be_logged_is_seen(text: str) -> None:
    """In the sentence, in a fact, and in a traceback."""
    with unlogged.watched() as found:
        log.info("It is %s.", text)
        log.warning("It is.", extra=logs.facts("look", it=text))
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


def test_plain_lines_pass() -> None:
    """Also those of the local cloud: an operator has no part of it."""
    with unlogged.watched() as found:
        log.info("The job is accepted.", extra=logs.facts("accept", jobId="u:a-type:1:2"))
        log.info("Called by jobs-caller@demo.iam.gserviceaccount.com.")
        logging.getLogger("infra.made_up").warning(TOKEN)
    assert found == []
