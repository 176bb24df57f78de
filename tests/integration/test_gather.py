"""Jobs that make others, and go on when those have ended."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from google.cloud import firestore

from functions.requests import cancel, erase, resubmit, submit
from functions.worker import sweep
from functions.worker.deliver import DeliveryOutcome
from functions.worker.sweep import Repair
from shared.core import errors
from shared.core.errors import ErrorCode
from shared.core.files import MediaType, UploadedFile
from shared.core.gather import GATHER_CHECK, Failures, PartOfAnotherJobError
from shared.core.job import Job
from shared.core.job_status import CheckFor, JobStatus, Slot
from shared.core.retry import RetryPolicy
from shared.firestore.compare_and_set import TRIES
from shared.firestore.documents import VersionedBucket
from shared.firestore.job_store import JobStore
from shared.handler.children import Child, ChildEnd
from shared.handler.job_context import JobContext
from shared.settings import Settings
from tests.support.database import database_of, job_reference
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.rpc_count import counted_calls
from tests.support.web import answer_of, caller
from tests.support.world import OWNER, World

if TYPE_CHECKING:
    from pydantic import JsonValue

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
ONCE = RetryPolicy(max_attempts=1, base=timedelta(seconds=10), jitter=0)
PART = "test-part"
#: More than a write is tried that only one other process may come before.
RIVALS = TRIES + 4


@dataclass(kw_only=True)
class Parts:
    """The parent's handler and its children's, and what they have done."""

    words: tuple[str, ...] = ("a", "b")
    failures: Failures = "stop"
    #: The parts that fail, for as long as they are here.
    bad: set[str] = field(default_factory=set)
    began: list[str] = field(default_factory=list)
    ends: tuple[ChildEnd, ...] = ()

    def gather(self, request: WordRequest, job: JobContext) -> WordResult:
        """Answer with what the parts have answered."""
        job.progress(40, "begun")
        children = [Child(PART, {"word": word}) for word in self.words]
        self.ends = job.gather("parts", children, failures=self.failures)
        return WordResult(answer=" ".join(self._told(end) for end in self.ends))

    def _told(self, end: ChildEnd) -> str:
        return end.result(WordResult).answer if end.status is JobStatus.SUCCEEDED else "-"

    def part(self, request: WordRequest, job: JobContext) -> WordResult:
        """Answer with the word, or fail."""
        self.began.append(request.word)
        if request.word in self.bad:
            raise errors.PermanentJobError("This part is bad.")
        return WordResult(answer=request.word.upper())


@contextmanager
def gathering(parts: Parts, limit: timedelta = 5 * DAY) -> Iterator[None]:
    """Have a type whose jobs gather, and that of the parts."""
    with ExitStack() as stack:
        stack.enter_context(declared(parts.part, name=PART, retry=ONCE))
        stack.enter_context(declared(parts.gather, retry=ONCE, whole_limit=limit, children=(PART,)))
        yield


def suspended(world: World) -> tuple[Job, tuple[str, ...]]:
    """Submit a job and deliver its task once; return it as it waits, and its children's ids."""
    job = world.submit(word="x")
    assert world.deliver(job.job_id, 1) is DeliveryOutcome.SETTLED
    job = world.job_document(job.job_id)
    assert job.gather is not None
    return job, job.gather.children


def test_a_job_that_gathers_holds_nothing(world: World) -> None:
    """No slot, no lease, no task; its children are there, each with a task of its own."""
    with gathering(Parts()):
        job, children = suspended(world)
    assert (job.status, job.slot, job.lease_id) == (JobStatus.SUSPENDED, Slot.NONE, None)
    assert (job.check_at, job.check_for) == (world.clock() + GATHER_CHECK, CheckFor.CHILDREN)
    assert job.has_children
    for child_id in children:
        child = world.job_document(child_id)
        assert (child.status, child.parent_id, child.type) == (JobStatus.QUEUED, job.job_id, PART)
        assert child.expire_at == job.expire_at
        assert child.deadline is not None
        assert job.deadline is not None
        assert child.deadline < job.deadline
        assert [task.dispatch for task in world.enqueued(child_id)] == [1]
    assert [task.dispatch for task in world.enqueued(job.job_id)] == [1]


