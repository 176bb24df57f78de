"""What a piece of a page says of its place, by its words alone: a heading, or a date. Pure.

A few words of the usual headings are enough to tell a page's columns; what a heading means is for
`headings`, which the process that a file is read in would take long to load.
"""

import re
from typing import Final

from functions.job_types.resume_optimization.dates import LEADING, PRESENT, RANGE

_LONGEST_HEADING: Final = 40
_LONGEST_DATE: Final = 34
_USUAL_HEADING = re.compile(
    r"[^\w\n]{0,4}(?:[\w'\u2019/-]{1,16}[ &,+]{1,3}){0,3}"
    r"(?:experience|employment|work|career|history|education|qualifications|training|skills"
    r"|expertise|competenc(?:i?es|y)|proficiencies|strengths|projects|awards|honou?rs"
    r"|achievements|accomplishments|certifications?|certificates|licen[cs]es|languages|interests"
    r"|hobbies|references|summary|profile|objective|about me|about|contact|publications"
    r"|presentations|talks|volunteer(?:ing)?|involvement|affiliations|memberships|activities"
    r"|additional info(?:rmation)?|community service|leadership|service"
    r"|berufserfahrung|werdegang|ausbildung|studium|kenntnisse|f\u00e4higkeiten|sprachen"
    r"|interessen|hobbys|weiterbildung|ehrenamt|kurzprofil|profil|projekte|auszeichnungen"
    r"|exp\u00e9riences?(?: professionnelles?)?|formations?|dipl\u00f4mes|comp\u00e9tences"
    r"|langues|loisirs|centres d['\u2019]int\u00e9r\u00eat|b\u00e9n\u00e9volat|projets"
    r"|experiencia(?: laboral)?|educaci\u00f3n|formaci\u00f3n|habilidades|idiomas|perfil)"
    r"[\s:]{0,3}",
    re.IGNORECASE,
)
_TO_PRESENT = re.compile(PRESENT, re.IGNORECASE)


def is_heading(text: str) -> bool:
    """Whether these are the words of a usual heading, and begin as one does."""
    shown = text.strip()
    letters = shown.lstrip("\u2022\u25cf -*|")
    is_short = len(shown) <= _LONGEST_HEADING and letters[:1].isupper()
    return is_short and _USUAL_HEADING.fullmatch(shown) is not None


def is_date(text: str) -> bool:
    """Whether this is a date or a span of time and nothing else."""
    shown = text.strip()
    if len(shown) > _LONGEST_DATE:
        return False
    return any(each.fullmatch(shown) is not None for each in (RANGE, LEADING, _TO_PRESENT))
