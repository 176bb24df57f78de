"""Say what came of a file: how its columns are read, what is wrong, and which names are unknown.

What is printed repeats no row. The names that are in no list stand in a file beside the postings.
"""

import sys
from pathlib import Path

from infra.load_postings.cleaned import Cleaned, write_report
from infra.load_postings.faults import FaultSum, Loss, summed
from infra.load_postings.fields import Field
from infra.load_postings.mapping import FileColumns
from infra.load_postings.names import Names, write_unknown

#: How many kinds of fault are printed; the report has all faults.
PRINTED_KINDS = 20
_COVERED = ("salary_usd", "experience_years", "skills", "region", "domain", "employer")
_COSTS = {
    Loss.ROW: "not loaded",
    Loss.REPEAT: "not loaded again",
    Loss.VALUE: "loaded without it",
}


def say_columns(columns: FileColumns, name: str) -> None:
    """Print which column says what."""
    print(f"{name}: its columns are read like this (--mapping FILE changes it):")
    for field in Field:
        if column := columns.columns.get(field):
            or_else = f", or {columns.values[field]}" if field in columns.values else ""
            print(f"  {field:<17} {column}{or_else}")
        elif field in columns.values:
            print(f"  {field:<17} (every row) {columns.values[field]}")
    if columns.says(Field.DESCRIPTION):
        described = (Field.SKILLS, Field.EXPERIENCE_YEARS)
        for field in (each for each in described if not columns.says(each)):
            print(f"  {field:<17} (found in the description)")
    if columns.unused:
        print(f"  not used          {', '.join(columns.unused)}")
    if not columns.says(Field.DOMAIN):
        print("  No industry is said, so that none is found: --set domain=Finance says one.")


def say_result(cleaned: Cleaned, names: Names, name: str, max_rejected: float) -> None:
    """Print how many rows are good, what they say, and how their names were understood."""
    repeats = f", {cleaned.repeats:,} of them again" if cleaned.repeats else ""
    print(
        f"{name}: {cleaned.rows:,} rows{repeats}, {cleaned.good:,} good,"
        f" {cleaned.rejected:,} rejected"
        f" ({100 * cleaned.rejected_share:.1f}%; at most {max_rejected:g}% may be)."
    )
    if cleaned.good:
        shares = (
            f"{column} {100 * cleaned.filled.get(column, 0) / cleaned.good:.0f}%"
            for column in _COVERED
        )
        print(f"Of the good ones say: {', '.join(shares)}.")
    unknown = ", ".join(f"{len(found)} {kind}s" for kind, found in names.unknown.items())
    print(f"{names.translated:,} names were synonyms. In no list, and kept as written: {unknown}.")


def say_faults(cleaned: Cleaned, report: Path) -> None:
    """Print the faults by kind, and write them all into the report."""
    if not cleaned.faults:
        return
    for kind in summed(cleaned.faults)[:PRINTED_KINDS]:
        print(_said(kind), file=sys.stderr)
    write_report(cleaned.faults, report)
    print(f"  All {len(cleaned.faults):,} faults stand in {report}.", file=sys.stderr)


def write_names(names: Names, path: Path) -> None:
    """Write the names that are in no list, and say how they become known."""
    if any(names.unknown.values()):
        write_unknown(names.unknown, path)
        print(f"They stand in {path}: fill in what they are called, and say --synonyms {path}.")


def _said(kind: FaultSum) -> str:
    what = f"{kind.field}: {kind.problem}" if kind.field else f"a row {kind.problem}"
    return f"  {kind.count:,} x {what} ({_COSTS[kind.loss]}; first at line {kind.first_line})"
