"""The form in which a job asks its owner for the figures that bullets lack, and what is answered.

Pure. A row is found by its question's place in the text; what else of it comes back is never read:
it is what was shown. An answer is its owner's text, of one short line, and data to everybody else.
"""

import re
from collections.abc import Sequence
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field

from functions.job_types.common import user_text
from functions.job_types.resume_optimization.facts import figures
from functions.job_types.resume_optimization.findings import Question
from functions.job_types.resume_optimization.questions import choose
from functions.job_types.resume_optimization.review import is_plain
from functions.job_types.resume_optimization.text import LONGEST_REWRITTEN
from shared.core.plain_text import find_markup
from shared.core.records import Record

#: More are not asked of one person at once.
MOST_ASKED: Final = 8
#: Characters of an answer: a figure and what it is of.
LONGEST_FIGURE: Final = 80
#: Characters of a bullet that are shown with its question.
SHOWN_OF_BULLET: Final = 300
_UNKNOWN: Final = re.compile(
    r"(?:i\s+)?(?:do\s?n[o\u2019']?t|do not|can\s?not|can[\u2019']?t)\s+(?:know|remember|say|tell)"
    r"|(?:i have )?no idea|idk|unknown|unsure|not sure|n/?a|none|nothing|[-\u2013\u2014?.]+",
    re.IGNORECASE,
)
#: What says how often without a figure.
_OFTEN: Final = re.compile(
    r"\b(?:once|hourly|daily|nightly|weekly|fortnightly|monthly|quarterly|yearly|annually"
    r"|each|every|per)\b",
    re.IGNORECASE,
)


def check_figure(answer: str) -> str:
    """Return an answer, empty where its owner says that they do not know.

    Raises:
        ValueError: If it says nothing that a bullet lacks, or is no plain text.
    """
    said = answer.strip(" .,;")
    if said.startswith("(") and said.endswith(")"):
        said = said[1:-1].strip()
    if not said or _UNKNOWN.fullmatch(said):
        return ""
    if not is_plain(said) or find_markup(said):
        raise ValueError("Write plain words, without links or marks.")
    if not figures(said) and not _OFTEN.search(said):
        raise ValueError(
            "Say it with a figure, such as \u201c40\u201d, \u201c30% in a year\u201d or"
            " \u201cweekly\u201d; leave it empty if you do not know."
        )
    return said


class MissingFigure(Record):
    """A bullet that lacks a figure, what is asked, and what its owner answers."""

    start: int = Field(
        ge=0,
        description="The question's place: where its bullet begins in `resumeText`.",
        json_schema_extra={"readOnly": True},
    )
    bullet: str = Field(
        default="",
        max_length=SHOWN_OF_BULLET,
        description="The bullet, as it is shown; not read.",
        json_schema_extra={"readOnly": True},
    )
    question: str = Field(
        default="",
        max_length=200,
        description="The question, as it is shown; not read.",
        json_schema_extra={"readOnly": True, "x-label": True},
    )
    figure: Annotated[str, BeforeValidator(user_text.clean_text), AfterValidator(check_figure)] = (
        Field(
            default="",
            max_length=LONGEST_FIGURE,
            description="The answer, with a figure in it; empty for \u201cI don't know\u201d.",
        )
    )


class MissingFigures(Record):
    """What the owner of a résumé answers: the figures that its bullets lack."""

    figures: tuple[MissingFigure, ...] = Field(
        default=(),
        max_length=MOST_ASKED,
        description="As you would write it: “40”, “30% in a year”,"
        " “weekly”. Leave empty what you do not know.",
    )


class Answered(Record):
    """A question, and the figure that its owner gives."""

    question: Question
    figure: str


def choose_asked(questions: Sequence[Question]) -> tuple[Question, ...]:
    """Return the questions that are worth asking, in the text's order."""
    short = [each for each in questions if len(each.text) <= LONGEST_REWRITTEN]
    return choose(short, MOST_ASKED)


def rows_of(asked: Sequence[Question]) -> tuple[MissingFigure, ...]:
    """Return the rows that a form begins with."""
    return tuple(
        MissingFigure(start=each.start, bullet=_shown(each.text), question=each.question)
        for each in asked
    )


def answers_to(asked: Sequence[Question], given: MissingFigures | None) -> tuple[Answered, ...]:
    """Return what is answered of what was asked; of two rows about one place the first counts."""
    by_place: dict[int, str] = {}
    for row in given.figures if given else ():
        if row.figure:
            by_place.setdefault(row.start, row.figure)
    return tuple(
        Answered(question=each, figure=by_place[each.start])
        for each in asked
        if each.start in by_place
    )


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_OF_BULLET else f"{line[: SHOWN_OF_BULLET - 1]}\u2026"
