"""Keep in Firestore what there is one document of, for all users."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, TypeVar

from shared.core.records import Record
from shared.core.suggestions import Suggestions
from shared.core.type_pause import TypeControls
from shared.core.usual_times import UsualTimes
from shared.firestore.client import FirestoreClient
from shared.firestore.snapshots import record_of, update_time_of

RecordT = TypeVar("RecordT", bound=Record)


@dataclass(frozen=True, kw_only=True)
class SingleDocument(Generic[RecordT]):
    """A document that there is one of."""

    #: Where it lies.
    path: str
    form: type[RecordT]


@dataclass(frozen=True, kw_only=True)
class VersionedRecord(Generic[RecordT]):
    """Such a document as it is in Firestore; nothing, if there is none yet."""

    record: RecordT | None
    update_time: datetime | None


#: The names that a form may suggest.
SUGGESTIONS: Final = SingleDocument(path="suggestions/names", form=Suggestions)
#: How long jobs took lately.
USUAL_TIMES: Final = SingleDocument(path="usualTimes/types", form=UsualTimes)
#: Which job types are paused.
TYPE_CONTROLS: Final = SingleDocument(path="control/types", form=TypeControls)


class SingleDocuments(FirestoreClient):
    """Reads and writes those documents."""

    def read_single(self, single: SingleDocument[RecordT]) -> VersionedRecord[RecordT]:
        """Read a document, in one call.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        found = self._read_all([single.path]).get(single.path)
        return VersionedRecord(
            record=record_of(found, single.form), update_time=update_time_of(found)
        )

    def write_single(
        self, single: SingleDocument[RecordT], before: VersionedRecord[RecordT], after: RecordT
    ) -> None:
        """Write a document, if it still is as it was read.

        Raises:
            errors.WriteConflictError: If another process has written it; nothing was written.
            errors.UnavailableError: If Firestore cannot be reached.
        """
        writes = self._connection.commit()
        self._put(writes, single.path, after, before.update_time)
        self._commit(writes)