def test_the_last_end_wakes_it(world: World) -> None:
    """Not the first; and it goes on with its progress and what its children have made."""
    with gathering(parts := Parts()):
        job, (one, other) = suspended(world)
        world.deliver(other, 1)
        assert world.job_document(job.job_id).status is JobStatus.SUSPENDED
        world.deliver(one, 1)
        woken = world.job_document(job.job_id)
        assert (woken.status, woken.gather, woken.dispatch) == (JobStatus.QUEUED, None, 2)
        assert woken.progress.percent == 40
        world.deliver(job.job_id, 2)
    assert world.result(job.job_id) == {"answer": "A B"}
    assert parts.began == ["b", "a"]


def test_waiting_costs_what_was_said(world: World) -> None:
    """One commit to begin, with a read of the bucket; a task a child; an end reads two things."""
    with gathering(Parts()):
        job = world.submit(word="x")
        with counted_calls(world.services) as begun:
            world.deliver(job.job_id, 1)
        one, other = world.job_document(job.job_id).gather.children  # type: ignore[union-attr]
        with counted_calls(world.services) as first:
            world.deliver(one, 1)
        with counted_calls(world.services) as last:
            world.deliver(other, 1)
    # Read, claim, progress; the bucket, the one commit.
    assert begun == {"batch_get_documents": 2, "commit": 3, "create_task": 2}
    # Read, claim, end; the parent, and its children; and no reminder any more.
    assert first == {"batch_get_documents": 3, "commit": 3}
    # The same; and the parent is queued, with its task.
    assert last == {"batch_get_documents": 3, "commit": 4, "create_task": 1}


def test_one_that_fails_ends_the_wait(world: World) -> None:
    """At once; the job fails with its words, and what has not ended is cancelled."""
    with gathering(Parts(bad={"a"})):
        job, (one, other) = suspended(world)
        world.deliver(one, 1)
        world.deliver(job.job_id, 2)
        ended = world.job_document(job.job_id)
    assert (ended.status, ended.attempt) == (JobStatus.FAILED, 2)
    assert ended.error is not None
    assert ended.error.code is ErrorCode.FAILED_PRECONDITION
    assert ended.error.message == "A part of the job has failed: This part is bad."
    assert world.job_document(other).status is JobStatus.CANCELLED


def test_one_that_fails_may_be_kept(world: World) -> None:
    """The wait goes on to the last end, and the handler gets all, in their order."""
    with gathering(parts := Parts(failures="keep", bad={"a"})):
        job, (one, other) = suspended(world)
        world.deliver(one, 1)
        assert world.job_document(job.job_id).status is JobStatus.SUSPENDED
        cancel.cancel_job(world.services, OWNER, other)
        world.deliver(job.job_id, 2)
    assert world.result(job.job_id) == {"answer": "- -"}
    assert [end.status for end in parts.ends] == [JobStatus.FAILED, JobStatus.CANCELLED]
    assert [end.error and end.error.message for end in parts.ends] == ["This part is bad.", None]


def test_a_retry_makes_anew_only_what_has_not_succeeded(world: World) -> None:
    """What has succeeded is kept, and its result is read."""
    with gathering(parts := Parts(bad={"b"})):
        job, (one, other) = suspended(world)
        for child in (one, other):
            world.deliver(child, 1)
        world.deliver(job.job_id, 2)
        parts.bad.clear()
        resubmit.resubmit_job(world.services, OWNER, job.job_id)
        world.deliver(job.job_id, 3)
        again = world.job_document(job.job_id).gather
        assert again is not None
        assert again.children[0] == one
        assert again.children[1] != other
        world.deliver(again.children[1], 1)
        world.deliver(job.job_id, 4)
    assert world.result(job.job_id) == {"answer": "A B"}
    assert parts.began == ["a", "b", "b"]


