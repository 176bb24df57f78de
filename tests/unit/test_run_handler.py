"""`run_handler` refuses what the API or a worker refuses, so that a test of a type finds it."""

from datetime import timedelta

import pytest

from functions.job_types import JobResult
from infra.local.stand_ins.offline_model import OfflineModel
from shared.core import errors
from shared.core.files import MediaType, UploadedFile
from shared.core.letting_go import OverlongPauseError
from shared.core.records import Record
from shared.handler.job_context import JobContext
from tests.support.handlers import run_handler
from tests.support.job_types import WordHandler, WordRequest, WordResult, declared, echo

FILE = UploadedFile(name="a.txt", media_type=MediaType.TEXT, content=b"x")


class Told(Record):
    """What a job of these tests asks for."""

    word: str


def run(handler: WordHandler, whole_limit: timedelta | None = None) -> JobResult:
    """Run a handler of one's own."""
    with declared(handler, whole_limit=whole_limit):
        return run_handler("test-word", {"word": "x"}, model=OfflineModel()).result


def reports(*percents: float) -> WordHandler:
    """Return a handler that reports this."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        for percent in percents:
            job.progress(percent, "Working")
        return WordResult(answer=request.word)

    return handler


def rests(request: WordRequest, job: JobContext) -> WordResult:
    """Rest for two days."""
    job.sleep("rest", timedelta(days=2))
    return WordResult(answer=request.word)


def ends_its_process(request: WordRequest, job: JobContext) -> WordResult:
    """End what all jobs run in."""
    raise SystemExit


def asks_for_no_prompt(request: WordRequest, job: JobContext) -> WordResult:
    """Ask for a text by a name that is not there."""
    job.model.write("no_such_prompt", Told(word="x"), Told)
    return WordResult(answer=request.word)


def gives_a_dict(request: WordRequest, job: JobContext) -> WordResult:
    """Return what is no result, whatever it says."""
    return {"answer": "x"}  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("handler", "words"),
    [
        (reports(0.25, 0.5, 1), "a percent is from 0 to 100"),
        (rests, "no whole_limit"),
        (ends_its_process, "raised SystemExit"),
        (asks_for_no_prompt, "cannot write 'no_such_prompt'"),
        (gives_a_dict, "returned dict, and declares WordResult"),
    ],
)
def test_a_mistake_is_said(handler: WordHandler, words: str) -> None:
    """To the author, whose traceback has the sentence; a user reads that it is our fault."""
    with pytest.raises(errors.HandlerMistakeError, match=words) as caught:
        run(handler)
    assert caught.value.code is errors.ErrorCode.INTERNAL
    assert "SystemExit" not in caught.value.message


@pytest.mark.parametrize("percents", [(0,), (0.5, 50), (0, 1, 2), (1,), (0, 100)])
def test_a_small_percent_is_none(percents: tuple[float, ...]) -> None:
    """A long job may have done half a percent."""
    assert run(reports(*percents)) == WordResult(answer="x")


def test_a_job_rests_as_long_as_it_may() -> None:
    """No longer than its type bounds it."""
    assert run(rests, timedelta(days=3)) == WordResult(answer="x")
    with pytest.raises(OverlongPauseError):
        run(rests, timedelta(days=1))


def test_a_file_that_no_request_may_have_is_refused() -> None:
    """As the API refuses it."""
    with declared(echo), pytest.raises(errors.InvalidArgumentError, match="not valid"):
        run_handler("test-word", {"word": "x"}, model=OfflineModel(), file=FILE)
