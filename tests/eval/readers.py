"""Which reader of PDFs reads best: `.venv/bin/python -m tests.eval.readers`.

Each kind of file of `tests.support.pdf_kinds` is read by each library; its words are held against
those that a person sees. What is shown is the share of both that agrees (F1), and the time.
"""

import io
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

from rich.console import Console
from rich.table import Table

from functions.job_types.resume_optimization.documents import read_text
from shared.core.errors import PermanentJobError
from shared.core.files import MediaType, UploadedFile
from tests.support.pdf_kinds import KINDS, agreement


def _by_pypdf(content: bytes) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def _by_pdfium(content: bytes) -> str:
    from pypdfium2 import PdfDocument

    return "\n".join(page.get_textpage().get_text_range() for page in PdfDocument(content))


def _by_pdfminer(content: bytes) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(io.BytesIO(content))


def _by_us(content: bytes) -> str:
    return read_text(UploadedFile(name="x.pdf", media_type=MediaType.PDF, content=content))


READERS: Final[Mapping[str, Callable[[bytes], str]]] = {
    "pypdf": _by_pypdf,
    "pdfium": _by_pdfium,
    "pdfminer.six": _by_pdfminer,
    "ours": _by_us,
}


def judge(reader: Callable[[bytes], str], content: bytes) -> str:
    """Return what a reader makes of a file: a share, or that it refuses it."""
    try:
        return f"{agreement(reader(content)):.2f}"
    except PermanentJobError:
        return "refused"


def main() -> int:
    """Print the table."""
    table, spent = Table("kind", *READERS, box=None), Counter[str]()
    for kind, (make, _) in KINDS.items():
        content, row = make(), []
        for name, reader in READERS.items():
            began = time.process_time()
            row.append(judge(reader, content))
            spent[name] += round(1e6 * (time.process_time() - began))
        table.add_row(kind, *row)
    table.add_row("ms a file", *(f"{spent[name] / 1000 / len(KINDS):.0f}" for name in READERS))
    Console().print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
