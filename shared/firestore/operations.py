"""What operators ask of all users' jobs, and what is kept of what they did."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.operator_action import OperatorAction
from shared.firestore.client import FirestoreClient
from shared.firestore.queries import Query

#: A time of a job that is written once a run. One that every write moves has no index: Firestore
#: bounds writes to an index on a field that rises with time at 500 a second.
Moment = Literal["createdAt", "finishedAt"]


#: Where operators' actions lie.
_ACTIONS = "operatorActions"


@dataclass(frozen=True, kw_only=True)
class DataMark:
    """That a document below a job document is there."""

    name: str
    written_at: datetime


class Operations(FirestoreClient):
    """Queries over everybody's jobs, and the operators' actions."""

    def latest(self, moment: Moment, since: datetime, limit: int) -> list[Job]:
        """Return the jobs of all users that were submitted, or ended, since then; the latest first.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        query = self._everybodys_jobs().where(moment, ">=", since)
        query = query.order_by(moment, descending=True).limit(limit)
        return [stored.job for stored in self._get(query)]

    def oldest_queued(self, limit: int) -> list[Job]:
        """Return the queued jobs of all users, those submitted first.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        query = self._everybodys_jobs().where("status", "==", JobStatus.QUEUED)
        query = query.order_by("createdAt").limit(limit)
        return [stored.job for stored in self._get(query)]

    def data_marks(self, job_id: str) -> list[DataMark]:
        """Return which documents lie below a job document, the oldest first, without their content.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        below = Query(parent=self._job_document(job_id), collection="data").select("expireAt")
        marks = [
            DataMark(name=snapshot.id, written_at=snapshot.update_time)
            for snapshot in self._find(below)
        ]
        return sorted(marks, key=lambda mark: mark.written_at)

    def put_action(self, name: str, action: OperatorAction) -> None:
        """Write what an operator does, or has done, under that name.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        writes = self._connection.commit()
        writes.set(f"{_ACTIONS}/{name}", action.to_document())
        self._commit(writes)

    def list_actions(self, limit: int, before: datetime | None = None) -> list[OperatorAction]:
        """Return what operators did, the latest first.

        Args:
            limit: So many at the most.
            before: Only what was done earlier than this.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        query = Query(collection=_ACTIONS).order_by("at", descending=True)
        if before is not None:
            query = query.where("at", "<", before)
        return [
            OperatorAction.model_validate(snapshot.fields)
            for snapshot in self._find(query.limit(limit))
        ]
