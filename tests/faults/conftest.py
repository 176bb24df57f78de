"""The fault suite uses the fixtures that it offers to others."""

from tests.faults.plugin import (
    prove_job_type,
    published,
    stage,
    stages,
    still_queue,
    still_tasks,
)

__all__ = ["prove_job_type", "published", "stage", "stages", "still_queue", "still_tasks"]
