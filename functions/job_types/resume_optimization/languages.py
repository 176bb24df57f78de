"""Tell in which language a résumé is written, and what of the review is there for it.

The words that hold sentences together decide for the languages whose headings are known; a library
is asked for all others, and loaded only then: it takes half a second and 100 MB.
"""

import re
from enum import StrEnum
from typing import Final

from pydantic import Field

from functions.job_types.common.words import words
from shared.core import normal_form
from shared.core.records import Record

ENGLISH: Final = "en"
#: By code, the languages that are named; others are named by their code.
NAMES: Final = {
    ENGLISH: "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "pl": "Polish",
    "cs": "Czech",
    "sv": "Swedish",
    "da": "Danish",
    "no": "Norwegian",
    "nb": "Norwegian",
    "fi": "Finnish",
    "hu": "Hungarian",
    "el": "Greek",
    "ro": "Romanian",
    "tr": "Turkish",
    "ru": "Russian",
    "uk": "Ukrainian",
    "ar": "Arabic",
    "he": "Hebrew",
    "hi": "Hindi",
    "zh": "Chinese",
    "ja": "Japanese",
    "ko": "Korean",
    "id": "Indonesian",
    "vi": "Vietnamese",
    "th": "Thai",
    "bg": "Bulgarian",
    "hr": "Croatian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sr": "Serbian",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "et": "Estonian",
    "ca": "Catalan",
    "fa": "Persian",
    "bn": "Bengali",
    "ur": "Urdu",
}
#: Words that sentences of a language are held together by, and that others of these lack.
_FUNCTION_WORDS: Final = {
    ENGLISH: "the and of to with for from by at that which was were is are this using including my",
    "de": "der die das und mit von für im bei zur zum des dem den ein eine einer sowie als auf ist",
    "fr": "le les des et du pour dans avec sur au aux une chez est ses mon ma dont en qui par",
    "es": "el los las y del para con en una por al como se mi sus años la que desde",
}
_KNOWN: Final = {code: frozenset(words(each)) for code, each in _FUNCTION_WORDS.items()}
#: Fewer letters may be of any language.
_FEWEST_LETTERS = 40
#: So many of a text's words must be of a language's own, and so many times those of the next one.
_LEAST_SHARE, _CLEARLY, _FEWEST_WORDS = 0.06, 1.7, 4
#: What a language is told by; a longer text tells no more.
_READ_AT_MOST = 12_000
_WORD = re.compile(r"[^\W\d_]+")
#: Addresses are of no language. They are ASCII, so a script without spaces loses nothing beside
#: one, and they are looked for only where ASCII begins: the time grows with the length.
_ADDRESS = re.compile(r"(?<![!-~])[!-~]+?(?:@|://|\.(?:com|org|net|io)\b)[!-~]*")
_LATIN_END = 0x250


class LanguageSupport(StrEnum):
    """What of the review is there for a language."""

    #: All of it.
    FULL = "full"
    #: Sections, dates, keywords and what software stumbles over; no rules about wording.
    STRUCTURE = "structure"
    #: Keywords and what software stumbles over; headings only where they are recognised.
    BASIC = "basic"


class Language(Record):
    """The language of a résumé."""

    code: str = Field(description="As in ISO 639-1; `und` where it cannot be told.")
    name: str = Field(description="The language's English name.")
    support: LanguageSupport = Field(description="What of the review is there for it.")

    @property
    def is_english(self) -> bool:
        """Whether the rules about English hold for it."""
        return self.code == ENGLISH


def language_of(code: str) -> Language:
    """Return what is known of a language."""
    if code == ENGLISH:
        support = LanguageSupport.FULL
    elif code in _KNOWN:
        support = LanguageSupport.STRUCTURE
    else:
        support = LanguageSupport.BASIC
    return Language(code=code, name=NAMES.get(code, code), support=support)


def detect_language(text: str) -> Language:
    """Tell a text's language; English where there is too little to tell it by."""
    shown = _ADDRESS.sub(" ", text[:_READ_AT_MOST])
    found = [word.casefold() for word in _WORD.findall(shown)]
    if sum(map(len, found)) < _FEWEST_LETTERS:
        return language_of(ENGLISH)
    return language_of(_by_function_words(found) or _by_library(shown, found))


def is_in(text: str, language: Language) -> bool:
    """Whether a sentence is of a language, as far as can be told; a short one may be of any."""
    found = [word.casefold() for word in _WORD.findall(text)]
    if len(found) < 2 * _FEWEST_WORDS or language.code not in _KNOWN:
        return True
    counts = {code: sum(word in known for word in found) for code, known in _KNOWN.items()}
    return counts[language.code] == max(counts.values())


def _by_function_words(found: list[str]) -> str | None:
    counts = sorted(
        ((sum(word in known for word in found), code) for code, known in _KNOWN.items()),
        reverse=True,
    )
    (most, code), (next_most, _) = counts[0], counts[1]
    is_enough = most >= max(_FEWEST_WORDS, _LEAST_SHARE * len(found))
    return code if is_enough and most >= _CLEARLY * next_most else None


def _by_library(text: str, found: list[str]) -> str:
    """Ask the library; a list of names and tools, which it takes for anything, is English."""
    code = _classify(text)
    own = _KNOWN.get(code)
    is_latin = sum(ord(word[0]) < _LATIN_END for word in found) > len(found) / 2
    if is_latin and code not in NAMES:
        return ENGLISH
    if own is not None and code != ENGLISH and not any(word in own for word in found):
        return ENGLISH
    return code


def _classify(text: str) -> str:
    import py3langid

    # The library normalises a text in a time that grows with the square of its marks.
    return str(py3langid.classify(normal_form.normalize("NFC", text[:_READ_AT_MOST]))[0])
