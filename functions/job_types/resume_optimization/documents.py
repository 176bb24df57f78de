"""Read the text of an uploaded résumé: PDF, Word or plain text.

What the file says it is does not count, its first bytes do. PDF and Word are parsed in a process
of their own, see `extraction`: bounded in time, memory and what they unpack to. Whatever cannot
be read is refused in words for the person who sent it, who can then send another file.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final, NamedTuple

from functions.job_types.resume_optimization import extraction
from functions.job_types.resume_optimization.extraction import MAX_ANSWER
from functions.job_types.resume_optimization.reading.characters import tidied
from functions.job_types.resume_optimization.reading.plain_text import decoded
from functions.job_types.resume_optimization.reading.plausibility import (
    DOUBTFUL,
    UNREADABLE,
    implausibility,
    share_holed,
    share_lost,
)
from functions.job_types.resume_optimization.reading.refusals import (
    MAX_CHARACTERS,
    MAX_PAGES,
    Refusal,
)
from shared.core.errors import PermanentJobError, RetriableJobError
from shared.core.files import MediaType, UploadedFile

#: Waiting for the parser, on a machine that is busy with other attempts: what it computes is
#: bounded by the system, so a longer wait is never the file's doing.
_TIMEOUT_SECONDS = 60.0
_PROGRAM = Path(extraction.__file__)
#: Whose text is taken first, and where that cannot be right, whose else.
_READERS: Final = {MediaType.PDF: ("pdfium", "pypdf"), MediaType.WORD: ("word",)}
#: Of a text's characters, so many may stand on pages that cannot be read; no more.
_MOST_UNREADABLE: Final = 0.4

_PDF_START = b"%PDF-"
#: Readers look for the start of a PDF in so many bytes, and so do we.
_PDF_START_WITHIN = 1024
_ZIP_START = b"PK\x03\x04"
#: Word until 2003, and Word with a password: both are an OLE container.
_OLE_START = bytes.fromhex("d0cf11e0a1b11ae1")

_WORDS: Final = {
    Refusal.BROKEN: "This file is broken and cannot be read. Save it anew and send that.",
    Refusal.EMPTY: "There is no text in this file.",
    Refusal.ENCRYPTED: "This file is protected by a password. Send one without.",
    Refusal.GIBBERISH: "We could not read this file's letters; paste the text.",
    Refusal.PICTURES: "There is no text in this document: it holds pictures. Send one whose text"
    " can be selected, or paste the text.",
    Refusal.SCANNED: "There is no text in this PDF: it looks like a scan. Send one whose text can"
    " be selected, or paste the text.",
    Refusal.TOO_COMPLEX: "This file is too complex to be read. Save it anew in a simpler form.",
    Refusal.TOO_LONG: f"This file has more than {MAX_CHARACTERS:,} characters of text.",
    Refusal.TOO_MANY_PAGES: f"This file has more than {MAX_PAGES} pages.",
}
_IS_NOT: Final = {
    MediaType.PDF: "This file is not a PDF, whatever its name says.",
    MediaType.WORD: "This file is not a Word document (.docx), whatever its name says.",
    MediaType.TEXT: "This file is not a plain text, whatever its name says.",
}
_OLD_WORD = (
    "This is a Word document of an old form, or one with a password. Save it as .docx without one."
)
#: Our machine stops: the file is not to blame. That it was killed may well be the file's doing.
_STOPPED = frozenset({-signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP})
#: So many files are parsed at once, at 220 MB each: the worker has a gibibyte for all its jobs.
AT_ONCE: Final = 2
_TURN = BoundedSemaphore(AT_ONCE)
#: As long as all of a worker's jobs may take one after the other, and rarely do.
_TURN_SECONDS = 240.0


def read_text(file: UploadedFile) -> str:
    """Return the text of a file, 1 to 60,000 characters: lines as they stand, items as `- …`.

    Raises:
        PermanentJobError: If there is no text to be had from it; says why.
        RetriableJobError: If the machine stopped meanwhile, or has too many files to read.
    """
    if not file.content.strip():
        raise PermanentJobError(_WORDS[Refusal.EMPTY])
    _refuse_other_kind(file)
    readers = _READERS.get(file.media_type)
    text = tidied(_best(readers, file.content) if readers else _plain(file.content))
    if not text:
        raise PermanentJobError(_WORDS[Refusal.EMPTY])
    if len(text) > MAX_CHARACTERS:
        raise PermanentJobError(_WORDS[Refusal.TOO_LONG])
    return text


def _refuse_other_kind(file: UploadedFile) -> None:
    """Refuse a file whose first bytes are another kind's than it was sent as."""
    kind, content = file.media_type, file.content
    if kind is MediaType.WORD and content.startswith(_OLE_START):
        raise PermanentJobError(_OLD_WORD)
    begins_like = {
        MediaType.PDF: _PDF_START in content[:_PDF_START_WITHIN],
        MediaType.WORD: content.startswith(_ZIP_START),
        MediaType.TEXT: not content.startswith((_PDF_START, _ZIP_START, _OLE_START)),
    }
    if not begins_like[kind]:
        raise PermanentJobError(_IS_NOT[kind])


