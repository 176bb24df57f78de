"""What earlier revisions have stored is read by today's code; see tests/corpus/README.md."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from shared.core.budget import Spending
from shared.core.files import UploadedFile
from shared.core.idempotency import IdempotencyKey, LatestJob, SubmittedRequest
from shared.core.job import Job
from shared.core.job_calls import AttemptCalls, read_calls, to_kept
from shared.core.job_document import JobDocument
from shared.core.job_history import EndedAttempt, ended_attempts
from shared.core.job_status import CheckFor, JobStatus, Slot
from shared.core.rate_limit import TokenBucket
from shared.core.records import StoredRecord
from shared.core.schedule import Schedule
from shared.core.stored_value import to_text
from shared.core.type_pause import TypeControls
from shared.firestore.snapshots import Snapshot, record_of, value_in, versioned
from shared.push.device import Device
from tests.corpus import stored, write
from tests.corpus.stored import StoredDocument

_ADD = "The form of stored documents has changed: add a folder, `python -m tests.corpus.write`."
_DATA = re.compile(
    r"users/[^/]+/jobs/[^/]+/data/(input|file|result|attempts|calls|(?:step|ask)-.+)"
)
_RECORDS: Mapping[str, type[StoredRecord]] = {
    r"rateLimits/[^/]+": TokenBucket,
    r"users/[^/]+/spending/[\d-]{10}": Spending,
    r"users/[^/]+/submittedRequests/\w+": SubmittedRequest,
    r"users/[^/]+/idempotencyKeys/\w+": IdempotencyKey,
    r"users/[^/]+/latestJobs/\w+": LatestJob,
    r"users/[^/]+/schedules/\w+": Schedule,
    r"users/[^/]+/devices/\w+": Device,
    r"control/types": TypeControls,
}


def files() -> list[Path]:
    """Return every file of the corpus."""
    return [file for folder in stored.folders() for file in sorted(folder.glob("*.json"))]


def newest() -> Mapping[str, StoredDocument]:
    """Return the documents of the newest folder by the names of their files."""
    folder = stored.folders()[-1]
    return {file.stem: stored.read(file.read_text()) for file in folder.glob("*.json")}


def snapshot(document: StoredDocument) -> Snapshot:
    """Return a document as the store reads it."""
    when = datetime(2026, 11, 30, tzinfo=UTC)
    return Snapshot(path=document.path, fields=dict(document.fields), update_time=when)


def written_again(document: StoredDocument) -> Mapping[str, Any]:
    """Read a document as the code does, and return what it would store of that."""
    found = snapshot(document)
    if data := _DATA.fullmatch(document.path):
        return {"expireAt": document.fields["expireAt"], **_data_again(data[1], found)}
    for pattern, record in _RECORDS.items():
        if re.fullmatch(pattern, document.path):
            read = record_of(found, record)
            assert read is not None
            return read.to_document()
    return versioned(found).job.to_document()


def _data_again(name: str, found: Snapshot) -> Mapping[str, Any]:
    value = value_in(found)
    match name:
        case "file":
            return {"value": UploadedFile.model_validate(value).to_document()}
        case "attempts":
            lines = {str(line.attempt): line.to_document() for line in ended_attempts(value)}
            return {"value": lines}
        case "calls":
            kept = [to_kept(each.attempt, each.lines) for each in read_calls(value)]
            return {"value": {place: one for each in kept for place, one in each.items()}}
        case _:
            return {"json": to_text(value)}


def lost(before: object, after: object, where: str = "") -> Iterator[str]:
    """Return what was stored before, and is no more or is something else."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name, value in before.items():
            if name in after:
                yield from lost(value, after[name], f"{where}.{name}")
            else:
                yield f"{where}.{name}"
    elif before != after:
        yield f"{where}: {before!r} is {after!r}"


@pytest.mark.parametrize("file", files(), ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_reading_and_writing_again_loses_nothing(file: Path) -> None:
    """Each field is there again, with its value; a newer form may have more of them."""
    document = stored.read(file.read_text())
    assert (
        list(lost(document.fields, stored.from_json(stored.to_json(written_again(document))))) == []
    )


def test_a_loss_is_noticed() -> None:
    """The check above can fail: for a field that is gone, and for a value that is another."""
    assert list(lost({"a": {"b": 1}, "c": 2}, {"a": {}, "c": 3})) == [".a.b", ".c: 2 is 3"]


def test_the_newest_folder_has_the_form_of_today() -> None:
    """What the code would write today is what the newest folder holds."""
    today = {name: stored.read(each.to_text()) for name, each in write.stored_documents().items()}
    assert today == newest(), _ADD


@pytest.mark.parametrize("values", [JobStatus, Slot, CheckFor])
def test_the_newest_folder_has_every_state(values: type[StrEnum]) -> None:
    """A status, a slot or a reminder that is new is in the corpus, too."""
    jobs = [Job.model_validate(each.fields) for name, each in newest().items() if "job-" in name]
    seen = {value for job in jobs for value in (job.status, job.slot, job.check_for)}
    assert set(values) - seen == set(), _ADD


@pytest.mark.parametrize(
    "record", [JobDocument, EndedAttempt, AttemptCalls, UploadedFile, *_RECORDS.values()]
)
def test_the_newest_folder_has_every_field(record: type[StoredRecord]) -> None:
    """A field that is new is in one of the documents, and what it holds as well."""
    seen = {name for each in newest().values() for name in names_in(each.fields)}
    assert set(names_of(record)) - seen == set(), _ADD


def names_in(fields: object) -> Iterator[str]:
    """Return the names of all fields, at any depth."""
    if isinstance(fields, dict):
        for name, value in fields.items():
            yield name
            yield from names_in(value)
    elif isinstance(fields, list):
        for value in fields:
            yield from names_in(value)


def names_of(record: type[StoredRecord]) -> Iterator[str]:
    """Return the names that a record's fields are stored under, and those of records in it."""
    for field in record.model_fields.values():
        yield str(field.alias)
        for part in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, StoredRecord):
                yield from names_of(part)
