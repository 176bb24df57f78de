"""In which language a résumé is written; dates, and bullets that go on, in each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.job_types.resume_optimization.dates import DATES, RANGE
from functions.job_types.resume_optimization.languages import (
    LanguageSupport,
    detect_language,
    is_in,
    language_of,
)
from tests.support.job_type_data.resume_optimization.resume_kinds import (
    LANGUAGES,
    NAMES,
    resume_text,
)
from tests.support.job_type_data.resume_optimization.resumes import RESUME


@pytest.mark.parametrize("name", NAMES)
def test_a_resume_is_of_its_language(name: str) -> None:
    """However many names of tools it has."""
    assert detect_language(resume_text(name)).code == LANGUAGES.get(name, "en")


@pytest.mark.parametrize(
    "text", ["", "Ada", "Python, Docker, Kubernetes, AWS, Terraform, SQL, Git"]
)
def test_what_tells_nothing_is_english(text: str) -> None:
    """A list of tools is of no language."""
    assert detect_language(text * 3).is_english


@pytest.mark.parametrize(
    ("code", "support"),
    [
        ("en", LanguageSupport.FULL),
        ("fr", LanguageSupport.STRUCTURE),
        ("nl", LanguageSupport.BASIC),
        ("ja", LanguageSupport.BASIC),
    ],
)
def test_what_is_there_for_a_language(code: str, support: LanguageSupport) -> None:
    """All for English; headings and dates for three others."""
    assert language_of(code).support is support


def test_a_sentence_is_of_a_language() -> None:
    """As far as can be told."""
    sentence = "Conception et mise en service de la chaîne de tests pour les clients"
    assert is_in(sentence, language_of("fr"))
    assert not is_in(sentence, language_of("de"))
    assert is_in("Kurz", language_of("fr"))


@given(st.text(max_size=300))
def test_any_text_is_of_some_language(text: str) -> None:
    """Nothing breaks it."""
    assert detect_language(text).code
    assert detect_language(RESUME + text[:20]).is_english


@pytest.mark.parametrize(
    "dates",
    [
        "Jan 2018 - Mar 2021",
        "März 2019 - heute",
        "Okt. 2016 \u2013 Feb. 2019",
        "janvier 2018 - aujourd'hui",
        "févr. 2016 à déc. 2017",
        "enero de 2020 - actualidad",
        "01/2018 - 12/2020",
        "2016 - 2019",
        "Jun 2016 to till date",
    ],
)
def test_dates_are_understood(dates: str) -> None:
    """A span of time in each language whose headings are known."""
    assert DATES.search(dates)
    assert RANGE.search(dates) or "till" in dates
