"""Whether a text can be what a person wrote, or was read wrongly. Pure.

A PDF need not say which letters its glyphs are, nor where a word ends. Each measure below is 1
where no résumé of the trial came near, and most are below a half: see the decision record 0024.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from functions.job_types.resume_optimization.reading.common_words import COMMON

#: From here on a text is not to be believed.
UNREADABLE: Final = 1.0
#: From here on another reader is asked, too.
DOUBTFUL: Final = 0.6
#: With fewer words than this there is too little to judge by but the characters.
_FEWEST_WORDS: Final = 40
_FEWEST_LETTERS: Final = 150
_FEWEST_LINES: Final = 40

#: Letters in the word of an average letter: 7 in English, 11 in Finnish, 40 where words are glued.
_MOST_GLUED: Final = 23
#: Shares that no text that was read rightly reaches.
_MOST_SINGLE: Final = 0.5
_MOST_SINGLE_LINES: Final = 0.9
_MOST_SYMBOLS: Final = 0.3
_MOST_LOST: Final = 0.1
_MOST_HOLED: Final = 0.02
_MOST_MIXED: Final = 0.06
_MOST_RARE: Final = 0.08
_MOST_BROKEN: Final = 0.4
_FEWEST_VOWELS: Final = 0.2
_FEWEST_COMMON: Final = 0.02
#: With so many words none of which is common, less of the rest is wanted.
_MANY_WORDS: Final = 120
_NO_COMMON_FACTOR: Final = 1.5
_NO_COMMON: Final = 0.004

#: Shorter words come about by chance.
_SHORTEST_WORD: Final = 3
_WORD = re.compile(r"[^\W\d_]+")
#: What stands for a letter that is not known: what is no character, or has no letter anywhere.
_HOLE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f]+")
_HOLED = re.compile(rf"(?<![a-z])[a-z]++{_HOLE.pattern}[a-z]++")
_FILLED: Final = "[^\\W\\d_A-Z]{1,3}"
_FEWEST_HOLED: Final = 3
#: What may be long, and is no word.
_ADDRESS = re.compile(r"[@/\\_]|\.\w|www|http")
_ORDINARY = frozenset(
    ".,;:-()[]'\"&/@+%#*!?|$\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u00b7_=~<>\u2026"
)
_VOWELS = frozenset("aeiouyáàâäãåæéèêëíìîïóòôöõøœúùûüýÿąęěėēīőűůāūăơư")
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}")
#: Of words that a glyph table garbles, large and small letters alternate.
_TURNS = re.compile(r"[a-z][A-Z]")
#: Scripts whose letters stand in one word with no others; those of East Asia mix with all.
_ALPHABETS = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "DEVANAGARI", "THAI", "ARMENIAN")
_EAST_ASIAN = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "FULLWIDTH", "HALFWIDTH", "IDEOGRAPHIC")
_LIVING = (
    *_ALPHABETS,
    *_EAST_ASIAN,
    *("BENGALI", "TAMIL", "TELUGU", "GEORGIAN", "GUJARATI", "KANNADA", "MALAYALAM", "GURMUKHI"),
    *(
        "SINHALA",
        "KHMER",
        "LAO",
        "MYANMAR",
        "ETHIOPIC",
        "TIBETAN",
        "MICRO",
        "FEMININE",
        "MASCULINE",
    ),
    *("MODIFIER", "PLANCK", "OHM", "TRADE", "COMBINING", "ARABIC-INDIC", "BOPOMOFO"),
)


def implausibility(text: str) -> float:
    """Return how little a text looks like one that a person wrote: 1 and more is unreadable."""
    words = [word for word in text.split() if not _ADDRESS.search(word)]
    letters = [letter for letter in text if letter.isalpha()]
    if not text.strip():
        return 0.0
    found = share_lost(text)
    if len(letters) >= _FEWEST_LETTERS:
        found = max(found, _scripts(letters))
    if len("".join(words)) >= _FEWEST_LETTERS:
        found = max(found, _symbols(text))
    if len(words) >= _FEWEST_WORDS or len(letters) >= _FEWEST_LETTERS:
        measures: Sequence[Callable[[Sequence[str]], float]] = (_single, _mixed, _unknown)
        found = max(found, _glued(text), _word_a_line(text), *(each(words) for each in measures))
    return found


def share_lost(text: str) -> float:
    """Return how much of a text is characters that stand for none, as `implausibility`."""
    shown = [character for character in text if not character.isspace()]
    lost = sum(c == "\ufffd" or unicodedata.category(c) in {"Cn", "Cc"} for c in shown)
    return lost / max(len(shown), 1) / _MOST_LOST


def share_holed(text: str, other: str = "") -> float:
    """Return how many words have lost a letter within them, as `implausibility`.

    A reader leaves a mark where the file does not say which letter is drawn. With `other`, another
    reader's text, only those count that it has not, or has with a capital in the gap: that is the
    number of a glyph, taken for a letter's.
    """
    holed = _HOLED.findall(text)
    if len(holed) < _FEWEST_HOLED:
        return 0.0
    lost = sum(not re.search(_HOLE.sub(lambda _: _FILLED, word), other) for word in holed)
    return lost / max(len(text.split()), _FEWEST_WORDS) / _MOST_HOLED


def _symbols(text: str) -> float:
    shown = [character for character in text if not character.isspace()]
    odd = sum(not c.isalnum() and unicodedata.category(c) not in {"Mn", "Mc"} for c in shown)
    # A line of dots or dashes is drawn; those that are usual count for a third.
    usual = sum(c in _ORDINARY for c in shown)
    return (odd - usual + usual / 3) / max(len(shown), 1) / _MOST_SYMBOLS


def _scripts(letters: Sequence[str]) -> float:
    """Measure the letters of scripts in which no résumé is written, or of too many scripts."""
    scripts = Counter(map(_script, letters))
    rare = sum(count for script, count in scripts.items() if script not in _LIVING)
    alphabets = [
        script
        for script, count in scripts.items()
        if script in _ALPHABETS and count > len(letters) / 20
    ]
    # Two alphabets are usual beyond the West; with four the fonts' tables are wrong.
    return max(rare / len(letters) / _MOST_RARE, (len(alphabets) - 1) / 3)


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").partition(" ")[0]


def _is_alphabetic(word: str) -> bool:
    return any(letter.isalpha() and _script(letter) in _ALPHABETS for letter in word)


def _glued(text: str) -> float:
    """Measure how long the word is that an average letter stands in; glued words have no end."""
    pieces = [piece for piece in _WORD.findall(text) if _script(piece[0]) in _ALPHABETS]
    sizes = [len(piece) for piece in pieces if not any(_script(c) in _EAST_ASIAN for c in piece)]
    return sum(size * size for size in sizes) / max(sum(sizes), _FEWEST_LETTERS) / _MOST_GLUED


def _single(words: Sequence[str]) -> float:
    """Measure the letters that stand alone."""
    pieces = [word for word in words if word.isalpha() and _is_alphabetic(word)]
    single = sum(len(piece) == 1 for piece in pieces)
    return single / max(len(pieces), _FEWEST_WORDS) / _MOST_SINGLE


def _word_a_line(text: str) -> float:
    lines = [line.split() for line in text.split("\n") if _is_alphabetic(line)]
    if len(lines) < _FEWEST_LINES:
        return 0.0
    return sum(len(line) == 1 for line in lines) / len(lines) / _MOST_SINGLE_LINES


def _mixed(words: Sequence[str]) -> float:
    """Measure the words that are written in two alphabets at once."""
    pieces = [piece for word in words for piece in _WORD.findall(word)]
    mixed = sum(len({_script(c) for c in piece}.intersection(_ALPHABETS)) > 1 for piece in pieces)
    return mixed / max(len(pieces), 1) / _MOST_MIXED


def _unknown(words: Sequence[str]) -> float:
    """Measure whether Latin words are of any language: common ones, vowels, shapes of words."""
    pieces = [piece for word in words for piece in _WORD.findall(word) if piece.isascii()]
    whole = [piece for piece in pieces if len(piece) >= _SHORTEST_WORD]
    letters = "".join(piece for word in words for piece in _WORD.findall(word)).casefold()
    latin = [letter for letter in letters if _script(letter) == "LATIN"]
    if len(latin) < max(_FEWEST_LETTERS, len(letters) / 2) or len(whole) < _FEWEST_WORDS / 2:
        return 0.0
    common = sum(piece.casefold() in COMMON for piece in whole) / len(whole)
    if common >= _FEWEST_COMMON:
        return 0.0
    vowels = sum(letter in _VOWELS for letter in latin) / len(latin)
    broken = sum(map(_is_broken, whole)) / len(whole) / _MOST_BROKEN
    has_none = common < _NO_COMMON and len(whole) >= _MANY_WORDS
    return max(broken, _FEWEST_VOWELS / max(vowels, 0.01)) * (_NO_COMMON_FACTOR if has_none else 1)


def _is_broken(word: str) -> bool:
    """Whether no language has such a word; short ones in capitals are abbreviations."""
    small = word.casefold()
    is_abbreviation = word.isupper() and len(word) <= 5  # noqa: PLR2004 -- as RDBMS
    has_no_vowel = len(word) > 3 and not _VOWELS.intersection(small)  # noqa: PLR2004 -- as "hrs"
    return not is_abbreviation and (
        has_no_vowel or _CONSONANTS.search(small) is not None or len(_TURNS.findall(word)) > 1
    )