class _Page(NamedTuple):
    """A page as a reader has it, and how implausible it is, as it came and as it would be kept."""

    text: str
    doubt: float


def _best(readers: Sequence[str], content: bytes) -> str:
    """Return a document's text, each page by the reader who reads it best."""
    first, *others = readers
    pages = _judged(_extracted(first, content))
    for other in others:
        if any(page.doubt >= DOUBTFUL for page in pages):
            pages = _better(pages, _other_opinion(other, content))
    _refuse_gibberish(pages)
    return "\n\n".join(page.text for page in pages)


def _judged(texts: Sequence[str]) -> list[_Page]:
    return [
        _Page(text, max(share_lost(text), share_holed(text), implausibility(tidied(text))))
        for text in texts
    ]


def _better(pages: list[_Page], second: Sequence[str]) -> list[_Page]:
    if len(second) != len(pages):
        return pages
    return [
        min(page, _against(page, other), key=lambda each: each.doubt)
        if page.doubt >= DOUBTFUL
        else page
        for page, other in zip(pages, second, strict=True)
    ]


def _against(page: _Page, other: str) -> _Page:
    """Judge another reader's page, also by what it has in the gaps of the first one's."""
    (judged,) = _judged([other])
    return judged._replace(doubt=max(judged.doubt, share_holed(page.text, other)))


def _other_opinion(reader: str, content: bytes) -> list[str]:
    """Return another reader's pages, or none where it refuses the file."""
    try:
        return _extracted(reader, content)
    except PermanentJobError:
        return []


def _refuse_gibberish(pages: Sequence[_Page]) -> None:
    wrong = sum(len(page.text) for page in pages if page.doubt >= UNREADABLE)
    if wrong > _MOST_UNREADABLE * sum(len(page.text) for page in pages):
        raise PermanentJobError(_WORDS[Refusal.GIBBERISH])


def _extracted(reader: str, content: bytes) -> list[str]:
    """Have the text taken out by a process that knows no secret of ours, page by page."""
    if not _TURN.acquire(timeout=_TURN_SECONDS):
        raise RetriableJobError("There are too many files to read now.")
    try:
        answer = _answer_of_parser(reader, content)
    finally:
        _TURN.release()
    if answer is None:
        raise PermanentJobError(_WORDS[Refusal.TOO_COMPLEX])
    if "refusal" in answer:
        raise PermanentJobError(_WORDS[Refusal(str(answer["refusal"]))])
    return [str(page) for page in answer["pages"]]


def _answer_of_parser(reader: str, content: bytes) -> Any:  # noqa: ANN401 -- JSON
    """Run the parser; None if the file was the death of it.

    It answers into a file, whose size the system bounds: a pipe would be read to its end, however
    far that is.
    """
    # Where Python's packages are, and nothing else: neither keys nor addresses.
    path = os.pathsep.join(filter(None, sys.path))
    environment = {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
    with tempfile.TemporaryFile() as answer:
        try:
            done = subprocess.run(  # noqa: S603 -- our own program; the file goes to its input
                [sys.executable, "-P", "-B", str(_PROGRAM), reader],
                input=content,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                check=False,
                cwd="/",
                env=environment,
                timeout=_TIMEOUT_SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise RetriableJobError("The machine is too busy to read the file now.") from None
        if done.returncode in _STOPPED:
            raise RetriableJobError
        answer.seek(0)
        return json.loads(answer.read(MAX_ANSWER)) if done.returncode == 0 else None


def _plain(content: bytes) -> str:
    text = decoded(content)
    if text is None:
        raise PermanentJobError(_IS_NOT[MediaType.TEXT])
    if len(text) <= MAX_CHARACTERS and implausibility(text) >= UNREADABLE:
        raise PermanentJobError(_WORDS[Refusal.GIBBERISH])
    return text
