"""What text and queries cost, by a table of dated prices. Pure: the day is passed in.

An estimate for people and budgets, not an invoice: free quotas, discounts and prices by context
length are left out. The table must be kept: what it does not have has no price.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from shared.core.records import Record

_MILLION = 1_000_000
_TEBIBYTE = 1 << 40


class TokenPrice(Record):
    """What a model costs from a day on, in US dollars per million tokens."""

    #: The first day (UTC) of this price.
    since: date
    #: Tokens read, and those of them that the vendor still had in its cache.
    input_usd: float = Field(ge=0)
    cached_usd: float = Field(ge=0)
    #: Tokens written, those of its thinking included.
    output_usd: float = Field(ge=0)


#: By a model's name: its prices. Source: ai.google.dev/gemini-api/docs/pricing as quoted by
#: several catalogues, read 2026-11-23; text, standard tier.
TokenPrices = Mapping[str, Sequence[TokenPrice]]
TOKEN_PRICES: TokenPrices = {
    "gemini-3.8-flash": (
        # Half price until the end of 2026.
        TokenPrice(since=date(2026, 9, 2), input_usd=0.75, cached_usd=0.075, output_usd=3.75),
        TokenPrice(since=date(2027, 1, 1), input_usd=1.5, cached_usd=0.15, output_usd=7.5),
    ),
    "gemini-3.5-flash-lite": (
        TokenPrice(since=date(2026, 7, 21), input_usd=0.3, cached_usd=0.03, output_usd=2.5),
    ),
    "gemini-3.1-flash-lite": (
        TokenPrice(since=date(2026, 5, 7), input_usd=0.25, cached_usd=0.025, output_usd=1.5),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """What one call to a model read and wrote, in tokens."""

    #: All that was read; `cached` of them came from the vendor's cache.
    input: int = 0
    cached: int = 0
    #: The answer; `thinking` comes on top of it.
    output: int = 0
    thinking: int = 0

    @property
    def written(self) -> int:
        """What is billed as output."""
        return self.output + self.thinking


def price_tokens(prices: TokenPrices, model: str, tokens: Tokens, day: date) -> float | None:
    """Return what these tokens cost on that day, in US dollars; None if the model has no price."""
    known = [price for price in prices.get(model, ()) if price.since <= day]
    if not known:
        return None
    price = max(known, key=lambda price: price.since)
    fresh = tokens.input - tokens.cached
    dollars = (
        fresh * price.input_usd
        + tokens.cached * price.cached_usd
        + tokens.written * price.output_usd
    )
    return dollars / _MILLION


def price_bytes(usd_per_tebibyte: float, bytes_billed: int) -> float:
    """Return what a query cost that was billed so many bytes, in US dollars."""
    return bytes_billed / _TEBIBYTE * usd_per_tebibyte
