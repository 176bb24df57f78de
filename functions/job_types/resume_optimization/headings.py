"""Know a résumé's headings: what section they open, and what software expects them to be called.

Pure. A heading is known by its words (`heading_words`), by its form and by its place; `sections`
weighs the three.
"""

import re
import unicodedata
from enum import Enum
from typing import Final

from functions.job_types.resume_optimization.findings import SectionKind
from functions.job_types.resume_optimization.heading_words import (
    AMBIGUOUS,
    FIRST,
    HEADS,
    LABELS,
    MODIFIERS,
    NEUTRAL,
    TITLES,
)
from functions.job_types.resume_optimization.reading.spaced import closed_up
from functions.job_types.resume_optimization.torn_words import cut_apart, untorn
from shared.core import normal_form

#: What each kind of section is plainly called, where a heading is renamed.
STANDARD: Final[dict[SectionKind, str]] = {
    SectionKind.CONTACT: "Contact",
    SectionKind.SUMMARY: "Summary",
    SectionKind.EXPERIENCE: "Work Experience",
    SectionKind.EDUCATION: "Education",
    SectionKind.SKILLS: "Skills",
    SectionKind.PROJECTS: "Projects",
    SectionKind.INTERESTS: "Interests",
}
#: What people also call them: understood here, but not by every software, and nothing else is
#: meant by it.
_PLAYFUL: Final[dict[SectionKind, tuple[str, ...]]] = {
    SectionKind.CONTACT: ("Reach Me", "How to Reach Me", "Get in Touch"),
    SectionKind.SUMMARY: ("Who I Am",),
    SectionKind.EXPERIENCE: (
        *("My Journey", "Career Path", "Where I Have Worked", "Where I've Worked"),
        *("What I've Done", "What I Have Done", "Professional Journey"),
    ),
    SectionKind.EDUCATION: ("Where I Studied",),
    SectionKind.SKILLS: (
        *("Toolbox", "My Toolbox", "What I Know", "Superpowers", "What I Can Do"),
        *("Tech Stack", "My Tech Stack"),
    ),
    SectionKind.PROJECTS: ("Things I Built", "Things I've Built"),
    SectionKind.INTERESTS: ("When I'm Not Working", "For Fun"),
}
#: Usual headings that are not known by one of their words.
_USUAL: Final[dict[SectionKind, tuple[str, ...]]] = {
    SectionKind.SUMMARY: (
        *("About Me", "About", "Introduction", "A propos", "Über mich", "Sobre mí", "Sobre mim"),
        *("Personal Statement", "Professional Statement", "Career Focus", "Sobre"),
    ),
    SectionKind.EXPERIENCE: (
        *("Career", "Work", "Positions", "Professional Background", "Present Position"),
        *("Current Position", "Emplois", "Career History", "Work History", "Job History"),
        *("Employment History", "Professional History", "Career Summary"),
    ),
    SectionKind.SKILLS: (
        *("Technologies", "Tools", "Tools and Technologies", "Computer Literacy", "Tecnologias"),
        *("Linguagens de programação", "Lenguajes de programación", "Technologien"),
    ),
    SectionKind.PROJECTS: (
        *("Portfolio", "Selected Projects", "Personal Projects", "Academic Projects"),
        *("Side Projects", "Own Projects"),
    ),
    SectionKind.LANGUAGES: ("Languages I Speak", "Languages Known"),
    SectionKind.AWARDS: ("Recognition",),
    SectionKind.PUBLICATIONS: ("Papers", "Speaking Engagements"),
    SectionKind.VOLUNTEERING: (
        *("Community", "Giving Back", "Community Work", "Community Service"),
        *("Public Service", "Civic Service"),
    ),
    SectionKind.CERTIFICATIONS: ("Professional Development",),
    SectionKind.OTHER: (
        *("Additional Information", "Additional Info", "Additional Details", "Other Details"),
        *("Other Information", "Other Info", "Further Information", "Service", "Leadership"),
    ),
    SectionKind.INTERESTS: ("Free Time", "Centres d'intérêt"),
    SectionKind.EDUCATION: (
        *("Academic Background", "Academic Details", "Academic Record", "Academic Profile"),
    ),
    SectionKind.CONTACT: (
        *("Bio Data", "Angaben zur Person", "État civil", "Stammdaten", "Dados pessoais"),
    ),
}
_EDGE = (
    r"[\s#*=_~|:/\\<>\-\u00ab\u00b7\u00bb\u2010-\u2015\u2022\u2023\u2039\u203a\u2190-\u21ff"
    r"\u2300-\u27bf\u2900-\u2bff\ue000-\uf8ff\ufe0e\ufe0f\U0001f000-\U0001faff]"
)
_DECORATION = re.compile(rf"^{_EDGE}+|(?<!{_EDGE}){_EDGE}+$")
_NUMBER = re.compile(r"^(?:(?:\d{1,2}|[IVX]{1,4}|[A-H])[.)] +(?=\S)|\d{1,2} {1,3}(?=[^\W\d_]))")
_BARE_NUMBER = re.compile(r"\d{1,2} {1,3}[^\W\d_]")
_BRACKETS = re.compile(r" ?\([^()]{0,40}\)$")
#: What stands between two names of one section.
_APART = str.maketrans("/,|", "   ")
_MARKDOWN = re.compile(r"(?:#{1,4}) +\S")
MOST_CHARACTERS = 56
_MOST_WORDS = 6
#: A line in capitals with fewer letters is an abbreviation: "AWS", "BSC".
_FEWEST_LETTERS = 5


