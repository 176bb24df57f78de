"""Documents that a type of job makes of its results: what is asked, and what comes of it. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from shared.core.records import Record, as_integer

#: A result has fewer changes than this: it has no room for more.
MOST_CHANGES = 2_000
#: Characters that a user may write in the place of one change.
LONGEST_TEXT = 2_000


class DocumentFormat(StrEnum):
    """What a document is written as."""

    WORD = "docx"
    PDF = "pdf"


#: What each is sent as.
MEDIA_TYPES = {
    DocumentFormat.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    DocumentFormat.PDF: "application/pdf",
}


class AcceptedChange(Record):
    """A change of the result that the document shall have."""

    number: Annotated[int, Field(strict=True, ge=1), BeforeValidator(as_integer)] = Field(
        description="Which: counted from 1, in the order in which the result lists them."
    )
    text: str | None = Field(
        default=None,
        min_length=1,
        max_length=LONGEST_TEXT,
        description="Words of your own in the place of those that were suggested.",
    )


class DocumentRequest(Record):
    """The body that asks for a document."""

    format: DocumentFormat
    changes: Annotated[
        tuple[AcceptedChange, ...],
        Field(
            max_length=MOST_CHANGES,
            description="What was accepted; what is not named here is not in the document.",
        ),
    ] = ()


@dataclass(frozen=True, kw_only=True)
class Document:
    """A file that was made of a result."""

    #: Plain ASCII: it stands in a header.
    file_name: str
    media_type: str
    content: bytes
