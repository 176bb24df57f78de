"""Load postings: `python -m infra.load_postings FILE.csv|FILE.ndjson [--local FILE.duckdb]`.

Ends with 0 if they were loaded (or, with --dry-run, would be), with 1 if not.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from infra.bigquery.tables import POSTINGS, all_tables
from infra.load_postings.cleaned import Cleaned, clean, write_report
from infra.load_postings.names import Names
from infra.load_postings.reading import UnreadableFileError, read_rows
from infra.load_postings.target import Target
from infra.local.stand_ins.sample_data import curated
from infra.local.stand_ins.sample_data.database import list_rows, write_ndjson
from shared.core.errors import JobsError
from shared.settings import Settings, SettingsError

#: How many faults are printed; the report has all.
PRINTED_FAULTS = 20
#: How many percent of a file's rows may be bad before none is loaded.
REJECTED_PERCENT = 5.0


def _today() -> date:
    return datetime.now(UTC).date()


def main(arguments: Sequence[str] | None = None, *, today: Callable[[], date] = _today) -> int:
    """Clean the file and load it; return the program's exit code."""
    options = _parser().parse_args(arguments)
    try:
        with TemporaryDirectory(prefix="load-postings-") as folder:
            return _run(options, Path(folder), today())
    except (UnreadableFileError, SettingsError) as error:
        print(error, file=sys.stderr)
    except JobsError as error:
        print(f"Nothing was loaded: {error.message}", file=sys.stderr)
    return 1


def _run(options: argparse.Namespace, folder: Path, today: date) -> int:
    target = None if options.dry_run else _open_target(options)
    table, names = all_tables()[POSTINGS], Names(curated.load())
    rows = read_rows(options.file, table.column_names)
    cleaned = clean(rows, folder / "good.ndjson", table, names, today)
    _say_what_came(options, cleaned, names)
    if not cleaned.good or 100 * cleaned.rejected_share > options.max_rejected:
        print("Nothing was loaded: too few rows are good.", file=sys.stderr)
        return 1
    if target is None:
        print(f"Nothing was loaded: this was a dry run. The load would be {cleaned.load_id}.")
        return 0
    _load(target, cleaned, folder, options)
    return 0


def _open_target(options: argparse.Namespace) -> Target:
    if options.local is not None:
        from infra.load_postings.to_duckdb import DuckDbTarget

        return DuckDbTarget(options.local)
    from infra.load_postings.to_bigquery import BigQueryTarget

    settings = Settings.from_environment(os.environ)
    dataset = options.dataset or settings.warehouse_dataset
    return BigQueryTarget(settings.model_copy(update={"warehouse_dataset": dataset}))


def _load(target: Target, cleaned: Cleaned, folder: Path, options: argparse.Namespace) -> None:
    tables = all_tables()
    if options.create_tables:
        target.create_tables()
    if options.with_lists:
        for name, rows in list_rows(curated.load()).items():
            path = folder / f"{name}.ndjson"
            write_ndjson(tables[name], rows, path)
            target.replace(tables[name], path)
    # The postings last: when they change, everybody asks anew.
    target.merge(tables[POSTINGS], cleaned.file, cleaned.load_id)
    print(f"Loaded {cleaned.good:,} postings into {target.place} (load {cleaned.load_id}).")


def _say_what_came(options: argparse.Namespace, cleaned: Cleaned, names: Names) -> None:
    print(
        f"{options.file.name}: {cleaned.rows:,} rows, {cleaned.good:,} good, {cleaned.rejected:,}"
        f" rejected ({100 * cleaned.rejected_share:.1f}%; at most {options.max_rejected:g}%"
        " may be)."
    )
    unknown = ", ".join(f"{len(found)} {kind}s" for kind, found in names.unknown.items())
    print(f"{names.translated:,} names were synonyms. In no list, and kept as written: {unknown}.")
    if not cleaned.faults:
        return
    for fault in cleaned.faults[:PRINTED_FAULTS]:
        where = f"line {fault.line}: {fault.field}".rstrip(": ")
        print(f"  {where}: {fault.problem}", file=sys.stderr)
    report = options.report or options.file.with_suffix(".rejected.ndjson")
    write_report(cleaned.faults, report)
    print(f"  All {len(cleaned.faults):,} faults stand in {report}.", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infra.load_postings",
        description="Check job postings, and load them into BigQuery or a DuckDB file."
        " docs/data-dictionary.md says what a row is.",
    )
    parser.add_argument("file", type=Path, help="the postings: CSV with a head, or NDJSON")
    parser.add_argument("--dry-run", action="store_true", help="check only")
    parser.add_argument("--dataset", help="BigQuery's dataset (default: WAREHOUSE_DATASET)")
    parser.add_argument("--local", type=Path, metavar="FILE", help="load into this DuckDB file")
    parser.add_argument(
        "--create-tables", action="store_true", help="create the tables that are not there"
    )
    parser.add_argument(
        "--with-lists", action="store_true", help="also replace the lists of skills and synonyms"
    )
    parser.add_argument(
        "--max-rejected",
        type=_percent,
        default=REJECTED_PERCENT,
        metavar="PERCENT",
        help="load nothing if more of the rows are bad (default: %(default)g)",
    )
    parser.add_argument(
        "--report", type=Path, help="where the faults go (default: FILE.rejected.ndjson)"
    )
    return parser


def _percent(text: str) -> float:
    percent = float(text)
    if not 0 <= percent <= 100:  # noqa: PLR2004 -- percent
        raise argparse.ArgumentTypeError("must be 0 to 100")
    return percent


if __name__ == "__main__":
    sys.exit(main())
