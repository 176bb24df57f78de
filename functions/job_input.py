"""What a job was given: its request, and the file that came with it.

Both lie below the job document; they are read together with it, in one call, and a
file is asked for only where there can be one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from functions.job_types import all_job_types
from shared.core import ids
from shared.core.files import UploadedFile
from shared.firestore import documents


@dataclass(frozen=True, kw_only=True)
class JobInput:
    """What a handler works on."""

    #: The type's own fields, as they were accepted.
    request: JsonValue
    #: What came with them.
    file: UploadedFile | None = None


def documents_of(job_id: str) -> tuple[str, ...]:
    """Name the documents below a job document that hold what its job was given.

    Raises:
        errors.InvalidArgumentError: If it is not a job id.
    """
    job_type = all_job_types().get(ids.parse_job_id(job_id).type)
    has_file = job_type is not None and job_type.accepts_file
    return (documents.INPUT, documents.FILE) if has_file else (documents.INPUT,)


def input_in(data: Mapping[str, JsonValue]) -> JobInput:
    """Take what a job was given from the documents below its job document."""
    return JobInput(request=data.get(documents.INPUT), file=file_in(data))


def file_in(data: Mapping[str, JsonValue]) -> UploadedFile | None:
    """Take the file from the documents below a job document; None if none came."""
    value = data.get(documents.FILE)
    return None if value is None else UploadedFile.model_validate(value)
