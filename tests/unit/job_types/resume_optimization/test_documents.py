"""Uploaded résumés: what their text is, and why there may be none. Real files, real parsers."""

import io
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from subprocess import DEVNULL
from threading import BoundedSemaphore

import docx
import pytest
from docx.document import Document

from functions.job_types.resume_optimization import documents, extraction
from functions.job_types.resume_optimization.documents import read_text
from functions.job_types.resume_optimization.reading import characters
from shared.core.errors import PermanentJobError, RetriableJobError
from shared.core.files import MediaType, UploadedFile
from tests.support.documents import (
    drawn,
    encrypted_pdf,
    packed_stream,
    pdf,
    pdf_objects,
    pdf_of,
    scanned_pdf,
    stream,
    with_member,
    zip_of,
)
from tests.support.waiting import PATIENCE

_WORD_NAMES = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RESUME = ("Ada Lovelace", "Experience", "• Wrote the first program", "• Taught (many) engines")


#: One grey point.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b"
    "550000000a49444154789c636800000082008177cd72b60000000049454e44ae"
    "426082"
)


def file_of(content: bytes, kind: MediaType = MediaType.PDF) -> UploadedFile:
    """Return an upload."""
    return UploadedFile(name="Ada.pdf", media_type=kind, content=content)


def word(fill: Callable[[Document], object]) -> bytes:
    """Return a Word document."""
    document = docx.Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def refusal_of(content: bytes, kind: MediaType = MediaType.PDF) -> str:
    """Return the words with which a file is refused."""
    with pytest.raises(PermanentJobError) as refusal:
        read_text(file_of(content, kind))
    return refusal.value.message


def test_a_pdfs_text_is_read_line_by_line() -> None:
    """Lines stay lines, bullets become hyphens, and pages follow each other."""
    assert read_text(file_of(pdf(RESUME, ["Page two"]))) == (
        "Ada Lovelace\nExperience\n- Wrote the first program\n- Taught (many) engines\n\nPage two"
    )


def test_a_bullet_on_a_line_of_its_own_is_put_before_its_text() -> None:
    """Some programs draw the point and the text apart."""
    assert read_text(file_of(pdf(["Skills", "•", "Python"]))) == "Skills\n- Python"


def test_a_pdf_that_opens_without_a_password_is_read() -> None:
    """Many are encrypted against changes only."""
    assert "Ada Lovelace" in read_text(file_of(encrypted_pdf(pdf(RESUME), "")))


