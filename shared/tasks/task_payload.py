"""What a task of the jobs' queue carries: the queue's client writes it, the worker reads it."""

import json

from shared.core.records import Record


class TaskPayload(Record):
    """Which dispatch of which job a task is for; nothing else is known of a job in the queue."""

    job_id: str
    dispatch: int

    def encode(self) -> bytes:
        """Return the body of the task's HTTP request."""
        return json.dumps(self.to_json()).encode()
