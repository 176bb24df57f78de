"""Quotes are found, an answer is checked, and what is left makes the improved text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.job_types.resume_optimization import rebuild
from functions.job_types.resume_optimization.findings import (
    Change,
    ChangeKind,
    DifferenceKind,
    FindingKind,
    KeptBecause,
)
from functions.job_types.resume_optimization.parts import cut_parts
from functions.job_types.resume_optimization.quotes import find_in, fold, folded
from functions.job_types.resume_optimization.review import PLAIN_REASON, PartReview, Reviewer
from functions.job_types.resume_optimization.sections import find_sections
from functions.job_types.resume_optimization.size_budget import SizeBudget
from functions.job_types.resume_optimization.text import Advice, PartText, Rewrite
from functions.job_types.resume_optimization.wording import review_section
from tests.support.job_type_data.resume_optimization.resumes import ANY_TEXT, FINDER, RESUME

BULLET = "Responsible for building 12 Airflow pipelines in Python"
GOOD = "Built 12 Airflow pipelines in Python"


def review(*rewrites: tuple[str, str], advice: tuple[tuple[str, str], ...] = ()) -> PartReview:
    """Check an answer about the résumé made by hand."""
    sections = find_sections(RESUME)
    (part,) = cut_parts(RESUME, sections)
    answer = PartText(
        advice=tuple(Advice(quote=quote, message=message) for quote, message in advice),
        rewrites=tuple(Rewrite(quote=q, rewrite=r, reason="It is shorter.") for q, r in rewrites),
    )
    return Reviewer(RESUME, sections, part, FINDER, ()).review(answer)


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("12 Airflow pipelines", "12 Airflow pipelines"),
        ("40   minutes by rewriting", "40 minutes\n  by rewriting"),
        ("40 min", None),
        ("irflow", None),
        ("12 Spark pipelines", None),
        ("a", None),
        ("  ", None),
    ],
)
def test_quotes_are_found_as_whole_words(quote: str, found: str | None) -> None:
    """White space may differ, words may not, and none is cut."""
    place = find_in(fold(RESUME), quote)
    assert (None if place is None else RESUME[place[0] : place[1]]) == found


@given(ANY_TEXT, st.data())
def test_whatever_is_found_is_what_was_quoted(text: str, data: st.DataObject) -> None:
    """For any text and any piece of it: what is found reads like the quote."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    place = find_in(fold(text), text[start:end])
    if place is not None:
        assert folded(text[place[0] : place[1]]) == folded(text[start:end])


def test_a_good_rewrite_is_taken() -> None:
    """The change says where, what, and why; its differences are its two texts."""
    (change,) = review((f"- {BULLET}.", GOOD)).rewrites
    assert RESUME[change.start : change.end] == change.text == BULLET
    assert (change.after, change.reason) == (GOOD, "It is shorter.")
    kinds = DifferenceKind
    before = [d.text for d in change.differences if d.kind is not kinds.ADDED]
    after = [d.text for d in change.differences if d.kind is not kinds.REMOVED]
    assert ("".join(before), "".join(after)) == (BULLET, GOOD)


@pytest.mark.parametrize(
    ("rewrite", "because"),
    [
        ("Built 120 Airflow pipelines in Python", KeptBecause.ADDS_FIGURE),
        ("Built Airflow pipelines in Python", KeptBecause.LOSES_FIGURE),
        ("Built 12 Airflow and Spark pipelines in Python", KeptBecause.ADDS_NAME),
        ("Led 12 Airflow pipelines in Python", KeptBecause.CLAIMS_MORE),
        ("Built <b>12</b> Airflow pipelines in Python", KeptBecause.NOT_PLAIN),
    ],
)
def test_a_rewrite_that_invents_is_not_taken(rewrite: str, because: KeptBecause) -> None:
    """The original stays, and why; the model's words are nowhere."""
    found = review((BULLET, rewrite))
    (kept,) = found.kept
    assert (kept.text, kept.kept_because, found.rewrites) == (BULLET, because, ())
    assert rewrite not in str(found.to_json())


