"""Jobs that ask their owner something, and go on with the answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from pydantic import Field, JsonValue

from functions.requests import answer as answers
from functions.requests import cancel, erase, list_jobs, resubmit
from functions.worker import sweep
from functions.worker.deliver import DeliveryOutcome
from functions.worker.sweep import Repair
from shared.auth.users import User
from shared.core import errors
from shared.core.errors import ErrorCode
from shared.core.job import Job
from shared.core.job_status import CheckFor, JobStatus, Slot
from shared.core.records import Record
from shared.core.retry import RetryPolicy
from shared.firestore import documents
from shared.handler.job_context import JobContext
from tests.support.job_types import WordHandler, WordRequest, WordResult, declared
from tests.support.rpc_count import counted_calls
from tests.support.world import OWNER, World

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
POLICY = RetryPolicy(max_attempts=2, base=timedelta(seconds=10), jitter=0)


class Figures(Record):
    """What a job of these tests asks for."""

    figures: list[str] = Field(min_length=1, max_length=3)


class Other(Record):
    """What no type has declared."""


GIVEN: dict[str, JsonValue] = {"figures": ["40 %"]}


@contextmanager
def asking(
    handler: WordHandler, *forms: type[Record], limit: timedelta = 5 * DAY
) -> Iterator[None]:
    """Have the type of the tests be one whose jobs may ask."""
    with declared(handler, retry=POLICY, whole_limit=limit, forms=forms or (Figures,)):
        yield


class Curious:
    """A handler that pays, asks, and answers with what it was told."""

    def __init__(self, *, may_be_unanswered: bool = False) -> None:
        self.paid = 0
        self._may_be_unanswered = may_be_unanswered

    def __call__(self, request: WordRequest, job: JobContext) -> WordResult:
        """Do so."""
        job.progress(40, "paid")
        job.step("pay", self._pay, of=int)
        told = self._ask(request, job)
        return WordResult(answer="nothing" if told is None else ", ".join(told.figures))

    def _ask(self, request: WordRequest, job: JobContext) -> Figures | None:
        prompt = "Which figures?"
        about: JsonValue = {"lines": [request.word]}
        if self._may_be_unanswered:
            return job.ask(
                "missing", Figures, prompt=prompt, until=3 * DAY, context=about, default=None
            )
        return job.ask("missing", Figures, prompt=prompt, until=3 * DAY, context=about)

    def _pay(self) -> int:
        self.paid += 1
        return self.paid


def suspended(world: World, word: str = "x") -> Job:
    """Submit a job and deliver its task once; return it as it asks."""
    job = world.submit(word=word, options={"startBefore": (world.clock() + HOUR).isoformat()})
    assert world.deliver(job.job_id, 1) is DeliveryOutcome.SETTLED
    return world.job_document(job.job_id)


def answer(
    world: World, job: Job, value: dict[str, JsonValue] = GIVEN, name: str = "missing"
) -> Job:
    """Answer as its owner does."""
    return answers.answer_question(world.services, OWNER, job.job_id, name, value)


def test_a_job_that_asks_holds_nothing(world: World) -> None:
    """No slot, no lease, no task; its question and what it is about are there to be read."""
    with asking(Curious()):
        job = suspended(world)
    until = world.clock() + 3 * DAY
    assert (job.status, job.slot, job.lease_id) == (JobStatus.SUSPENDED, Slot.NONE, None)
    assert (job.check_at, job.check_for, job.start_before) == (until, CheckFor.ANSWER, None)
    assert job.question is not None
    assert job.question.to_document() == {
        "name": "missing",
        "form": "Figures",
        "prompt": "Which figures?",
        "since": world.clock(),
        "until": until,
        "hasDefault": False,
    }
    assert [task.dispatch for task in world.enqueued(job.job_id)] == [1]
    asked = {"attempt": 1, "form": "Figures", "context": {"lines": ["x"]}}
    assert world.data(job.job_id, documents.ask_document("missing")) == asked


def test_an_answer_sets_it_going(world: World) -> None:
    """At once, with its progress and its kept steps; a retry's attempts are all there again."""
    with asking(handler := Curious()):
        job = suspended(world)
        world.clock.move(HOUR)
        queued = answer(world, job)
        assert (queued.status, queued.question, queued.dispatch) == (JobStatus.QUEUED, None, 2)
        assert (queued.next_attempt_at, queued.progress.percent) == (world.clock(), 40)
        assert (queued.attempts_from, queued.max_attempts) == (1, 3)
        assert [task.dispatch for task in world.enqueued(job.job_id)] == [1, 2]
        world.deliver(job.job_id, 2)
    assert world.result(job.job_id) == {"answer": "40 %"}
    assert handler.paid == 1
    assert world.job_document(job.job_id).wait_seconds == 0


