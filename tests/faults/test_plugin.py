"""The plugin for those who add a job type: it finds what is wrong, and lets pass what is right."""

import re
from datetime import timedelta
from typing import Any

import pytest
from pydantic import BaseModel

from infra.local.cloud.emulators import ROOT
from infra.local.stand_ins.offline_model import OfflineModel
from shared.core.errors import PermanentJobError
from shared.core.files import MediaType, UploadedFile
from shared.core.records import Record
from shared.handler.job_context import JobContext
from shared.handler.ports import AnswerT, GeneratedBy, ModelAnswer, ModelCall
from tests.faults.history import attempt_of
from tests.faults.plugin import Prover
from tests.support.job_types import WordHandler, WordRequest, WordResult, declared

GUIDE = ROOT / "docs" / "testing-your-job-type.md"


class Told(Record):
    """What a job of these tests asks for."""

    word: str


class Text(BaseModel):
    """What the model of these tests writes."""

    text: str = "a text"


class QuickModel:
    """A model that writes at once."""

    def write(self, call: ModelCall[AnswerT]) -> ModelAnswer[AnswerT]:
        """Write."""
        by = GeneratedBy(model="test", prompt_version="1")
        return ModelAnswer(value=call.answer(), generated_by=by)


def pays_in_steps(request: WordRequest, job: JobContext) -> WordResult:
    """Ask the model twice, each time in a step."""
    for name in ("first", "second"):
        job.step(name, lambda name=name: job.model.write(name, Text(), Text).value, of=Text)
    return WordResult(answer=request.word)


def pays_outside(request: WordRequest, job: JobContext) -> WordResult:
    """Ask the model outside of a step."""
    job.model.write("outside", Text(), Text)
    job.step("late", lambda: "too late")
    return WordResult(answer=request.word)


def reads_a_file(request: WordRequest, job: JobContext) -> WordResult:
    """Answer with what the file says, also in a later attempt."""
    assert job.file is not None
    return WordResult(answer=job.file.content.decode())


def rests_between_payments(request: WordRequest, job: JobContext) -> WordResult:
    """Ask the model, rest for hours, and ask it once more."""
    job.step("first", lambda: job.model.write("first", Text(), Text).value, of=Text)
    job.progress(50, "half")
    job.sleep("let-it-settle", timedelta(hours=6))
    job.step("second", lambda: job.model.write("second", Text(), Text).value, of=Text)
    return WordResult(answer=request.word)


def asks_between_payments(request: WordRequest, job: JobContext) -> WordResult:
    """Ask the model, then the owner, and then the model once more."""
    job.step("first", lambda: job.model.write("first", Text(), Text).value, of=Text)
    job.progress(50, "half")
    told = job.ask("word", Told, prompt="Which word?", until=timedelta(days=3))
    job.step("second", lambda: job.model.write("second", Text(), Text).value, of=Text)
    return WordResult(answer=told.word)


def gives_up_on_retries(request: WordRequest, job: JobContext) -> WordResult:
    """Believe that a first attempt is the only one."""
    if attempt_of(job).job.attempt > 1:
        raise PermanentJobError("This was tried before.")
    return WordResult(answer=request.word)


@pytest.mark.timeout(900)
def test_the_example_survives(prove_job_type: Prover) -> None:
    """A job type as the backend has it, with the offline model."""
    calls = prove_job_type("example", {"text": "Count these four words"}, model=OfflineModel())
    assert {f"{call.part}.{call.method}" for call in calls} == {
        "store.read_with_data",
        "store.write",
        "model.write",
        *("events.publish_start", "events.publish", "events.wait_for"),
    }


def test_a_handler_that_pays_in_steps_survives(prove_job_type: Prover) -> None:
    """The model and the warehouse are fault points too."""
    with declared(pays_in_steps):
        calls = prove_job_type("test-word", {"word": "x"}, model=QuickModel())
    assert [str(call) for call in calls if call.part == "model"] == [
        "model.write#1",
        "model.write#2",
    ]


@pytest.mark.timeout(300)
def test_a_handler_that_rests_survives(prove_job_type: Prover) -> None:
    """At each call before the pause, in it, and after it; a killed worker costs no second hour."""
    with declared(rests_between_payments, whole_limit=timedelta(days=1)):
        calls = prove_job_type("test-word", {"word": "x"}, model=QuickModel())
    assert [str(call) for call in calls if call.part == "model"] == [
        "model.write#1",
        "model.write#2",
    ]


@pytest.mark.timeout(300)
def test_a_handler_that_asks_survives(prove_job_type: Prover) -> None:
    """At each call before the question, in it, and after the answer; none is asked for twice."""
    with declared(asks_between_payments, whole_limit=timedelta(days=5), forms=(Told,)):
        calls = prove_job_type(
            "test-word", {"word": "x"}, model=QuickModel(), answers={"word": {"word": "y"}}
        )
    assert [str(call) for call in calls if call.part == "model"] == [
        "model.write#1",
        "model.write#2",
    ]


def test_a_handler_that_reads_a_file_survives(prove_job_type: Prover) -> None:
    """Every attempt has the file, and it costs no call of its own."""
    file = UploadedFile(name="a.txt", media_type=MediaType.TEXT, content=b"x")
    with declared(reads_a_file, accepts_file=True):
        calls = prove_job_type("test-word", {"word": "x"}, file=file)
    assert [str(call) for call in calls if call.method.startswith("read")] == [
        "store.read_with_data#1"
    ]


def test_the_guide_tells_how(prove_job_type: Prover) -> None:
    """What docs/testing-your-job-type.md shows can be copied, and passes."""
    (example,) = re.findall(r"^```python\n(.*?)^```$", GUIDE.read_text(), re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(example, str(GUIDE), "exec"), names)  # noqa: S102 -- our own guide
    names["test_my_type_survives"](prove_job_type)


@pytest.mark.parametrize(
    ("handler", "words"),
    [(pays_outside, "it belongs into a step"), (gives_up_on_retries, "failed")],
)
def test_a_handler_that_does_not_survive_is_told_where_and_why(
    prove_job_type: Prover, handler: WordHandler, words: str
) -> None:
    """At which call it was, and what was wrong then."""
    with declared(handler), pytest.raises(AssertionError, match=words) as raised:
        prove_job_type("test-word", {"word": "x"}, model=QuickModel())
    assert re.match(
        r"test-word does not survive that the worker dies \w+ \w+\.\w+#\d: ", str(raised.value)
    )
