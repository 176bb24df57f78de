"""What is read out of files as programs really make them, and what is refused."""

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement

from functions.job_types.resume_optimization import documents
from functions.job_types.resume_optimization.documents import read_text
from functions.job_types.resume_optimization.reading.characters import WRAP, tidied
from functions.job_types.resume_optimization.reading.cover_letter import (
    is_cover_letter,
    refuse_cover_letter,
)
from functions.job_types.resume_optimization.reading.glyph_names import letters_of, resolve_names
from functions.job_types.resume_optimization.reading.pdfium_pages import WRAP as WRAP_OF_PDFIUM
from functions.job_types.resume_optimization.reading.plausibility import (
    DOUBTFUL,
    UNREADABLE,
    implausibility,
    share_holed,
)
from shared.core.errors import PermanentJobError
from shared.core.files import MediaType, UploadedFile
from tests.support.documents import pdf
from tests.support.pdf_kinds import KINDS, LINES, agreement, word_by_word

READABLE = [name for name, (_, is_readable) in KINDS.items() if is_readable]
UNREADABLE_KINDS = [name for name in KINDS if name not in READABLE]
GLYPHS = {"/four": "4", "/Adieresis": "\u00c4"}


def read(content: bytes, kind: MediaType = MediaType.PDF) -> str:
    """Return what is read out of a file."""
    return read_text(UploadedFile(name="x", media_type=kind, content=content))


@pytest.mark.parametrize("name", READABLE)
def test_what_a_person_sees_is_read(name: str) -> None:
    """Whatever program made it: each word, in order, and nothing else."""
    assert read(KINDS[name][0]()).split() == " ".join(LINES).split()


@pytest.mark.parametrize("name", UNREADABLE_KINDS)
def test_what_cannot_be_read_is_refused(name: str) -> None:
    """A file that does not say which letters it has is not judged by others."""
    with pytest.raises(PermanentJobError, match="could not read this file's letters"):
        read(KINDS[name][0]())


def test_words_without_blanks_between_them_are_told_apart() -> None:
    """Word for Mac writes each by itself; where they stand says what is between them."""
    assert agreement(read(word_by_word(ending=""))) == 1


