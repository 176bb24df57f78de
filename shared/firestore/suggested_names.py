"""Keep in Firestore the one document of the names that a form may suggest."""

from dataclasses import dataclass
from datetime import datetime

from shared.core.suggestions import Suggestions
from shared.firestore.client import FirestoreClient
from shared.firestore.snapshots import record_of, update_time_of

#: Where it lies.
_DOCUMENT = "suggestions/names"


@dataclass(frozen=True, kw_only=True)
class VersionedSuggestions:
    """The document as it is in Firestore; nothing, if there is none yet."""

    suggestions: Suggestions | None
    update_time: datetime | None


class SuggestedNames(FirestoreClient):
    """Reads and writes that document."""

    def read_suggestions(self) -> VersionedSuggestions:
        """Read the document, in one call.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        found = self._read_all([_DOCUMENT]).get(_DOCUMENT)
        return VersionedSuggestions(
            suggestions=record_of(found, Suggestions), update_time=update_time_of(found)
        )

    def write_suggestions(self, before: VersionedSuggestions, after: Suggestions) -> None:
        """Write the document, if it still is as it was read.

        Raises:
            errors.WriteConflictError: If another process has written it; nothing was written.
            errors.UnavailableError: If Firestore cannot be reached.
        """
        writes = self._connection.commit()
        self._put(writes, _DOCUMENT, after, before.update_time)
        self._commit(writes)