def test_asking_and_answering_cost_a_commit_each(world: World) -> None:
    """And no task for the asking, one for the answer; what is read is read in one call."""
    with asking(Curious()):
        job = world.submit(word="x")
        with counted_calls(world.services) as asked:
            world.deliver(job.job_id, 1)
        with counted_calls(world.services) as answered:
            answer(world, job)
    # The claim, the progress, the step, the question.
    assert asked == {"batch_get_documents": 1, "commit": 4}
    assert answered == {"batch_get_documents": 1, "commit": 1, "create_task": 1}


def test_its_task_that_comes_again_starts_nothing(world: World) -> None:
    """Neither at once, nor after the answer, when it is of an earlier dispatch."""
    with asking(handler := Curious()):
        job = suspended(world)
        assert world.deliver(job.job_id, 1) is DeliveryOutcome.SUSPENDED
        answer(world, job)
        assert world.deliver(job.job_id, 1) is DeliveryOutcome.REDISPATCHED
    assert handler.paid == 1


@pytest.mark.parametrize("when", ["queued", "succeeded"])
def test_the_same_answer_again_is_no_news(world: World, when: str) -> None:
    """It is answered with the job as it is; another one is refused, and changes nothing."""
    with asking(Curious()):
        job = suspended(world)
        answer(world, job)
        if when == "succeeded":
            world.deliver(job.job_id, 2)
        assert answer(world, job).status == when
        with pytest.raises(errors.FailedPreconditionError, match="Another answer"):
            answer(world, job, {"figures": ["50 %"]})
        world.deliver(job.job_id, 2)
    assert world.result(job.job_id) == {"answer": "40 %"}


def test_the_same_answer_again_enqueues_a_lost_task(world: World) -> None:
    """Who took it may have died between the commit and its task."""
    with asking(Curious()):
        job = suspended(world)
        answer(world, job)
        world.services.queue.delete_task(job.job_id, 2)
        with counted_calls(world.services) as calls:
            answer(world, job)
    assert calls == {"batch_get_documents": 1, "create_task": 1}


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({}, "figures"),
        ({"figures": []}, "figures"),
        ({"figures": [4]}, "figures.0"),
        ({"figures": ["x"], "more": 1}, "more"),
    ],
)
def test_an_answer_of_another_form_is_refused_by_its_fields(
    world: World, value: dict[str, JsonValue], field: str
) -> None:
    """And the job waits on."""
    with asking(Curious()):
        job = suspended(world)
        with pytest.raises(errors.InvalidArgumentError) as refused:
            answer(world, job, value)
    assert [one.field for one in refused.value.violations] == [field]
    assert world.job_document(job.job_id).status is JobStatus.SUSPENDED


def test_an_answer_that_is_too_long_is_refused(world: World) -> None:
    """Whatever its form allows."""
    with asking(Curious()):
        job = suspended(world)
        with pytest.raises(errors.RequestTooLargeError, match="64 KB"):
            answer(world, job, {"figures": ["x" * 70_000]})


