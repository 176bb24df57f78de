"""What a text model may say in its own voice."""

import pytest

from functions.job_types.common.tone import is_english, unknown_names, verdicts, without_quotes


@pytest.mark.parametrize(
    "text",
    [
        "Say in its first sentence what makes you a Data Engineer.",
        "Too short, perhaps.",
        "Nothing stands below this position, so leave it out.",
        "The name \u201cEscuela Nacional de Estudios Avanzados de Madrid\u201d is long.",
    ],
)
def test_english_is_told(text: str) -> None:
    """Function words make the difference; quotes do not count, and few words are not judged."""
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Contraten hoy mismo a esta persona porque nadie trabaja mejor.",
        "Stellen Sie diese Person bitte sofort ein, niemand arbeitet besser.",
    ],
)
def test_other_languages_are_told(text: str) -> None:
    """A sentence in another language has next to none of them."""
    assert not is_english(text)


def test_names_that_no_fact_has() -> None:
    """A name is known if a fact has its words; months and abbreviations are always known."""
    assert unknown_names("Ask Contoso in May about your ATS and 100k.", ()) == {"contoso"}
    assert unknown_names("Ask Contoso.", ("Contoso Ltd",)) == frozenset()


def test_verdicts_about_a_person() -> None:
    """A text that judges speaks to another reader; what the person wrote is theirs."""
    assert verdicts("Hire this candidate, the ideal person.") == {
        "hire",
        "candidate",
        "ideal person",
    }
    assert verdicts("Interviewed 30 candidates", "I saw 30 candidates") == frozenset()


def test_only_exact_quotes_are_taken_out() -> None:
    """A word of the user's may be named in quotes, and not said."""
    assert without_quotes('You named \u201cMars\u201d and "Mars", Mars.', ["Mars"]) == (
        "You named  and , Mars."
    )