def test_another_reader_is_asked_where_the_first_is_doubtful(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Page by page, the better text is taken; a reader that refuses has no better one."""
    good, glued = "\n".join(LINES), "".join(LINES).replace(" ", "")
    answers: dict[str, Any] = {
        "pdfium": {"pages": [good + "\nfirst", glued]},
        "pypdf": {"pages": ["", good + "\nsecond"]},
    }
    monkeypatch.setattr(documents, "_answer_of_parser", lambda reader, _: answers[reader])
    text = read(pdf(["x"]))
    assert "first" in text
    assert "second" in text
    answers["pypdf"] = {"refusal": "broken"}
    with pytest.raises(PermanentJobError, match="could not read"):
        read(pdf(["x"]))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("high\u00adavailability, 2021\u00ad2023", "high-availability, 2021-2023"),
        ("Feb. 2021 \u00ad Mar. 2023", "Feb. 2021 - Mar. 2023"),
        (f"over 20 en{WRAP}terprise systems", "over 20 enterprise\nsystems"),
        (f"AWS multi{WRAP}account, and", "AWS multi-account,\nand"),
        (f"the self{WRAP}service of Coca{WRAP}Cola", "the self-service\nof Coca-Cola"),
        ("an inter\u00ad\nesting job", "an interesting\njob"),
        ("Jose\u0301 Mu\u0308ller", "Jos\u00e9 M\u00fcller"),
        ("r\u00b4esum\u00b4e of Andr\u00b4e", "r\u00e9sum\u00e9 of Andr\u00e9"),
        ("Jose\u00b4 Mu\u00a8ller, re\u00b4sume\u00b4", "Jos\u00e9 M\u00fcller, r\u00e9sum\u00e9"),
        ("franc\u00b8ais", "fran\u00e7ais"),
        ("fran\u00b8caise", "fran\u00e7aise"),
        ("l\u00b4ecole des PC\u00b4s", "l\u00e9cole des PC\u2019s"),
        ("na\u00a8\u0131ve, na\u00efve", "na\u00efve, na\u00efve"),
        ("use `code` here", "use `code` here"),
        ("zero\u200bwidth\u2060 \ufeffword", "zerowidth word"),
        ("\uf0e0 ada@example.org \uf095 +44", "ada@example.org +44"),
        ("\\faTrophy : Award", "Award"),
        ("\uf0b7 Built it", "- Built it"),
        ("o Built it\no Led it", "- Built it\n- Led it"),
        ("o mais", "o mais"),
        ("W O R K  E X P E R I E N C E", "WORK EXPERIENCE"),
        ("A B C", "A B C"),
        ("EEDDUUCCAATTIIOONN", "EDUCATION"),
        ("bookkeeping 2200 ....", "bookkeeping 2200 ...."),
    ],
)
def test_characters_are_those_that_are_meant(written: str, meant: str) -> None:
    """What typesetting did to letters is undone; what a person wrote stays."""
    assert tidied(written) == meant


def test_both_processes_mean_the_same_by_a_wrapped_word() -> None:
    """The reader marks where a word goes on, and the worker joins it."""
    assert WRAP == WRAP_OF_PDFIUM


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("four.lnum", "4"),
        ("f_f_i", "ffi"),
        ("A.sc", "A"),
        ("uni00E9", "\u00e9"),
        ("u1F600", "\U0001f600"),
        ("Adieresis.alt", "\u00c4"),
        ("envelope_alt", ""),
        ("uniFFFFFF", ""),
    ],
)
def test_a_glyphs_name_says_its_letters(name: str, letters: str) -> None:
    """Suffixes are its looks, low lines divide letters; other names are no letters'."""
    assert letters_of(name, GLYPHS) == letters


def test_names_in_a_text_are_resolved_and_paths_are_not() -> None:
    """What looks like a name and is none stays as it stands."""
    text = "/four.lnum De/f_ined and/or src/main.py"
    assert resolve_names(text, GLYPHS) == "4 Defined and/or src/main.py"


GERMAN = (
    "Berufserfahrung\nLeiterin der Buchhaltung, Beispiel GmbH, Köln, 2015 - 2020\nVerantwortlich"
    " für die Finanzbuchhaltung und die Einkommensteuererklärungen der Angestellten.\n"
) * 4
CHINESE = (
    "\u5de5\u4f5c\u7ecf\u9a8c\n\u9ad8\u7ea7\u8f6f\u4ef6\u5de5\u7a0b\u5e08\uff0c\u4f7f\u7528Java"
    "\u548cSpring Boot\u5f00\u53d1\u540e\u7aef\u670d\u52a1\u3002\u6280\u80fd\uff1aPython\n"
) * 12
POLISH = (
    "Doświadczenie zawodowe\nKierownik zespołu programistów, Warszawa. Odpowiedzialny za wdrożenie"
    " systemu obsługi klientów oraz szkolenie pracowników w branży bankowej.\n"
) * 4
SKILLS = "Python Java MySQL MongoDB Redis Kafka Docker AWS GCP Azure Linux Bash\n" * 3


@pytest.mark.parametrize("text", ["\n".join(LINES), GERMAN, CHINESE, POLISH, SKILLS, "", "Ada"])
def test_what_people_write_is_plausible(text: str) -> None:
    """In any language, with long words, without blanks, in next to no words."""
    assert implausibility(text) < DOUBTFUL


ENGLISH = "\n".join(LINES)
_SHIFTED = {ord(c): chr(ord(c) + 2) for c in "abcdefghijklmnopqrstuvwxABCDEFGHIJKLMNOPQRSTUVWX"}
_MIXED = str.maketrans("aeo", "\u03b1\u0435\u043e")


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH.replace(" ", "").replace("\n", "x"),
        ENGLISH.replace(" ", "\n"),
        " ".join(ENGLISH),
        ENGLISH.translate(_SHIFTED),
        ENGLISH.translate(_MIXED),
        ENGLISH.replace("e", "\ufffd"),
        "\u16a0\u16a1\u16a2\u16a3 " * 60,
    ],
    ids=["glued", "a word a line", "letters", "shifted", "mixed", "lost", "runes"],
)
def test_what_was_read_wrongly_is_not(text: str) -> None:
    """Each way in which reading goes wrong is seen."""
    assert implausibility(text) >= UNREADABLE


