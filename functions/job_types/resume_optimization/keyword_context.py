"""Decide whether a word that is a skill's name is meant as one, by what stands around it.

Pure. Precision first: an ordinary word counts as a name where its letters, its neighbours or its
place in a list say so. Addresses hold no skills.
"""

import re
from typing import Final

from functions.job_types.common.names import make_key
from functions.job_types.common.words import words

SHORTEST_IN_PROSE = 3
#: Names that are English words too, or nearly; in lower case they are no names.
ORDINARY: Final = frozenset(
    words(
        "go express react next node excel swift spark lean rust power can helm expo flutter dart"
        " jest shell torch looker rag containers windows make scratch sketch copilot rest sem sap"
        " amplitude cloud monitoring compose ad tf rn pg ga stats ts py cd ci communication"
        " networking forecasting experimentation accessibility dashboards spreadsheets confluent"
        " statistics salesforce angular ruby perl java oracle chef puppet ansible atlas"
    )
)
#: Ordinary words that in lower case are names nevertheless: nothing else is called so.
_ALWAYS: Final = frozenset(
    words(
        "excel dashboards spreadsheets statistics forecasting communication networking angular"
        " accessibility salesforce java perl oracle ansible experimentation"
    )
)
#: Words beside which an ordinary one is a name of its own, whatever their capital.
_COMPANY: Final = frozenset(
    words(
        "developer developers engineer engineers development engineering native framework js router"
        " app apps application applications api apis programming script scripting scripts backend"
        " frontend front-end back-end components component hooks redux server code language project"
        " projects stack and or with in using for senior junior lead certified advanced microsoft"
        " ms apache google streaming sql bus boot jobs cluster clusters by to on at via"
    )
)
#: Words that are a skill's name only beside one of these, before or after it.
_ONLY_BESIDE: Final = {
    "windows": frozenset(words("server servers administration administrator admin")),
    "monitoring": frozenset(
        words("system systems server servers infrastructure application network cloud alerting")
    ),
    "shell": frozenset(words("script scripts scripting unix linux bash programming korn")),
    "can": frozenset(words("bus protocol lin flexray controller canopen network open")),
    "rest": frozenset(words("api apis services service endpoints restful soap graphql web json")),
    "next": frozenset(words("js react")),
    "expo": frozenset(words("react native ios android go")),
    "compose": frozenset(words("docker jetpack kotlin ui")),
    "ad": frozenset(words("azure windows directory ldap")),
}
#: Beside these a word means something else: machines, and no people.
_NOT_BESIDE: Final = {
    "communication": frozenset(
        words(
            "between protocol protocols channel channels interface interfaces system systems bus"
            " module modules layer text speech serial wireless data process interprocess radio"
            " bluetooth robot emergent satellite"
        )
    ),
    "statistics": frozenset(words("table tables collection query column update updates")),
}
#: "SQLs" are sales qualified leads.
_POSSESSIVE: Final = frozenset(("'s", "\u2019s"))
_TOKEN = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>]{1,300}|[\w.+-]{1,64}@[\w.-]{1,80}"
    r"|(?<![\w.-])(?:[\w-]{1,40}\.){1,4}(?:com|org|edu|gov|me|dev|info|in|co|uk|de|fr|es)\b"
    r"(?:/[^\s<>]{0,200})?|(?<![\w.-])[\w-]{1,40}\.(?:io|net|app)/[^\s<>]{0,200}"
)
#: What stands before one letter that is a class, a grade or a name, and no language.
_CLASS = re.compile(
    r"(?:class|grade|category|type|group|vitamin|hepatitis|section|plan|block|appendix|series"
    r"|division|part|level)\s{1,3}$",
    re.IGNORECASE,
)
_EDGE = frozenset(",;|/\u2022\u00b7:()\n\r\t-\u2013")
#: How far a neighbour or the edge of an entry is looked for.
_NEAR = 40


def addresses(text: str) -> tuple[tuple[int, int], ...]:
    """Return where links and addresses stand."""
    return tuple(match.span() for match in _ADDRESS.finditer(text))


