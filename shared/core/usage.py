"""What a job has spent on models and queries. Pure."""

from pydantic import Field

from shared.core.records import StoredRecord


class Usage(StoredRecord):
    """What a job has spent so far, over all its attempts."""

    model: str | None = Field(
        default=None, description="The model that wrote the text, as its vendor names it."
    )
    input_tokens: int = Field(
        default=0,
        ge=0,
        description="Tokens read, and those of them that the vendor still had in its cache.",
    )
    cached_tokens: int = Field(default=0, ge=0)
    output_tokens: int = Field(
        default=0,
        ge=0,
        description="Tokens written, and those of them that were the model's thinking.",
    )
    thinking_tokens: int = Field(default=0, ge=0)
    bytes_billed: int = Field(default=0, ge=0, description="Bytes that BigQuery billed.")
    cost_usd: float = Field(
        default=0, ge=0, description="US dollars, by the price table in the settings."
    )
    is_estimate: bool | None = Field(
        default=None,
        description="A part of it is our estimate: the vendor has not said what a call had used.",
    )

    def plus(self, other: "Usage") -> "Usage":
        """Add what was spent now to what was spent before."""
        return Usage(
            model=other.model or self.model,
            input_tokens=self.input_tokens + other.input_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            thinking_tokens=self.thinking_tokens + other.thinking_tokens,
            bytes_billed=self.bytes_billed + other.bytes_billed,
            cost_usd=self.cost_usd + other.cost_usd,
            is_estimate=self.is_estimate or other.is_estimate,
        )
