"""Make the sample data: `python -m infra.local.stand_ins.sample_data --out FILE.duckdb`."""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from infra.local.stand_ins.sample_data import curated, database, postings


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the file, and say what is in it."""
    options = _parser().parse_args(arguments)
    started = time.monotonic()
    lists = curated.load()
    database.write(
        options.out, lists, postings.draw(lists, count=options.postings, seed=options.seed)
    )
    seconds = time.monotonic() - started
    print(
        f"Sample data: {options.postings:,} made-up job postings for {len(lists.roles)} roles in"
        f" {len(lists.domains)} domains, {postings.FIRST_DAY} to {postings.LAST_DAY},"
        f" in {options.out} ({options.out.stat().st_size / 1e6:.1f} MB, {seconds:.1f} s)."
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infra.local.stand_ins.sample_data",
        description="Write sample data, made-up job postings, into a DuckDB file.",
    )
    parser.add_argument("--out", type=Path, required=True, help="the file to write, or replace")
    parser.add_argument(
        "--postings",
        type=_at_least_one,
        default=postings.POSTING_COUNT,
        help="how many (default: %(default)s)",
    )
    parser.add_argument(
        "--seed",
        type=int,
        default=postings.SEED,
        help="the same seed gives the same rows (default: %(default)s)",
    )
    return parser


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


if __name__ == "__main__":
    main()
