"""The blanks between words that a PDF only draws: where letters stand apart. Pure.

Some programs place each word by itself and write no blank; wkhtmltopdf does, and all that is made
with it. On such a page even a small gap is one between words, if the letter before it usually
reaches farther. Where all letters of a word stand apart, a heading is spaced out: what is put
between them is a second blank where its next word begins.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from statistics import median_low
from typing import Final, NamedTuple

#: How far words stand apart at least, in heights of a letter: a blank has about 0.25.
_APART: Final = 0.12
#: On a page that has no blanks: how much farther than usual.
_UNUSUAL: Final = 0.2
#: Such a page has more than this share of words run together in what stands between blanks.
_MOST_RUN_TOGETHER: Final = 0.05
#: Farther than this they stand in two columns, which have line ends of their own.
_COLUMNS: Final = 3.0
#: What words begin with besides letters and digits, dashes with blanks around them among them.
_OPENING: Final = frozenset("(&-\u2013+$#\u20ac\u00a3\u201c\u2018")
#: What a letter's height and base line may differ by within one line, in heights.
_LEVEL: Final = 0.3
#: Of the gaps in what has no blank, so many at most are between words.
_MOST_APART: Final = 0.5
#: So many letters with blanks between them are a word that is spaced out; how much farther than
#: these its next word stands, in heights.
_FEWEST_SPACED: Final = 4
_NEXT_WORD: Final = 0.15
#: Two of them that fit closely may come together: "AT".
_MOST_TOGETHER: Final = 2
#: A capital so much higher than all behind it begins small capitals, whose places are not sure.
_CAPITAL: Final = 1.15


class Box(NamedTuple):
    """A character, and where it stands on its page."""

    shown: str
    left: float
    right: float
    bottom: float
    height: float


def missing_blanks(boxes: Iterable[Box | None]) -> set[int]:
    """Return the places of the characters that a blank is missing before; None is a blank."""
    runs = list(_runs(boxes))
    found = _places(runs, {})
    if len(found) > _MOST_RUN_TOGETHER * len(runs):
        found = _places(runs, _usual_gaps(run for _, run in runs))
    return found | _next_words(runs)


def _next_words(runs: Iterable[tuple[int, Sequence[Box]]]) -> set[int]:
    """Return the places where a word begins in what is spaced out."""
    found: set[int] = set()
    for is_short, group in groupby(runs, key=lambda each: len(each[1]) <= _MOST_TOGETHER):
        letters = list(group) if is_short else []
        if sum(len(run) == 1 for _, run in letters) < max(_FEWEST_SPACED, len(letters) / 2):
            continue
        gaps = [_gap(one[-1], other[0]) for (_, one), (_, other) in pairwise(letters)]
        if known := [gap for gap in gaps if gap is not None]:
            farthest = median_low(known) + _NEXT_WORD
            places = (place for place, _ in letters[1:])
            found.update(
                place
                for place, gap in zip(places, gaps, strict=True)
                if gap is not None and farthest < gap < _COLUMNS
            )
    return found


def _places(runs: Iterable[tuple[int, Sequence[Box]]], usual: Mapping[str, float]) -> set[int]:
    found: set[int] = set()
    for first, run in runs:
        if _is_small_capitals(run):
            continue
        pairs = enumerate(pairwise(run), first + 1)
        apart = [place for place, (one, other) in pairs if _is_apart(one, other, usual)]
        if len(apart) <= _MOST_APART * (len(run) - 1):
            found.update(apart)
    return found


def _is_small_capitals(run: Sequence[Box]) -> bool:
    if len(run) == 1 or run[0].height <= _CAPITAL * run[1].height:
        return False
    return run[0].height > _CAPITAL * max(box.height for box in run[1:])


def _runs(boxes: Iterable[Box | None]) -> Iterator[tuple[int, Sequence[Box]]]:
    """Return what stands between blanks, each with its place."""
    run: list[Box] = []
    place = -1
    for place, box in enumerate(boxes):
        if box is not None:
            run.append(box)
        elif run:
            yield place - len(run), run
            run = []
    if run:
        yield place + 1 - len(run), run


def _usual_gaps(runs: Iterable[Sequence[Box]]) -> Mapping[str, float]:
    """Return how far the next letter usually stands from each, and no more than nothing."""
    gaps: dict[str, list[float]] = defaultdict(list)
    for run in runs:
        for one, other in pairwise(run):
            if (gap := _gap(one, other)) is not None:
                gaps[one.shown].append(gap)
    return {shown: min(0.0, median_low(found)) for shown, found in gaps.items()}


def _gap(one: Box, other: Box) -> float | None:
    """Return how far apart two characters of one line stand, in heights."""
    height = min(one.height, other.height)
    is_level = (
        abs(one.height - other.height) < _LEVEL * height
        and abs(one.bottom - other.bottom) < _LEVEL * height
    )
    return (other.left - one.right) / height if is_level else None


def _is_apart(one: Box, other: Box, usual: Mapping[str, float]) -> bool:
    gap = _gap(one, other)
    if gap is None or gap > _COLUMNS or not (other.shown.isalnum() or other.shown in _OPENING):
        return False
    return gap > _APART or (gap > 0 and gap - usual.get(one.shown, gap) > _UNUSUAL)
