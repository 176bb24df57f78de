"""The text of a plain file, whatever its encoding. Pure."""

import re
from typing import Final

_OTHER_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
#: So much of a text is enough to tell its encoding.
_SAMPLE: Final = 100_000
#: Fewer bytes fit to any encoding.
_SHORTEST: Final = 40
#: What people's editors wrote before UTF-8; a likely one wins where it reads as well.
_USUAL: Final = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "gb18030", "big5")
_ASIAN: Final = ("shift_jis", "euc_jp", "cp949", "koi8_r", "mac_roman", "cp1255", "cp1256")
#: More letters than these beyond ASCII in a Western text would be no Western text.
_MOST_WESTERN: Final = 0.2
_WESTERN = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüŒœ")
_MARKS = frozenset("\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac\u00a0·°§©®±«»¿¡£")


def decoded(content: bytes) -> str | None:
    """Return a text in UTF-8, in UTF-16 that says so, or in the encoding that it looks like.

    None stands for what is no text at all.
    """
    encodings = (_WIDE[content[:2]],) if content[:2] in _WIDE else ("utf-8-sig",)
    for encoding in encodings:
        text = _as(content, encoding)
        if text is not None or content[:2] in _WIDE:
            return text
    western = _as(content, "cp1252")
    if western is not None and _is_western(western):
        return western
    return (_detected(content) if len(content) >= _SHORTEST else None) or western


def _as(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return None if _OTHER_CONTROLS.search(text) else text


def _is_western(text: str) -> bool:
    """Whether all that is not ASCII is what Western Europe writes, and there is not too much."""
    others = [character for character in text if not character.isascii()]
    letters = sum(map(str.isalpha, text)) or 1
    return len(others) <= _MOST_WESTERN * letters and all(
        character in _WESTERN or character in _MARKS for character in others
    )


def _detected(content: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:_SAMPLE], cp_isolation=[*_USUAL, *_ASIAN]).best()
    return None if best is None else _as(content, best.encoding)
