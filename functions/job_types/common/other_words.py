"""The general words that lead to the roles there are postings of. Pure.

A form warns of a name before a job is made of it: with these, it knows what the jobs understand.
"""

from collections.abc import Iterable, Iterator

from functions.job_types.common.names import KnownName, NameIndex
from functions.job_types.common.title_lexicon import (
    HEADS,
    TOOLS_BY_HEAD,
    TOOLS_OF,
    WORDS_FOR,
)
from functions.job_types.common.title_words import fold

#: A shorter word is one of too many languages: "de", "da".
_FEWEST_LETTERS = 3
#: By itself a word may say too little: it is tried with the kinds of work that are the most common.
_WITH = ("", " engineer", " developer", " manager", " analyst", " administrator")


def other_words(known: Iterable[KnownName]) -> Iterator[KnownName]:
    """Return the words that are no name or synonym and are understood as a role all the same."""
    rows = tuple(known)
    roles = NameIndex("role", rows)
    for word in sorted(_words() - {row.alias for row in rows}):
        found = (roles.exactly_meant(f"{word}{kind}") for kind in _WITH)
        if role := next((name for names in found for name in sorted(names)), None):
            yield KnownName(kind="role", alias=word, name=role)


def _words() -> set[str]:
    """Return the words for fields and tools, with their accents and without."""
    lists = [words for meaning, words in WORDS_FOR.items() if meaning not in HEADS]
    lists += TOOLS_OF.values()
    lists += [words for tools_of in TOOLS_BY_HEAD.values() for words in tools_of.values()]
    found = {word for words in lists for word in words if len(word) >= _FEWEST_LETTERS}
    return found | {fold(word) for word in found}