def test_parts_are_kept_as_long_as_a_job_that_is_retried_late(world: World) -> None:
    """Firestore's TTL would take what the next run reads, with the day of the first one."""
    with gathering(Parts(bad={"b"})):
        job, (one, other) = suspended(world)
        for child in (one, other):
            world.deliver(child, 1)
        world.deliver(job.job_id, 2)
        world.clock.move(job.expire_at - world.clock() - timedelta(hours=1))
        before = world.job_document(other).expire_at
        again = resubmit.resubmit_job(world.services, OWNER, job.job_id)
    assert world.job_document(one).expire_at == again.expire_at > job.expire_at
    assert world.job_document(other).expire_at == before
    kept = job_reference(world.services, one).collection("data").stream()
    assert {each.get("expireAt") for each in kept} == {again.expire_at}


def test_a_retry_afresh_makes_all_anew(world: World) -> None:
    """The owner wants nothing of before."""
    with gathering(Parts(bad={"b"})):
        job, children = suspended(world)
        for child in children:
            world.deliver(child, 1)
        world.deliver(job.job_id, 2)
        resubmit.resubmit_job(world.services, OWNER, job.job_id, keep_steps=False)
        world.deliver(job.job_id, 3)
        again = world.job_document(job.job_id).gather
    assert again is not None
    assert not {*again.children} & {*children}


def test_a_child_is_neither_retried_nor_erased_alone(world: World) -> None:
    """It goes as the job goes that has made it."""
    with gathering(Parts(failures="keep", bad={"a"})):
        _, (one, _) = suspended(world)
        world.deliver(one, 1)
        with pytest.raises(PartOfAnotherJobError):
            resubmit.resubmit_job(world.services, OWNER, one)
        with pytest.raises(PartOfAnotherJobError):
            erase.erase_job(world.services, OWNER, one)
    assert world.job_document(one).status is JobStatus.FAILED


def test_an_operator_is_told_that_a_part_is_not_retried(world: World) -> None:
    """By a reason of its own: nothing has changed meanwhile."""
    with gathering(Parts(failures="keep", bad={"a"})):
        _, (one, _) = suspended(world)
        world.deliver(one, 1)
        operator = caller(world.services, "operator-1", operator=True)
        answer = answer_of(operator.post("/api/operator/retry", {"jobIds": [one]}))
    assert answer == {"done": 0, "refused": [{"reason": "part", "count": 1}]}


def test_the_parts_of_a_job_are_listed(world: World) -> None:
    """For its owner alone, also when it has ended; and only they."""
    with gathering(Parts()):
        other = world.submit(word="y")
        job, children = suspended(world)
        cancel.cancel_job(world.services, OWNER, job.job_id)
        listed = answer_of(caller(world.services).get(f"/api/jobs?parent={job.job_id}"))
        strangers = caller(world.services, uid="owner-2").get(f"/api/jobs?parent={job.job_id}")
    assert {each["jobId"] for each in listed["jobs"]} == {*children}
    assert other.job_id not in children
    assert answer_of(strangers)["jobs"] == []


def test_a_cancel_goes_down(world: World) -> None:
    """To what is queued at once, and to what runs by its attempt; the job waits for none."""
    with gathering(Parts()):
        job, (one, other) = suspended(world)
        stored = world.services.store.read(one)
        assert stored is not None
        running = stored.job.claimed(world.clock(), world.services.settings.lease, "other")
        world.services.store.write(stored, running)
        cancel.cancel_job(world.services, OWNER, job.job_id)
    assert world.job_document(job.job_id).status is JobStatus.CANCELLED
    assert world.job_document(other).status is JobStatus.CANCELLED
    assert world.job_document(one).cancel_requested


def test_an_erasure_goes_down(world: World) -> None:
    """Not before all have stopped; then nothing is left of any."""
    with gathering(Parts()):
        job, (one, other) = suspended(world)
        stored = world.services.store.read(one)
        assert stored is not None
        running = stored.job.claimed(world.clock(), world.services.settings.lease, "other")
        world.services.store.write(stored, running)
        cancel.cancel_job(world.services, OWNER, job.job_id)
        with pytest.raises(errors.FailedPreconditionError, match="has not stopped"):
            erase.erase_job(world.services, OWNER, job.job_id)
        world.clock.move(timedelta(minutes=2))
        sweep.sweep(world.services)
        erase.erase_job(world.services, OWNER, job.job_id)
    assert [world.services.store.read(gone) for gone in (job.job_id, one, other)] == [None] * 3


