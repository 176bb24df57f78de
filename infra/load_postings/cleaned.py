"""Clean a whole file: its good rows into a file to load, its bad ones into a report."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from infra.load_postings.checking import RowCheck, Value
from infra.load_postings.faults import Fault, Loss
from infra.load_postings.posting import PostingReader
from infra.load_postings.reading.raw_row import RawRow
from shared.core.records import Record


class Cleaned(Record):
    """What came of a file."""

    #: The good rows, one JSON object a line.
    file: Path
    rows: int
    good: int
    #: Rows that say again what an earlier one said.
    repeats: int
    #: All that is wrong, in the order of the lines; a row may have several faults.
    faults: tuple[Fault, ...]
    #: By column, how many of the good rows have a value.
    filled: Mapping[str, int]
    #: The same for the same good rows in the same order, 16 hexadecimal digits.
    load_id: str

    @property
    def rejected(self) -> int:
        """How many rows were rejected; those that say it again are not."""
        return self.rows - self.good - self.repeats

    @property
    def rejected_share(self) -> float:
        """Which part of the rows was rejected, 0 to 1."""
        return self.rejected / self.rows if self.rows else 0.0

    @property
    def has_other_key(self) -> bool:
        """Whether most rows have the id of another: then it is no posting's id."""
        return self.repeats > self.good


def clean(rows: Iterable[RawRow], out: Path, reader: PostingReader, check: RowCheck) -> Cleaned:
    """Write the good rows to `out`, and say what is wrong with the others."""
    digest = hashlib.sha256()
    faults: list[Fault] = []
    count = good = repeats = 0
    filled: Counter[str] = Counter()
    with out.open("wb") as file:
        for raw in rows:
            count += 1
            row, wrong = _cleaned(raw, reader, check)
            faults += wrong
            repeats += any(fault.loss is Loss.REPEAT for fault in wrong)
            if row is None:
                continue
            good += 1
            filled.update(name for name, value in row.items() if value not in (None, []))
            line = json.dumps(row, ensure_ascii=False).encode() + b"\n"
            digest.update(line)
            file.write(line)
    return Cleaned(
        file=out,
        rows=count,
        good=good,
        repeats=repeats,
        faults=tuple(faults),
        filled=filled,
        load_id=digest.hexdigest()[:16],
    )


def _cleaned(
    raw: RawRow, reader: PostingReader, check: RowCheck
) -> tuple[dict[str, Value] | None, list[Fault]]:
    if raw.fault:
        return None, [Fault(line=raw.line, problem=raw.fault)]
    values, faults = reader.read(raw)
    row, others = check.check(raw.line, values)
    # What could not be read is missing only for that.
    told = {fault.field for fault in faults}
    return row, [*faults, *(fault for fault in others if fault.field not in told)]


def write_report(faults: Iterable[Fault], out: Path) -> None:
    """Write each fault as one JSON object a line: line, field, problem, loss."""
    with out.open("w", encoding="utf-8") as file:
        for fault in faults:
            file.write(json.dumps(fault.to_json()) + "\n")