def test_a_word_documents_text_is_read_in_order() -> None:
    """Headings have lines of their own, items a hyphen, and a table's row is one line."""

    def fill(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "ada@example.org"
        document.add_heading("Ada Lovelace", 0)
        document.add_paragraph("Mathematician")
        document.add_heading("Experience", 1)
        document.add_paragraph("Wrote the first program", style="List Bullet")
        document.add_paragraph("Taught engines", style="List Number")
        table = document.add_table(rows=2, cols=2)
        for row, texts in zip(table.rows, (("Skill", "Years"), ("Python", "3")), strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        document.add_paragraph("The end")

    assert read_text(file_of(word(fill), MediaType.WORD)) == (
        "ada@example.org\n\nAda Lovelace\nMathematician\n\nExperience\n- Wrote the first program\n"
        "- Taught engines\nSkill | Years\nPython | 3\nThe end"
    )


def test_a_table_that_makes_columns_is_read_column_by_column() -> None:
    """Its cells hold paragraphs: they are no row of figures. A table inside one comes once."""

    def fill(document: Document) -> None:
        left, right = document.add_table(rows=1, cols=2).rows[0].cells
        left.text = "Skills\nPython\nSQL"
        left.add_table(rows=1, cols=2).rows[0].cells[0].text = "inner"
        right.text = "Experience"
        right.add_paragraph("Engineer")

    assert read_text(file_of(word(fill), MediaType.WORD)).split() == (
        ["Skills", "Python", "SQL", "inner", "Experience", "Engineer"]
    )


def test_a_heading_left_of_its_text_has_a_line_of_its_own() -> None:
    """In a table with a heading a row, wrapped or not; a row of names above a grid stays one."""

    def fill(document: Document) -> None:
        rows = (("CAREER\nHISTORY", "Singer, Alder"), ("Skills", "Latin; Harmony"), ("Alder", "9"))
        for row in (*rows, ("", "")):
            table = document.add_table(rows=1, cols=2)
            for cell, text in zip(table.rows[0].cells, row, strict=True):
                cell.text = text
        grid = document.add_table(rows=2, cols=2)
        for cell, text in zip(grid.rows[0].cells, ("Skills", "Years"), strict=True):
            cell.text = text

    text = read_text(file_of(word(fill), MediaType.WORD))
    assert [line for line in text.split("\n") if line] == [
        *("CAREER HISTORY", "Singer, Alder", "Skills", "Latin; Harmony", "Alder | 9"),
        "Skills | Years",
    ]


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def with_body(inner: str, head: str = "") -> bytes:
    """Return a Word document whose body is this markup."""
    xml = f"<?xml version='1.0'?>{head}<w:document {W}><w:body>{inner}</w:body></w:document>"
    return with_member(word(lambda _: None), "word/document.xml", xml.encode())


def test_text_boxes_and_form_fields_are_read() -> None:
    """What a template puts into boxes and fields is text like any other; each comes once."""
    box = "<w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    inner = (
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>field</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>"
        f"<w:r><mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        "<w:del><w:r><w:delText>deleted</w:delText></w:r></w:del></w:p>"
    )
    assert read_text(file_of(with_body(inner), MediaType.WORD)) == "field\na\tb\nboxed"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_plain_text_is_read_as_it_stands(encoding: str) -> None:
    """In the encodings that people's editors write; a word about PDFs makes no PDF of it."""
    text = "Résumé\r\nknows %PDF-1.7\r\n\r\n\r\n\r\n• cafés  \r\n"
    expected = "Résumé\nknows %PDF-1.7\n\n- cafés"
    assert read_text(file_of(text.encode(encoding), MediaType.TEXT)) == expected


def test_what_cannot_be_kept_is_left_out() -> None:
    """Ligatures are letters, half a character is none, and nothing invisible is left."""
    assert characters.tidied("of\ufb01ce\x00\x1b \ud83d x\u2028y") == "office \ufffd x\ny"


ENDLESS_TREE = pdf_of(
    {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        3: b"<< /Type /Pages /Count 1 /Kids [2 0 R 3 0 R] >>",
    }
)
#: Each node has the next one twice: 2^40 pages.
EXPONENTIAL_TREE = pdf_of(
    {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    | {n: b"<< /Type /Pages /Kids [%d 0 R %d 0 R] >>" % (n + 1, n + 1) for n in range(2, 42)}
    | {42: b"<< /Type /Page /MediaBox [0 0 9 9] >>"}
)
HUGE_STREAM = pdf_of(pdf_objects(packed_stream(drawn(RESUME) + b" " * 400_000_000)))
#: A hundred streams that each unpack to what one may.
MANY_STREAMS = pdf_of(
    {
        **pdf_objects(b"[ %b ]" % (b"6 0 R " * 2000)),
        6: packed_stream(b"q Q " * 2_000_000),
    }
)
SLOW_PAGE = pdf_of(
    pdf_objects(packed_stream(b"BT /F1 1 Tf " + b"1 0 0 1 9 9 Tm (x) Tj " * 400_000))
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no text"),
        (b" \n ", "no text"),
        (pdf([]), "no text in this file"),
        (scanned_pdf(), "looks like a scan"),
        (encrypted_pdf(pdf(RESUME), "secret"), "password"),
        (pdf(RESUME)[:200], "broken"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, "broken"),
        (b"%PDF-1.4\n%%EOF", "broken"),
        (ENDLESS_TREE, "broken"),
        (EXPONENTIAL_TREE, "broken"),
        (HUGE_STREAM, "complex"),
        (MANY_STREAMS, "complex"),
        (SLOW_PAGE, "complex"),
        (pdf(*([f"Page {n}"] for n in range(51))), "more than 50 pages"),
        (pdf(*(["x" * 100] * 50 for _ in range(13))), "more than 60,000 characters"),
        (b"MZ\x90\x00" * 100, "not a PDF"),
        (b"<html>not a PDF</html>", "not a PDF"),
        (word(lambda d: d.add_paragraph("x")), "not a PDF"),
    ],
    ids=[
        "nothing",
        "blank",
        "no text",
        "scan",
        "password",
        "cut",
        "noise",
        "only a head",
        "endless tree",
        "2^40 pages",
        "huge stream",
        "many streams",
        "slow page",
        "51 pages",
        "too long",
        "program",
        "web page",
        "word",
    ],
)
def test_a_pdf_that_cannot_be_read_says_why(content: bytes, words: str) -> None:
    """Each is refused for good, in words for its owner, within the worker's time."""
    began = time.monotonic()
    assert words in refusal_of(content)
    assert time.monotonic() - began < documents._TIMEOUT_SECONDS + PATIENCE


def _declares(size: int) -> bytes:
    """Return a Word document of which one member says that it unpacks to more than it does."""
    content = bytearray(with_member(word(lambda _: None), "word/x.xml", b"x"))
    place = content.rindex(b"PK\x01\x02", 0, content.rindex(b"word/x.xml"))
    content[place + 24 : place + 28] = size.to_bytes(4, "little")
    return bytes(content)


XXE = '<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a0 "haha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
DOCX = word(lambda d: d.add_paragraph("x"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (word(lambda _: None), "no text"),
        (DOCX[:-100], "broken"),
        (DOCX.replace(b"word/document.xml", b"word/document.xyz"), "broken"),
        (zip_of({"hello.txt": b"hello"}), "broken"),
        (zip_of({"[Content_Types].xml": b"<"}), "broken"),
        (with_body("<w:p>"), "broken"),
        (with_member(DOCX, "word/x.xml", b"\x00" * 30_000_000), "complex"),
        (with_member(DOCX, "word/x.xml", b"\x00" * 15_000_000), "complex"),
        (_declares(0xFFFFFFFE), "complex"),
        (zip_of({f"{n}": b"" for n in range(3000)}), "complex"),
        (with_body("<w:tbl><w:tr><w:tc>" * 400 + "</w:tc></w:tr></w:tbl>" * 400), "broken"),
        (with_body("<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", LAUGHS), "broken"),
        (with_body("<w:p><w:r><w:t>&f;</w:t></w:r></w:p>", XXE), "no text"),
        (word(lambda d: d.add_paragraph("x" * 60_001)), "more than 60,000 characters"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600, "old form"),
        (pdf(RESUME), "not a Word document"),
        (b"PK", "not a Word document"),
    ],
    ids=[
        "nothing",
        "cut",
        "no document",
        "a zip",
        "no types",
        "bad xml",
        "bomb",
        "ratio",
        "lying",
        "3000 members",
        "deep",
        "laughs",
        "external entity",
        "too long",
        "old",
        "pdf",
        "stump",
    ],
)
def test_a_word_document_that_cannot_be_read_says_why(content: bytes, words: str) -> None:
    """Each is refused for good, in words for its owner; none is unpacked to see how large it is."""
    assert words in refusal_of(content, MediaType.WORD)


def test_an_entity_is_not_followed() -> None:
    """What lies on our disk comes into no text."""
    inner = "<w:p><w:r><w:t>before</w:t></w:r><w:r><w:t>&f;</w:t></w:r></w:p>"
    assert read_text(file_of(with_body(inner, XXE), MediaType.WORD)) == "before"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x00\x01\x02" * 50, "not a plain text"),
        (b"\xff\xfe\x00", "not a plain text"),
        (b"\x81\x8d\x8f", "not a plain text"),
        (pdf(RESUME), "not a plain text"),
        (DOCX, "not a plain text"),
        (b"x" * 60_001, "more than 60,000 characters"),
        (b"\xef\xbb\xbf\r\n", "no text"),
    ],
)
def test_what_is_no_plain_text_says_so(content: bytes, words: str) -> None:
    """Programs, pictures and documents are not shown as letters."""
    assert words in refusal_of(content, MediaType.TEXT)