def test_no_part_is_overlooked_that_only_a_newer_revision_can_read(world: World) -> None:
    """It would be there for ever, with its file: its parent is gone, and it goes with that one."""
    with gathering(Parts()):
        job, (one, other) = suspended(world)
        newer = job_reference(world.services, one)
        newer.update({"status": "levitating"})
        cancel.cancel_job(world.services, OWNER, job.job_id)
        with pytest.raises(errors.UnavailableError):
            erase.erase_job(world.services, OWNER, job.job_id)
        newer.update({"status": "failed"})
        erase.erase_job(world.services, OWNER, job.job_id)
    assert [world.services.store.read(gone) for gone in (job.job_id, one, other)] == [None] * 3


def test_what_can_be_cancelled_is_and_the_rest_is_done_later(world: World) -> None:
    """A part under way that only a newer revision can read keeps the end's reminder."""
    with gathering(Parts()):
        job, (one, other) = suspended(world)
        newer = job_reference(world.services, one)
        newer.update({"attempt": "many"})
        cancel.cancel_job(world.services, OWNER, job.job_id)
        assert world.job_document(other).status is JobStatus.CANCELLED
        assert world.job_document(job.job_id).check_for is CheckFor.PUBLISH
        newer.update({"attempt": 0})
        world.clock.move(timedelta(minutes=40))
        sweep.sweep(world.services)
    assert world.job_document(one).status is JobStatus.CANCELLED
    assert world.job_document(job.job_id).check_for is None


def test_a_part_of_a_job_that_is_gone_can_be_erased(world: World) -> None:
    """TTL takes a parent and its parts in any order."""
    with gathering(Parts(failures="keep", bad={"a"})):
        job, (one, _) = suspended(world)
        world.deliver(one, 1)
        job_reference(world.services, job.job_id).delete()
        erase.erase_job(world.services, OWNER, one)
    assert world.services.store.read(one) is None


def test_erasing_a_user_erases_all(world: World) -> None:
    """In whatever order; no end of a child meets trouble where its parent is gone."""
    with gathering(Parts()):
        job, children = suspended(world)
        assert erase.erase_user(world.services, OWNER).is_complete
        for child in children:
            assert world.deliver(child, 1) is DeliveryOutcome.NO_SUCH_JOB
    assert world.services.store.read(job.job_id) is None


class ContendedStore(JobStore):
    """A store whose owner submits elsewhere, so often, just after their bucket was read."""

    rivals = RIVALS

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.settings = settings

    def read_bucket(self, uid: str) -> VersionedBucket:
        """Read it, and have it changed by another process."""
        found = super().read_bucket(uid)
        if self.rivals:
            self.rivals -= 1
            where = database_of(self.settings).document("rateLimits", uid)
            where.update({"grants": firestore.Increment(1)})
        return found


def test_parts_are_made_however_much_their_owner_submits_meanwhile(world: World) -> None:
    """They are stored with as many tries as a submission, and pauses between them."""
    store, paused = ContendedStore(world.services.settings), list[float]()
    with gathering(Parts()):
        job = world.submit(word="x")
        contended = world.with_services(store=store, sleep=paused.append)
        assert contended.deliver(job.job_id, 1) is DeliveryOutcome.SETTLED
    assert world.job_document(job.job_id).status is JobStatus.SUSPENDED
    assert (len(paused), store.rivals) == (RIVALS, 0)


