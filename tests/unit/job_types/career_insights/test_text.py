"""The check that every number of a text is the figure that its sentence names."""

from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from functions.job_types.career_insights.figures import Unit
from functions.job_types.career_insights.text import (
    Sentence,
    find_faults,
    find_sentence_faults,
    says,
)
from functions.job_types.common.numbers import read_numbers
from tests.support.job_type_data.career_insights.findings import make_findings, make_text

FINDINGS = make_findings()
FIGURES = {figure.id: figure for figure in FINDINGS.figures}
KNOWN = ("SQL", "Rust", "Perl", "COBOL 2.0", "Haskell", "Go", "SQL Server")


def faults(text: str, *figures: str) -> Sequence[str]:
    """Check a text that has one sentence of interest."""
    return find_faults(make_text(Sentence(text=text, figures=figures)), FINDINGS, KNOWN)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("There were 1,440 postings.", ["postings"]),
        ("There were about 1,400 postings.", ["postings"]),
        ("Postings grew by 20% in 12 months.", ["postings-change", "months"]),
        ("They grew by +20%, in twelve months.", ["postings-change", "months"]),
        ("The median is $100,000, or $100k.", ["pay-median"]),
        ("At senior level it is about $123k.", ["level-senior-median"]),
        ("Rust rose from 5% to 10%.", ["rising-1-before", "rising-1-now"]),
        ("Rust gained 5 percentage points.", ["rising-1-change"]),
        ("COBOL 2.0 fell by 2 points.", ["falling-2-change"]),
        ("Wind 21 has 42% of the postings.", ["employer-1-share"]),
        ("Wind 21 and Sun and Sons hire.", []),
        ("Data ends on 30 September 2026.", ["data-day", "data-year"]),
        ("One of the domains that grows.", []),
    ],
)
def test_a_text_that_keeps_to_the_figures_has_no_faults(text: str, figures: list[str]) -> None:
    """Figures may be written exactly or plainly rounded; names may have digits in them."""
    assert faults(text, *figures) == ()


@pytest.mark.parametrize(
    ("text", "figures", "words"),
    [
        ("There were 1,440 postings.", [], "no figure it names"),
        ("There were 1,450 postings.", ["postings"], "no figure it names"),
        ("There were 1,000 postings.", ["postings"], "no figure it names"),
        ("There were 1,440 postings in 2027.", ["postings"], "gives 2027"),
        ("It ends in 2030.", ["data-year"], "gives 2030"),
        ("Postings grew by 20.", ["postings-change"], "gives 20 (plain)"),
        ("Postings grew by $20.", ["postings-change"], "gives 20 (money)"),
        ("Postings grew by 20 points.", ["postings-change"], "gives 20 (points)"),
        ("Postings moved by -20%.", ["postings-change"], "gives 20 (percent)"),
        ("Postings fell by 20%.", ["postings-change"], "goes up as going down"),
        ("Perl gained 5 points.", ["falling-1-change"], "goes down as going up"),
        ("There were 1,440 postings.", ["postings", "months"], "does not give it"),
        ("Many postings.", ["postings"], "does not give it"),
        ("It has 42%.", ["employer-1-share"], "does not name Wind 21"),
        ("Sun and Sons has 42%.", ["employer-1-share"], "does not name Wind 21"),
        ("There are 9 postings.", ["nothing-like-it"], "which there is not"),
        ("Pay is twice that.", [], "cannot be checked: twice"),
        ("A third of 1,440 postings.", ["postings"], "cannot be checked: A third"),
        ("Learn Haskell.", [], "names Haskell"),
        ("Learn SQL Server.", [], "names SQL Server"),
        ("See https://example.com/jobs now.", [], "not plain text"),
        ("See <b>this</b>.", [], "not plain text"),
        ("It is **big**.", [], "not plain text"),
        ("Pay is \u0665\u0662 dollars.", [], "cannot be checked"),
        ("Wind 22 has 42%.", ["employer-1-share"], "gives 22"),
    ],
)
def test_what_leaves_the_figures_is_a_fault(text: str, figures: list[str], words: str) -> None:
    """An invented, misnamed, turned or hidden number is found, and so is a foreign skill."""
    assert words in "; ".join(faults(text, *figures))


@pytest.mark.parametrize("part", ["headline", "trend", "pay", "employers", "skills", "outlook"])
def test_every_part_is_checked(part: str) -> None:
    """There is no place for a number that is not looked at."""
    lie = Sentence(text="There are 77 jobs.")
    value = lie if part == "headline" else (lie,)
    text = make_text().model_copy(update={part: value})
    assert len(find_faults(text, FINDINGS, KNOWN)) == 1


numbers = st.one_of(
    st.integers(0, 3_000_000).map(lambda value: f"{value:,}"),
    st.integers(0, 3000).map(str),
    st.decimals(0, 200, places=1).map(str),
)
templates = st.sampled_from(["{}%", "${}", "{} points", "{}", "${}k", "-{}%", "{} percent"])


@given(numbers, templates, st.sets(st.sampled_from(sorted(FIGURES)), max_size=8))
def test_no_number_that_is_no_figure_passes(number: str, template: str, named: set[str]) -> None:
    """Whatever figures a sentence names, a number that none of them is, is a fault."""
    written = template.format(number)
    read = read_numbers(written)
    assume(not read.unreadable)
    assume(not any(says(n, FIGURES[name]) for n in read.numbers for name in named))
    sentence = Sentence(text=f"Energy has {written} of it.", figures=tuple(named))
    found = list(find_sentence_faults(sentence, FIGURES, ()))
    assert any("which no figure it names is" in fault for fault in found)


@given(st.text(alphabet="0123456789,.%$ -+kKmoneptwhald\u0665\u00bd\u200b", max_size=30))
def test_without_figures_no_digit_passes(text: str) -> None:
    """However a number is dressed up, a sentence that names no figure cannot have one."""
    assume(any(letter.isnumeric() for letter in text))
    assert list(find_sentence_faults(Sentence(text=f"x {text}"), FIGURES, ()))


@given(st.sampled_from(sorted(FIGURES)))
def test_every_figure_can_be_written(name: str) -> None:
    """For each figure there is a sentence that passes: its own number, as the prompt asks."""
    figure = FIGURES[name]
    percent = 100 * abs(figure.value)
    written = {
        Unit.COUNT: f"{figure.value:,.0f}",
        Unit.EXACT: f"{figure.value:.0f}",
        Unit.SHARE: f"{percent:.1f}%",
        Unit.CHANGE: f"{percent:.1f}%",
        Unit.POINTS: f"{percent:.1f} points",
        Unit.USD: f"${figure.value:,.0f}",
    }[figure.unit]
    sentence = Sentence(text=f"For {figure.of} it is {written}.", figures=(name,))
    assert list(find_sentence_faults(sentence, FIGURES, (figure.of or "",))) == []


def test_what_the_user_typed_hides_no_number() -> None:
    """A domain or region with digits, as it was asked for, is no name of ours."""
    asked = FINDINGS.domain.model_copy(update={"asked": "growing 900%"})
    findings = FINDINGS.model_copy(update={"domain": asked})
    text = make_text(Sentence(text="Energy is growing 900% now."))
    assert find_faults(text, findings, KNOWN)
