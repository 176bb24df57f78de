"""Reading pay: what public files write, as US dollars a year."""

import pytest

from infra.load_postings.faults import FieldError
from infra.load_postings.values.pay import PayParts, Rates, read_pay

RATES = Rates({"EUR": 1.1, "GBP": 1.3, "INR": 0.012, "CAD": 0.75})


@pytest.mark.parametrize(
    ("text", "usd"),
    [
        ("$80K-$120K (Glassdoor est.)", 100_000),
        ("Employer Provided Salary:$60K - $90K", 75_000),
        ("$80,000 - $120,000 a year", 100_000),
        ("$110,000.00/yr - $130,000.00/yr", 120_000),
        ("$45 - $60 Per Hour (Employer est.)", 109_200),
        ("$20 an hour \u2013 $30 an hour", 52_000),
        ("$25.50 an hour", 53_040),
        ("$5,000 a month", 60_000),
        ("500-600 a day", 143_000),
        ("From $100,000 a year", 100_000),
        ("Up to $85,000", 85_000),
        ("80-120K", 100_000),
        ("90.5K\u2013110K a year", 100_250),
        ("$1.2M", 1_200_000),
        ("100K USD/yr", 100_000),
        ("US$ 100k - 150k + 10% bonus, 401k", 125_000),
        ("120000", 120_000),
        (120_000.0, 120_000),
        ("€60.000 \u2013 70.000 pro Jahr", 71_500),
        ("60 000 € par an", 66_000),
        ("5000 EUR monthly", 66_000),
        ("£50k", 65_000),
        ("CAD 90,000", 67_500),
        ("C$90,000", 67_500),
        ("₹ 10,00,000 - 15,00,000 PA.", 15_000),
        ("10-15 Lacs PA", 15_000),
        ("12 LPA", 14_400),
    ],
)
def test_pay_in_words(text: object, usd: int) -> None:
    """A range is its middle, an hour is 2,080th of a year, and a currency has its rate."""
    assert read_pay(PayParts(text=text), RATES) == usd


@pytest.mark.parametrize(
    "text", [None, "", "-1", "nan", "Competitive", "Not disclosed by recruiter", "401k, DOE"]
)
def test_pay_that_is_not_said_is_missing(text: object) -> None:
    """It is no fault, and nothing is put in its place."""
    assert read_pay(PayParts(text=text), RATES) is None


@pytest.mark.parametrize(
    ("parts", "usd"),
    [
        (PayParts(low="17.0", high="20", period="HOURLY", currency="USD"), 38_480),
        (PayParts(low=80_000, high=120_000, period="YEARLY"), 100_000),
        (PayParts(low=80_000, high=0), 80_000),
        (PayParts(low="", high="", middle=95_000.0), 95_000),
        (PayParts(middle="50", period="hour"), 104_000),
        (PayParts(text="90000", currency="eur", period="YEAR"), 99_000),
        (PayParts(low="", high="", text="$70K"), 70_000),
        (PayParts(middle="", hour="24.0", period="hour"), 49_920),
        (PayParts(middle="90000", hour="24.0"), 90_000),
    ],
)
def test_pay_in_cells_of_its_own(parts: PayParts, usd: int) -> None:
    """The two ends come first, then the middle, then words; a cell's period and currency count."""
    assert read_pay(parts, RATES) == usd


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("CHF 120'000", "is in CHF, and no rate is given: --rate CHF="),
        ("45", "says no period"),
        ("pay 1" + "x" * 300, "too long to be pay"),
    ],
)
def test_pay_that_cannot_be_turned_into_dollars_is_refused(text: str, problem: str) -> None:
    """No rate and no period is guessed."""
    with pytest.raises(FieldError, match=problem):
        read_pay(PayParts(text=text), RATES)


def test_pay_without_a_currency_is_in_the_one_that_is_told() -> None:
    """A file of one country names none."""
    assert read_pay(PayParts(text="60000"), Rates({"EUR": 1.1}, "EUR")) == 66_000
