"""Résumés of the kinds that the world writes: headings, layouts, languages, phrases.

Each is a file in `resume_texts/`, made up from end to end, with what a careful reader sees in it:
the sections in their order, and words that are no keywords.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from functions.job_types.common.words import words

_TEXTS = Path(__file__).parent / "resume_texts"

#: By kind and name, for which role; a role that no posting has is reviewed without them.
KINDS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "rewrites": (
        ("rewrites", "Data Analyst"),
        ("first-person", "Nurse"),
        ("halves", "Office Manager"),
    ),
    "layout": (
        ("wrapped", "Project Manager"),
        ("work-alone", "Site Engineer"),
        ("no_gaps", "Nurse"),
        ("entries_on_two_lines", "Compliance Officer"),
        ("labels", "Truck driver"),
        ("markdown", "Frontend Developer"),
        ("stacked", "Data Analyst"),
    ),
    "headings": (
        ("headings", "Civil Engineer"),
        ("capitals", "Retail Manager"),
        ("spaced", "Accountant"),
        ("student", "Backend Developer"),
    ),
    "language": (
        ("french", "Embedded Engineer"),
        ("german", "Backend Developer"),
        ("spanish_headings", "Data Analyst"),
        ("dutch", "Data Analyst"),
        ("german_words", "Accountant"),
        ("portuguese", "Data Analyst"),
    ),
    "characters": (
        ("soft-hyphen", "DevOps Engineer"),
        ("korean_sign", "Process Engineer"),
        ("no_break_spaces", "Teacher"),
    ),
    "false keywords": (
        ("false-keywords", "Backend Developer"),
        ("phrases", "Backend Developer"),
    ),
    "no sections": (("prose_only", "Gardener"),),
}
#: The names of them all.
NAMES: Final = [name for resumes in KINDS.values() for name, _ in resumes]
#: By name, the kinds of the sections, the first one below the name.
SECTIONS: Final[Mapping[str, list[str]]] = {
    name: list(words(kinds))
    for name, kinds in {
        "rewrites": "experience education skills",
        "first-person": "experience education skills",
        "halves": "experience education skills",
        "stacked": "education experience projects skills interests",
        "german_words": "experience education certifications languages",
        "portuguese": "summary experience education skills",
        "wrapped": "experience summary education",
        "work-alone": "experience education skills",
        "no_gaps": "summary experience education skills",
        "entries_on_two_lines": "experience education skills",
        "labels": "summary experience education skills",
        "markdown": "projects experience education skills",
        "headings": "summary education education experience skills contact other",
        "capitals": "experience education skills",
        "spaced": "summary experience education skills",
        "student": "education projects skills other",
        "french": "experience education skills",
        "german": "experience education skills languages",
        "spanish_headings": "experience education skills languages",
        "soft-hyphen": "experience education skills",
        "korean_sign": "experience education skills",
        "no_break_spaces": "experience education skills",
        "false-keywords": "experience skills education",
        "phrases": "experience skills education",
    }.items()
}
#: By name, keywords that are not in the text, whatever words it has.
NO_KEYWORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "false-keywords": (
        *("CAN Bus", "REST APIs", "Node.js", "Windows Administration", "Next.js", "Bash", "Git"),
        *("React Native", "Paid Search", "Observability", "C"),
    ),
    "phrases": ("CAN Bus", "REST APIs", "Node.js", "Windows Administration", "C", "R", "Go"),
}
#: By name, the language that it is read as; English where none is said.
LANGUAGES: Final[Mapping[str, str]] = {
    "french": "fr",
    "german": "de",
    "spanish_headings": "es",
    "dutch": "nl",
    "in Spanish": "es",
    "german_words": "de",
    "portuguese": "pt",
}


def resume_text(name: str) -> str:
    """Return a résumé's text."""
    return (_TEXTS / f"{name}.txt").read_text(encoding="utf-8")
