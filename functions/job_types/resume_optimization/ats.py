"""Find what keeps software that reads résumés (applicant tracking systems) from reading this one.

Pure.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from functions.job_types.resume_optimization.absence import absences
from functions.job_types.resume_optimization.dates import MONTH, RANGE, is_of_birth
from functions.job_types.resume_optimization.findings import AtsProblem, AtsProblemKind, Quote
from functions.job_types.resume_optimization.headings import STANDARD, is_standard
from functions.job_types.resume_optimization.languages import Language
from functions.job_types.resume_optimization.lines import Line, find_lines
from functions.job_types.resume_optimization.sections import Section, find_sections
from shared.core import normal_form

#: The first character, and behind the last one.
Place = tuple[int, int]

_GAP = re.compile(r"\S(?: {4,}|\t+ *)(?=\S)")
_NUMERIC_DATE = re.compile(r"(?<![\d/.])\b\d{1,2}/(?:19|20)\d\d\b")
_WORDED_DATE = re.compile(rf"\b{MONTH},? (?:de )?(?:19|20)\d\d\b", re.IGNORECASE)
_ENDS_WITH_DATES = re.compile(rf"(?:{RANGE.pattern}|(?:{MONTH} )?(?:19|20)\d\d)", re.IGNORECASE)
_LONGEST_DATES = 60
#: From this character on scripts have no blanks between words.
_NO_BLANKS = 0x2E80
LONGEST_LINE = 600
FEWEST_WORDS = 120
MOST_WORDS = 1_400
#: Lines in a row with gaps in them make a table; one may be a date at the right edge.
_TABLE_LINES = 3
LIGATURES: Final = dict(
    zip("\ufb00\ufb01\ufb02\ufb03\ufb04", ("ff", "fi", "fl", "ffi", "ffl"), strict=True)
)
#: What is written otherwise with the same meaning. What no person sees is removed; what a person
#: sees never is.
REPLACED: Final = {
    **LIGATURES,
    **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\u2002\u2003", " "),
    **dict.fromkeys("\u200b\u2060\ufeff", ""),
    **dict.fromkeys("\u2500\u2501\u2550", "-"),
    **dict.fromkeys("\u2502\u2551", "|"),
}
#: Bullets that software knows, and signs that belong to the text.
_NEVER_ODD = frozenset(
    "\u00a9\u00ae\u2122\u00b0\u200c\u200d\ufe0e\ufe0f\u25cf\u25cb\u25a0\u25a1\u25aa\u25ab\u25e6"
)
_ODD_CATEGORIES = frozenset({"Co", "Cn", "So", "Cf"})

_MESSAGES: Final = {
    AtsProblemKind.SECTIONS_UNCLEAR: "We could not tell the sections of this résumé apart, so we"
    " say nothing about missing ones. Put each heading on a line of its own, as in \u201cWork"
    " Experience\u201d, \u201cEducation\u201d and \u201cSkills\u201d.",
    AtsProblemKind.NO_EMAIL: "No e-mail address was found; put it below your name.",
    AtsProblemKind.NO_PHONE: "No phone number was found; put it below your name.",
    AtsProblemKind.NO_EXPERIENCE: "No section for work experience was found. If you have any, paid"
    " or not, give it the heading \u201cWork Experience\u201d.",
    AtsProblemKind.NO_EDUCATION: "No section for education was found; give it the heading"
    " \u201cEducation\u201d.",
    AtsProblemKind.NO_SKILLS: "No list of skills was found; list them under the heading"
    " \u201cSkills\u201d.",
    AtsProblemKind.NO_DATES: "The work experience has no dates; give each position a beginning and"
    " an end, as in \u201cMar 2021 \u2013 Present\u201d.",
    AtsProblemKind.HEADING_NOT_STANDARD: "Software may not know this heading; use the usual one for"
    " what stands below it.",
    AtsProblemKind.TABLE_OR_COLUMNS: "This looks like a table or columns; software reads across"
    " them. Write one thing a line.",
    AtsProblemKind.LONG_LINE: f"A line of more than {LONGEST_LINE} characters; break it into"
    " bullets.",
    AtsProblemKind.ODD_CHARACTERS: "Symbols or hidden characters that software stumbles over; use"
    " letters and plain bullets.",
    AtsProblemKind.MIXED_DATES: "Dates are written in two ways; write all as in \u201cMar"
    " 2021\u201d.",
    AtsProblemKind.TOO_SHORT: f"Fewer than {FEWEST_WORDS} words; say what you did in each"
    " position.",
    AtsProblemKind.TOO_LONG: f"More than {MOST_WORDS} words, over two pages; shorten what is"
    " longest ago.",
}


def find_problems(
    text: str, improved: str, language: Language | None = None
) -> tuple[AtsProblem, ...]:
    """Return the problems of a text, and say of which the improved one is free.

    What is missing is said only where the language's headings are known.
    """
    left = {problem.kind for problem in _problems(improved, language)}
    return tuple(
        problem.model_copy(update={"is_fixed": problem.kind not in left})
        for problem in _problems(text, language)
    )


def is_odd(character: str) -> bool:
    """Whether software stumbles over a character."""
    if character.isascii() or character in _NEVER_ODD:
        return False
    if character in REPLACED:
        return True
    return unicodedata.category(character) in _ODD_CATEGORIES and not _has_letters(character)


def _has_letters(character: str) -> bool:
    """Whether a sign stands for letters, as the one for a company in Korean does."""
    return any(c.isalnum() for c in normal_form.normalize("NFKC", character))


def _problems(text: str, language: Language | None = None) -> Iterator[AtsProblem]:
    sections = find_sections(text)
    words = _count_words(text)
    found: dict[AtsProblemKind, bool | list[Place]] = {
        **absences(text, sections, language),
        AtsProblemKind.TOO_SHORT: words < FEWEST_WORDS,
        AtsProblemKind.TOO_LONG: words > MOST_WORDS,
        **_misread(text, sections),
    }
    for kind, message in _MESSAGES.items():
        places, problem = found[kind], AtsProblem(kind=kind, message=message)
        if places is True:
            yield problem
        elif places:
            start, end = places[0]
            # A line may be the whole text; its beginning shows which it is.
            end = min(end, start + LONGEST_LINE // 4)
            where = Quote(start=start, end=end, text=text[start:end])
            yield problem.model_copy(update={"count": len(places), "where": where})


def _count_words(text: str) -> int:
    """Return how many words a text has; of scripts without blanks, two characters are one."""
    return len(text.split()) + sum(ord(c) >= _NO_BLANKS for c in text if c.isalpha()) // 2


def _misread(text: str, sections: Sequence[Section]) -> dict[AtsProblemKind, list[Place]]:
    """Return the places that software misreads."""
    lines = list(find_lines(text))
    headings = (s for s in sections if s.kind in STANDARD and not is_standard(s.title))
    return {
        AtsProblemKind.HEADING_NOT_STANDARD: [
            (s.heading.start, s.heading.end) for s in headings if s.heading is not None
        ],
        AtsProblemKind.TABLE_OR_COLUMNS: _tables(lines),
        AtsProblemKind.LONG_LINE: [
            (line.start, line.end) for line in lines if len(line.text) > LONGEST_LINE
        ],
        AtsProblemKind.ODD_CHARACTERS: [(at, at + 1) for at, c in enumerate(text) if is_odd(c)],
        AtsProblemKind.MIXED_DATES: _mixed_dates(text, lines),
    }


def _mixed_dates(text: str, lines: Sequence[Line]) -> list[Place]:
    """Return the first date in figures where others are in words; a birth date is neither."""
    if not _WORDED_DATE.search(text):
        return []
    for line in lines:
        found = _NUMERIC_DATE.search(line.text)
        if found is not None and not is_of_birth(line.text):
            return [(line.start + found.start(), line.start + found.end())]
    return []


def _tables(lines: Sequence[Line]) -> list[Place]:
    """Return the first line of each table."""
    rows: list[list[Place]] = [[]]
    for line in lines:
        if _is_row(line.text.strip()):
            rows[-1].append((line.start, line.end))
        elif not line.is_blank:
            rows.append([])
    return [run[0] for run in rows if len(run) >= _TABLE_LINES]


def _is_row(shown: str) -> bool:
    """Whether a line is a table's row: columns, but for a label, and dates at the right edge."""
    if shown.count("|") >= 2:  # noqa: PLR2004 -- two bars make three columns
        return True
    gap = _GAP.search(shown)
    if gap is None or shown[: gap.end()].rstrip().endswith(":"):
        return False
    return _ENDS_WITH_DATES.fullmatch(shown[gap.end() :][:_LONGEST_DATES]) is None
