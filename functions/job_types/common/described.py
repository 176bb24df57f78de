"""Find the skills that a pasted job description asks for. Pure.

The description goes no further: what comes out are names of ours.
"""

import re

from functions.job_types.common.names import NameIndex, make_key
from functions.job_types.common.proper_names import begins_sentence
from functions.job_types.common.words import words

_TOKEN = re.compile(r"[^\W_]+[+#]*")
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
    tokens = list(_TOKEN.finditer(description))
    found: dict[str, None] = {}
    place = 0
    while place < len(tokens):
        skill, count = _longest(description, tokens[place : place + _MOST_TOKENS], skills)
        if skill is not None:
            found.setdefault(skill)
        place += count
    return tuple(found)


def _longest(text: str, tokens: list[re.Match[str]], skills: NameIndex) -> tuple[str | None, int]:
    """Return the skill that the longest name from the first token on is, and its tokens."""
    start = tokens[0].start()
    for count in range(_joined(text, tokens), 0, -1):
        end = tokens[count - 1].end()
        skill = skills.exactly(text[start:end])
        if skill is not None and _is_meant(text, start, end):
            return skill, count
    return None, 1


def _joined(text: str, tokens: list[re.Match[str]]) -> int:
    """Say how many of the tokens may be one name, by what stands between them."""
    for count in range(1, len(tokens)):
        if not _WITHIN.fullmatch(text[tokens[count - 1].end() : tokens[count].start()]):
            return count
    return len(tokens)


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