@pytest.mark.parametrize("name", ["other", "no/name", "", "pay", "MISSING"])
def test_what_was_never_asked_has_no_answer(world: World, name: str) -> None:
    """The name of a step is none of a question."""
    with asking(Curious()):
        job = suspended(world)
        with pytest.raises(errors.NotFoundError):
            answer(world, job, name=name)


def test_another_user_finds_no_job_to_answer(world: World) -> None:
    """It is answered like one that does not exist."""
    with asking(Curious()):
        job = suspended(world)
        with pytest.raises(errors.NotFoundError):
            answers.answer_question(
                world.services, User(uid="other-1"), job.job_id, "missing", GIVEN
            )


def test_a_form_that_this_revision_does_not_know_is_left_to_another(world: World) -> None:
    """The answer comes again, and meets a newer one."""
    with asking(Curious()):
        job = suspended(world)
    with asking(Curious(), Other), pytest.raises(errors.UnavailableError):
        answer(world, job)


@pytest.mark.parametrize(
    ("has_default", "status", "word"),
    [(True, "succeeded", "nothing"), (False, "failed", None)],
    ids=["it goes on without", "it fails"],
)
def test_no_answer_in_time(
    world: World, *, has_default: bool, status: str, word: str | None
) -> None:
    """The sweeper puts it back: with its default it goes on, and else it has failed for good."""
    with asking(Curious(may_be_unanswered=has_default)):
        job = suspended(world)
        world.clock.move(3 * DAY - SECOND)
        assert sweep.sweep(world.services).total() == 0
        world.clock.move(SECOND)
        assert sweep.sweep(world.services)[Repair.TIMED_OUT] == 1
        with pytest.raises(errors.FailedPreconditionError, match="time for an answer is over"):
            answer(world, job)
        world.deliver(job.job_id, 2)
    ended = world.job_document(job.job_id)
    assert ended.status == status
    assert world.result(job.job_id) == (word and {"answer": word})
    if ended.error is not None:
        assert ended.error.code is ErrorCode.DEADLINE_EXCEEDED


def test_a_late_answer_counts_until_the_sweeper_has_written(world: World) -> None:
    """The commit decides, no clock."""
    with asking(Curious(may_be_unanswered=True)):
        job = suspended(world)
        world.clock.move(4 * DAY)
        assert answer(world, job).status is JobStatus.QUEUED
        assert sweep.sweep(world.services)[Repair.TIMED_OUT] == 0
        world.deliver(job.job_id, 2)
    assert world.result(job.job_id) == {"answer": "40 %"}


def test_no_wait_outlasts_the_job(world: World) -> None:
    """A question is open no longer than its job may take in all, and leaves it time to go on."""
    with asking(Curious(), limit=HOUR):
        job = suspended(world)
    assert job.question is not None
    assert job.deadline == world.clock() + HOUR
    assert job.question.until == job.deadline - timedelta(minutes=5)


def test_an_answer_is_cleaned_as_a_request_is(world: World) -> None:
    """What steers a terminal, or ends a text in some language, is no part of an answer."""
    with asking(Curious()):
        job = suspended(world)
        answer(world, job, {"figures": ["40\x00\x1b %"]})
        world.deliver(job.job_id, 2)
    assert world.result(job.job_id) == {"answer": "40 %"}


def test_an_answer_after_the_jobs_whole_time_is_refused(world: World) -> None:
    """It could not go on with it, whether or not the sweeper has seen it yet."""
    with asking(Curious(), limit=HOUR):
        job = suspended(world)
        world.clock.move(HOUR + timedelta(seconds=1))
        with pytest.raises(errors.FailedPreconditionError):
            answer(world, job)
    assert world.job_document(job.job_id).status is JobStatus.SUSPENDED


