"""Ask what only the person knows, where a bullet says what was done and not how much.

Pure. A question names the place in the text, what kind of answer mends it, and what is counted, so
that a form can ask it. Nothing is invented where nothing was said.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from functions.job_types.common.words import words
from functions.job_types.resume_optimization.findings import Question, QuestionKind, SectionKind
from functions.job_types.resume_optimization.sections import Section
from functions.job_types.resume_optimization.wording import lacks_figure

#: More are not asked at once.
MOST_QUESTIONS = 12
_WORK = frozenset({SectionKind.EXPERIENCE, SectionKind.PROJECTS, SectionKind.VOLUNTEERING})
#: What may be counted, as bullets have it.
_COUNTED: Final = frozenset(
    words(
        "users customers clients patients students pupils people employees engineers developers"
        " analysts members teams teammates juniors interns volunteers colleagues trainers nurses"
        " stores shops branches sites schools hospitals offices countries locations suppliers"
        " vendors partners reports dashboards pipelines services applications apps systems servers"
        " databases projects products features tickets calls requests orders transactions payments"
        " invoices accounts contracts cases files tests bugs defects models experiments campaigns"
        " articles events workshops courses classes lessons sessions interviews audits trials"
        " machines vehicles bridges buildings drawings meetings releases deployments components"
        " pages screens records documents claims visits deliveries shipments candidates hires"
    )
)
_COUNTED_WORD = re.compile(r"\b(" + "|".join(sorted(_COUNTED)) + r")\b", re.IGNORECASE)
_CHANGED = re.compile(
    r"\b(?:improv|increas|reduc|decreas|cut|grew|grow|rais|lower|accelerat|optimi[sz]|boost"
    r"|speed|sped|shorten|sav(?:ed|ing)\b|streamlin|automat|eliminat|minimi[sz]|maximi[sz])",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\b(?:budgets?|revenue|sales|costs?|funds?|funding|turnover|grants?)\b", re.IGNORECASE
)
_REPEATED = re.compile(
    r"\b(?:regular(?:ly)?|routine(?:ly)?|frequent(?:ly)?|ongoing|periodic(?:ally)?)\b",
    re.IGNORECASE,
)


def find_questions(text: str, sections: Sequence[Section]) -> tuple[Question, ...]:
    """Return a question for each bullet about work that has no figure, in the text's order."""
    found = [
        _ask(text[item.start : item.end], item.start)
        for section in sections
        if section.kind in _WORK
        for item in section.items
        if item.is_prose and item.is_bullet and lacks_figure(text[item.start : item.end])
    ]
    return choose(found, MOST_QUESTIONS)


def choose(questions: Sequence[Question], most: int) -> tuple[Question, ...]:
    """Return the most useful questions, in the text's order: what asks for something exact."""
    exact = [each for each in questions if each.kind is not QuestionKind.WHAT_RESULT]
    others = [each for each in questions if each.kind is QuestionKind.WHAT_RESULT]
    return tuple(sorted([*exact, *others][:most], key=lambda each: each.start))


def _ask(shown: str, start: int) -> Question:
    kind, question, of_what = next(_readings(shown))
    return Question(
        start=start,
        end=start + len(shown),
        text=shown,
        kind=kind,
        question=question,
        of_what=of_what,
    )


def _readings(shown: str) -> Iterator[tuple[QuestionKind, str, str | None]]:
    """Return what may be asked of a bullet, the most telling first; there is always one."""
    if _CHANGED.search(shown):
        yield QuestionKind.BY_HOW_MUCH, "By how much, and over what time?", None
    if counted := _COUNTED_WORD.search(shown):
        thing = counted[0].casefold()
        yield QuestionKind.HOW_MANY, f"How many {thing}?", thing
    if money := _MONEY.search(shown):
        thing = money[0].casefold()
        yield QuestionKind.HOW_MUCH_MONEY, f"How much money was it: what {thing}?", thing
    if _REPEATED.search(shown):
        yield QuestionKind.HOW_OFTEN, "How often?", None
    yield (
        QuestionKind.WHAT_RESULT,
        "What came of it: how many, how often, or how much did it change?",
        None,
    )
