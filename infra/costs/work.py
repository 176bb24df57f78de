"""What one job makes the platform do, counted from the code as it is. Pure.

The counts are those of `tests/integration/test_costs.py`, which fails when one is no longer true.
"""

from dataclasses import dataclass

#: Documents that a submission reads: the rate, today's spending, the idempotency key.
SUBMIT_READS = 3
#: Those it writes: the rate, the key, the job, its input.
SUBMIT_WRITES = 4
#: An attempt reads the job, its input, and whether its type is paused.
RUN_READS = 3
#: It writes the job at its claim; at its end the job, the result, and the record of the attempt.
RUN_WRITES = 4
#: A kept step is a document and a change of the job; each progress is a change of the job.
STEP_WRITES = 2
#: TTL deletes the key, the job, and of its data the input, the result and the attempts.
DELETES = 5
#: How often the job document changes but for progress and steps: made, claimed, ended.
CHANGES = 3
#: Bytes of a job's documents without input and result, indexes included: about twice 2 KB.
RECORD_BYTES = 4_000
#: Bytes that a listener gets for a change: the whole job document.
CHANGE_BYTES = 1_500
#: Cloud Tasks: a task is created and dispatched.
TASK_OPERATIONS = 2
#: Start and end.
EVENTS = 2
#: HTTP requests: submit, the dispatch, and the page's read of the result.
REQUESTS = 3
#: A line of the log has some 600 bytes; a job writes accept, claim, settle, end and four requests'.
LOG_BYTES = 8 * 600

#: Alert conditions of Terraform; each is looked at once a minute, and returns one series.
ALERTS = 15


@dataclass(frozen=True, kw_only=True)
class Job:
    """What kind of job it is."""

    #: Seconds that it runs; nearly all of them it waits for a model or a query.
    seconds: float = 20
    progress_writes: int = 8
    steps: int = 2
    #: Pages that listen while it runs.
    listeners: int = 1
    #: Bytes of its input and its result.
    value_bytes: int = 20_000
    input_tokens: int = 4_000
    output_tokens: int = 3_000
    bytes_queried: int = 30 << 20

    @property
    def changes(self) -> int:
        """How often its document changes: each change is a read for each page that listens."""
        return CHANGES + self.progress_writes + self.steps

    @property
    def reads(self) -> int:
        """Documents that are read, by us and by the pages; a page reads the result once."""
        return SUBMIT_READS + RUN_READS + self.listeners * (self.changes + 1)

    @property
    def writes(self) -> int:
        """Documents that are written."""
        return SUBMIT_WRITES + RUN_WRITES + self.progress_writes + STEP_WRITES * self.steps

    @property
    def deletes(self) -> int:
        """Documents that TTL deletes; it has no free quota."""
        return DELETES + self.steps

    @property
    def stored_bytes(self) -> int:
        """Bytes that are kept for the time of the retention."""
        return RECORD_BYTES + self.value_bytes

    @property
    def egress_bytes(self) -> int:
        """Bytes that leave for the pages that listen."""
        return self.listeners * (self.changes * CHANGE_BYTES + self.value_bytes)