@pytest.mark.parametrize(
    "quote",
    ["Responsible for building", "Python, SQL, k8s, Postgres", "Built a rocket", "WORK EXPERIENCE"],
)
def test_only_whole_items_are_rewritten(quote: str) -> None:
    """A part of a bullet, a list, a heading, and what is not there are not rewritten."""
    assert review((quote, "Something else")).not_found == 1


def test_an_item_is_rewritten_once() -> None:
    """A second rewrite of the same bullet has nothing left to rewrite."""
    found = review((BULLET, GOOD), (BULLET, "Wrote 12 Airflow pipelines in Python"))
    assert ([change.after for change in found.rewrites], found.not_found) == ([GOOD], 1)


def test_no_change_is_no_rewrite() -> None:
    """Who gives the bullet back as it was has suggested nothing."""
    found = review((BULLET, f"  {BULLET} "))
    assert (found.rewrites, found.faults) == ((), 0)


@pytest.mark.parametrize(
    "message",
    [
        "Say that it was 80%.",
        "Add Kubernetes at Google: C++.",
        "See https://x.example",
        "<b>No</b>",
    ],
)
def test_advice_invents_nothing(message: str) -> None:
    """Advice with a figure, a skill or a link of its own is dropped, and counted."""
    found = review(advice=((BULLET, message), ("Airflow pipelines", "Say in 2 lines what for.")))
    assert [finding.message for finding in found.advice] == ["Say in 2 lines what for."]
    assert found.refused_advice == 1


def test_a_bad_reason_is_replaced() -> None:
    """A rewrite is not lost for its reason, and the reason is not shown."""
    sections = find_sections(RESUME)
    (part,) = cut_parts(RESUME, sections)
    answer = PartText(
        advice=(), rewrites=(Rewrite(quote=BULLET, rewrite=GOOD, reason="Buy at www.x.example"),)
    )
    (change,) = Reviewer(RESUME, sections, part, FINDER, ()).review(answer).rewrites
    assert change.reason == PLAIN_REASON


@pytest.mark.parametrize(
    ("good", "bad", "refused"), [(1, 2, False), (0, 3, True), (2, 3, True), (3, 3, False)]
)
def test_an_answer_that_is_mostly_wrong_is_not_trusted(good: int, bad: int, refused: bool) -> None:  # noqa: FBT001 -- a table's column
    """From three faults on, if they are more than half."""
    wrong = tuple((f"Nowhere {number}", "Something") for number in range(bad))
    right = tuple(
        ("Airflow pipelines", f"Say more, {'really ' * number}.") for number in range(good)
    )
    assert review(*wrong, advice=right).is_too_faulty is refused


@given(ANY_TEXT)
def test_offsets_always_match(text: str) -> None:
    """For any text: every finding and change is about the text at its offsets."""
    sections = find_sections(text)
    budget = SizeBudget()
    findings = [f for s in sections for f in review_section(text, s, (), budget).findings]
    mentions = FINDER.find(text)
    changes: list[Change] = []
    rebuild.add_changes(
        changes,
        rebuild.spell_keywords(sections, mentions, {m.skill for m in mentions}),
        budget,
    )
    rebuild.add_changes(changes, rebuild.rename_headings(text, sections), budget)
    characters = rebuild.replace_odd_characters(text, changes)
    for quote in (*findings, *changes):
        assert text[quote.start : quote.end] == quote.text
    assert all(text[at] == each.text for each in characters for at in each.places)
    undone = rebuild.apply_changes(text, changes, characters)
    assert undone != text or not (changes or characters)