@pytest.mark.parametrize("count", [2, 3])
def test_one_slot_for_as_many_parents(world: World, count: int) -> None:
    """Parents hold none while they wait, so their children run, one after the other."""
    settings = world.services.settings.model_copy(update={"running_per_user": 1})
    world = world.with_services(settings=settings)
    with gathering(Parts()):
        jobs = [world.submit(word=str(number)) for number in range(count)]
        for _ in range(60):
            unfinished = [
                stored.job
                for stored in world.services.store.all_jobs(OWNER.uid, 100)
                if not stored.job.status.is_terminal
            ]
            held = [job for job in unfinished if job.slot is Slot.HELD]
            assert len(held) <= 1
            due = [job for job in unfinished if job.status is JobStatus.QUEUED]
            if not due:
                break
            for job in held or due[:1]:
                world.deliver(job.job_id, job.dispatch)
        for job in jobs:
            assert world.result(job.job_id) == {"answer": "A B"}


def test_children_are_counted_and_never_refused(world: World) -> None:
    """Their owner has used up what may come in a minute, and they are in debt for it."""
    settings = world.services.settings.model_copy(
        update={"submit_burst": 1, "submit_per_minute": 1, "unfinished_per_user": 1}
    )
    world = world.with_services(settings=settings)
    with gathering(Parts()):
        job, children = suspended(world)
        bucket = world.services.store.read_bucket(OWNER.uid).bucket
        assert bucket is not None
        assert bucket.tokens == -2
        assert {*bucket.unfinished} == {job.job_id, *children}
        with pytest.raises(errors.ResourceExhaustedError):
            world.submit(word="other")


def test_a_sweep_wakes_what_was_not_woken(world: World) -> None:
    """The process that ended the last one may have died twice."""
    with gathering(Parts()):
        job, children = suspended(world)
        for child in children:
            stored = world.services.store.read(child)
            assert stored is not None
            world.services.store.write(stored, stored.job.cancelled(world.clock()))
        world.clock.move(GATHER_CHECK)
        assert sweep.sweep(world.services)[Repair.GATHERED] == 1
    assert world.job_document(job.job_id).status is JobStatus.QUEUED


def test_a_sweep_lets_wait_what_has_to(world: World) -> None:
    """And looks again as late as before."""
    with gathering(Parts()):
        job, children = suspended(world)
        for child in children:
            stored = world.services.store.read(child)
            assert stored is not None
            later = stored.job.check_postponed(world.clock(), world.clock() + DAY)
            world.services.store.write(stored, later)
        world.clock.move(GATHER_CHECK)
        assert sweep.sweep(world.services) == {Repair.WAITING: 1}
    waiting = world.job_document(job.job_id)
    assert waiting.status is JobStatus.SUSPENDED
    assert waiting.check_at == world.clock() + GATHER_CHECK


def test_no_wait_outlasts_the_jobs_time(world: World) -> None:
    """A sweep after its deadline has it go on, to its end; its children go with it."""
    with gathering(Parts(), limit=HOUR):
        job, children = suspended(world)
        for child in children:
            stored = world.services.store.read(child)
            assert stored is not None
            later = stored.job.check_postponed(world.clock(), world.clock() + DAY)
            world.services.store.write(stored, later)
        world.clock.move(HOUR + SECOND)
        assert sweep.sweep(world.services) == {Repair.GATHERED: 1}
        world.deliver(job.job_id, 2)
    ended = world.job_document(job.job_id)
    assert ended.error is not None
    assert (ended.status, ended.error.code) == (JobStatus.FAILED, ErrorCode.DEADLINE_EXCEEDED)
    assert {world.job_document(child).status for child in children} == {JobStatus.CANCELLED}


def test_a_task_that_comes_again_looks_once_more(world: World) -> None:
    """That of the attempt which has suspended the job: it may have died before it looked."""
    with gathering(Parts()):
        job, children = suspended(world)
        for child in children:
            stored = world.services.store.read(child)
            assert stored is not None
            world.services.store.write(stored, stored.job.cancelled(world.clock()))
        assert world.deliver(job.job_id, 1) is DeliveryOutcome.SUSPENDED
    assert world.job_document(job.job_id).status is JobStatus.QUEUED


