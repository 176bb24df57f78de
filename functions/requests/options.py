"""How a job shall be run, whatever its type: the `options` of a submission. Pure."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StrictBool,
)

from functions.requests.violations import validated
from shared.core import errors
from shared.core.errors import FieldViolation
from shared.core.records import Record, as_integer

OPTIONS: Final = "options"
#: Cloud Tasks takes a task 30 days ahead at the most.
MAX_DELAY = timedelta(days=30)
#: So long a start is put off while newer jobs come.
MAX_DEBOUNCE_SECONDS: Final = 3_600
#: What a text may hold besides what can be seen.
_WHITE_SPACE = frozenset("\t\n\r")


#: RFC 3339; pydantic takes more, seconds since 1970 among it.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def _only_text(value: Any) -> Any:  # noqa: ANN401 -- runs before the type is known
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError("Must be a time as text, with its zone: 2026-11-23T12:00:00Z.")
    return value


def in_utc(time: datetime) -> datetime:
    """Return a time in UTC; at the ends of the calendar there may be none."""
    try:
        return time.astimezone(UTC)
    except OverflowError:
        raise ValueError("Must be a time that a calendar has in UTC, too.") from None


Moment = Annotated[AwareDatetime, BeforeValidator(_only_text), AfterValidator(in_utc)]
#: What is neither a control character nor white space, as JSON Schema writes patterns.
_NOT_BLANK: Final = (
    r"[^\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
)


def _trimmed(tag: str) -> str:
    kept = cleaned_text(tag).strip()
    if not kept:
        raise ValueError("Must not be blank.")
    return kept


def _trimmed_or_none(text: str | None) -> str | None:
    return None if text is None else _trimmed(text)


def _merged(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tags))


#: A tag, at most 50 characters as it was sent; it is kept without control characters, and
#: without white space around it.
Tag = Annotated[
    str,
    Field(min_length=1, max_length=50, json_schema_extra={"pattern": _NOT_BLANK}),
    AfterValidator(_trimmed),
]


#: What `debounce` needs beside it, as JSON Schema says it.
_WITH_DEBOUNCE: Final[dict[str, JsonValue]] = {
    "if": {"required": ["debounce"], "properties": {"debounce": {"type": "integer"}}},
    "then": {
        "required": ["latestOf"],
        "properties": {"latestOf": {"type": "string"}, "runAt": {"type": "null"}},
    },
}


class Options(Record):
    """How a job shall be run, whatever its type."""

    model_config = ConfigDict(json_schema_extra=_WITH_DEBOUNCE)

    run_at: Moment | None = Field(
        default=None, description="Not before this time; 30 days ahead at the most."
    )
    start_before: Moment | None = Field(
        default=None, description="If it has not started by then, it has failed."
    )
    tags: Annotated[
        tuple[Tag, ...],
        Field(
            max_length=10,
            description="The owner's own words to find it by: trimmed, and each kept once.",
        ),
        AfterValidator(_merged),
    ] = ()
    latest_of: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=100,
            json_schema_extra={"pattern": _NOT_BLANK},
            description="The owner's own word for what this is the latest of: an older job of"
            " theirs with the same one that is not finished is cancelled.",
        ),
        AfterValidator(_trimmed_or_none),
    ] = None
    debounce: Annotated[
        int | None,
        Field(
            strict=True,
            ge=1,
            le=MAX_DEBOUNCE_SECONDS,
            description="With `latestOf`: it starts after so many seconds, if no newer one has come"
            " by then.",
        ),
        BeforeValidator(as_integer),
    ] = None

    fresh: StrictBool = Field(
        default=False,
        description="A new job, also where one that has succeeded would answer the same request.",
    )

    def tell_apart(self) -> JsonValue:
        """Return what makes the same request another one; not whether it shall be fresh."""
        return {name: value for name, value in self.to_json().items() if name != "fresh"}

    def starts_at(self, now: datetime) -> datetime | None:
        """Return when a job that is accepted now may start; None for at once."""
        return self.run_at if self.debounce is None else now + timedelta(seconds=self.debounce)


def cleaned_text(text: str) -> str:
    """Remove control characters from a text, but for tabs and line ends."""
    return "".join(c for c in text if c in _WHITE_SPACE or unicodedata.category(c) != "Cc")


def read_options(value: JsonValue, now: datetime) -> Options:
    """Read the options of a submission that is accepted now.

    Raises:
        errors.InvalidArgumentError: If one is not right; it names each.
    """
    options = validated(Options, {} if value is None else value, inside=OPTIONS)
    if options.run_at is not None and options.run_at > now + MAX_DELAY:
        raise _wrong_option("runAt", "Must be 30 days ahead at the most.")
    if options.debounce is not None and options.latest_of is None:
        raise _wrong_option("debounce", "Must be given together with latestOf.")
    if options.debounce is not None and options.run_at is not None:
        raise _wrong_option("debounce", "Must not be given together with runAt.")
    earliest = max(now, options.starts_at(now) or now)
    if options.start_before is not None and options.start_before <= earliest:
        raise _wrong_option("startBefore", "Must be later than now, and than its start.")
    return options


def _wrong_option(name: str, message: str) -> errors.InvalidArgumentError:
    return errors.InvalidArgumentError(
        violations=[FieldViolation(field=f"{OPTIONS}.{name}", message=message)]
    )
