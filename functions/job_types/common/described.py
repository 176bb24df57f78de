"""Find the skills that a pasted job description asks for. Pure.

The description goes no further: what comes out are names of ours.
"""

import re
from collections.abc import Sequence

from functions.job_types.common.named_spans import TOKEN, named_spans
from functions.job_types.common.names import NameIndex, make_key
from functions.job_types.common.proper_names import begins_sentence
from functions.job_types.common.words import words

#: What may stand within a name: "CI/CD", "Node.js", "A/B Testing".
_WITHIN = re.compile(r"[ ./&-]?")
_MOST_TOKENS = 4
_SHORTEST_IN_PROSE = 3
#: Names that are English words too: in prose they are meant with their capital only, and not as
#: the verb that begins a sentence.
_ORDINARY = frozenset(
    words(
        "go express react next node excel swift spark lean rust power can helm expo flutter dart"
        " jest shell torch looker rag containers windows make scratch sketch copilot amplitude"
        " cloud communication monitoring windows sh pg ad cd ci sem"
    )
)
#: What follows a name and no verb: "Go experience", "React and Node".
_AFTER_A_NAME = re.compile(
    r"\s{0,3}(?:$|[^\sa-z]|(?:and|or|in|for|is|are|with|experience|skills?|programming"
    r"|developers?|knowledge)\b)"
)


def described_skills(description: str, skills: NameIndex) -> tuple[str, ...]:
    """Return the skills that a job description names, each once, in the order it names them."""

    def name_of(row: Sequence[re.Match[str]]) -> str | None:
        start, end = row[0].start(), row[-1].end()
        skill = skills.exactly(description[start:end])
        return skill if skill is not None and _is_meant(description, start, end) else None

    tokens = list(TOKEN.finditer(description))
    found = named_spans(description, tokens, name_of, within=_WITHIN, most=_MOST_TOKENS)
    return tuple(dict.fromkeys(span.name for span in found))


def _is_meant(text: str, start: int, end: int) -> bool:
    """Whether a word that is a name is meant as one."""
    written = text[start:end]
    key = make_key(written)
    if len(key) >= _SHORTEST_IN_PROSE and key not in _ORDINARY:
        return True
    if written == written.lower() and not any(sign in written for sign in "+#"):
        return False
    is_mixed = any(letter.isupper() for letter in written[1:]) or len(written) == 1
    follows = _AFTER_A_NAME.match(text, end) is not None
    return follows and (is_mixed or not begins_sentence(text, start) or "," in text[end : end + 1])
