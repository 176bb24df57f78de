"""Jobs that make others, and go on when those have ended."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from functions.worker.deliver import DeliveryOutcome
from shared.core import errors
from shared.core.gather import GATHER_CHECK, Failures
from shared.core.job import Job
from shared.core.job_status import CheckFor, JobStatus, Slot
from shared.core.retry import RetryPolicy
from shared.handler.children import Child, ChildEnd
from shared.handler.job_context import JobContext
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.world import World

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
ONCE = RetryPolicy(max_attempts=1, base=timedelta(seconds=10), jitter=0)
PART = "test-part"


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