@given(ANY_TEXT)
def test_what_is_not_listed_stays(text: str) -> None:
    """For any text: between the listed changes each character is the same; none seen is removed."""
    sections = find_sections(text)
    mentions = FINDER.find(text)
    changes: list[Change] = []
    more = (
        *rebuild.spell_keywords(sections, mentions, {m.skill for m in mentions}),
        *rebuild.rename_headings(text, sections),
    )
    rebuild.add_changes(changes, more, SizeBudget())
    characters = rebuild.replace_odd_characters(text, changes)
    edits = sorted(
        [(c.start, c.end, c.after) for c in changes]
        + [(at, at + 1, c.after) for c in characters for at in c.places]
    )
    improved, place, reached = rebuild.apply_changes(text, changes, characters), 0, 0
    for start, end, after in edits:
        assert improved[reached:].startswith(text[place:start] + after)
        reached += start - place + len(after)
        place = end
    assert improved[reached:] == text[place:]
    assert all(c.after or unicodedata.category(c.text) == "Cf" for c in characters)


def test_rules_find_what_is_weak() -> None:
    """Openings, the first person, and a bullet without a figure."""
    sections = find_sections(RESUME.replace("Helped to train 9", "Helped to train"))
    text = RESUME.replace("Helped to train 9", "Helped to train")
    found = review_section(text, sections[2], (), SizeBudget()).findings
    assert [(finding.kind, finding.text) for finding in found] == [
        (FindingKind.WEAK_OPENING, "Responsible for"),
        (FindingKind.FIRST_PERSON, "I"),
        (FindingKind.WEAK_OPENING, "Helped to"),
        (FindingKind.NO_FIGURE, "Helped to train analysts"),
    ]


def test_changes_do_not_overlap() -> None:
    """Where two would, the first stays."""
    one = rebuild.make_change(ChangeKind.REWRITE, 1, "bcd", "X", "r")
    other = rebuild.make_change(ChangeKind.KEYWORD, 3, "def", "Y", "r")
    changes: list[Change] = []
    assert rebuild.add_changes(changes, [one, other], SizeBudget()) == []
    assert rebuild.apply_changes("abcdef", changes) == "aXef"


def test_a_change_without_room_is_returned() -> None:
    """A result stays small enough to be stored."""
    one = rebuild.make_change(ChangeKind.REWRITE, 1, "bcd", "X", "r")
    assert rebuild.add_changes([], [one], SizeBudget(left=50)) == [one]


@pytest.mark.parametrize(
    ("written", "name", "same"),
    [
        ("k8s", "Kubernetes", True),
        ("a11y", "Web Accessibility", True),
        ("JS", "JavaScript", True),
        ("ML", "Machine Learning", True),
        ("Postgres", "PostgreSQL", True),
        ("Kafka", "Apache Kafka", True),
        ("MS Project", "Microsoft Project", True),
        ("Keras", "TensorFlow", False),
        ("MySQL", "SQL", False),
        ("Lean", "Lean Six Sigma", False),
        ("Windows", "Windows Administration", False),
        ("Jest", "Unit Testing", False),
        ("S3", "AWS", False),
    ],
)
def test_only_the_same_name_is_spelled_out(written: str, name: str, same: bool) -> None:  # noqa: FBT001 -- a table's column
    """What belongs to a skill is not called by its name."""
    assert rebuild.is_same_name(written, name) is same


def test_odd_characters_are_replaced() -> None:
    """A ligature is two letters, a symbol before a bullet a hyphen, the invisible is gone."""
    text = "\uf0b7 of\ufb01ce\u00a0work\n\u27a4 \u200bdone \u2b50 \u321c Hanbit"
    changes = rebuild.replace_odd_characters(text)
    improved = rebuild.apply_changes(text, (), changes)
    assert improved == "- office work\n- done \u2b50 \u321c Hanbit"


def test_many_of_one_character_are_one_change() -> None:
    """163 no-break spaces drown nothing."""
    (change,) = rebuild.replace_odd_characters("word\u00a0" * 163)
    assert (change.text, change.after, len(change.places)) == ("\u00a0", " ", 163)


def test_a_soft_hyphen_is_one_between_letters_or_digits() -> None:
    """It is no character that may vanish there; elsewhere it stays."""
    text = "Feb. 2021\u00adMar. 2023, high\u00adavailability, end\u00ad\nof"
    improved = rebuild.apply_changes(text, (), rebuild.replace_odd_characters(text))
    assert improved == "Feb. 2021-Mar. 2023, high-availability, end\u00ad\nof"