def test_what_failed_for_want_of_an_answer_asks_again(world: World) -> None:
    """A retry would be in vain else; what was answered is not asked again."""
    with asking(handler := Curious()):
        job = suspended(world)
        world.clock.move(3 * DAY)
        sweep.sweep(world.services)
        world.deliver(job.job_id, 2)
        resubmit.resubmit_job(world.services, OWNER, job.job_id)
        world.deliver(job.job_id, 3)
        assert answer(world, job).status is JobStatus.QUEUED
        world.deliver(job.job_id, 4)
    assert world.result(job.job_id) == {"answer": "40 %"}
    assert handler.paid == 1


@pytest.mark.parametrize(("keeps", "status"), [(True, "succeeded"), (False, "suspended")])
def test_a_retry_asks_again_only_if_it_is_done_afresh(
    world: World, *, keeps: bool, status: str
) -> None:
    """An answer is kept like a step; one that is void may be given anew."""

    def failing_after(request: WordRequest, job: JobContext) -> WordResult:
        result = Curious()(request, job)
        if job._attempt.job.attempt == 2:  # type: ignore[attr-defined]
            raise errors.PermanentJobError
        return result

    with asking(failing_after):
        job = suspended(world)
        answer(world, job)
        world.deliver(job.job_id, 2)
        resubmit.resubmit_job(world.services, OWNER, job.job_id, keep_steps=keeps)
        if not keeps:
            with pytest.raises(errors.NotFoundError):
                answer(world, job)
        world.deliver(job.job_id, 3)
        assert world.job_document(job.job_id).status == status
        if not keeps:
            assert answer(world, job, {"figures": ["50 %"]}).status is JobStatus.QUEUED


def test_an_answer_that_the_next_revision_cannot_read_is_asked_for_again(world: World) -> None:
    """Its owner knows better than we what it should say."""

    class Figures(Record):
        """Of the same name, and another form."""

        amounts: list[int]

    def newer(request: WordRequest, job: JobContext) -> WordResult:
        told = job.ask("missing", Figures, prompt="Which amounts?", until=DAY)
        return WordResult(answer=str(told.amounts))

    with asking(Curious()):
        job = suspended(world)
        answer(world, job)
    with asking(newer, Figures):
        world.deliver(job.job_id, 2)
        assert world.job_document(job.job_id).status is JobStatus.SUSPENDED
        answer(world, job, {"amounts": [7]})
        world.deliver(job.job_id, 3)
    assert world.result(job.job_id) == {"answer": "[7]"}


def test_a_cancel_ends_it_at_once(world: World) -> None:
    """And its question with it: an answer is refused then, and says why."""
    with asking(Curious()):
        job = suspended(world)
        ended = cancel.cancel_job(world.services, OWNER, job.job_id)
        assert (ended.status, ended.question) == (JobStatus.CANCELLED, None)
        with pytest.raises(errors.FailedPreconditionError, match="cancelled"):
            answer(world, job)
    assert world.job_document(job.job_id).check_at is None


