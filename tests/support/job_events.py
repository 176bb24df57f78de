"""Real messages of the topic of job events, and the tables and views that they end in."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.bigquery.tables import FOLDER
from shared.core.job import Job
from shared.core.job_event import describe, describe_start
from shared.core.job_status import JobStatus
from shared.core.usage import Usage

ANALYTICS = FOLDER / "analytics"
#: In the order in which they build on each other.
VIEWS = (
    *("job_ends", "job_starts"),
    *("jobs_a_day", "failures_by_code", "times_by_type", "cost_by_type"),
)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def columns() -> list[dict[str, Any]]:
    """Return the table's columns."""
    found: list[dict[str, Any]] = json.loads((ANALYTICS / "job_events.json").read_bytes())
    return found


def view_sql(name: str, dataset: str) -> str:
    """Return a view's query, as Terraform makes it for a dataset."""
    return (ANALYTICS / f"{name}.sql").read_text().replace("${dataset}", dataset)


def job_of(number: int, status: JobStatus, type_: str = "example") -> Job:
    """Return a job that waited `number` seconds and ran twice as long, or still runs."""
    return Job.model_validate(
        {
            "jobId": f"u{number}:{type_}:1763900000000:0123456789abcdef",
            "type": type_,
            "status": status,
            "createdAt": NOW,
            "updatedAt": NOW,
            "startedAt": NOW + timedelta(seconds=number),
            "waitSeconds": number,
            "runSeconds": 2 * number,
            "finishedAt": NOW + timedelta(seconds=3 * number),
            "expireAt": NOW + timedelta(days=1),
            "attempt": 1,
            "maxAttempts": 3,
            "usage": Usage(
                model="gemini-3.8-flash",
                input_tokens=10,
                cached_tokens=4,
                output_tokens=3,
                thinking_tokens=2,
                cost_usd=0.25 * number,
            ),
            **(
                {"error": {"code": "internal", "message": "It failed.", "retriable": True}}
                if status is JobStatus.FAILED
                else {}
            ),
        }
    )


def end_of(number: int, status: JobStatus, *, type_: str = "example") -> dict[str, Any]:
    """Return the real message of a job's end."""
    return describe(job_of(number, status, type_), "worker-1").to_json()


def start_of(number: int, *, type_: str = "example") -> dict[str, Any]:
    """Return the real message of the start of a job's attempt."""
    return describe_start(job_of(number, JobStatus.RUNNING, type_), "worker-1").to_json()


def some_messages() -> list[dict[str, Any]]:
    """Return the messages of five jobs that have ended and one that runs; two of them twice."""
    ends = [end_of(number, JobStatus.SUCCEEDED) for number in (1, 2, 3)]
    ends += [end_of(4, JobStatus.FAILED), end_of(5, JobStatus.CANCELLED, type_="other")]
    starts = [start_of(number) for number in (1, 2, 3, 4)]
    starts += [start_of(5, type_="other"), start_of(6, type_="other")]
    return [*starts, *ends, starts[0], ends[0]]


def rows() -> list[dict[str, Any]]:
    """Return the rows that Pub/Sub makes of these messages."""
    return [
        {**message, "message_id": str(position), "publish_time": NOW.isoformat()}
        for position, message in enumerate(some_messages())
    ]
