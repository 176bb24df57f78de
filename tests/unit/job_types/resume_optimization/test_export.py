"""The improved résumé as a document: what was accepted, read back by our own reader of files."""

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest

from functions.job_types.common.export.page import LineKind
from functions.job_types.common.names import MatchedName, MatchKind
from functions.job_types.resume_optimization.documents import read_text
from functions.job_types.resume_optimization.export.accepted import accepted_text
from functions.job_types.resume_optimization.export.layout import lay_out
from functions.job_types.resume_optimization.export.make import make_document
from functions.job_types.resume_optimization.findings import (
    Change,
    ChangeKind,
    Coverage,
    KeywordCoverage,
    RewriteCount,
)
from functions.job_types.resume_optimization.rebuild import make_change, replace_odd_characters
from functions.job_types.resume_optimization.report import ResumeOptimization
from shared.core import errors
from shared.core.exports import AcceptedChange, Document, DocumentFormat, DocumentRequest
from shared.core.files import MediaType, UploadedFile
from shared.handler.ports import GeneratedBy

TEXT = """Ada Example
ada@example.com | +44 20 7946 0000

WORK EXPERIENCE
Analyst, Northwind, London, Mar 2021 - Present
\uf0b7 Responsible for building 12 Airflow pipelines in Python
- I cut the nightly load from 5 hours to 40 minutes by asking the database for all
  that had changed since the last load, and by rewriting 18 models
1. First of two

TOOLBOX
Python, SQL\u2026 & <b>k8s</b>
"""
FORMATS = tuple(DocumentFormat)
#: Letters of scripts that the PDF's font has.
SCRIPTS = (
    "\u0141ukasz \u017b\u00f3\u0142\u0107, Br\u00e4ttstra\u00dfe, \u0160\u010de\u0159\u00edk",
    "\u0110\u1ed7 Nguy\u1ec5n Th\u1ecb \u1ea2nh",
    "\u0414\u043c\u0438\u0442\u0440\u0438\u0439 \u0416\u0443\u043a, \u0407\u0436\u0430\u043a",
    "\u0391\u03bb\u03ad\u03be\u03b7\u03c2 \u03a9\u03bc\u03ad\u03b3\u03b1\u03c2",
    "100 \u20ac, \u201cquoted\u201d \u2013 and \u2014 more \u2265 30 %",
)


def change(text: str, after: str) -> Change:
    """Make a change of TEXT."""
    return make_change(ChangeKind.REWRITE, TEXT.index(text), text, after, "A reason.")


CHANGES = (
    change("Responsible for building 12", "Built 12"),
    change("I cut the nightly", "Cut the nightly"),
    change("TOOLBOX", "SKILLS"),
)


def result(text: str = TEXT, changes: Sequence[Change] = CHANGES) -> ResumeOptimization:
    """Return a result with these changes, as short as one can be."""
    none = Coverage(exact=0, synonyms=0, missing=0, percent=0)
    return ResumeOptimization(
        target_role=MatchedName(asked="Analyst", how=MatchKind.NONE),
        resume_text=text,
        improved_text=text,
        sections=(),
        changes=tuple(changes),
        character_changes=replace_odd_characters(text, changes),
        kept=(),
        rewrites=RewriteCount(suggested=0, taken=0, kept=0, not_found=0),
        keywords=KeywordCoverage(before=none, after=none, keywords=()),
        ats_problems=(),
        data_source="sample data",
        generated_by=GeneratedBy(model="offline", prompt_version="1"),
    )


def accepted(*numbers: int, **own: str) -> tuple[AcceptedChange, ...]:
    """Accept changes by their numbers; `n2="…"` in one's own words."""
    return (
        *(AcceptedChange(number=number) for number in numbers),
        *(AcceptedChange(number=int(name[1:]), text=text) for name, text in own.items()),
    )


def made(text: str, document_format: DocumentFormat) -> Document:
    """Make a document of a text as it is."""
    return make_document(result(text, ()), DocumentRequest(format=document_format))


def words_of(text: str) -> list[str]:
    """Return a text's words, without what stands before bullets."""
    return [word for word in re.split(r"\s+", text) if word not in {"", "-", "\u2022", "\uf0b7"}]


def read_back(document: Document) -> str:
    """Return the text that our reader finds in a document."""
    return read_text(
        UploadedFile(
            name=document.file_name,
            media_type=MediaType(document.media_type),
            content=document.content,
        )
    )


def test_what_is_accepted_is_in_the_text_and_nothing_else_is() -> None:
    """The others stay as they were; own words stand where they were written."""
    text = accepted_text(result(), accepted(1, n3="Abilities"))
    assert text == TEXT.replace("Responsible for building", "Built").replace("TOOLBOX", "Abilities")
    assert accepted_text(result(), ()) == TEXT


