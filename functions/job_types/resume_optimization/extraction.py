"""Take the text out of a PDF or a Word document: a program of its own, `documents` starts it.

A file from anywhere is opened in a process that has little to lose: no secrets in its environment,
no process to start, no file to write but its answer, little memory and little time. What a parser
says to stderr is dropped. Its death is the file's fault.

What an ordinary process cannot be kept from, it can: read the files that the worker can, and open
connections. Both would want another user, or a namespace, which Cloud Run gives to none. So the
parsers are pure Python, lxml, and pdfium as Chrome has it, without its engine for scripts: none
runs what a file holds.

    python extraction.py pdfium|pypdf|word  < file  > {"pages": [...]} or {"refusal": ...}
"""

import json
import logging
import sys
from pathlib import Path
from types import ModuleType
from typing import Final

#: Of this process: seconds of computing, bytes of memory and of its answer. A résumé takes 0.3 s
#: and 80 MB.
_CPU_SECONDS = 6
_MEMORY = 220_000_000
MAX_ANSWER: Final = 1_000_000
#: The room of the readers, and the rooms around it.
_ROOM: Final = "functions.job_types.resume_optimization"


def _limit_this_process() -> None:
    """Bound what a file can make the parser take; where the system cannot, time is bounded."""
    import resource

    for kind, limit, hard_limit in (
        # Ended by a signal that says why; at its hard limit it would be killed without a word.
        (resource.RLIMIT_CPU, _CPU_SECONDS, _CPU_SECONDS + 5),
        (resource.RLIMIT_AS, _MEMORY, _MEMORY),
        (resource.RLIMIT_FSIZE, MAX_ANSWER, MAX_ANSWER),
        (resource.RLIMIT_NPROC, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        try:
            resource.setrlimit(kind, (limit, hard_limit))
        except (OSError, ValueError):
            continue


def _enter_rooms() -> None:
    """Make the readers importable without what their rooms import at first: the whole engine.

    It would take four times the memory and the time that a reader takes itself.
    """
    folder = Path(__file__).parent
    parts = _ROOM.split(".")
    for depth in range(len(parts), 0, -1):
        room = ModuleType(".".join(parts[:depth]))
        room.__path__ = [str(folder)]
        sys.modules[room.__name__] = room
        folder = folder.parent


def _answer(reader: str, content: bytes) -> dict[str, object]:
    from functions.job_types.resume_optimization.reading.refusals import Refusal, RefusedError

    try:
        return {"pages": _pages(reader, content)}
    except RefusedError as refused:
        return {"refusal": refused.refusal}
    except (MemoryError, RecursionError):
        return {"refusal": Refusal.TOO_COMPLEX}
    except Exception:  # noqa: BLE001 -- the edge: a broken file may make a parser raise anything
        return {"refusal": Refusal.BROKEN}


def _pages(reader: str, content: bytes) -> list[str]:
    if reader == "word":
        from functions.job_types.resume_optimization.reading import word_lines

        return word_lines.text_of_pages(content)
    if reader == "pypdf":
        from functions.job_types.resume_optimization.reading import pypdf_pages

        return pypdf_pages.text_of_pages(content)
    from functions.job_types.resume_optimization.reading import pdfium_pages

    return pdfium_pages.text_of_pages(content)


if __name__ == "__main__":
    # What is dropped need not be written first: 800 bytes made 47 MB of warnings.
    logging.disable()
    _limit_this_process()
    _enter_rooms()
    json.dump(_answer(sys.argv[1], sys.stdin.buffer.read()), sys.stdout)
