"""Read a job's title without what does not name the work: its rank, its team, its place. Pure."""

import re

from functions.job_types.common.named_spans import TOKEN
from functions.job_types.common.readings import PARENTHESES, TITLE_END
from functions.job_types.common.title_lexicon import HEADS
from functions.job_types.common.title_words import singular, title_words
from functions.job_types.common.words import words

#: How senior the work is, which is not what is done.
_RANKS = frozenset(
    words(
        "senior sr junior jr lead staff principal mid midlevel experienced graduate i ii iii iv v"
        " 1 2 3 4 5 l1 l2 l3 l4 l5 sênior"
    )
)
#: Those who lead the work do other work: a head of product is no product manager.
_LEADERS = frozenset(
    words("head chief director vp svp evp avp vice president cto cio ceo cfo cmo cpo ciso intern")
)
_LEVEL = re.compile(r"\b(?:entry|mid|mid[- ]senior|senior|junior)[- ]level\b", re.IGNORECASE)
#: Before what a title says besides: "Data Engineer with Snowflake".
_JOINS = frozenset(words("with in for on of and using at the - & /"))
_WORD = re.compile(r"[^\s,;:()/]+")
_REFERENCE = re.compile(
    r"\s*(?:[\[(]?\b(?:req|job|ref|id)[\s#:-]*|#\s?)\d[\w-]{0,30}[\])]?\s*$", re.IGNORECASE
)
_EDGE = " -\u2013\u2014,;:/|.*!"


def short_title(written: str) -> str:
    """Return the words of a title that name the work, as they are written: no rank, no team."""
    bare = PARENTHESES.sub(" ", _LEVEL.sub(" ", _REFERENCE.sub("", written)))
    bare = " ".join(bare.split())
    first = TITLE_END.split(bare)[0]
    # "Manager, Data Engineering" is what it is with both its parts.
    chosen = first if _says_enough(first) else bare
    kept = [word for word in chosen.split() if word.strip(".,;:-").casefold() not in _RANKS]
    return " ".join(kept).strip(_EDGE) or written.strip()


def leads(written: str) -> bool:
    """Whether a title is of one who leads, or learns, the work that it names."""
    return any(word.casefold().strip(".") in _LEADERS for word in _WORD.findall(written))


def key_of(title: str) -> tuple[str, ...]:
    """Return what two spellings of a title share."""
    return tuple(singular(word) for word in TOKEN.findall(title.casefold()))


def without_joins(title: str) -> str:
    """Return a title without the joining words at its ends."""
    parts = title.split()
    while parts and parts[-1].casefold() in _JOINS:
        parts.pop()
    while parts and parts[0].casefold() in _JOINS:
        parts.pop(0)
    return " ".join(parts).strip(_EDGE)


def _says_enough(part: str) -> bool:
    named = [word for word in title_words(part) if word not in _LEADERS]
    return len(named) > 1 or (bool(named) and named[0] not in HEADS)
