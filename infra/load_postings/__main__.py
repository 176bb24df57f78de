"""Load postings: `python -m infra.load_postings FILE [--local FILE.duckdb]`.

Ends with 0 if they were loaded (or, with --dry-run, would be), with 1 if not.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from infra.bigquery.tables import POSTINGS, all_tables
from infra.load_postings.checking import RowCheck
from infra.load_postings.cleaned import Cleaned, clean
from infra.load_postings.fields import Field
from infra.load_postings.mapping import (
    FileColumns,
    Told,
    map_columns,
    read_told,
    write_mapping,
)
from infra.load_postings.names import Names, read_synonyms
from infra.load_postings.options import make_parser
from infra.load_postings.posting import PostingReader
from infra.load_postings.reading.files import read_rows
from infra.load_postings.reading.raw_row import UnreadableFileError
from infra.load_postings.summary import say_columns, say_faults, say_result, write_names
from infra.load_postings.target import Target
from infra.load_postings.values.days import day_comes_first
from infra.local.stand_ins.sample_data import curated
from infra.local.stand_ins.sample_data.curated import Curated, Synonym
from infra.local.stand_ins.sample_data.database import list_rows, write_ndjson
from shared.core.errors import JobsError
from shared.settings import Settings, SettingsError

#: In so many rows of a file each of its columns is seen.
_ROWS_FOR_COLUMNS = 1_000


def _today() -> date:
    return datetime.now(UTC).date()


def main(arguments: Sequence[str] | None = None, *, today: Callable[[], date] = _today) -> int:
    """Clean the file and load it; return the program's exit code."""
    options = make_parser().parse_args(arguments)
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
    own = () if options.synonyms is None else read_synonyms(options.synonyms)
    names = Names(curated.load(), own)
    cleaned = _clean(options, names, folder / "good.ndjson", today)
    say_result(cleaned, names, options.file.name, options.max_rejected)
    write_names(names, options.unknown or options.file.with_suffix(".unknown.csv"))
    say_faults(cleaned, options.report or options.file.with_suffix(".rejected.ndjson"))
    if cleaned.has_other_key:
        print("Nothing was loaded: most rows share their id; map another column.", file=sys.stderr)
        return 1
    if not cleaned.good or 100 * cleaned.rejected_share > options.max_rejected:
        print("Nothing was loaded: too few rows are good.", file=sys.stderr)
        return 1
    if target is None:
        print(f"Nothing was loaded: this was a dry run. The load would be {cleaned.load_id}.")
        return 0
    _load(target, cleaned, folder, options, own)
    return 0


def _clean(options: argparse.Namespace, names: Names, out: Path, today: date) -> Cleaned:
    told = _told(options)
    first = islice(read_rows(options.file, told.encoding), _ROWS_FOR_COLUMNS)
    columns = map_columns(list(dict.fromkeys(name for row in first for name in row.values)), told)
    say_columns(columns, options.file.name)
    if options.save_mapping is not None:
        write_mapping(columns, told, options.save_mapping)
    reader = PostingReader(columns, told, names, day_first=_day_first(options, columns, told))
    rows = read_rows(options.file, told.encoding)
    return clean(rows, out, reader, RowCheck(all_tables()[POSTINGS], today))


def _told(options: argparse.Namespace) -> Told:
    """Return what the mapping file says, with what the command line says in its place.

    Raises:
        UnreadableFileError: If the mapping file is not of its form.
    """
    told = read_told(options.mapping)
    plain = {name: getattr(options, name) for name in ("as_of", "day_first", "encoding")}
    return told.model_copy(
        update={
            "values": {**told.values, **dict(options.set)},
            "usd_per": {**told.usd_per, **dict(options.rate)},
            **{name: value for name, value in plain.items() if value is not None},
        }
    )


def _day_first(options: argparse.Namespace, columns: FileColumns, told: Told) -> bool | None:
    """Return whether days stand before months; as told, else as the whole column shows it."""
    if told.day_first is not None:
        return told.day_first
    rows = read_rows(options.file, told.encoding)
    return day_comes_first(columns.value_of(row.values, Field.POSTED_ON) for row in rows)


def _with_own(lists: Curated, own: Sequence[Synonym]) -> Curated:
    """Return the lists with the caller's synonyms; of a name that has both, the caller's."""
    said = {(entry.kind, entry.synonym) for entry in own}
    kept = (entry for entry in lists.synonyms if (entry.kind, entry.synonym) not in said)
    return replace(lists, synonyms=(*own, *kept))


def _open_target(options: argparse.Namespace) -> Target:
    if options.local is not None:
        from infra.load_postings.to_duckdb import DuckDbTarget

        return DuckDbTarget(options.local)
    from infra.load_postings.to_bigquery import BigQueryTarget

    settings = Settings.from_environment(os.environ)
    dataset = options.dataset or settings.warehouse_dataset
    return BigQueryTarget(settings.model_copy(update={"warehouse_dataset": dataset}))


def _load(
    target: Target,
    cleaned: Cleaned,
    folder: Path,
    options: argparse.Namespace,
    own: Sequence[Synonym],
) -> None:
    tables = all_tables()
    if options.create_tables:
        target.create_tables()
    if options.with_lists:
        for name, rows in list_rows(_with_own(curated.load(), own)).items():
            path = folder / f"{name}.ndjson"
            write_ndjson(tables[name], rows, path)
            target.replace(tables[name], path)
    # The postings last: when they change, everybody asks anew.
    target.merge(tables[POSTINGS], cleaned.file, cleaned.load_id)
    print(f"Loaded {cleaned.good:,} postings into {target.place} (load {cleaned.load_id}).")


if __name__ == "__main__":
    sys.exit(main())
