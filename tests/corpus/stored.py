"""Stored documents as JSON: how a file of the corpus holds what Firestore has types for."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
_TIME, _BYTES = "$time", "$bytes"


@dataclass(frozen=True, kw_only=True)
class StoredDocument:
    """A document of Firestore."""

    path: str
    fields: Mapping[str, Any]

    def to_text(self) -> str:
        """Return it as a file of the corpus holds it."""
        content = {"path": self.path, "fields": to_json(self.fields)}
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def read(text: str) -> StoredDocument:
    """Return the document that a file of the corpus holds."""
    content = json.loads(text)
    return StoredDocument(path=content["path"], fields=from_json(content["fields"]))


def to_json(value: Any) -> Any:  # noqa: ANN401 -- whatever Firestore has a type for
    """Return a stored value as JSON, with a marker where JSON has no such type."""
    match value:
        case datetime():
            return {_TIME: value.isoformat()}
        case bytes():
            return {_BYTES: base64.b64encode(value).decode()}
        case dict():
            return {name: to_json(each) for name, each in value.items()}
        case list() | tuple():
            return [to_json(each) for each in value]
        case _:
            return value


def from_json(value: Any) -> Any:  # noqa: ANN401 -- same
    """Return what `to_json` was given; Firestore gives lists back for tuples, and plain texts."""
    match value:
        case {"$time": text}:
            return datetime.fromisoformat(text)
        case {"$bytes": text}:
            return base64.b64decode(text)
        case dict():
            return {name: from_json(each) for name, each in value.items()}
        case list():
            return [from_json(each) for each in value]
        case _:
            return value


def folders() -> list[Path]:
    """Return the corpus' folders, the oldest first."""
    return sorted(path for path in FOLDER.glob("????-??-??*") if path.is_dir())
