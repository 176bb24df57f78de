"""The file that may come with a request. Pure: nothing here looks inside it."""

from enum import StrEnum

from pydantic import ConfigDict, Field

from shared.core.records import StoredRecord


class MediaType(StrEnum):
    """What kind of file may come with a request."""

    PDF = "application/pdf"
    WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    TEXT = "text/plain"


class UploadedFile(StoredRecord):
    """A file that came with a request. Name and content are its owner's: neither is ever logged."""

    model_config = ConfigDict(hide_input_in_errors=True)

    #: As its owner's machine calls it, without folders.
    name: str = Field(repr=False)
    #: What it was sent as; only the handler looks inside.
    media_type: MediaType
    content: bytes = Field(repr=False)