def is_meant(text: str, start: int, end: int, alias: str, *, is_listed: bool) -> bool:
    """Whether what stands here is meant as the skill that is called `alias`."""
    written, key = text[start:end], make_key(alias)
    before, after = _neighbour_before(text, start), _neighbour_after(text, end)
    is_short = not is_listed and len(key) < SHORTEST_IN_PROSE
    if is_short or (len(key) == 1 and _is_initial(text, start, end, written)):
        return False
    if key == "sql" and text[end : end + 2] in _POSSESSIVE:
        return False
    if not {before.casefold(), after.casefold()}.isdisjoint(_NOT_BESIDE.get(key, ())):
        return False
    if key in _ONLY_BESIDE:
        return _is_beside(key, written, alias, before, after)
    return key not in ORDINARY or _is_name(text, start, end, alias, is_listed=is_listed)


def _is_name(text: str, start: int, end: int, alias: str, *, is_listed: bool) -> bool:
    """Whether an ordinary word is meant as a name."""
    written, key = text[start:end], make_key(alias)
    before, after = _neighbour_before(text, start), _neighbour_after(text, end)
    if is_listed and _is_entry(text, start, end):
        return not _is_ambiguous_abbreviation(alias, written)
    if written != alias:
        return key in _ALWAYS and written.casefold() == alias.casefold()
    return _is_alone(before) and _is_alone(after)


def _is_beside(key: str, written: str, alias: str, before: str, after: str) -> bool:
    near = {before.casefold(), after.casefold()}
    if not near.isdisjoint(_ONLY_BESIDE[key]):
        return True
    # In capitals, as "REST" or "CAN", among other words.
    return written == alias == alias.upper() and not (before.isupper() or after.isupper())


def _is_ambiguous_abbreviation(alias: str, written: str) -> bool:
    """Whether an abbreviation is written as a word: "Sem" for SEM."""
    return alias.isupper() and written not in {alias, alias.lower()}


def _is_initial(text: str, start: int, end: int, written: str) -> bool:
    """Whether one letter is part of an abbreviation, or tells a class: "C.B.S.E", "Class C"."""
    if not written.isupper():
        return True
    following = text[end : end + 2]
    is_dotted = following[:1] in {".", "&"} and (
        following[1:].isalpha() or not following[1:].strip()
    )
    is_after_dot = text[start - 1 : start] in {".", "&", "'", "\u2019"} if start else False
    return (
        (is_dotted and not _ends_list(text, end))
        or is_after_dot
        or bool(_CLASS.search(text[max(0, start - _NEAR) : start]))
    )


def _ends_list(text: str, end: int) -> bool:
    """Whether the full stop behind a letter ends a list: "Python, C."."""
    return text[end : end + 1] == "." and (end + 1 >= len(text) or text[end + 1] in "\r\n")


def _is_alone(neighbour: str) -> bool:
    """Whether no word with a capital stands right beside, as part of a longer name."""
    return (
        not neighbour
        or not neighbour[0].isupper()
        or neighbour.casefold() in _COMPANY
        or neighbour.casefold() in ORDINARY
    )


def _is_entry(text: str, start: int, end: int) -> bool:
    """Whether an entry of a list is this name, and at most words that such names stand beside."""
    first = max((text.rfind(c, max(0, start - _NEAR), start) for c in _EDGE), default=-1)
    left = text[first + 1 if first >= 0 else max(0, start - _NEAR) : start]
    right = text[end : end + _NEAR]
    stop = min((place for c in _EDGE if (place := right.find(c)) >= 0), default=len(right))
    beside = [*_TOKEN.findall(left), *_TOKEN.findall(right[:stop])]
    return all(word.casefold() in _COMPANY or word.isdigit() for word in beside)


def _neighbour_before(text: str, start: int) -> str:
    """Return the word right before, but for the capital that begins a sentence."""
    near = text[max(0, start - _NEAR) : start]
    if not near.endswith((" ", "/", "-")):
        return ""
    found: list[str] = _TOKEN.findall(near)
    if not found or near.rstrip(" /-")[-1:] != found[-1][-1]:
        return ""
    word = found[-1]
    ahead = near[: near.rfind(word)].rstrip(" \t")
    begins = not ahead or ahead[-1] in ".!?\n\r\u2022-*"
    return word.casefold() if begins else word


def _neighbour_after(text: str, end: int) -> str:
    near = text[end : end + _NEAR]
    if near[:1] not in {" ", "/", "-", "."}:
        return ""
    found = _TOKEN.match(near[1:])
    return found[0] if found else ""