def test_a_child_has_the_parents_file_if_it_is_given_it(world: World) -> None:
    """Copied in the same commit; one that is not given it has none."""
    content = b"a file of its owner's"
    seen: list[bytes | None] = []

    def part(request: WordRequest, job: JobContext) -> WordResult:
        seen.append(None if job.file is None else job.file.content)
        return WordResult(answer=request.word)

    def parent(request: WordRequest, job: JobContext) -> WordResult:
        children = [Child(PART, {"word": "a"}, with_file=True), Child(PART, {"word": "b"})]
        job.gather("parts", children)
        return WordResult(answer="done")

    file = UploadedFile(name="a.txt", media_type=MediaType.TEXT, content=content)
    with (
        declared(part, name=PART, accepts_file=True),
        declared(parent, whole_limit=DAY, children=(PART,), accepts_file=True),
    ):
        body: dict[str, JsonValue] = {"type": "test-word", "word": "x"}
        job = submit.submit_job(world.services, OWNER, body, file=file).job
        world.deliver(job.job_id, 1)
        gather = world.job_document(job.job_id).gather
        assert gather is not None
        for child in gather.children:
            world.deliver(child, 1)
        world.deliver(job.job_id, 2)
    assert seen == [content, None]
    assert world.result(job.job_id) == {"answer": "done"}


def refused(world: World, caplog: pytest.LogCaptureFixture, *children: Child) -> str:
    """Run a job that gathers these; return what its author reads in the log."""

    def parent(request: WordRequest, job: JobContext) -> WordResult:
        job.gather("parts", children)
        raise AssertionError("it was gathered")

    parts = Parts()
    with (
        declared(parts.part, name=PART),
        declared(parent, retry=RetryPolicy(max_attempts=3), whole_limit=DAY, children=(PART,)),
    ):
        job = world.submit(word="x")
        world.deliver(job.job_id, 1)
    ended = world.job_document(job.job_id)
    assert ended.error is not None
    assert (ended.status, ended.error.code) == (JobStatus.FAILED, ErrorCode.INTERNAL)
    assert len(world.services.store.all_jobs(OWNER.uid, 10)) == 1
    return caplog.text


GOOD = Child(PART, {"word": "a"})


@pytest.mark.parametrize(
    ("children", "said"),
    [
        ((), "gathers 0 jobs: it may be 1 to 10"),
        ((GOOD,) * 11, "gathers 11 jobs: it may be 1 to 10"),
        ((Child("test-word", {"word": "a"}),), "'test-word', which is not among its type's"),
        ((GOOD, Child("other", {})), "'other', which is not among its type's children"),
        ((GOOD, Child(PART, {"word": 4, "more": "secret"})), "input is wrong in more, word"),
        ((Child(PART, {"word": "a"}, with_file=True),), "with its own file, and has none"),
    ],
)
def test_what_cannot_be_gathered_is_refused_for_good(
    world: World, caplog: pytest.LogCaptureFixture, children: tuple[Child, ...], said: str
) -> None:
    """At the call, with a sentence for the author; nothing of it is stored, no value is logged."""
    text = refused(world, caplog, *children)
    assert said in text
    assert "secret" not in text


def test_too_much_for_one_commit_is_refused_for_good(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before Firestore would refuse it, however often it was tried."""
    monkeypatch.setattr("functions.worker.births.MAX_GIVEN", 20)
    with gathering(Parts(words=("a" * 20,))):
        job = world.submit(word="x")
        world.deliver(job.job_id, 1)
    ended = world.job_document(job.job_id)
    assert ended.error is not None
    assert ended.error.message == "The job is too large to be done in parts."


def test_a_child_gathers_nothing(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Not even where its type has been declared otherwise since it was made."""
    with gathering(Parts()):
        job = world.submit(word="x")
        stored = world.services.store.read(job.job_id)
        assert stored is not None
        other = world.submit(word="other").job_id
        part = stored.job.model_copy(update={"parent_id": other})
        world.services.store.write(stored, part)
        world.deliver(job.job_id, 1)
    assert world.job_document(job.job_id).status is JobStatus.FAILED
    assert "a job gathers others and is a part itself" in caplog.text