@pytest.mark.parametrize("hole", ["\ufffd", "\ue001", "\x05"])
def test_words_that_have_lost_a_letter_are_seen(hole: str) -> None:
    """Unless another reader has it: a capital is the number of a glyph, and no letter."""
    holed = ENGLISH.replace("fi", f"f{hole}")
    assert share_holed(holed) >= UNREADABLE
    assert share_holed(holed, ENGLISH.replace("fi", "fI")) >= UNREADABLE
    assert share_holed(holed, ENGLISH) == 0
    assert share_holed(ENGLISH) == 0


def test_icons_are_no_lost_letters() -> None:
    """They stand beside words, and not within them."""
    assert share_holed(ENGLISH.replace(" ", " \ue001")) == 0


def word(fill: Callable[[Document], object]) -> str:
    """Return what is read out of a Word document."""
    document, out = docx.Document(), io.BytesIO()
    fill(document)
    document.save(out)
    return read(out.getvalue(), MediaType.WORD)


def test_the_first_and_the_even_pages_have_headers_of_their_own() -> None:
    """What stands in any of them is read once; the numbers of pages are not."""

    def fill(document: Document) -> None:
        section = document.sections[0]
        section.different_first_page_header_footer = True
        document.settings.odd_and_even_pages_header_footer = True
        section.first_page_header.paragraphs[0].text = "Ada Lovelace"
        section.header.paragraphs[0].text = "Ada Lovelace, page 2"
        section.even_page_header.paragraphs[0].text = "ada@example.org"
        section.first_page_footer.paragraphs[0].text = "example.org/ada"
        section.footer.paragraphs[0].text = "Page 2 of 3"
        document.add_paragraph("Mathematician")

    assert word(fill) == "Ada Lovelace\nada@example.org\nMathematician\nexample.org/ada"


def test_a_list_is_one_by_its_style_and_a_paragraph_may_leave_it() -> None:
    """Of any level; the number 0 takes a paragraph out of its style's list."""

    def numbered(paragraph: Any, number: str) -> None:  # noqa: ANN401 -- python-docx's own
        mark, value = OxmlElement("w:numPr"), OxmlElement("w:numId")
        value.set(f"{{{value.nsmap['w']}}}val", number)
        mark.append(value)
        paragraph._p.get_or_add_pPr().append(mark)

    def fill(document: Document) -> None:
        own = document.styles.add_style("Own list", 1)
        own.base_style = document.styles["List Bullet"]
        document.add_paragraph("first", style="List Bullet 2")
        document.add_paragraph("second", style="Own list")
        numbered(document.add_paragraph("third"), "3")
        numbered(document.add_paragraph("no item", style="List Bullet"), "0")

    assert word(fill) == "- first\n- second\n- third\nno item"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Résumé d\u2019Élodie, ingénieure à Besançon \u2013 12 années", "cp1252"),
        (POLISH, "cp1250"),
        ("Опыт работы: инженер-программист, Москва, разработка систем учёта. " * 3, "cp1251"),
        (CHINESE, "gb18030"),
    ],
)
def test_a_texts_encoding_is_looked_for(text: str, encoding: str) -> None:
    """It is what the text reads best in, and not what the West uses."""
    assert read(text.encode(encoding), MediaType.TEXT).split() == text.split()


LETTER = (
    "Ada Lovelace\nLondon, 3 March 2026\n\nDear Ms Miller,\n\nI am writing to apply for the post of"
    " an analyst that you advertised last week. For seven years I have worked with figures and with"
    " the people who need them. What draws me to your company is its care for plain reports. I"
    " would be glad to tell you more in a talk.\n\nYours sincerely,\nAda Lovelace"
)


def test_a_cover_letter_is_noticed() -> None:
    """It greets, speaks in sentences and closes; its sender learns that a résumé is meant."""
    assert is_cover_letter(LETTER)
    with pytest.raises(PermanentJobError, match="cover letter"):
        refuse_cover_letter(LETTER)


def test_a_resume_is_no_letter_even_behind_one() -> None:
    """Nor is a résumé that greets."""
    assert not is_cover_letter("\n".join(LINES))
    assert not is_cover_letter(f"{LETTER}\n\nEXPERIENCE\nAnalyst\nEDUCATION\nBSc\nSKILLS\nSQL")
    assert not is_cover_letter("\n".join(LINES * 2) + LETTER)
    assert not is_cover_letter("Dear reader,\nthis is me.")
    refuse_cover_letter("\n".join(LINES))
