"""Say what a résumé lacks, and only where that is sure.

Pure. That there is no section for something is said only where the sections were understood, and
where no word of the text speaks of it either; that there is no address, only where nothing looks
like one.
"""

import re
from collections.abc import Sequence
from typing import Final

from functions.job_types.resume_optimization.dates import DATES, RANGE
from functions.job_types.resume_optimization.findings import AtsProblemKind, SectionKind
from functions.job_types.resume_optimization.languages import Language, LanguageSupport
from functions.job_types.resume_optimization.sections import Section

# Bounded on both sides, so that 60,000 letters without a blank take no longer than any others.
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}|@|\be-?mail\b", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\d)\+?\d(?:[ ().\-/\u00a0\u2010-\u2015]{0,3}\d){6,14}(?!\d)")
_PHONE_WORD = re.compile(
    r"\b(?:phone|mobile|tel\b|cell|telefon|t\u00e9l|m\u00f3vil)", re.IGNORECASE
)
_YEARS = re.compile(
    r"\b(?:19|20)\d\d\s?[-\u2013\u2014]\s?(?:(?:19|20)\d\d|present)\b", re.IGNORECASE
)
#: Words that speak of each, in the languages whose headings are known.
_SPEAKS: Final = {
    AtsProblemKind.NO_EXPERIENCE: re.compile(
        r"\b(?:experience|employ|intern\b|internship|worked|working|freelanc|career|self-employed"
        r"|volunteer|berufserfahrung|praktik|t\u00e4tig|werdegang|exp\u00e9rience|stage|emploi"
        r"|experiencia|pr\u00e1cticas|empleo|trabaj|berufs|beruflich|arbeit|laufbahn|projekt"
        r"|poste\b|salari|apprenti|alternan|exp[e\u00e9]rien|esperienz|lavor)",
        re.IGNORECASE,
    ),
    AtsProblemKind.NO_EDUCATION: re.compile(
        r"\b(?:educat|universit|college|school|institut|academ|degree|bachelor|master['\u2019]?s?\b"
        r"|diploma|graduat|ph\.?d|mba\b|b\.?\s?(?:sc|a|tech|e|com|eng)\b|m\.?\s?(?:sc|a|tech|eng)\b"
        r"|gcse|a-levels?|gpa\b|hochschul|studi|abitur|ausbildung|schule|fachhochschule|formation"
        r"|licence|baccalaur|\u00e9cole|lyc\u00e9e|educaci|universidad|licenciatur|grado|colegio|formaci)",
        re.IGNORECASE,
    ),
    AtsProblemKind.NO_SKILLS: re.compile(
        r"\b(?:skill|competenc|proficien|technolog|tools?\b|expertise|software|strength|qualificat"
        r"|kenntnis|f\u00e4higkeit|kompetenz|comp\u00e9tence|savoir|ma\u00eetrise|habilidad|competencia"
        r"|conocimient|aptitud|abilit|languages?\b)",
        re.IGNORECASE,
    ),
}
_SECTIONS: Final = {
    AtsProblemKind.NO_EXPERIENCE: SectionKind.EXPERIENCE,
    AtsProblemKind.NO_EDUCATION: SectionKind.EDUCATION,
    AtsProblemKind.NO_SKILLS: SectionKind.SKILLS,
}
#: Sections are understood where so many kinds were recognised, and hold so much of the text.
_FEWEST_KINDS, _LEAST_SHARE = 2, 0.5
#: A line with more letters that stand apart is spaced out.
_LETTERS: Final = 5
_TELLING = frozenset({SectionKind.EXPERIENCE, SectionKind.EDUCATION, SectionKind.SKILLS})


def are_understood(sections: Sequence[Section]) -> bool:
    """Whether the sections of a text as such were recognised."""
    known = [
        section
        for section in sections
        if section.heading is not None and section.kind is not SectionKind.OTHER
    ]
    kinds = {section.kind for section in known}
    held = sum(section.end - section.start for section in known)
    whole = sum(section.end - section.start for section in sections)
    return (
        len(kinds) >= _FEWEST_KINDS
        and not kinds.isdisjoint(_TELLING)
        and held >= _LEAST_SHARE * whole
    )


def absences(
    text: str, sections: Sequence[Section], language: Language | None = None
) -> dict[AtsProblemKind, bool]:
    """Say what a text surely lacks, or that its sections were not recognised."""
    is_known = language is None or language.support is not LanguageSupport.BASIC
    is_clear = are_understood(sections)
    kinds = {section.kind for section in sections}
    spoken = f"{text}\n{_spaced_out(text)}"
    missing = {
        problem: is_known and is_clear and kind not in kinds and not _SPEAKS[problem].search(spoken)
        for problem, kind in _SECTIONS.items()
    }
    return {
        **missing,
        AtsProblemKind.SECTIONS_UNCLEAR: not is_clear,
        AtsProblemKind.NO_EMAIL: not _EMAIL.search(text),
        AtsProblemKind.NO_PHONE: not _PHONE_WORD.search(text)
        and all(_YEARS.fullmatch(m[0]) for m in _PHONE.finditer(text)),
        AtsProblemKind.NO_DATES: is_clear and _lacks_dates(text, sections),
    }


def _spaced_out(text: str) -> str:
    """Return lines of letters that stand apart without their blanks: they may be headings."""
    rows = [line.split() for line in text.splitlines()]
    return "\n".join("".join(row) for row in rows if sum(len(part) == 1 for part in row) > _LETTERS)


def _lacks_dates(text: str, sections: Sequence[Section]) -> bool:
    """Whether work experience is told without a date, and no other part has spans of time."""
    work = [text[s.start : s.end] for s in sections if s.kind is SectionKind.EXPERIENCE]
    others = (
        text[s.start : s.end]
        for s in sections
        if s.kind not in {SectionKind.EXPERIENCE, SectionKind.EDUCATION}
    )
    return bool(work) and not any(map(DATES.search, work)) and not any(map(RANGE.search, others))