def test_characters_are_replaced_where_they_are_accepted() -> None:
    """They are numbered behind the changes."""
    everything = result()
    numbers = range(1, len(everything.changes) + len(everything.character_changes) + 1)
    text = accepted_text(everything, accepted(*numbers))
    assert "- Built 12 Airflow" in text
    assert "\uf0b7" not in text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (accepted(99), "changes.0.number"),
        (accepted(1, 1), "changes.1.number"),
        (accepted(1, n4="x"), "changes.1.text"),
    ],
)
def test_what_the_result_does_not_have_is_refused_by_its_name(
    changes: tuple[AcceptedChange, ...], field: str
) -> None:
    """A number too high, one twice, and words in the place of a character."""
    with pytest.raises(errors.InvalidArgumentError) as refused:
        accepted_text(result(), changes)
    assert [one.field for one in refused.value.violations] == [field]


def test_control_characters_in_own_words_become_blanks() -> None:
    """A Word document could not hold them."""
    assert "Built\x20it" in accepted_text(result(), accepted(n1="Built\x0bit"))


def test_a_page_has_a_name_headings_and_items_and_wrapped_lines_are_one() -> None:
    """A numbered line keeps its number."""
    kinds = [(line.kind, line.text.partition(" ")[0]) for line in lay_out(TEXT)]
    assert kinds == [
        (LineKind.NAME, "Ada"),
        (LineKind.TEXT, "ada@example.com"),
        (LineKind.BLANK, ""),
        (LineKind.HEADING, "WORK"),
        (LineKind.TEXT, "Analyst,"),
        (LineKind.ITEM, "Responsible"),
        (LineKind.ITEM, "I"),
        (LineKind.TEXT, "1."),
        (LineKind.BLANK, ""),
        (LineKind.HEADING, "TOOLBOX"),
        (LineKind.TEXT, "Python,"),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "x", "\n- one\n\n\n- two\n\n"])
def test_any_text_can_be_laid_out(text: str) -> None:
    """No blank line at an end, and no two of them together."""
    page = lay_out(text)
    blank = [line.kind is LineKind.BLANK for line in page]
    assert not any(blank[:1] + blank[-1:])
    assert not any(one and other for one, other in pairwise(blank))


@pytest.mark.parametrize("document_format", FORMATS)
def test_a_document_reads_back_as_what_was_accepted(document_format: DocumentFormat) -> None:
    """Word by word, in order; marks and signs of markup are text."""
    changes = accepted(1, 3, n2="Cut the load")
    document = make_document(result(), DocumentRequest(format=document_format, changes=changes))
    assert words_of(read_back(document)) == words_of(accepted_text(result(), changes))


@pytest.mark.parametrize("document_format", FORMATS)
@pytest.mark.parametrize("words", SCRIPTS)
def test_letters_read_back_as_themselves(document_format: DocumentFormat, words: str) -> None:
    """Latin with every accent, Vietnamese, Cyrillic, Greek."""
    text = TEXT.replace("Ada Example", words)
    assert words_of(read_back(made(text, document_format)))[: len(words.split())] == words.split()


@pytest.mark.parametrize(
    "letters", ["\u0645\u0631\u062d\u0628\u0627", "\u5f20\u4f1f", "\U0001f680"]
)
def test_a_pdf_refuses_letters_that_its_font_does_not_have_and_word_takes_them(
    letters: str,
) -> None:
    """No boxes, and no letters that cannot be read back; the refusal names the format."""
    text = TEXT.replace("Ada", letters)
    with pytest.raises(errors.InvalidArgumentError) as refused:
        made(text, DocumentFormat.PDF)
    assert [one.field for one in refused.value.violations] == ["format"]
    assert letters in read_back(made(text, DocumentFormat.WORD))


def test_letters_that_are_put_together_of_two_are_one_in_a_pdf() -> None:
    """An e and its accent are found as é; what is never seen is left out."""
    text = TEXT.replace("Ada", "Rene\u0301\u200b")
    assert read_back(made(text, DocumentFormat.PDF)).startswith("Ren\u00e9 Example")


@pytest.mark.parametrize("document_format", FORMATS)
def test_a_long_document_has_all_its_words(document_format: DocumentFormat) -> None:
    """Over pages, and with a word that is wider than a line."""
    rows = "".join(f"- Moved {number} things, and did it well\n" for number in range(300))
    text = f"{TEXT}\nPROJECTS\n{rows}\n"
    assert words_of(read_back(made(text, document_format))) == words_of(text)
    address = "https://example.com/" + "/".join(f"part{number}" for number in range(60))
    wide = read_back(made(f"{TEXT}{address}\n", document_format))
    assert "".join(wide.split()).endswith(address)


def test_the_same_request_gives_the_same_pdf() -> None:
    """No time and no random id is in it, and no name but the title."""
    one, other = made(TEXT, DocumentFormat.PDF), made(TEXT, DocumentFormat.PDF)
    assert one.content == other.content
