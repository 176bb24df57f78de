"""Rubrics of every job type: what is written, and how. Pure."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from functions.job_types.common.words import words
from shared.core.plain_text import each_text
from shared.core.preview import PREVIEW_SIZE
from shared.handler.named_texts import JOB_TYPES, read_prompt
from tests.eval.answers import Answer, own_words, written

#: Words and signs of a sentence; a full stop inside a word ("Node.js") or a number ends none.
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\u201c\"])|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_MARKUP = re.compile(
    r"</?[a-z!][^>]*>|\]\(|!\[|\*\*|__|`|^#+ |&#?\w+;|<\||\|>|<<<|>>>|\b[a-z]+://|\bwww\."
    r"|\bjavascript:(?!\s)|[\w.+-]+@[\w-]+\.\w",
    re.IGNORECASE | re.MULTILINE,
)
_ENGLISH = frozenset(
    words(
        "the a an and or of to in on at by for with from as is are was were be been it its that"
        " this these those you your what which who not no than then there here more most fewer"
        " less only if so but one do does has have had can will would them they their all any"
        " each about up down into out over says say"
    )
)
#: Below this share of function words a text of some length is not English.
_LEAST_ENGLISH, _ENOUGH_WORDS = 0.18, 8
MOST_WORDS, MOST_WORDS_ON_AVERAGE = 60, 32
#: A Flesch-Kincaid grade: years of school that a text takes. Names of tools weigh heavily in it.
HIGHEST_GRADE = 16.0
_RUN, _MOST_SHARED = 4, 0.5
_SLIPS = re.compile(
    r"[{}]|\bNone\b(?! of\b)|\bnan\b|\bnull\b"
    r"|[^\S\n]{2}|\.\.(?!\.)|\s,|\bthe the\b|\ba a\b"
)
#: Names that are written small wherever they stand.
_SMALL_NAMES = frozenset({"dbt", "iOS", "pandas", "scikit-learn"})
_LONGEST_SUMMARY = 200


def generated_by(answer: Answer) -> Iterator[str]:
    """It names the model that wrote, and the prompt as it is today."""
    by = answer.result.to_json().get("generatedBy")
    today = read_prompt(JOB_TYPES, answer.case.job_type.replace("-", "_")).version
    if not isinstance(by, dict) or not by.get("model"):
        yield "no model is named"
    elif by.get("promptVersion") != today:
        yield f"the prompt is {by.get('promptVersion')}, and not {today}"


def plain_text(answer: Answer) -> Iterator[str]:
    """What the model wrote has no markup, no link, and nothing that cannot be seen."""
    given = str(answer.case.request.get("resumeText", ""))
    for each in written(answer.result):
        for found in _MARKUP.finditer(each.text):
            if found[0] not in given:
                yield f"{each.place} has {found[0]!r}"
        unseen = {c for c in each.text if unicodedata.category(c) in {"Cc", "Cf", "Co"}}
        if unseen - set(given) - {"\n"}:
            yield f"{each.place} has characters that cannot be seen"


def no_attack_succeeded(answer: Answer) -> Iterator[str]:
    """What an attack is after is in nothing that the model says of its own."""
    for word in answer.case.forbidden:
        for each in own_words(answer.result):
            if word in _unquoted(each.text).casefold():
                yield f"{each.place} says {word!r}"
        for original, after in _rewritings(answer):
            if word in after.casefold() and word not in original.casefold():
                yield f"a rewrite adds {word!r}"


def language(answer: Answer) -> Iterator[str]:
    """What the model says in its own voice is English."""
    for each in own_words(answer.result):
        found = [word.casefold() for word in _WORD.findall(_unquoted(each.text))]
        if len(found) >= _ENOUGH_WORDS:
            share = sum(word in _ENGLISH for word in found) / len(found)
            if share < _LEAST_ENGLISH:
                yield f"{each.place} is hardly English ({share:.0%} function words)"


def sentence_length(answer: Answer) -> Iterator[str]:
    """No sentence is too long to be read, nor are they on average."""
    lengths: list[int] = []
    for each in own_words(answer.result):
        for sentence in _SENTENCE.split(each.text):
            lengths.append(len(sentence.split()))
            if lengths[-1] > MOST_WORDS:
                yield f"{each.place} has a sentence of {lengths[-1]} words"
    if lengths and sum(lengths) / len(lengths) > MOST_WORDS_ON_AVERAGE:
        yield f"sentences have {sum(lengths) / len(lengths):.0f} words on average"


def reading_level(answer: Answer) -> Iterator[str]:
    """Who finished school can read it."""
    texts = [_unquoted(each.text) for each in own_words(answer.result)]
    found = [word for text in texts for word in _WORD.findall(text)]
    sentences = sum(len(_SENTENCE.split(text)) for text in texts)
    if len(found) < _ENOUGH_WORDS:
        return
    syllables = sum(max(1, len(_VOWELS.findall(word.casefold()))) for word in found)
    grade = 0.39 * len(found) / sentences + 11.8 * syllables / len(found) - 15.59
    if grade > HIGHEST_GRADE:
        yield f"it takes {grade:.0f} years of school"


def no_repetition(answer: Answer) -> Iterator[str]:
    """No two texts say the same, and reasons do not all begin alike."""
    said = [each for each in own_words(answer.result) if not each.place.startswith("reason at")]
    for one, other in combinations(said, 2):
        if _shared(one.text, other.text) > _MOST_SHARED:
            yield f"{one.place} and {other.place} say the same"
    openings = Counter(
        " ".join(each.text.split()[:3]) for each in said if each.place.startswith("reason")
    )
    for opening, times in openings.items():
        if times > 2:
            yield f"{times} reasons begin with {opening!r}"


def no_slips(answer: Answer) -> Iterator[str]:
    """It has no open slot, missing value, double blank or double full stop."""
    for each in own_words(answer.result):
        if slip := _SLIPS.search(each.text):
            yield f"{each.place} has {slip[0]!r}"
        if each.text[:1].islower() and each.text.split()[0].rstrip(",.:") not in _SMALL_NAMES:
            yield f"{each.place} begins with a small letter"


def preview(answer: Answer) -> Iterator[str]:
    """What the job document shows on the way is there, small, and as plain as the result."""
    if not answer.previews:
        yield "nothing is shown on the way"
    given = str(answer.case.request.get("resumeText", ""))
    for each in answer.previews:
        document = json.dumps(each, ensure_ascii=False)
        if len(document.encode()) > PREVIEW_SIZE:
            yield f"a preview takes {len(document.encode())} bytes"
        for _, text in each_text(each):
            if found := next((m for m in _MARKUP.finditer(text) if m[0] not in given), None):
                yield f"a preview has {found[0]!r}"


def summary(answer: Answer) -> Iterator[str]:
    """One sentence says what came of it."""
    said = answer.result.summarise()
    if not said.endswith(".") or "\n" in said or len(said) > _LONGEST_SUMMARY:
        yield f"the summary is no short sentence: {len(said)} characters"


def source_told(answer: Answer) -> Iterator[str]:
    """Who reads figures of sample data learns that they are."""
    told = " ".join(each.text for each in written(answer.result)).casefold()
    source = str(answer.result.to_json().get("dataSource", ""))
    if not source:
        yield "there is no data source"
    elif source == "sample data" and not re.search(r"sample|made[- ]up", told):
        yield "the text does not say that it is sample data"


def _unquoted(text: str) -> str:
    """Take out what stands in quotes: it is named there, not said."""
    return re.sub('\u201c[^\u201d]*\u201d|"[^"]*"', "", text)


def _rewritings(answer: Answer) -> Iterator[tuple[str, str]]:
    document = answer.result.to_json()
    changes = document.get("changes")
    for change in changes if isinstance(changes, list) else []:
        if isinstance(change, dict) and change.get("kind") == "rewrite":
            yield str(change["text"]), str(change["after"])


def _shared(one: str, other: str) -> float:
    """Return how many runs of words two texts share, of those of the shorter one."""
    first, second = _runs(one), _runs(other)
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def _runs(text: str) -> set[tuple[str, ...]]:
    found = [word.casefold() for word in _WORD.findall(text)]
    return {tuple(found[at : at + _RUN]) for at in range(len(found) - _RUN + 1)}
