"""Make of a file's row what the table takes: by its columns, its names and its ways of writing."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import date

from infra.load_postings.faults import Fault, FieldError, Loss
from infra.load_postings.fields import Field
from infra.load_postings.mapping import FileColumns, Told
from infra.load_postings.names import Names
from infra.load_postings.reading.raw_row import RawRow
from infra.load_postings.values.blank import as_text, is_blank
from infra.load_postings.values.days import read_day
from infra.load_postings.values.experience import described_experience, read_experience
from infra.load_postings.values.listed import read_list
from infra.load_postings.values.pay import PayParts, Rates, read_pay
from infra.load_postings.values.plain_html import MOST_CHARACTERS, plain_text

#: What a posting has for its id that has none of its own, before a hash of what it says.
MADE_ID = "posting-"
_LONGEST_ID = 200
#: Longer values are none of a title, a place or a name; the table refuses them as well.
_LONGEST_CELL = 1_000
_ADDRESS = (Field.CITY, Field.STATE, Field.COUNTRY)
#: Glassdoor writes a company's rating below its name.
_RATING = re.compile(r"\s*\n\s*\d(?:\.\d)?\s*$")
_REMOTE = re.compile(r"1|1\.0|100|true|yes|y|.*\b(?:remote|telecommute|anywhere)\b.*", re.DOTALL)

Read = Callable[["_Row"], object]


class _Row:
    """One row, and what was wrong in it."""

    def __init__(self, raw: RawRow, columns: FileColumns) -> None:
        self.line = raw.line
        self.faults: list[Fault] = []
        self._values, self._columns = raw.values, columns
        self.description = plain_text(self.text(Field.DESCRIPTION, MOST_CHARACTERS))

    def value(self, field: Field) -> object:
        return self._columns.value_of(self._values, field)

    def text(self, field: Field, most: int = _LONGEST_CELL) -> str:
        """Return a value as text, its beginning if it is too long; of a list, its first."""
        value = self.value(field)
        value = value[0] if isinstance(value, list) and value else value
        value = value.get("name") if isinstance(value, dict) else value
        return as_text(value[:most] if isinstance(value, str) else value)


class PostingReader:
    """Reads the rows of one file."""

    def __init__(
        self, columns: FileColumns, told: Told, names: Names, *, day_first: bool | None
    ) -> None:
        self._columns = columns
        self._names = names
        self._day_first = day_first
        self._as_of = told.as_of
        self._rates = Rates(told.usd_per, told.currency)
        self._readers: Mapping[str, Read] = {
            "posted_on": self._day,
            "role": self._role,
            "domain": self._domain,
            "employer": lambda row: _RATING.sub("", row.text(Field.EMPLOYER)) or None,
            "region": self._region,
            "experience_years": _experience,
            "salary_usd": self._pay,
            "skills": self._skills,
        }

    def read(self, raw: RawRow) -> tuple[dict[str, object], list[Fault]]:
        """Return what a row says, by the table's columns, and what of it cannot be read.

        What cannot be read is None, but for what a posting cannot be without: that costs the row.
        """
        row = _Row(raw, self._columns)
        found = {name: self._read(name, read, row) for name, read in self._readers.items()}
        return {"posting_id": self._id(row, found), **found}, row.faults

    def _read(self, name: str, read: Read, row: _Row) -> object:
        try:
            return read(row)
        except FieldError as error:
            loss = Loss.ROW if name == "posted_on" else Loss.VALUE
            row.faults.append(Fault(line=row.line, field=name, problem=str(error), loss=loss))
            return None

    def _id(self, row: _Row, found: Mapping[str, object]) -> str:
        own = row.text(Field.POSTING_ID)
        if own and len(own) <= _LONGEST_ID:
            return own
        said = own or [row.description, row.text(Field.ROLE), found["employer"], found["posted_on"]]
        text = json.dumps([said, "" if own else row.text(Field.REGION)], default=str)
        return MADE_ID + hashlib.sha256(text.encode()).hexdigest()[:16]

    def _day(self, row: _Row) -> str | None:
        value = row.value(Field.POSTED_ON)
        if is_blank(value):
            return None
        return read_day(value, day_first=self._day_first, as_of=self._made_on(row)).isoformat()

    def _made_on(self, row: _Row) -> date | None:
        value = row.value(Field.READ_ON)
        if is_blank(value):
            return self._as_of
        return read_day(value, day_first=self._day_first, as_of=None)

    def _role(self, row: _Row) -> str | None:
        title = plain_text(row.text(Field.ROLE))
        return self._names.role(title) if title else None

    def _domain(self, row: _Row) -> str | None:
        industry = row.text(Field.DOMAIN)
        return self._names.domain(industry) if industry else None

    def _region(self, row: _Row) -> str | None:
        place = row.text(Field.REGION) or ", ".join(filter(None, map(row.text, _ADDRESS)))
        flag = row.text(Field.IS_REMOTE).casefold()
        return self._names.region(place, is_remote=_REMOTE.fullmatch(flag) is not None)

    def _pay(self, row: _Row) -> int | None:
        value = row.value(Field.SALARY_USD)
        if not is_blank(value):
            return read_pay(PayParts(middle=value, currency="USD", period="year"), self._rates)
        return read_pay(
            PayParts(
                text=row.value(Field.PAY),
                low=row.value(Field.PAY_LOW),
                high=row.value(Field.PAY_HIGH),
                middle=row.value(Field.PAY_MIDDLE),
                currency=row.value(Field.PAY_CURRENCY),
                hour=row.value(Field.PAY_HOUR),
                period=self._period(row),
            ),
            self._rates,
        )

    def _period(self, row: _Row) -> str:
        """Return what the pay is for: a cell says it, or the name of the pay's own column."""
        if period := row.text(Field.PAY_PERIOD):
            return period
        column = self._columns.columns.get(Field.PAY_MIDDLE, "").casefold()
        return next((period for period in ("hour", "month", "year") if period in column), "")

    def _skills(self, row: _Row) -> list[str]:
        value = row.value(Field.SKILLS)
        try:
            listed = read_list(value)
        except FieldError as error:
            fault = Fault(line=row.line, field="skills", problem=str(error), loss=Loss.VALUE)
            row.faults.append(fault)
            listed = []
        return (
            self._names.skills(listed) if listed else self._names.described_skills(row.description)
        )


def _experience(row: _Row) -> int | None:
    years = read_experience(row.text(Field.EXPERIENCE_YEARS))
    return described_experience(row.description) if years is None else years
