"""A text is cut between characters, as people count them."""

import pytest

from shared.core.graphemes import last_boundary
from shared.core.preview import fit_preview

WHOLE = {
    "an emoji": "\U0001f600",
    "a family": "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "a flag": "\U0001f1e8\U0001f1ed",
    "a flag of tags": "\U0001f3f4\U000e0067\U000e0062\U000e007f",
    "a skin": "\U0001f44d\U0001f3fd",
    "a letter with its marks": "e\u0301\u0323",
    "a Thai syllable": "\u0e01\u0e33",
    "a Devanagari syllable": "\u0928\u093f",
    "a Korean syllable in parts": "\u1112\u1161\u11ab",
    "a key": "1\ufe0f\u20e3",
    "a surrogate pair": "\ud83d\ude00",
    "the end of a line": "\r\n",
}


@pytest.mark.parametrize("whole", WHOLE.values(), ids=WHOLE)
def test_a_character_is_never_cut(whole: str) -> None:
    """Wherever the room ends, the text ends between two of them."""
    text = whole * 5
    for end in range(len(text) + 1):
        assert last_boundary(text, end) == end // len(whole) * len(whole)


def test_plain_texts_are_cut_anywhere() -> None:
    """Letters, blanks and Chinese have nothing that belongs together."""
    text = "to be \u6280\u80fd\u5dee\u8ddd"
    assert [last_boundary(text, end) for end in range(len(text) + 1)] == list(range(len(text) + 1))


@pytest.mark.parametrize(
    "whole", [each for each in WHOLE.values() if each.isprintable() or "\u200d" in each]
)
def test_a_preview_ends_with_a_whole_character(whole: str) -> None:
    """At every size of the room; and it is not less than what fits."""
    for room in range(400, 420):
        preview = fit_preview({"text": whole * 400}, room)
        assert preview is not None
        text = str(preview["text"]).removesuffix("…")
        assert text == whole * (len(text) // len(whole))
        assert len(text.encode()) > room - 50


def test_one_endless_character_is_left_out() -> None:
    """A letter with thousands of marks has no place at which it may be cut."""
    assert fit_preview({"text": "e" + "\u0301" * 5_000}, 400) is None
