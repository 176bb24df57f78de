"""What a model wrote: the whole of it, and the part that is finished."""

import json
import traceback
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from shared.core.plain_text import find_markup
from shared.core.records import Record
from shared.gemini.answer import InvalidAnswerError, finished_part, read_answer


class Skill(Record):
    """A part of the form."""

    name: str
    learn_hours: int


class Report(Record):
    """A form with all that grows differently."""

    headline: str
    score: int
    data_date: date
    skills: tuple[Skill, ...]
    best: Skill


#: Text that stays as it is: what no reader sees is taken out, and markup is refused, see
#: `test_plain_text.py`.
visible = st.text(
    st.characters(
        exclude_categories=("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"), max_codepoint=0xE00FF
    )
).filter(lambda text: not find_markup(text))
reports = st.builds(
    Report,
    headline=visible,
    score=st.integers(),
    dataDate=st.dates(),
    skills=st.lists(st.builds(Skill, name=visible, learnHours=st.integers())).map(tuple),
    best=st.builds(Skill, name=visible, learnHours=st.integers()),
)


@given(reports, st.data())
def test_every_part_is_a_part_of_the_whole(report: Report, data: st.DataObject) -> None:
    """Wherever the text ends, what is finished stands in the whole answer just so."""
    text = report.model_dump_json(by_alias=True)
    part = finished_part(Report, text[: data.draw(st.integers(0, len(text)))])
    whole = json.loads(text)
    for name, value in (part or {}).items():
        if isinstance(value, list):
            assert value == whole[name][: len(value)]
        else:
            assert value == whole[name]


@given(reports)
def test_whole_text_is_the_whole_part(report: Report) -> None:
    """At the end nothing is missing."""
    text = report.model_dump_json(by_alias=True)
    assert finished_part(Report, text) == json.loads(text)


@pytest.mark.parametrize("text", ["", "{", '{"sco', '{"score": 1', "[1, 2]", "Certainly!", "```"])
def test_nothing_finished_is_no_part(text: str) -> None:
    """Before the first field is finished there is nothing to show."""
    assert finished_part(Report, text) is None


def test_number_is_finished_when_something_follows() -> None:
    """A number may grow: 8 is not shown while 87 is being written."""
    assert finished_part(Report, '{"headline": "a", "score": 8') == {"headline": "a"}
    assert finished_part(Report, '{"headline": "a", "score": 8,') == {"headline": "a", "score": 8}


def test_finished_field_that_does_not_fit_shows_nothing() -> None:
    """What is wrong already will be asked for again; no reader should see it come and go."""
    assert finished_part(Report, '{"score": "many", "headline": "a"') is None


def test_unknown_field_shows_nothing() -> None:
    """A field the form does not have is wrong, too."""
    assert finished_part(Report, '{"surprise": 1, "headline": "a"}') is None


def test_growing_item_is_left_out() -> None:
    """Of a list, the items that are whole are shown."""
    text = '{"skills": [{"name": "SQL", "learnHours": 40}, {"name": "Go"'
    assert finished_part(Report, text) == {"skills": [{"name": "SQL", "learnHours": 40}]}


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing a model can write raises anything else."""
    with pytest.raises(InvalidAnswerError):
        read_answer(Report, "", text)
    finished_part(Report, text)


def test_log_words_hold_nothing_of_the_answer() -> None:
    """What may be logged about a misfit are the checker's own words."""
    written = '{"name": 7, "learnHours": "private", "private": 1}'
    with pytest.raises(InvalidAnswerError) as caught:
        read_answer(Skill, "", written)
    assert caught.value.kinds == ("extra_forbidden", "int_parsing", "string_type")
    assert "private" not in "".join(traceback.format_exception(caught.value))


def test_rest_follows_on_its_draft() -> None:
    """A draft and its rest are one answer, even where the rest comes in a fence."""
    rest = '```json\nQL", "learnHours": 40}\n```'
    assert read_answer(Skill, '{"name": "S', rest) == Skill(name="SQL", learn_hours=40)


def test_what_no_reader_sees_is_taken_out() -> None:
    """A hidden instruction, a turned direction, a null: gone before a client reads the answer."""
    written = '{"name": "S\\u202eQ\\u200bL\\u0000\U000e0041", "learnHours": 40}'
    assert read_answer(Skill, "", written) == Skill(name="SQL", learn_hours=40)


def test_what_is_left_must_still_fit() -> None:
    """A text of hidden characters is an empty one."""

    class Named(Record):
        name: str = Field(min_length=1)

    with pytest.raises(InvalidAnswerError):
        read_answer(Named, "", '{"name": "\\u200b\\u202e"}')


def test_markup_is_refused_with_its_place() -> None:
    """The model is told where, and the log only what kind."""
    written = '{"name": "<img src=x onerror=alert(1)>", "learnHours": 40}'
    with pytest.raises(InvalidAnswerError) as caught:
        read_answer(Skill, "", written)
    assert caught.value.problems == ("name: Holds HTML. Write plain text.",)
    assert caught.value.kinds == ("markup",)


def test_markup_is_not_shown_while_it_is_written() -> None:
    """A preview is read by people too."""
    part = finished_part(Report, '{"headline": "![x](http://evil.example/a)", "score": 1,')
    assert part is None


def test_an_instruction_is_not_given_away() -> None:
    """An answer that repeats what was asked, at length, is none."""
    instruction = "You write the text of a report for one person about the gap between their skills"
    repeated = Skill(name=f"My orders: {instruction.upper()}!", learn_hours=1).model_dump_json(
        by_alias=True
    )
    with pytest.raises(InvalidAnswerError) as caught:
        read_answer(Skill, "", repeated, instruction=instruction)
    assert caught.value.kinds == ("quotes_instruction",)
    read_answer(Skill, "", repeated, instruction="Write a report.")
