"""Read the words of a job's title: what they mean, in which language and how shortened. Pure.

The words themselves are lists: `functions.job_types.common.title_lexicon`.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice, pairwise, product

from functions.job_types.common.named_spans import TOKEN
from functions.job_types.common.title_lexicon import (
    ALONE,
    BROAD,
    COMPOUNDED,
    HEADS,
    IDLE,
    NO_PLURALS,
    ORDINARY_TOOLS,
    PHRASES,
    PLAIN_HEADS,
    SAME_HEAD,
    TOOL_HEADS,
    TOOLS_BY_HEAD,
    TOOLS_OF,
    WORDS_FOR,
)
from shared.core import normal_form

Title = tuple[str, ...]

_ACCENTS = re.compile(r"[\u0300-\u036f]")
_SHORTEST_PLURAL = 4
#: Before a word of other languages is looked up in its plural: "analistas", "Entwicklers".
_SEVERAL_MEANT = 4
#: A shorter word is no compound and ends in no "-in" that says who does the work.
_SHORTEST_JOINED = 5
#: What may stand between the two parts of a compound: "Sicherheitsingenieur".
_LINKS = ("", "s", "n", "en")


def fold(text: str) -> str:
    """Return a text without case and accents: people leave out both."""
    folded = normal_form.normalize("NFKC", text).casefold()
    return normal_form.normalize("NFC", _ACCENTS.sub("", normal_form.normalize("NFD", folded)))


_IDLE = frozenset(map(fold, IDLE))
_PHRASES = tuple((re.compile(said), word) for said, word in PHRASES)


def title_words(title: str) -> Title:
    """Return the words of a title that say what it is: singular, without case and seniority."""
    folded = fold(title)
    for said, word in _PHRASES:
        folded = said.sub(word, folded)
    found = tuple(singular(word) for word in TOKEN.findall(folded) if word not in _IDLE)
    # "DE" alone is a data engineer, and before a name it is French.
    return found or tuple(word for word in TOKEN.findall(folded) if word in _MEANINGS)


def singular(word: str) -> str:
    """Return a word in its singular, as far as English forms it with an s."""
    is_plural = len(word) >= _SHORTEST_PLURAL and word.endswith("s") and not word.endswith("ss")
    if not is_plural or word in NO_PLURALS:
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1]


#: What a word stands for; several where it may stand for several.
_MEANINGS: Mapping[str, Title] = {
    "pm": ("product manager", "project manager"),
    "tpm": ("technical product manager", "technical program manager"),
    **{
        form: (meaning,)
        for meaning, found in WORDS_FOR.items()
        for word in map(fold, found)
        for form in (word, singular(word))
    },
}


def _titles_of(tools_of: Mapping[str, Title]) -> Mapping[str, tuple[Title, ...]]:
    return {
        singular(tool): tuple(tuple(title.split()) for title, of in tools_of.items() if tool in of)
        for tools in tools_of.values()
        for tool in tools
    }


#: By a tool, the titles of those who work with it.
_TITLES_OF = _titles_of(TOOLS_OF)
_TITLES_BY_HEAD = {head: _titles_of(tools_of) for head, tools_of in TOOLS_BY_HEAD.items()}
#: Heads beside a field that says by itself what the work is: "support engineer".
_WITH_ALONE = PLAIN_HEADS | {"engineer", "officer", "analyst"}
#: The ends of compounds, the longest first, and the kind of work that each is.
_ENDS = sorted(
    (
        (word, head)
        for head in HEADS
        for word in (head, *map(fold, WORDS_FOR.get(head, ())))
        if len(word) >= _SHORTEST_JOINED
    ),
    key=lambda end: (-len(end[0]), end),
)


def meanings(title: Title) -> Iterator[Title]:
    """Return what the words of a title may stand for, as they are first."""
    yield title
    chosen = list(in_their_order(title))
    for each in chosen:
        if (ordered := in_usual_order(each)) != title:
            yield ordered
    for each in chosen:
        if (said := ALONE.get(frozenset(each) - _WITH_ALONE)) is not None:
            yield tuple(said.split())


def in_their_order(title: Title) -> Iterator[Title]:
    """Return what the words of a title may stand for, each where it stands."""
    options = (_meanings_of(word) for word in title)
    for each in islice(product(*options), _SEVERAL_MEANT):
        yield _without_doubles(tuple(" ".join(each).split()))


def _without_doubles(title: Title) -> Title:
    """Return a title without a word that the next one says again: "development engineer"."""
    return tuple(
        word
        for word, following in pairwise((*title, ""))
        if word != following and not (word in SAME_HEAD and following in SAME_HEAD)
    )


def _meanings_of(word: str) -> Title:
    if word in _MEANINGS:
        return _MEANINGS[word]
    if word in HEADS or len(word) < _SHORTEST_JOINED:
        return (word,)
    # "Entwicklerin", "Produktmanagerin": who does the work is a woman.
    for form in (word, word.removesuffix("in")):
        if form in HEADS:
            return (form,)
        if form in _MEANINGS:
            return _MEANINGS[form]
        if (parts := _compound(form)) is not None:
            return (parts,)
    return (word,)


def _compound(word: str) -> str | None:
    """Return the two words that a compound is made of: "Netzwerktechniker"."""
    for end, head in _ENDS:
        if not word.endswith(end):
            continue
        begin = word.removesuffix(end)
        for link in _LINKS:
            field = begin.removesuffix(link) if begin.endswith(link) else ""
            if field in COMPOUNDED or field in WORDS_FOR:
                return f"{field} {head}"
            if field in _MEANINGS:
                return f"{_MEANINGS[field][0]} {head}"
    return None


def in_usual_order(title: Title) -> Title:
    """Return a title with what kind of work it is at its end: "analyst data" is a data analyst."""
    if len(title) > 1 and title[0] in HEADS and title[-1] not in HEADS:
        return (*title[1:], title[0])
    return title


def narrowed(title: Title) -> Iterator[Title]:
    """Return what is left of a title without the words that another one makes narrower.

    A software engineer for machine learning is a machine learning engineer; a full-stack developer
    with Python is one.
    """
    for meant in in_their_order(title):
        heads = [word for word in meant if word in HEADS][:1]
        fields = [word for word in meant if word not in HEADS]
        bare = [word for word in fields if word not in BROAD]
        for left in (bare, [word for word in bare if word not in _TITLES_OF]):
            if left and len(left) < len(fields):
                yield (*left, *heads)


def same_heads(title: Title) -> Iterator[Title]:
    """Return a title with each head that the market uses for the same, its own first."""
    yield title
    if title and title[-1] in SAME_HEAD:
        yield from ((*title[:-1], head) for head in SAME_HEAD if head != title[-1])
    if title[-2:] == ("network", "technician"):
        yield ("network", "engineer")


def without_head(title: Title) -> Title:
    """Return the words of a title before its head; all, where it has none."""
    return title[:-1] if title and title[-1] in HEADS else title


def titles_by_tools(title: Title) -> frozenset[Title]:
    """Return the usual titles of one who is called by tools: "Kubernetes engineer".

    None, where a word says anything else: those who sell a tool do not build with it.
    """
    meant = in_usual_order(next(in_their_order(title)))
    tools = without_head(meant)
    if len(tools) < len(meant):
        titles_of = _TITLES_OF if meant[-1] in TOOL_HEADS else _TITLES_BY_HEAD.get(meant[-1], {})
    else:
        titles_of = {} if ORDINARY_TOOLS.intersection(tools) or len(tools) > 1 else _TITLES_OF
    if not all(tool in titles_of for tool in tools):
        return frozenset()
    return frozenset(title for tool in tools for title in titles_of[tool])


def is_known_word(word: str) -> bool:
    """Whether a word is one of titles, in any of the languages."""
    return word in HEADS or word in _IDLE or word in _TITLES_OF or _meanings_of(word) != (word,)
