"""Text that others wrote and people will read: only what can be seen, and no markup.

Pure. What a text model writes is as trustworthy as the least trustworthy text it was given. It is
shown on pages, in mails and in notifications, so it must be plain: nothing in it may be taken for
an element, an image that is fetched, a link under another name, or a turn of a conversation.

    clean_prose       takes out what cannot be seen; it changes nothing that a reader would miss
    find_markup       says what is not plain text; such a text is refused, not repaired by us
    find_links        gives the addresses in a text; each job type says which it expects
    find_repetition   gives a run of words that stands in another text too
"""

import re
import unicodedata
from collections.abc import Iterator

from pydantic import JsonValue

from shared.core import normal_form

#: What a text must have that is not empty once it is cleaned (as JSON Schema writes patterns).
VISIBLE = r"[^\s\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
#: Control, format, private, unassigned and surrogate characters. Directions are overridden and
#: words hidden with format characters.
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})
_LAYOUT = frozenset("\n\t")
#: Joiners, which many scripts and emoji need between two of their characters.
_JOINERS = "\u200c\u200d"
#: A run of them; its first is the group where it stands between two characters that may need it.
_JOINER_RUN = re.compile(
    rf"(?<=[^\x00-\x7f{_JOINERS}])([{_JOINERS}])[{_JOINERS}]*(?=[^\x00-\x7f{_JOINERS}])|[{_JOINERS}]+"
)
#: Selectors of rare variants, 240 of them: they cannot be seen, and carry a byte each.
_HIDDEN_SELECTORS = range(0xE0100, 0xE01F0)
_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")

_ELEMENTS = (
    "a|abbr|applet|area|article|aside|audio|b|base|big|blockquote|body|br|button|canvas|center|code|"
    "details|dialog|div|em|embed|fieldset|font|footer|form|frame|frameset|h[1-6]|head|header|hr|"
    "html|i|iframe|image|img|input|ins|kbd|label|li|link|main|map|marquee|math|meta|nav|noscript|"
    "object|ol|option|p|param|picture|pre|s|script|section|select|small|source|span|strike|strong|"
    "style|sub|summary|sup|svg|table|tbody|td|template|textarea|th|thead|title|tr|track|tt|u|ul|"
    "video|xml|xmp"
)
#: What is refused, and what it is called to its writer. "List<String>" and "a < b" are text.
_MARKUP = {
    "HTML": re.compile(
        rf"<!--|<!doctype|<!\[cdata|<\?xml|</?(?:{_ELEMENTS})(?:[\s/][^<>]*)?>"
        r"|<[a-z][\w:-]*\s[^<>]*=",
        re.IGNORECASE,
    ),
    "a Markdown link or image": re.compile(
        r"!?\[[^\[\]\n]*\]\(|^[^\S\n]*\[[^\[\]\n]+\]:\s*\S", re.MULTILINE
    ),
    "a code fence": re.compile(r"```|~~~"),
    "marks of a conversation": re.compile(
        r"<\|[^|<>\n]*\|>|<<<\s*FACTS|\bFACTS\s+\S+\s*>>>|</?(?:start|end)_of_turn>|\[/?INST\]"
        r"|<</?SYS>>",
        re.IGNORECASE,
    ),
}
_LINK = re.compile(
    # No start within a run of what it may hold: else each letter of a long word were one.
    r"(?:(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*://|://|\b(?:www\.|mailto:|javascript:|data:[a-z]+/))"
    r"[^\s<>\"]+"
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    # Without a scheme: what ends as hosts do, in small letters ("ASP.NET" is a name).
    r"|(?<![\w@.-])(?:[a-z0-9-]+\.)+"
    r"(?-i:com|org|net|info|biz|io|ai|app|dev|co|me|xyz|example|test)\b(?!\.?\w)(?:/[^\s<>\"]*)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


def clean_prose(text: str) -> str:
    """Take out what cannot be seen; lines end with a newline. A clean text stays as it is."""
    lines = _LINE_ENDS.sub("\n", text)
    if lines.isascii() and lines.isprintable():
        return lines
    # Joiners are judged last, by the characters that will stand beside them.
    seen = "".join(each for each in lines if each in _JOINERS or _is_visible(each))
    return _JOINER_RUN.sub(r"\1", seen)


def _is_visible(character: str) -> bool:
    if ord(character) in _HIDDEN_SELECTORS:
        return False
    return character in _LAYOUT or unicodedata.category(character) not in _INVISIBLE


def clean_values(value: JsonValue) -> JsonValue:
    """Do so with every text in a JSON value; names of fields are ours."""
    match value:
        case str():
            return clean_prose(value)
        case list():
            return [clean_values(item) for item in value]
        case dict():
            return {name: clean_values(field) for name, field in value.items()}
        case _:
            return value


def find_markup(text: str) -> tuple[str, ...]:
    """Say what in a text is not plain; nothing, if it is."""
    return tuple(name for name, pattern in _MARKUP.items() if pattern.search(text))


def find_links(text: str) -> tuple[str, ...]:
    """Return the web and mail addresses in a text, as they stand there."""
    return tuple(match[0].rstrip(".,;:!?)") for match in _LINK.finditer(text))


def find_repetition(text: str, source: str, words: int) -> str | None:
    """Return the first run of so many words of a text that stands in the source too.

    Case, punctuation and white space make no difference.
    """
    runs = set(word_runs(source, words))
    return next((run for run in word_runs(text, words) if run in runs), None) if runs else None


def word_runs(text: str, words: int) -> Iterator[str]:
    """Return every run of so many words."""
    found = _WORD.findall(normal_form.normalize("NFKC", text).casefold())
    return (" ".join(found[at : at + words]) for at in range(len(found) - words + 1))


def each_text(value: JsonValue, place: str = "") -> Iterator[tuple[str, str]]:
    """Return every text in a JSON value, after its place."""
    match value:
        case str():
            yield place, value
        case list():
            for number, item in enumerate(value):
                yield from each_text(item, f"{place}.{number}".lstrip("."))
        case dict():
            for name, field in value.items():
                yield from each_text(field, f"{place}.{name}".lstrip("."))
        case _:
            return
