"""The headers that the API reads and writes, as records: its description is made of them."""

from typing import Annotated

from pydantic import Field

from shared.core import idempotency
from shared.core.records import Record

_Count = Annotated[int, Field(ge=0)]


class Submitting(Record):
    """What a submission may have."""

    idempotency_key: str | None = Field(
        default=None,
        alias="Idempotency-Key",
        min_length=1,
        max_length=idempotency.MAX_KEY_LENGTH,
        pattern="^[ -~]*[!-~][ -~]*$",
        description="A name of your choice for this submission. However often it comes, it makes"
        " one job; with another request it is refused (409).",
    )


class Polling(Record):
    """What a request for news may have."""

    if_none_match: str | None = Field(
        default=None,
        alias="If-None-Match",
        description="The `ETag` that you have. If nothing has changed, the answer is 304.",
    )


class Answered(Record):
    """What every answer has."""

    request_id: str = Field(
        alias="X-Request-Id",
        pattern="^[0-9a-f]{16}$",
        description="This request's name in our log. Quote it when you report something.",
    )


class Downloaded(Answered):
    """What the answer has that is a file."""

    disposition: str = Field(
        alias="Content-Disposition",
        description="That it is to be saved, and under which name.",
    )


class Unauthenticated(Answered):
    """What a refusal for want of a token has."""

    www_authenticate: str = Field(
        alias="WWW-Authenticate", pattern="^Bearer$", description="What proof is asked for."
    )


class Limited(Answered):
    """What is left of a rate."""

    limit: _Count | None = Field(
        default=None,
        alias="RateLimit-Limit",
        description="How many jobs may be submitted at once.",
    )
    remaining: _Count | None = Field(
        default=None,
        alias="RateLimit-Remaining",
        description="How many of them may still be submitted now.",
    )
    reset: _Count | None = Field(
        default=None,
        alias="RateLimit-Reset",
        description="In how many seconds all of them may be submitted again.",
    )


class Located(Limited):
    """What the answer to a submission has."""

    location: str = Field(
        alias="Location",
        description="Where the job is read.",
        json_schema_extra={"format": "uri-reference"},
    )


class Later(Limited):
    """What a refusal has that time makes good."""

    retry_after: _Count | None = Field(
        default=None,
        alias="Retry-After",
        description="In how many seconds it is worth asking again.",
    )


class Polled(Answered):
    """What the answer to a request for news has."""

    etag: str = Field(
        alias="ETag",
        description="The name of exactly this state. Send it back as `If-None-Match`.",
    )
    retry_after: _Count | None = Field(
        default=None,
        alias="Retry-After",
        description="In how many seconds it is worth asking again; absent once it has ended.",
    )