class Certainty(Enum):
    """How sure it is from its words alone that a line is a heading."""

    #: They are a heading's and nothing else.
    SURE = "sure"
    #: They may be a heading's, or a label's within a job.
    PERHAPS = "perhaps"
    #: They tell nothing.
    UNKNOWN = "unknown"
    #: It is none.
    NONE = "none"


class Form(Enum):
    """How the letters of a line are written."""

    MARKDOWN = "markdown"
    SHOUTED = "shouted"
    TITLED = "titled"
    SENTENCE = "sentence"
    LOWER = "lower"


def key_of(heading: str) -> str:
    """Reduce a heading to what is compared: no case, no accents, one blank between words."""
    # Longer ones are no headings.
    plain = _BRACKETS.sub("", heading[: 2 * MOST_CHARACTERS]).casefold().replace("\u2019", "'")
    plain = plain.replace("&", " and ").replace("+", " and ").translate(_APART)
    return " ".join("".join(map(_without_accent, normal_form.normalize("NFC", plain))).split())


def _without_accent(character: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", character) if not _is_accent(c))


def _is_accent(character: str) -> bool:
    return unicodedata.combining(character) > 0


_PLAYFUL_KEYS: Final = {key_of(n): kind for kind, names in _PLAYFUL.items() for n in names}
_PHRASES: Final = _PLAYFUL_KEYS | {key_of(n): kind for kind, names in _USUAL.items() for n in names}

#: Of those, what is no label in a job; a word alone may be one.
_SURE_PHRASES: Final = _PLAYFUL_KEYS.keys() | {
    key for key, kind in _PHRASES.items() if " " in key and kind is not SectionKind.SKILLS
}


def kind_of(line: str) -> tuple[SectionKind, str]:
    """Return what section a heading opens, and the heading without decoration."""
    title = undecorated(line)
    return _kind(_meant(title)) or SectionKind.OTHER, title


def certainty_of(line: str) -> Certainty:
    """Say how sure it is from its words that a line is a heading."""
    bare = closed_up(undecorated(line))
    key = _meant(bare)
    if not key or len(bare) > MOST_CHARACTERS or len(key.split()) > _MOST_WORDS or key in TITLES:
        return Certainty.NONE
    if bare.endswith((".", ";", "!", "?")):
        return Certainty.NONE
    if _kind(key) is not None:
        is_vague = key not in _SURE_PHRASES and _is_vague(key.split())
        return Certainty.PERHAPS if is_vague else Certainty.SURE
    if any(c.isdigit() or c in "@,.;/|" for c in bare):
        return Certainty.NONE
    return Certainty.UNKNOWN


def is_standard(title: str) -> bool:
    """Whether software that reads résumés knows a heading by one of its words."""
    return _meant(title) not in _PLAYFUL_KEYS


def form_of(line: str) -> Form:
    """Say how the letters of a line are written."""
    bare = closed_up(undecorated(line))
    letters = [c for c in bare if c.isalpha()]
    if _MARKDOWN.match(line):
        return Form.MARKDOWN
    if bare == bare.upper() != bare.lower():
        is_long = len(letters) >= _FEWEST_LETTERS or key_of(bare) in HEADS
        return Form.SHOUTED if is_long else Form.SENTENCE
    if bare == bare.lower() != bare.upper():
        return Form.LOWER
    long_words = [word for word in bare.split() if word[0].isalpha() and len(word) > 3]  # noqa: PLR2004 -- "of", "and"
    return Form.TITLED if all(word[0].isupper() for word in long_words) else Form.SENTENCE


def undecorated(line: str) -> str:
    """Take off what stands around a heading's words."""
    # A line of 60,000 dashes is no heading; do not even look at it.
    if len(line) > 2 * MOST_CHARACTERS:
        return ""
    return _NUMBER.sub("", _DECORATION.sub("", line))


def is_numbered(line: str) -> bool:
    """Whether a line begins with a number that nothing ends: "2 Education", "2 years"."""
    shown = line.strip()
    return shown[:1].isdigit() and _BARE_NUMBER.match(shown) is not None


def _meant(bare: str) -> str:
    """Return a heading's key; in capitals, also where its words are torn or run together."""
    key = key_of(closed_up(bare))
    if len(bare) > MOST_CHARACTERS or not bare.isupper() or _kind(key) is not None:
        return key
    others = (untorn(key), cut_apart(key))
    return next((other for other in others if _kind(other) is not None), key)


def _kind(key: str) -> SectionKind | None:
    """Return the kind that a heading's words name; None where one of them is no heading's."""
    if key in _PHRASES:
        return _PHRASES[key]
    found = key.split()
    known = all(w in HEADS or w in FIRST or w in MODIFIERS or w in NEUTRAL for w in found)
    if not known:
        return None
    if "programming" in found or "computer" in found:
        return SectionKind.SKILLS
    for table in (FIRST, HEADS, MODIFIERS):
        if kind := next((table[word] for word in found if word in table), None):
            return _not_alone(kind, found, is_modifier=table is MODIFIERS)
    return None


def _is_vague(found: list[str]) -> bool:
    """Whether the words may be a label's within a job as well: "Key achievements:"."""
    if len(found) == 1:
        return found[0] in AMBIGUOUS
    return all(word in LABELS or (word in NEUTRAL and word not in HEADS) for word in found)


def _not_alone(kind: SectionKind, found: list[str], *, is_modifier: bool) -> SectionKind | None:
    """Whether what a word names is enough: "details" alone, or "work" among others, is not."""
    if kind is SectionKind.CONTACT and is_modifier:
        own = {"personal", "personliche", "personales", "personnelles", "contact", "particulars"}
        return kind if own & set(found) else None
    if is_modifier and len(found) == 1:
        return None
    return kind
