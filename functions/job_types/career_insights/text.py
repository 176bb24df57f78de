"""The text of career insights: its form, and the check that it keeps to the figures.

Pure. A text model's answer is untrusted: whatever it says, no number is shown to the reader that
is not one of the figures, and no skill that the data did not name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

from pydantic import Field, JsonValue

from functions.job_types.career_insights.figures import Course, Figure, Unit
from functions.job_types.career_insights.findings import CareerInsightsFindings, Level
from functions.job_types.common.mentions import find_foreign_names, mentions, without_names
from functions.job_types.common.names import MatchKind
from functions.job_types.common.numbers import Form, WrittenNumber, read_numbers
from functions.job_types.common.tone import is_english, unknown_names, without_quotes
from shared.core.plain_text import find_links, find_repetition
from shared.core.records import Record


class Sentence(Record):
    """One sentence, with the figures that its numbers are."""

    text: str = Field(min_length=1, max_length=400)
    figures: tuple[Annotated[str, Field(max_length=40)], ...] = Field(
        default=(),
        max_length=8,
        description="The ids of the figures that it gives; empty if it has no number.",
    )


Sentences = Annotated[tuple[Sentence, ...], Field(min_length=1, max_length=5)]


class InsightsText(Record):
    """What is written about the findings, for a person who thinks about working there."""

    headline: Sentence = Field(description="The most important thing, in one sentence.")
    trend: Sentences = Field(description="How the number of postings moves.")
    pay: Sentences = Field(description="What they pay, and how that depends on experience.")
    employers: Sentences = Field(description="Who hires.")
    skills: Sentences = Field(
        description="What is asked for, and what is asked for more and less than before."
    )
    outlook: Sentences = Field(
        description="What this means for the reader, and what the data cannot say."
    )

    def sentences(self) -> tuple[Sentence, ...]:
        """Return all sentences in the order they are read."""
        parts = (self.trend, self.pay, self.employers, self.skills, self.outlook)
        return (self.headline, *(sentence for part in parts for sentence in part))


#: What was asked for and not understood may be named in quotes; so many words of it are no name.
_LONGEST_NAME = 4
#: How each unit is written.
_FORMS: Mapping[Unit, Form] = {
    Unit.COUNT: Form.PLAIN,
    Unit.EXACT: Form.PLAIN,
    Unit.SHARE: Form.PERCENT,
    Unit.CHANGE: Form.PERCENT,
    Unit.POINTS: Form.POINTS,
    Unit.USD: Form.MONEY,
}
_COURSE_WORDS: Mapping[Course, re.Pattern[str]] = {
    Course.UP: re.compile(
        r"\b(rise|rises|risen|rising|rose|gr[eo]w\w*|gain\w*|climb\w*|increas\w*|up|expand\w*"
        r"|higher)\b",
        re.IGNORECASE,
    ),
    Course.DOWN: re.compile(
        r"\b(fall|falls|fallen|falling|fell|declin\w*|drop\w*|shr[iau]nk\w*|decreas\w*|down|lost"
        r"|los(?:es|ing)|fewer|lower(?! quartile)|sank|sink\w*|contract(?:s|ed|ing))\b",
        re.IGNORECASE,
    ),
}
#: That there is nothing of a place, in the first words.
_SAYS_ELSEWHERE = re.compile(
    r"\b(?:no|not|nothing|none|without)\b[^.]{0,80}\b(?:place|region|there|postings?)\b",
    re.IGNORECASE,
)
#: A text is plain: no link, no tag, no code.
_MARKUP = re.compile(r"https?:|www\.|[<>`{}]|\]\(|\*\*|^#", re.IGNORECASE | re.MULTILINE)


def find_faults(
    text: InsightsText, findings: CareerInsightsFindings, known_skills: Iterable[str]
) -> tuple[str, ...]:
    """Say where the text does not keep to the figures; nothing if it does."""
    figures = {figure.id: figure for figure in findings.figures}
    names = _names(findings)
    sentences = text.sentences()
    prose = "\n".join(sentence.text for sentence in sentences)
    return (
        *(fault for s in sentences for fault in find_sentence_faults(s, figures, names)),
        *find_prose_faults(prose, findings, known_skills),
        *find_headline_faults(text.headline, findings),
    )


def find_headline_faults(headline: Sentence, findings: CareerInsightsFindings) -> Iterator[str]:
    """Say whether a headline hides that the figures are of another place than was asked for."""
    if findings.is_elsewhere and not _SAYS_ELSEWHERE.search(headline.text):
        yield "the headline does not say that the data has nothing of the place"


def find_prose_faults(
    prose: str, findings: CareerInsightsFindings, known_skills: Iterable[str]
) -> tuple[str, ...]:
    """Say where sentences speak of something else than the facts, or are not English."""
    names = _names(findings)
    asked = (findings.domain, findings.region)
    own = without_quotes(prose, (name.asked for name in asked))
    labels = [figure.label for figure in findings.figures]
    given = (*names, *labels, *Level, findings.data_source, findings.sample.note)
    skills = sorted(find_foreign_names(prose, names, known_skills))
    not_understood = [name.asked for name in asked if name.how is MatchKind.NONE]
    return (
        *(f"names {skill}, which is not in the facts" for skill in skills),
        *(f"names {name!r}, which is not in the facts" for name in unknown_names(own, given)),
        *(f"leads to {link}" for link in find_links(without_names(own, names))),
        *(
            f"repeats the user's {words!r}"
            for words in not_understood
            if find_repetition(own, words, min(_LONGEST_NAME, len(words.split())))
        ),
        *("is not English" for line in own.splitlines() if not is_english(line)),
    )


def sound_part(
    part: Mapping[str, JsonValue], findings: CareerInsightsFindings, known_skills: Iterable[str]
) -> dict[str, JsonValue]:
    """Return what may be shown of a text that is still being written: sentences without a fault."""
    figures = {figure.id: figure for figure in findings.figures}
    names, known = _names(findings), tuple(known_skills)

    def is_sound(value: JsonValue) -> bool:
        sentence = Sentence.model_validate(value)
        is_traced = not any(find_sentence_faults(sentence, figures, names))
        return is_traced and not find_prose_faults(sentence.text, findings, known)

    def is_open(headline: JsonValue) -> bool:
        return not any(find_headline_faults(Sentence.model_validate(headline), findings))

    shown: dict[str, JsonValue] = {}
    for name, value in part.items():
        if isinstance(value, list):
            shown[name] = [each for each in value if is_sound(each)]
        elif is_sound(value) and (name != "headline" or is_open(value)):
            shown[name] = value
    return shown


def find_sentence_faults(
    sentence: Sentence, figures: Mapping[str, Figure], names: Iterable[str]
) -> Iterator[str]:
    """Say where one sentence does not keep to the figures it names.

    Digits in `names` are no numbers ("ISO 27001").
    """
    unknown = [name for name in sentence.figures if name not in figures]
    yield from (f"names the figure {name}, which there is not" for name in unknown)
    named = [figures[name] for name in sentence.figures if name in figures]
    digital = [name for name in names if any(letter.isdigit() for letter in name)]
    read = read_numbers(without_names(sentence.text, digital))
    yield from (f"has a quantity that cannot be checked: {words}" for words in read.unreadable)
    for number in read.numbers:
        if not any(says(number, figure) for figure in named):
            yield f"gives {number.value:g} ({number.form}), which no figure it names is"
    for figure in named:
        yield from _misused(figure, sentence.text, read.numbers)
    if _MARKUP.search(sentence.text):
        yield "is not plain text"
    yield from _contradicted(sentence.text, named)


def says(number: WrittenNumber, figure: Figure) -> bool:
    """Whether a written number is this figure, exactly or plainly rounded."""
    if number.form is not _FORMS[figure.unit]:
        return False
    if number.sign and number.sign != (-1 if figure.value < 0 else 1):
        return False
    if figure.unit is Unit.EXACT:
        return number.value == figure.value
    is_part = figure.unit in {Unit.SHARE, Unit.CHANGE, Unit.POINTS}
    return number.is_rounding_of(figure.value * 100 if is_part else figure.value)


def _misused(figure: Figure, text: str, numbers: Iterable[WrittenNumber]) -> Iterator[str]:
    # A model that may name figures without giving them could name them all, and pass any number.
    if not any(says(number, figure) for number in numbers):
        yield f"names the figure {figure.id} and does not give it"
    if figure.of is not None and not mentions(text, figure.of):
        yield f"gives the figure {figure.id} and does not name {figure.of}"


def _contradicted(text: str, named: Iterable[Figure]) -> Iterator[str]:
    """Find a rise that is told as a fall, or the other way round."""
    courses = {figure.course for figure in named if figure.course}
    if len(courses) != 1:
        return
    [course] = courses
    opposite = Course.DOWN if course is Course.UP else Course.UP
    if _COURSE_WORDS[opposite].search(text) and not _COURSE_WORDS[course].search(text):
        yield f"tells what goes {course} as going {opposite}"


def _names(findings: CareerInsightsFindings) -> frozenset[str]:
    """Return the names that the facts hold, all of them ours: nothing that the user typed."""
    skills = findings.skills
    names = {skill.skill for skill in (*skills.top, *skills.rising, *skills.falling)}
    names |= {employer.employer for employer in findings.top_employers}
    return frozenset(names | {findings.sample.domain, findings.sample.region or ""}) - {""}
