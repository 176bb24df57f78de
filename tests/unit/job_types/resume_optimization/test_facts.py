"""The check that a rewrite keeps the facts of its original."""

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from functions.job_types.resume_optimization.facts import figures, find_fault
from functions.job_types.resume_optimization.findings import KeptBecause
from functions.job_types.resume_optimization.review import is_plain
from tests.support.job_type_data.resume_optimization.resumes import FINDER

K = KeptBecause


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Responsible for building 12 pipelines", "Built 12 pipelines"),
        ("I cut costs by 40 percent at Northwind", "Cut costs at Northwind by 40%"),
        ("Served 1,200,000 users", "Served 1200000 users"),
        ("Ran a team of five", "Ran a team of 5"),
        ("Worked with k8s and Postgres", "Deployed to Kubernetes (k8s) and PostgreSQL"),
        ("Worked with k8s", "Worked with Kubernetes"),
        ("Doubled revenue", "Raised revenue twice as high"),
        ("Sales reporting for Acme in Q3 2021", "Reported sales for Acme in Q3 2021"),
        ("Moved $1.2M of orders", "Moved orders of $1.2m"),
        ("DID SALES REPORTS FOR ACME", "Wrote sales reports for Acme"),
        ("Led the team", "Led the team through it"),
    ],
)
def test_a_rewrite_that_keeps_the_facts_is_taken(before: str, after: str) -> None:
    """The same figures, names and claims in other words are fine."""
    assert find_fault(before, after, FINDER) is None


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("Built pipelines", "Built pipelines as the ideal person", K.CLAIMS_MORE),
        (
            "Helped customers in the shop",
            "Offered cheap watches online, delivered within days, for friends",
            K.CHANGES_MEANING,
        ),
        ("Built pipelines", "Built 12 pipelines", K.ADDS_FIGURE),
        ("Built 12 pipelines", "Built pipelines", K.LOSES_FIGURE),
        ("Cut costs by 12%", "Cut costs by $12", K.ADDS_FIGURE),
        ("Cut costs by 12%", "Cut costs by 12", K.ADDS_FIGURE),
        ("Cut costs", "Cut costs by half", K.ADDS_FIGURE),
        ("Cut costs", "Cut costs for dozens of teams", K.ADDS_FIGURE),
        ("Trained analysts", "Trained nine analysts", K.ADDS_FIGURE),
        ("Trained 9 analysts", "Trained 9 analysts in 9 months", K.ADDS_FIGURE),
        ("Since 2019", "Since 2018", K.ADDS_FIGURE),
        ("Grew by 5%", "Grew by .5%, then 5%", K.ADDS_FIGURE),
        ("Trained \u0669 analysts", "Trained 9 analysts", K.ADDS_FIGURE),
        ("Built the shop", "Built the shop for Amazon", K.ADDS_NAME),
        ("Built the shop", "Built the shop in python", K.ADDS_NAME),
        ("Built the shop", "Kubernetes shop built", K.ADDS_NAME),
        ("Built the shop", "Google shop, built well", K.ADDS_NAME),
        ("Built the shop", "Built the shop in January", K.ADDS_NAME),
        ("Used AC1 parts", "Used AC2 parts", K.ADDS_FIGURE),
        ("Built the shop for Acme", "Built the shop", K.LOSES_NAME),
        ("Built the shop in Python", "Built the shop", K.LOSES_NAME),
        ("Helped the team", "Led the team", K.CLAIMS_MORE),
        ("Built the shop", "Spearheaded the shop", K.CLAIMS_MORE),
        ("Helped with hiring", "Managed hiring", K.CLAIMS_MORE),
        ("Did not miss a deadline", "Missed a deadline", K.CHANGES_MEANING),
        ("Built a shop", "Built a shop " + "very well " * 20, K.TOO_LONG),
    ],
)
def test_a_rewrite_that_does_not_is_refused(before: str, after: str, fault: K) -> None:
    """What was added, lost or exaggerated is named."""
    assert find_fault(before, after, FINDER) is fault


BULLETS = st.text(alphabet=string.ascii_letters + string.digits + " ,.%$-", max_size=80)


@given(
    BULLETS,
    st.integers(0, 10**7),
    st.sampled_from([" by {}%", " for ${}", " in {}", " {}x", " {}", " ({})", ", .{}", " {}k"]),
)
def test_no_invented_number_passes(before: str, number: int, form: str) -> None:
    """Whatever the bullet, a number that is not in it is an invention, in any form."""
    digits = str(number)
    assume(digits not in before.replace(",", "").replace(".", ""))
    fault = find_fault(before, before + form.format(digits), FINDER)
    assert fault is KeptBecause.ADDS_FIGURE


@given(BULLETS)
def test_a_bullet_keeps_its_own_facts(before: str) -> None:
    """An unchanged bullet adds no figure and loses none."""
    assert find_fault(before, before, FINDER) not in {K.ADDS_FIGURE, K.LOSES_FIGURE, K.LOSES_NAME}


def test_figures_carry_their_units() -> None:
    """A figure is its sign, its number and its unit."""
    text = "$1.2M, 40 %, 2019, five teams, 3x, 1,200 and twice"
    assert set(figures(text)) == {"$1.2m", "40%", "2019", "5", "3x", "1200", "double"}


@pytest.mark.parametrize(
    ("text", "given_text", "plain"),
    [
        ("Built a shop", "", True),
        ("Cut the load to <40 ms", "", True),
        ("Built <b>a</b> shop", "", False),
        ("Built **a** shop", "", False),
        ("See [this](x)", "", False),
        ("Built https://evil.example", "", False),
        ("Built https://me.example", "at https://me.example", True),
        ("javascript:alert(1)", "", False),
        ("Built\u202e a shop", "", False),
        ("Built\x00 a shop", "", False),
        ("Built\u200b a shop", "", False),
        ("&lt;script&gt;", "", False),
    ],
)
def test_only_plain_text_is_shown(text: str, given_text: str, plain: bool) -> None:  # noqa: FBT001 -- a table's column
    """No tag, no link, nothing hidden, unless the person wrote it."""
    assert is_plain(text, given_text) is plain
