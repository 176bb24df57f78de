"""Rubrics of the résumé optimization. Pure."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import cast

from functions.job_types.resume_optimization.findings import (
    AtsProblemKind,
    Change,
    Coverage,
    FindingKind,
    KeywordPresence,
)
from functions.job_types.resume_optimization.report import ResumeOptimization
from tests.eval.answers import Answer, rewrites
from tests.support.job_type_data.resume_optimization.resume_kinds import (
    LANGUAGES,
    NO_KEYWORDS,
    SECTIONS,
)

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<=[\w,;] )[A-Z][\w+#]+")
_LETTERS = re.compile(r"[^\W_]+")
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
#: Words of which one at least is in a text that has such a section.
_SPEAKS_OF = {
    AtsProblemKind.NO_EXPERIENCE: (
        "experience",
        "employment",
        "expérience",
        "werdegang",
        "ervaring",
    ),
    AtsProblemKind.NO_EDUCATION: (
        "education",
        "university",
        "formation",
        "ausbildung",
        "opleiding",
    ),
    AtsProblemKind.NO_SKILLS: (
        "skills",
        "compétences",
        "kenntnisse",
        "competencias",
        "vaardigheden",
    ),
}
MOST_GROWTH, ALWAYS_ALLOWED = 1.6, 60


def offsets_match(answer: Answer) -> Iterator[str]:
    """Whatever has offsets is what stands there, and the sections are the whole text."""
    result = _of(answer)
    text = result.resume_text
    findings = [finding for section in result.sections for finding in section.findings]
    places = [problem.where for problem in result.ats_problems if problem.where]
    for quote in (*findings, *result.changes, *result.kept, *places):
        if text[quote.start : quote.end] != quote.text:
            yield f"{quote.start} to {quote.end} is not {quote.text[:20]!r}"
    ends = [0, *(section.end for section in result.sections)]
    starts = [*(section.start for section in result.sections), len(text)]
    if ends != starts:
        yield "the sections do not lie end to end"


def whole_text(answer: Answer) -> Iterator[str]:
    """The text is the one that was sent, and the improved one is it with the changes made."""
    result = _of(answer)
    if result.resume_text != answer.case.request["resumeText"]:
        yield "the text is not the one that was sent"
    improved, place = "", 0
    edits = [(each.start, each.end, each.after) for each in result.changes]
    edits += [(at, at + 1, each.after) for each in result.character_changes for at in each.places]
    for start, end, after in sorted(edits):
        if start < place:
            yield f"changes overlap at {start}"
        improved += result.resume_text[place:start] + after
        place = end
    if improved + result.resume_text[place:] != result.improved_text:
        yield "the improved text is not the text with its changes"
    for address in _CONTACT.findall(result.resume_text):
        if address not in result.improved_text:
            yield "the improved text has lost an address"


def facts_kept(answer: Answer) -> Iterator[str]:
    """A rewrite has the numbers of its original, and no name that it has not."""
    found = _of(answer).keywords.keywords
    # One that the résumé has by another name may be spelled as the postings do.
    keywords = [each.keyword for each in found if each.before is not KeywordPresence.MISSING]
    for change in rewrites(_of(answer)):
        if Counter(_NUMBER.findall(change.after)) != Counter(_NUMBER.findall(change.text)):
            yield f"the rewrite at {change.start} has other numbers"
        for name in _new_names(change, keywords):
            yield f"the rewrite at {change.start} adds {name!r}"


def rewrite_length(answer: Answer) -> Iterator[str]:
    """No rewrite is much longer than its original, or next to nothing of it."""
    for change in rewrites(_of(answer)):
        length = len(change.text)
        if len(change.after) > max(MOST_GROWTH * length, length + ALWAYS_ALLOWED):
            yield f"the rewrite at {change.start} has grown from {length} to {len(change.after)}"
        if len(change.after) < length / 4:
            yield f"the rewrite at {change.start} has shrunk from {length} to {len(change.after)}"


def keyword_coverage(answer: Answer) -> Iterator[str]:
    """The improved text has every keyword that the résumé had, and the counts are theirs."""
    found = _of(answer).keywords
    order = (KeywordPresence.MISSING, KeywordPresence.SYNONYM, KeywordPresence.EXACT)
    for keyword in found.keywords:
        if order.index(keyword.after) < order.index(keyword.before):
            yield f"{keyword.keyword} was {keyword.before} and is {keyword.after}"
    if found.after.percent < found.before.percent:
        yield f"the coverage falls from {found.before.percent}% to {found.after.percent}%"
    was = Counter(keyword.before for keyword in found.keywords)
    now = Counter(keyword.after for keyword in found.keywords)
    if was != _counts(found.before) or now != _counts(found.after):
        yield "the counts are not those of the keywords"


def counts_add_up(answer: Answer) -> Iterator[str]:
    """Every rewrite that was suggested is taken, kept out, or about nothing; and each is there."""
    result = _of(answer)
    count = result.rewrites
    if count.suggested != count.taken + count.kept + count.not_found:
        yield "the suggested rewrites do not add up"
    if count.taken != len(rewrites(result)):
        yield f"{count.taken} rewrites were taken, and {len(rewrites(result))} are there"


def read_right(answer: Answer) -> Iterator[str]:
    """The sections, the language and the keywords are those that a careful reader sees."""
    result, name = _of(answer), answer.case.name
    found = [section.kind.value for section in result.sections if section.title]
    if name in SECTIONS and found != SECTIONS[name]:
        yield f"the sections are {' '.join(found)}"
    if name in SECTIONS and not result.sections_understood:
        yield "the sections were not understood"
    if result.language is not None:
        wanted = LANGUAGES.get(name, "en")
        if result.language.code != wanted:
            yield f"it is read as {result.language.name}"
    for keyword in result.keywords.keywords:
        is_false = keyword.keyword in NO_KEYWORDS.get(name, ())
        if is_false and keyword.before is not KeywordPresence.MISSING:
            yield f"{keyword.keyword} is not in it"


def nothing_untrue(answer: Answer) -> Iterator[str]:
    """Nothing is said to be missing that the text speaks of, and no heading or name is changed."""
    result = _of(answer)
    text = result.resume_text.casefold()
    for problem in result.ats_problems:
        if any(word in text for word in _SPEAKS_OF.get(problem.kind, ())):
            yield f"{problem.kind.value} is said, and the text speaks of it"
    if result.language is not None and not result.language.is_english:
        kinds = {each.kind for section in result.sections for each in section.findings}
        if kinds - {FindingKind.ADVICE}:
            yield "rules about English were applied"
    for each in result.character_changes:
        if not each.after and unicodedata.category(each.text) != "Cf":
            yield f"{each.text!r} is removed, which is seen"


def _of(answer: Answer) -> ResumeOptimization:
    return cast("ResumeOptimization", answer.result)


def _counts(coverage: Coverage) -> Counter[KeywordPresence]:
    return Counter(
        {
            KeywordPresence.EXACT: coverage.exact,
            KeywordPresence.SYNONYM: coverage.synonyms,
            KeywordPresence.MISSING: coverage.missing,
        }
    )


def _new_names(change: Change, keywords: list[str]) -> list[str]:
    """Return words with a capital inside a sentence that the original has in no spelling."""
    known = {word.casefold() for word in _LETTERS.findall(change.text)}
    known |= {word.casefold() for name in keywords for word in _LETTERS.findall(name)}
    names = [word for name in _NAME.findall(change.after) for word in _LETTERS.findall(name)]
    return [word for word in names if word.casefold() not in known]
