"""One change of a job as the writes of a commit: its document, and what goes with it below it.

Every change of a job that exists is written here, by itself or in a commit with others: what it
costs and what its history gains cannot be forgotten by one of them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.core import budget, ids, kept_files
from shared.core.budget import Spending
from shared.core.job import Job
from shared.core.job_calls import CallLine, to_kept
from shared.core.job_history import EndedAttempt, ended_attempt
from shared.core.stored_value import JsonText
from shared.firestore.client import FirestoreClient
from shared.firestore.documents import ATTEMPTS, CALL_LOG, FILE, HISTORY_LENGTH, JobChange
from shared.firestore.snapshots import data_document, data_path
from shared.firestore.writes import DELETED, Increment, Writes


class JobChanges(FirestoreClient):
    """Adds changes of jobs to a commit."""

    def _put_change(
        self,
        writes: Writes,
        change: JobChange,
        data: Mapping[str, JsonText] | None = None,
        calls: Sequence[CallLine] = (),
    ) -> None:
        """Add what differs between a job as stored and as it shall be, and documents below it.

        The commit is carried out only if the job document is still as it was stored.
        """
        old, job = change.before.job, change.after
        job_document = self._job_document(job.job_id)
        writes.update(job_document, _difference(old, job), change.before.update_time)
        for name, text in (data or {}).items():
            writes.set(data_path(job_document, name), data_document(job, text))
        if calls:
            kept = {"value": to_kept(job.attempt, calls), "expireAt": job.expire_at}
            writes.merge(data_path(job_document, CALL_LOG), kept)
        retention = self._settings.file_retention
        if (until := kept_files.new_expiry(old, job, retention)) is not None:
            writes.merge(data_path(job_document, FILE), {"expireAt": until})
        if (ended := ended_attempt(old, job)) is not None:
            writes.merge(data_path(job_document, ATTEMPTS), _history(job, ended))
        if (spent := budget.newly_spent(old, job, job.updated_at)) is not None:
            self._add_spending(writes, job, spent)

    def _add_spending(self, writes: Writes, job: Job, spent: Spending) -> None:
        """Raise what a job's owner has spent; the job's precondition keeps it from counting twice.

        By an increment and with no precondition of its own, so that jobs of one owner that end at
        the same moment do not get in each other's way.
        """
        spending = self._spending(ids.parse_job_id(job.job_id).uid, job.updated_at)
        added = spent.to_document() | {"costUsd": Increment(spent.cost_usd)}
        writes.merge(spending, added)
        if self._settings.project_daily_budget_usd:
            shard = budget.shard_of(job.job_id)
            writes.merge(self._project_spending(job.updated_at, shard), added)


def _history(job: Job, ended: EndedAttempt) -> dict[str, Any]:
    """Return what to merge into a job's history: one more line, and the oldest one gone."""
    lines: dict[str, Any] = {str(ended.attempt): ended.to_document()}
    if ended.attempt > HISTORY_LENGTH:
        lines[str(ended.attempt - HISTORY_LENGTH)] = DELETED
    return {"value": lines, "expireAt": job.expire_at}


def _difference(old: Job, new: Job) -> dict[str, Any]:
    """Return the fields to update so that the old job becomes the new one, and no others."""
    before, after = old.to_document(), new.to_document()
    changed = {name: value for name, value in after.items() if before.get(name) != value}
    # Always there: Firestore refuses an update of nothing, and a clock may stand still.
    changed["updatedAt"] = after["updatedAt"]
    removed = dict.fromkeys(before.keys() - after.keys(), DELETED)
    return changed | removed
