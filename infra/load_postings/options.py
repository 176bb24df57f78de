"""The loader's options: `python -m infra.load_postings --help`."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from infra.load_postings.fields import Field

#: How many percent of a file's rows may be bad before none is loaded.
REJECTED_PERCENT = 5.0


def make_parser() -> argparse.ArgumentParser:
    """Return what reads the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m infra.load_postings",
        description="Check job postings, and load them into BigQuery or a DuckDB file."
        " docs/load-postings.md shows the way.",
    )
    parser.add_argument(
        "file", type=Path, help="the postings: CSV, NDJSON, JSON, Parquet, schema.org's JobPosting"
    )
    _add_reading(parser)
    _add_loading(parser)
    return parser


def _add_reading(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("how the file is read")
    group.add_argument("--mapping", type=Path, help="a JSON file: which column says what")
    group.add_argument("--save-mapping", type=Path, metavar="FILE", help="write what was guessed")
    group.add_argument("--synonyms", type=Path, help="a CSV file of other names: kind,synonym,name")
    group.add_argument(
        "--set",
        type=_pair("FIELD=VALUE", Field),
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="what every row says that says nothing itself: domain=Finance",
    )
    group.add_argument(
        "--rate",
        type=_pair("EUR=1.08", str.upper, _positive),
        action="append",
        default=[],
        metavar="CODE=USD",
        help="how many US dollars one of a currency is: EUR=1.08",
    )
    group.add_argument("--as-of", type=date.fromisoformat, metavar="DAY", help="when it was made")
    order = group.add_mutually_exclusive_group()
    order.add_argument("--day-first", action="store_true", default=None, help="3/4 is in April")
    order.add_argument(
        "--month-first", dest="day_first", action="store_false", help="3/4 is in March"
    )
    group.add_argument("--encoding", help="of a text file (default: utf-8)")


def _add_loading(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what is done with it")
    group.add_argument("--dry-run", action="store_true", help="check only")
    group.add_argument("--dataset", help="BigQuery's dataset (default: WAREHOUSE_DATASET)")
    group.add_argument("--local", type=Path, metavar="FILE", help="load into this DuckDB file")
    group.add_argument(
        "--create-tables", action="store_true", help="create the tables that are not there"
    )
    group.add_argument(
        "--with-lists", action="store_true", help="also replace the lists of skills and synonyms"
    )
    group.add_argument(
        "--max-rejected",
        type=_percent,
        default=REJECTED_PERCENT,
        metavar="PERCENT",
        help="load nothing if more of the rows are bad (default: %(default)g)",
    )
    group.add_argument(
        "--report", type=Path, help="where the faults go (default: FILE.rejected.ndjson)"
    )
    group.add_argument(
        "--unknown", type=Path, help="where names of no list go (default: FILE.unknown.csv)"
    )


def _percent(text: str) -> float:
    percent = float(text)
    if not 0 <= percent <= 100:  # noqa: PLR2004 -- percent
        raise argparse.ArgumentTypeError("must be 0 to 100")
    return percent


def _positive(text: str) -> float:
    number = float(text)
    if not 0 < number < 1_000_000:  # noqa: PLR2004 -- no currency is worth more
        raise ValueError
    return number


def _pair(
    form: str, key: Callable[[str], object], value: Callable[[str], object] = str
) -> Callable[[str], tuple[object, object]]:
    """Return what reads NAME=VALUE."""

    def read(text: str) -> tuple[object, object]:
        try:
            name, rest = text.split("=", 1)
            return key(name.strip()), value(rest.strip())
        except ValueError:
            raise argparse.ArgumentTypeError(f"must be like {form}") from None

    return read
