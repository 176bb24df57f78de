"""Keep a result small enough to be stored. Pure."""

import json

from shared.core.records import Record

#: What a result may take as JSON, in characters; the worker refuses 900,000 and more.
MOST_CHARACTERS = 860_000


class SizeBudget:
    """How much more a result can hold."""

    def __init__(self, left: int = MOST_CHARACTERS) -> None:
        self._left = left

    def takes(self, record: Record) -> bool:
        """Say whether there is room for a record, and count it if there is."""
        size = len(json.dumps(record.to_json())) + 1
        if size > self._left:
            return False
        self._left -= size
        return True
