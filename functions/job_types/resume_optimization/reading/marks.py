"""What a piece of a page says of its place, by its words alone: a heading, or a date. Pure.

A few words of the usual headings are enough to tell a page's columns; what a heading means is for
`headings`, which the process that a file is read in would take long to load.
"""

import re
from typing import Final

from functions.job_types.resume_optimization.dates import LEADING, PRESENT, RANGE

_LONGEST_HEADING: Final = 40
_LONGEST_DATE: Final = 34
_MOST_WORDS: Final = 5
#: Words of which a heading's last, or its first, is one.
_HEADS: Final = frozenset(
    """
    experience experiences employment work career history education qualification qualifications
    training skills expertise competence competences competency competencies proficiencies strengths
    abilities projects awards honor honors honour honours achievements accomplishments certification
    certifications certificates license licenses licence licences languages interests hobbies
    references summary profile objective about contact publications presentations talks volunteer
    volunteering involvement affiliations memberships activities leadership service credentials
    courses coursework internships background recognition
    berufserfahrung werdegang laufbahn ausbildung studium bildungsweg schulbildung kenntnisse
    fachkenntnisse sprachkenntnisse f\u00e4higkeiten kompetenzen sprachen interessen hobbys
    weiterbildung weiterbildungen ehrenamt kurzprofil profil projekte auszeichnungen zertifikate
    referenzen kontakt praktika
    exp\u00e9rience exp\u00e9riences parcours formation formations dipl\u00f4mes \u00e9tudes
    comp\u00e9tences langues loisirs int\u00e9r\u00eat b\u00e9n\u00e9volat projets coordonn\u00e9es
    experiencia trayectoria educaci\u00f3n formaci\u00f3n estudios habilidades competencias
    conocimientos idiomas intereses aficiones perfil proyectos certificaciones cursos contacto
    """.split()  # noqa: SIM905 -- as a person reads a list of words
)
#: What stands behind the first word of a heading.
_BESIDE: Final = _HEADS | frozenset(
    """
    and of background record me info information details data
    und et des de y e en professionnelle professionnelles professionnel techniques acad\u00e9miques
    laboral profesional acad\u00e9mica t\u00e9cnicas personales
    """.split()  # noqa: SIM905 -- same
)
#: What ends a heading only behind another word.
_INFO: Final = frozenset(("info", "information"))
_APART: Final = str.maketrans("&,+/|", "     ")
_TO_PRESENT = re.compile(PRESENT, re.IGNORECASE)


def is_heading(text: str) -> bool:
    """Whether these are the words of a usual heading, and begin as one does."""
    shown = text.strip()
    letters = shown.lstrip("\u2022\u25cf -*|").rstrip(" :")
    if len(shown) > _LONGEST_HEADING or not letters[:1].isupper():
        return False
    words = letters.casefold().translate(_APART).replace("\u2019", "'").replace("d'", "").split()
    if not 0 < len(words) <= _MOST_WORDS or not all(map(_is_word, words)):
        return False
    first, last = words[0], words[-1]
    is_more = first == "additional" and last in _INFO
    return last in _HEADS or is_more or (first in _HEADS and _BESIDE.issuperset(words))


def _is_word(shown: str) -> bool:
    return shown.replace("-", "").replace("'", "").isalnum()


def is_date(text: str) -> bool:
    """Whether this is a date or a span of time and nothing else."""
    shown = text.strip()
    if len(shown) > _LONGEST_DATE:
        return False
    return any(each.fullmatch(shown) is not None for each in (RANGE, LEADING, _TO_PRESENT))
