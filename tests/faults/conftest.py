"""The fault suite uses the fixtures that it offers to others, and the sample data."""

from tests.faults.plugin import (
    prove_job_type,
    published,
    stage,
    stages,
    still_queue,
    still_tasks,
)
from tests.support.sample_data import sample_data, warehouse

__all__ = [
    "prove_job_type",
    "published",
    "sample_data",
    "stage",
    "stages",
    "still_queue",
    "still_tasks",
    "warehouse",
]
