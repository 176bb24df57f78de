"""Know a résumé's headings: what section they open, and what software expects them to be called.

Pure.
"""

import re
from typing import Final

from functions.job_types.resume_optimization.findings import SectionKind

#: What each kind of section may be called so that software knows it; the first is the plainest.
STANDARD: Final[dict[SectionKind, tuple[str, ...]]] = {
    SectionKind.CONTACT: ("Contact", "Contact Information", "Contact Details", "Personal Details"),
    SectionKind.SUMMARY: (
        *("Summary", "Professional Summary", "Profile", "Professional Profile", "Objective"),
        *("Career Objective", "Career Summary", "Executive Summary"),
    ),
    SectionKind.EXPERIENCE: (
        *("Work Experience", "Experience", "Professional Experience", "Employment History"),
        *("Work History", "Employment", "Relevant Experience"),
    ),
    SectionKind.EDUCATION: ("Education", "Education and Training", "Academic Background"),
    SectionKind.SKILLS: ("Skills", "Technical Skills", "Core Skills", "Key Skills"),
    SectionKind.PROJECTS: ("Projects", "Personal Projects", "Selected Projects", "Key Projects"),
    SectionKind.CERTIFICATIONS: ("Certifications", "Certificates", "Licenses and Certifications"),
    SectionKind.LANGUAGES: ("Languages",),
    SectionKind.AWARDS: ("Awards", "Honors and Awards", "Achievements", "Honors"),
    SectionKind.PUBLICATIONS: ("Publications",),
    SectionKind.VOLUNTEERING: ("Volunteering", "Volunteer Experience", "Volunteer Work"),
    SectionKind.INTERESTS: ("Interests", "Hobbies", "Hobbies and Interests"),
    SectionKind.REFERENCES: ("References",),
}
#: What people also call them: understood here, but not by every software.
_OTHERWISE: Final[dict[SectionKind, tuple[str, ...]]] = {
    SectionKind.CONTACT: ("Reach Me", "How to Reach Me", "Get in Touch"),
    SectionKind.SUMMARY: ("About Me", "About", "Who I Am", "My Profile", "Introduction"),
    SectionKind.EXPERIENCE: (
        *("My Journey", "Career Path", "Career History", "Where I Have Worked", "Career"),
        *("Professional Background", "Where I've Worked", "My Experience", "Work", "Positions"),
        *("What I've Done", "What I Have Done", "Professional Journey", "My Career"),
    ),
    SectionKind.EDUCATION: ("Studies", "Where I Studied", "My Education", "Academic History"),
    SectionKind.SKILLS: (
        *("Toolbox", "My Toolbox", "Tech Stack", "Technologies", "Competencies", "Expertise"),
        *("Core Competencies", "What I Know", "My Skills", "Tools", "Areas of Expertise"),
        *("Tools and Technologies", "Superpowers", "What I Can Do"),
    ),
    SectionKind.PROJECTS: ("Things I Built", "Side Projects", "Portfolio", "My Projects"),
    SectionKind.CERTIFICATIONS: ("Courses", "Training", "Courses and Certificates"),
    SectionKind.LANGUAGES: ("Languages I Speak", "Language Skills"),
    SectionKind.AWARDS: ("Recognition", "Accomplishments"),
    SectionKind.PUBLICATIONS: ("Papers", "Talks and Publications", "Talks"),
    SectionKind.VOLUNTEERING: ("Community", "Giving Back", "Community Work"),
    SectionKind.INTERESTS: ("When I'm Not Working", "Free Time", "For Fun"),
}
_DECORATION = re.compile(
    r"^[\s#*=_~|:\-\u2013\u2014\u2022]+|(?<![\s#*=_~|:\-\u2013\u2014])[\s#*=_~|:\-\u2013\u2014]+$"
)
_MARKDOWN = re.compile(r"^#{1,4} +\S")
_MOST_WORDS = 5
_MOST_CHARACTERS = 48
#: A line in capitals with fewer letters is an abbreviation: "AWS", "BSC".
_FEWEST_LETTERS = 5


def _key(heading: str) -> str:
    plain = heading.casefold().replace("\u2019", "'").replace("&", " and ")
    return " ".join(plain.split())


_KINDS: Final = {
    _key(name): kind
    for names in (_OTHERWISE, STANDARD)
    for kind, headings in names.items()
    for name in headings
}
_STANDARD_KEYS: Final = {_key(name) for names in STANDARD.values() for name in names}


def is_heading(line: str, *, is_after_gap: bool) -> bool:
    """Whether a line opens a section.

    A heading that is not among the known ones must stand below an empty line and below the
    person's name.
    """
    bare = undecorated(line)
    if not bare or len(bare) > _MOST_CHARACTERS or len(bare.split()) > _MOST_WORDS:
        return False
    if _key(bare) in _KINDS:
        return True
    if not is_after_gap or any(c.isdigit() or c in "@,.;/" for c in bare):
        return False
    return bool(_MARKDOWN.match(line)) or _is_shouted(bare)


def kind_of(line: str) -> tuple[SectionKind, str]:
    """Return what section a heading opens, and the heading without decoration."""
    title = undecorated(line)
    return _KINDS.get(_key(title), SectionKind.OTHER), title


def is_standard(title: str) -> bool:
    """Whether software that reads résumés knows a heading."""
    return _key(title) in _STANDARD_KEYS


def undecorated(line: str) -> str:
    """Take off what stands around a heading's words."""
    # A line of 60,000 dashes is no heading; do not even look at it.
    if len(line) > 2 * _MOST_CHARACTERS:
        return ""
    return _DECORATION.sub("", line)


def _is_shouted(bare: str) -> bool:
    letters = [c for c in bare if c.isalpha()]
    return len(letters) >= _FEWEST_LETTERS and bare == bare.upper() != bare.lower()