def test_a_cancel_that_comes_before_is_honoured(world: World) -> None:
    """A job that was asked to stop asks nothing."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        cancel.cancel_job(world.services, OWNER, submitted[0].job_id)
        return Curious()(request, job)

    submitted: list[Job] = []
    with asking(handler):
        submitted.append(world.submit(word="x"))
        world.deliver(submitted[0].job_id, 1)
    assert world.job_document(submitted[0].job_id).status is JobStatus.CANCELLED


def test_it_is_erased_with_all_that_was_said(world: World) -> None:
    """By itself once it is cancelled, and with its owner as it is."""
    with asking(Curious()):
        first, second = suspended(world), suspended(world, "y")
        with pytest.raises(errors.FailedPreconditionError, match="suspended"):
            erase.erase_job(world.services, OWNER, first.job_id)
        answer(world, first)
        cancel.cancel_job(world.services, OWNER, first.job_id)
        erase.erase_job(world.services, OWNER, first.job_id)
        assert erase.erase_user(world.services, OWNER).is_complete
    for job in (first, second):
        for name in (documents.ask_document("missing"), documents.step_document("missing")):
            assert world.data(job.job_id, name) is None


def test_a_retry_of_it_is_the_job_as_it_is(world: World) -> None:
    """With another request it is refused: that is fixed."""
    with asking(Curious()):
        job = suspended(world)
        assert resubmit.resubmit_job(world.services, OWNER, job.job_id) == job
        with pytest.raises(errors.FailedPreconditionError, match="fixed"):
            resubmit.resubmit_job(world.services, OWNER, job.job_id, request={"word": "y"})


def test_it_is_found_by_its_status(world: World) -> None:
    """A list shows what needs an answer."""
    with asking(Curious()):
        job = suspended(world)
        world.submit(word="another")
    query = list_jobs.ListJobsQuery(status=JobStatus.SUSPENDED)
    assert list_jobs.list_jobs(world.services, OWNER, query).jobs == (job,)


def test_its_slot_is_free_while_it_waits(world: World) -> None:
    """The owner's next job runs; the one that was answered asks for a slot when it goes on."""
    settings = world.services.settings.model_copy(update={"running_per_user": 1})
    narrow = world.with_services(settings=settings)
    with asking(Curious()):
        job = narrow.submit(word="x")
        other = narrow.submit(word="y")
        assert narrow.job_document(other.job_id).slot is Slot.WAITING
        narrow.deliver(job.job_id, 1)
        assert narrow.job_document(other.job_id).slot is Slot.HELD
        answer(narrow, job)
        assert narrow.deliver(job.job_id, 2) is DeliveryOutcome.WAITING


def test_a_lost_task_after_an_answer_is_found_by_the_sweeper(world: World) -> None:
    """Within the bound of every lost task."""
    with asking(Curious()):
        job = suspended(world)
        answer(world, job)
        world.services.queue.delete_task(job.job_id, 2)
        world.clock.move(timedelta(seconds=31))
        assert sweep.sweep(world.services)[Repair.REDISPATCHED] == 1
        world.deliver(job.job_id, 3)
    assert world.result(job.job_id) == {"answer": "40 %"}


def _twice(job: JobContext) -> None:
    job.step("missing", lambda: "x")
    job.ask("missing", Figures, prompt="p", until=DAY)


@pytest.mark.parametrize(
    "mistake",
    [
        lambda job: job.ask("Missing!", Figures, prompt="p", until=DAY),
        lambda job: job.ask("missing", Other, prompt="p", until=DAY),
        lambda job: job.ask("missing", Figures, prompt=" ", until=DAY),
        lambda job: job.ask("missing", Figures, prompt="p", until=DAY, context="x" * 20_000),
        lambda job: job.ask("missing", Figures, prompt="p", until=DAY, context={1}),
        lambda job: job.step("a", lambda: job.ask("b", Figures, prompt="p", until=DAY)),
        _twice,
    ],
    ids=["name", "form", "prompt", "long context", "no JSON", "inside a step", "taken name"],
)
def test_a_question_that_no_answer_could_reach_is_a_mistake(world: World, mistake: object) -> None:
    """The job has failed for good, and the log says why."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        mistake(job)  # type: ignore[operator]
        raise AssertionError("it went on")

    with asking(handler):
        job = world.submit(word="x")
        world.deliver(job.job_id, 1)
    failed = world.job_document(job.job_id)
    assert (failed.status, failed.error and failed.error.code) == (
        JobStatus.FAILED,
        ErrorCode.INTERNAL,
    )


@pytest.mark.parametrize(
    ("limit", "forms"),
    [(None, (Figures,)), (DAY, (Figures, type("Figures", (Record,), {})))],
    ids=["no whole limit", "two of one name"],
)
def test_a_type_that_asks_is_bounded_and_names_its_forms(
    limit: timedelta | None, forms: tuple[type[Record], ...]
) -> None:
    """As soon as it is declared."""
    with (
        pytest.raises(ValueError, match="form"),
        declared(Curious(), whole_limit=limit, forms=forms),
    ):
        pass
