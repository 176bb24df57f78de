"""Find what keeps software that reads résumés (applicant tracking systems) from reading this one.

Pure.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from functions.job_types.resume_optimization.findings import (
    AtsProblem,
    AtsProblemKind,
    Quote,
    SectionKind,
)
from functions.job_types.resume_optimization.headings import STANDARD, is_standard
from functions.job_types.resume_optimization.sections import (
    DATES,
    Line,
    Section,
    find_lines,
    find_sections,
)

#: The first character, and behind the last one.
Place = tuple[int, int]

# Bounded on both sides, so that 60,000 letters without a blank take no longer than any others.
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}")
_PHONE = re.compile(r"(?<!\d)\+?\d(?:[ ().\-/]{0,3}\d){6,14}(?!\d)")
_YEARS = re.compile(
    r"\b(?:19|20)\d\d\s?[-\u2013\u2014]\s?(?:(?:19|20)\d\d|present)\b", re.IGNORECASE
)
_GAP = re.compile(r"\S(?: {4,}|\t+ *)(?=\S)")
_NUMERIC_DATE = re.compile(r"\b\d{1,2}/(?:19|20)\d\d\b")
_WORDED_DATE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? (?:19|20)\d\d\b",
    re.IGNORECASE,
)
LONGEST_LINE = 600
FEWEST_WORDS = 120
MOST_WORDS = 1_400
#: Lines in a row with gaps in them make a table; one may be a date at the right edge.
_TABLE_LINES = 3
_NEVER_ODD = frozenset("\u00a9\u00ae\u2122\u00b0\u200c\u200d")
LIGATURES: Final = dict(
    zip("\ufb00\ufb01\ufb02\ufb03\ufb04", ("ff", "fi", "fl", "ffi", "ffl"), strict=True)
)
#: What is written otherwise with the same meaning; the empty text removes.
REPLACED: Final = {
    **LIGATURES,
    **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\u2002\u2003", " "),
    **dict.fromkeys(
        "\ufe0e\ufe0f\u200b\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
        "",
    ),
    **dict.fromkeys("\u2500\u2501\u2550", "-"),
    **dict.fromkeys("\u2502\u2551\u00a6", "|"),
}
_ODD_CATEGORIES = frozenset({"Co", "Cn", "So", "Cf"})

_MESSAGES: Final = {
    AtsProblemKind.NO_EMAIL: "No e-mail address was found; put it below your name.",
    AtsProblemKind.NO_PHONE: "No phone number was found; put it below your name.",
    AtsProblemKind.NO_EXPERIENCE: "No section for work experience was found; give it the heading"
    " \u201cWork Experience\u201d.",
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


def find_problems(text: str, improved: str) -> tuple[AtsProblem, ...]:
    """Return the problems of a text, and say of which the improved one is free."""
    left = {problem.kind for problem in _problems(improved)}
    return tuple(
        problem.model_copy(update={"is_fixed": problem.kind not in left})
        for problem in _problems(text)
    )


def is_odd(character: str) -> bool:
    """Whether software stumbles over a character."""
    if character.isascii() or character in _NEVER_ODD:
        return False
    return character in REPLACED or unicodedata.category(character) in _ODD_CATEGORIES


def _problems(text: str) -> Iterator[AtsProblem]:
    sections = find_sections(text)
    found: dict[AtsProblemKind, bool | list[Place]] = {
        **_missing(text, sections),
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


def _missing(text: str, sections: Sequence[Section]) -> dict[AtsProblemKind, bool]:
    """Say what a whole text lacks, or has too much of."""
    words, kinds = len(text.split()), {section.kind for section in sections}
    work = [text[s.start : s.end] for s in sections if s.kind is SectionKind.EXPERIENCE]
    return {
        AtsProblemKind.NO_EMAIL: not _EMAIL.search(text),
        AtsProblemKind.NO_PHONE: all(_YEARS.fullmatch(m[0]) for m in _PHONE.finditer(text)),
        AtsProblemKind.NO_EXPERIENCE: SectionKind.EXPERIENCE not in kinds,
        AtsProblemKind.NO_EDUCATION: SectionKind.EDUCATION not in kinds,
        AtsProblemKind.NO_SKILLS: SectionKind.SKILLS not in kinds,
        AtsProblemKind.NO_DATES: bool(work) and not any(map(DATES.search, work)),
        AtsProblemKind.TOO_SHORT: words < FEWEST_WORDS,
        AtsProblemKind.TOO_LONG: words > MOST_WORDS,
    }


def _misread(text: str, sections: Sequence[Section]) -> dict[AtsProblemKind, list[Place]]:
    """Return the places that software misreads."""
    lines = list(find_lines(text))
    headings = (s for s in sections if s.kind in STANDARD and not is_standard(s.title))
    numeric, worded = _NUMERIC_DATE.search(text), _WORDED_DATE.search(text)
    return {
        AtsProblemKind.HEADING_NOT_STANDARD: [
            (s.heading.start, s.heading.end) for s in headings if s.heading is not None
        ],
        AtsProblemKind.TABLE_OR_COLUMNS: _tables(lines),
        AtsProblemKind.LONG_LINE: [
            (line.start, line.end) for line in lines if len(line.text) > LONGEST_LINE
        ],
        AtsProblemKind.ODD_CHARACTERS: [(at, at + 1) for at, c in enumerate(text) if is_odd(c)],
        AtsProblemKind.MIXED_DATES: [numeric.span()] if numeric and worded else [],
    }


def _tables(lines: Sequence[Line]) -> list[Place]:
    """Return the first line of each table."""
    rows: list[list[Place]] = [[]]
    for line in lines:
        shown = line.text.strip()
        if shown.count("|") >= 2 or _GAP.search(shown):  # noqa: PLR2004 -- two bars make three columns
            rows[-1].append((line.start, line.end))
        elif not line.is_blank:
            rows.append([])
    return [run[0] for run in rows if len(run) >= _TABLE_LINES]
