"""Whether a text is a cover letter and no résumé. Pure."""

import re
from typing import Final

from shared.core.errors import PermanentJobError

_SALUTATION = re.compile(
    r"^(?:dear\b|to whom it may concern|hello hiring|sehr geehrte|liebe[rs]?\b|guten tag|madame|"
    r"monsieur|bonjour|estimad[oa]s?\b|muy señor|a quien corresponda|gentile|egregi|spett|"
    r"prezad[oa]s?\b|geachte|beste\b|szanown|hej\b|kära|kære)[^\n]{0,80}$",
    re.IGNORECASE | re.MULTILINE,
)
_CLOSING = re.compile(
    r"^(?:yours (?:sincerely|faithfully|truly)|sincerely|(?:kind|best|warm)(?:est)? regards|"
    r"regards|respectfully|thank you for your|mit (?:freundlichen|besten) gr|freundliche gr|"
    r"hochachtungsvoll|cordialement|bien à vous|veuillez agréer|je vous prie|atentamente|"
    r"un cordial saludo|saludos|cordiali saluti|distinti saluti|atenciosamente|"
    r"met vriendelijke|z poważaniem|med vänlig)",
    re.IGNORECASE | re.MULTILINE,
)
_HEADING = re.compile(
    r"^[^\w\n]{0,5}(?:[\w&]{1,30} ){0,2}"
    r"(?:experience|employment|education|skills|qualifications|projects|certifications|languages|berufserfahrung|werdegang|ausbildung|kenntnisse|expériences?|"
    r"formation|compétences|experiencia|educación|formación|habilidades|esperienza|istruzione|"
    r"competenze)\b[^\n]{0,20}$",
    re.IGNORECASE | re.MULTILINE,
)
_ITEM = re.compile(r"^[ \t]{0,20}[-*•] \S", re.MULTILINE)
_YEARS = re.compile(r"\b(?:19|20)\d\d\s?[-\u2013\u2014]\s?(?:(?:19|20)\d\d|\w{3,10})\b")
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)")
#: A sentence has more characters than this; what is shorter may be an address.
_SHORTEST_SENTENCE: Final = 40
#: A letter has at least so many sentences, and a résumé has more than so many of these.
_FEWEST_SENTENCES: Final = 3
#: Two addresses, a date and a subject stand before a greeting; more may be a résumé.
_LATEST_GREETING: Final = 1_000
_MOST_HEADINGS: Final = 1
_MOST_SPANS: Final = 2
_MOST_ITEMS: Final = 8


def is_cover_letter(text: str) -> bool:
    """Whether a text greets its reader, speaks in sentences and has no sections and no positions.

    A letter beside a résumé, in one file, is not meant: there is a résumé in it.
    """
    greeting = _SALUTATION.search(text)
    if greeting is None or greeting.start() > _LATEST_GREETING:
        return False
    is_closed = _CLOSING.search(text, greeting.end()) is not None
    pieces = _SENTENCE_END.split(text[greeting.end() :])
    sentences = sum(len(piece) > _SHORTEST_SENTENCE for piece in pieces)
    return (
        sentences >= _FEWEST_SENTENCES + (0 if is_closed else 2)
        and len(_HEADING.findall(text)) <= _MOST_HEADINGS
        and len(_YEARS.findall(text)) <= _MOST_SPANS
        and len(_ITEM.findall(text)) <= _MOST_ITEMS
    )


def refuse_cover_letter(text: str) -> None:
    """Say that a letter was sent where a résumé is meant.

    Raises:
        PermanentJobError: If it is a letter and no résumé.
    """
    if is_cover_letter(text):
        raise PermanentJobError(
            "This looks like a cover letter, not a résumé. Send the résumé itself."
        )
