"""What things cost, by dated prices."""

from datetime import date

import pytest

from shared.core.prices import TOKEN_PRICES, Tokens, price_bytes, price_tokens

MILLION = Tokens(input=1_000_000, cached=200_000, output=900_000, thinking=100_000)


def test_price_has_its_parts() -> None:
    """Fresh input, cached input and all that was written have each their price."""
    cost = price_tokens(TOKEN_PRICES, "gemini-3.8-flash", MILLION, date(2026, 11, 23))
    assert cost == pytest.approx(0.8 * 0.75 + 0.2 * 0.075 + 3.75)


@pytest.mark.parametrize(("day", "dollars"), [(date(2026, 12, 31), 3.75), (date(2027, 1, 1), 7.5)])
def test_price_changes_with_its_day(day: date, dollars: float) -> None:
    """From its first day on the new price counts, and not a day before."""
    tokens = Tokens(output=1_000_000)
    assert price_tokens(TOKEN_PRICES, "gemini-3.8-flash", tokens, day) == pytest.approx(dollars)


def test_before_its_first_day_a_model_has_no_price() -> None:
    """What is not known is not said to be free."""
    assert price_tokens(TOKEN_PRICES, "gemini-3.8-flash", MILLION, date(2026, 1, 1)) is None


def test_default_models_have_a_price() -> None:
    """The models of the default settings are in the table."""
    from shared.settings import Settings

    settings = Settings(google_cloud_project="demo-test")
    assert settings.gemini_model in settings.gemini_prices
    assert settings.gemini_fallback_model in settings.gemini_prices


def test_tebibyte_costs_its_price() -> None:
    """BigQuery is priced by the tebibyte: 2^40 bytes."""
    assert price_bytes(6.25, 1 << 40) == pytest.approx(6.25)
