"""Keep in Firestore the one document of the names that a form may suggest."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from shared.core.suggestions import Suggestions
from shared.firestore.client import FirestoreClient, record_of, update_time_of

if TYPE_CHECKING:
    from google.cloud import firestore


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
        reference = self._suggestions()
        found = self._read_all([reference]).get(reference.path)
        return VersionedSuggestions(
            suggestions=record_of(found, Suggestions), update_time=update_time_of(found)
        )

    def write_suggestions(self, before: VersionedSuggestions, after: Suggestions) -> None:
        """Write the document, if it still is as it was read.

        Raises:
            errors.WriteConflictError: If another process has written it; nothing was written.
            errors.UnavailableError: If Firestore cannot be reached.
        """
        batch = self._client.batch()
        self._put(batch, self._suggestions(), after, before.update_time)
        self._commit(batch)

    def _suggestions(self) -> "firestore.DocumentReference":
        return self._client.collection("suggestions").document("names")
