"""Read the text of an uploaded résumé: PDF, Word or plain text.

What the file says it is does not count, its first bytes do. PDF and Word are parsed in a process
of their own, see `extraction`: bounded in time, memory and what they unpack to. Whatever cannot
be read is refused in words for the person who sent it, who can then send another file.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from functions.job_types.resume_optimization import extraction
from functions.job_types.resume_optimization.ats import LIGATURES
from functions.job_types.resume_optimization.extraction import (
    MAX_ANSWER,
    MAX_CHARACTERS,
    MAX_PAGES,
    Refusal,
)
from shared.core.errors import PermanentJobError, RetriableJobError
from shared.core.files import MediaType, UploadedFile

#: Waiting for the parser, on a machine that is busy with other attempts.
_TIMEOUT_SECONDS = 30.0
_PROGRAM = Path(extraction.__file__)
_PARSERS = {MediaType.PDF: "pdf", MediaType.WORD: "word"}

_PDF_START = b"%PDF-"
#: Readers look for the start of a PDF in so many bytes, and so do we.
_PDF_START_WITHIN = 1024
_ZIP_START = b"PK\x03\x04"
#: Word until 2003, and Word with a password: both are an OLE container.
_OLE_START = bytes.fromhex("d0cf11e0a1b11ae1")
_OTHER_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")

_WORDS: Final = {
    Refusal.BROKEN: "This file is broken and cannot be read. Save it anew and send that.",
    Refusal.EMPTY: "There is no text in this file.",
    Refusal.ENCRYPTED: "This file is protected by a password. Send one without.",
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

#: How programs draw the point before a list's item, fonts for symbols among them.
_BULLET = re.compile(
    r"^[ \t]*[•●▪■◦○‣\u2043∙·➢➤✓✔\uf0b7\uf0a7\uf0d8\uf076\uf0fc](?:[ \t]*\n)?[ \t]*", re.MULTILINE
)
_LIGATURES = str.maketrans(LIGATURES)
_SPACES = " \t\u00a0"
_EMPTY_LINES = re.compile(r"\n{3,}")


def read_text(file: UploadedFile) -> str:
    """Return the text of a file, 1 to 60,000 characters: lines as they stand, items as `- …`.

    Raises:
        PermanentJobError: If there is no text to be had from it; says why.
        RetriableJobError: If the machine stopped meanwhile, or has too many files to read.
    """
    if not file.content.strip():
        raise PermanentJobError(_WORDS[Refusal.EMPTY])
    _refuse_other_kind(file)
    parser = _PARSERS.get(file.media_type)
    text = _tidied(_extracted(parser, file.content) if parser else _decoded(file.content))
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


def _extracted(kind: str, content: bytes) -> str:
    """Have the text taken out by a process that knows no secret of ours."""
    if not _TURN.acquire(timeout=_TURN_SECONDS):
        raise RetriableJobError("There are too many files to read now.")
    try:
        answer = _answer_of_parser(kind, content)
    finally:
        _TURN.release()
    if answer is None:
        raise PermanentJobError(_WORDS[Refusal.TOO_COMPLEX])
    if "refusal" in answer:
        raise PermanentJobError(_WORDS[Refusal(answer["refusal"])])
    return str(answer["text"])


def _answer_of_parser(kind: str, content: bytes) -> dict[str, str] | None:
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
                [sys.executable, "-P", "-B", str(_PROGRAM), kind],
                input=content,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                check=False,
                cwd="/",
                env=environment,
                timeout=_TIMEOUT_SECONDS,
            )
        except subprocess.TimeoutExpired:
            return None
        if done.returncode in _STOPPED:
            raise RetriableJobError
        answer.seek(0)
        return json.loads(answer.read(MAX_ANSWER)) if done.returncode == 0 else None


def _decoded(content: bytes) -> str:
    """Read a text in UTF-8, in UTF-16 that says so, or as Windows wrote it in the West."""
    is_wide = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _OTHER_CONTROLS.search(text):
            break
        return text
    raise PermanentJobError(_IS_NOT[MediaType.TEXT])


def _tidied(text: str) -> str:
    """Return a text with one kind of line end and list item, and nothing that cannot be kept."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    lines = "\n".join(whole.replace("\f", "\n\n").splitlines())
    seen = _OTHER_CONTROLS.sub("", lines).translate(_LIGATURES)
    bulleted = _BULLET.sub("- ", seen)
    trimmed = "\n".join(line.rstrip(_SPACES) for line in bulleted.split("\n"))
    return _EMPTY_LINES.sub("\n\n", trimmed).strip()