def test_the_parser_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its process has no variable of ours in its environment."""
    seen: list[object] = []
    real = subprocess.run

    def run(command: list[str], **more: object) -> object:
        seen.append(more["env"])
        return real(command, **more)  # type: ignore[call-overload]

    monkeypatch.setenv("GEMINI_API_KEY", "made-up")
    monkeypatch.setattr(subprocess, "run", run)
    read_text(file_of(pdf(RESUME)))
    (environment,) = seen
    assert isinstance(environment, dict)
    assert set(environment) == {"PYTHONPATH", "PYTHONIOENCODING"}


def test_a_busy_machine_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the parser computes is bounded; that it waits longer is tried again."""
    monkeypatch.setattr(documents, "_TIMEOUT_SECONDS", 0.01)
    with pytest.raises(RetriableJobError):
        read_text(file_of(pdf(RESUME)))


def _without(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        return zip_of({each: whole.read(each) for each in whole.namelist() if name not in each})


def _pictures(*texts: str) -> bytes:
    def fill(document: Document) -> None:
        for text in texts:
            document.add_paragraph(text)
        document.add_picture(io.BytesIO(PNG))

    return word(fill)


def test_a_document_of_pictures_says_so() -> None:
    """It is not broken, and its text could be pasted."""
    assert "it holds pictures" in refusal_of(_pictures(), MediaType.WORD)


@pytest.mark.parametrize("part", ["media/", "docProps/core.xml"])
def test_a_document_that_names_a_lost_part_is_read(part: str) -> None:
    """A picture that could not be saved costs no text."""
    content = _without(_pictures("Ada Byron"), part)
    assert read_text(file_of(content, MediaType.WORD)) == "Ada Byron"


def test_a_parser_that_is_stopped_from_outside_is_no_fault_of_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The machine stops: the job is tried again."""
    killed = "import os, signal; os.kill(os.getpid(), signal.SIGTERM)"
    real = subprocess.run
    monkeypatch.setattr(
        subprocess, "run", lambda command, **more: real([command[0], "-c", killed], **more)
    )
    with pytest.raises(RetriableJobError):
        read_text(file_of(pdf(RESUME)))


def test_a_parser_that_was_killed_is_the_files_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that is short of memory kills what takes it: another try would end alike."""
    killed = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    real = subprocess.run
    monkeypatch.setattr(
        subprocess, "run", lambda command, **more: real([command[0], "-c", killed], **more)
    )
    assert "complex" in refusal_of(pdf(RESUME))


def test_two_files_are_parsed_at_once_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three took more memory than the worker has."""
    running: list[int] = []
    most: list[int] = []
    real = subprocess.run

    def run(*args: object, **more: object) -> object:
        running.append(1)
        most.append(len(running))
        try:
            return real(*args, **more)  # type: ignore[call-overload]
        finally:
            running.pop()

    monkeypatch.setattr(subprocess, "run", run)
    with ThreadPoolExecutor(6) as pool:
        texts = list(pool.map(lambda _: read_text(file_of(pdf(RESUME))), range(6)))
    assert len(set(texts)) == 1
    assert max(most) == documents.AT_ONCE


def test_a_worker_that_has_too_much_to_read_tries_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is not to blame that others are read."""
    monkeypatch.setattr(documents, "_TURN", BoundedSemaphore(1))
    monkeypatch.setattr(documents, "_TURN_SECONDS", 0.01)
    with documents._TURN, pytest.raises(RetriableJobError):
        read_text(file_of(pdf(RESUME)))


@pytest.mark.parametrize(
    "program",
    ["print('x' * 2_000_000)", "import os; os.fork()", "x = bytes(300_000_000)"],
    ids=["an endless answer", "another process", "much memory"],
)
def test_what_a_parser_may_not_do_ends_it(program: str) -> None:
    """Its limits hold whatever it does; a process of root's may fork, and ours is not root's."""
    if "fork" in program and os.geteuid() == 0:
        pytest.skip("root has no limit of processes")
    code = (
        f"import sys; sys.path.insert(0, {os.fspath(extraction.__file__)!r}.rpartition('/')[0]);"
        f"import extraction; extraction._limit_this_process()\n{program}"
    )
    with tempfile.TemporaryFile() as answer:
        done = subprocess.run(  # noqa: S603 -- a program of ours
            [sys.executable, "-c", code],
            check=False,
            timeout=PATIENCE,
            stdout=answer,
            stderr=DEVNULL,
        )
        assert done.returncode != 0
        assert answer.tell() <= extraction.MAX_ANSWER


def test_a_word_document_of_many_small_parts_takes_no_more_memory_than_it_may() -> None:
    """277 KB that unpack to 19 MB of empty elements: half a gigabyte, if the parser were let."""
    start, end = b'<w:document xmlns:w="%b"><w:body><w:p>', b"</w:p></w:body></w:document>"
    body = start % _WORD_NAMES + b"<w:r/>" * 3_000_000 + end
    content = with_member(word(lambda _: None), "word/document.xml", body)
    content = with_member(content, "word/noise.bin", random.Random(1).randbytes(250_000))  # noqa: S311 -- a seed, not a secret
    assert 250_000 < len(content) < 400_000
    # By a process of its own: what a large one starts is as large as itself until it runs.
    program = (
        "import resource, sys\n"
        "from functions.job_types.resume_optimization.documents import read_text\n"
        "from shared.core import errors\n"
        "from shared.core.files import MediaType, UploadedFile\n"
        "content = sys.stdin.buffer.read()\n"
        "file = UploadedFile(name='a.docx', media_type=MediaType.WORD, content=content)\n"
        "try:\n    read_text(file)\n"
        "except errors.PermanentJobError as error:\n    print(error.message)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    done = subprocess.run(  # noqa: S603 -- a program of ours
        [sys.executable, "-c", program],
        input=content,
        stdout=subprocess.PIPE,
        check=True,
        timeout=60,
    )
    refusal, kilobytes = done.stdout.decode().splitlines()
    assert refusal in documents._WORDS.values()
    assert int(kilobytes) <= extraction._MEMORY // 1024


def test_a_parser_that_computes_too_long_is_stopped_by_the_system() -> None:
    """Its limits are the system's: they hold whatever it does."""
    program = (
        f"import sys; sys.path.insert(0, {os.fspath(extraction.__file__)!r}.rpartition('/')[0]);"
        "import extraction; extraction._CPU_SECONDS = 1; extraction._limit_this_process()\n"
        "while True: pass"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, timeout=PATIENCE)  # noqa: S603 -- a program of ours
    assert done.returncode == -signal.SIGXCPU


def test_no_word_of_a_file_is_in_what_is_said_about_it() -> None:
    """A file's representation, which a log may show, has neither its name nor its content."""
    file = file_of(b"secret content")
    assert "Ada" not in repr(file)
    assert "secret" not in repr(file)
    assert stream(b"x") not in repr(file).encode()
