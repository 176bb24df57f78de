"""Clean a whole file: its good rows into a file to load, its bad ones into a report."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from infra.bigquery.tables import Table
from infra.load_postings.checking import Fault, RowCheck
from infra.load_postings.names import Names
from infra.load_postings.reading import RawRow
from shared.core.records import Record


class Cleaned(Record):
    """What came of a file."""

    #: The good rows, one JSON object a line.
    file: Path
    rows: int
    good: int
    #: All that is wrong, in the order of the lines; a row may have several faults.
    faults: tuple[Fault, ...]
    #: The same for the same good rows in the same order, 16 hexadecimal digits.
    load_id: str

    @property
    def rejected(self) -> int:
        """How many rows were rejected."""
        return self.rows - self.good

    @property
    def rejected_share(self) -> float:
        """Which part of the rows was rejected, 0 to 1."""
        return self.rejected / self.rows if self.rows else 0.0


def clean(rows: Iterable[RawRow], out: Path, table: Table, names: Names, today: date) -> Cleaned:
    """Write the good rows to `out`, and say what is wrong with the others."""
    check = RowCheck(table, names, today)
    digest = hashlib.sha256()
    faults: list[Fault] = []
    count = good = 0
    with out.open("wb") as file:
        for raw in rows:
            count += 1
            broken = [Fault(line=raw.line, problem=raw.fault)]
            checked = broken if raw.fault else check.check(raw.line, raw.values)
            if isinstance(checked, dict):
                good += 1
                line = json.dumps(checked, ensure_ascii=False).encode() + b"\n"
                digest.update(line)
                file.write(line)
            else:
                faults.extend(checked)
    load_id = digest.hexdigest()[:16]
    return Cleaned(file=out, rows=count, good=good, faults=tuple(faults), load_id=load_id)


def write_report(faults: Iterable[Fault], out: Path) -> None:
    """Write each fault as one JSON object a line: line, field, problem."""
    with out.open("w", encoding="utf-8") as file:
        for fault in faults:
            file.write(json.dumps(fault.to_json()) + "\n")
