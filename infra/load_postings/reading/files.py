"""Say by a file's name what it is, and read it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from infra.load_postings.reading import json_ld
from infra.load_postings.reading.csv_rows import read_csv
from infra.load_postings.reading.json_rows import LARGEST_LIST, read_json, read_ndjson
from infra.load_postings.reading.raw_row import RawRow, UnreadableFileError

_PARQUET = (".parquet", ".pq")
_FORMATS = (
    "The file's name must end in .csv, .tsv, .ndjson, .jsonl, .json, .jsonld, .html or .parquet;"
    " a spreadsheet is saved as CSV."
)


def _read_page(file: TextIO) -> Iterator[RawRow]:
    for number, posting in enumerate(json_ld.postings_in_page(file.read(LARGEST_LIST)), start=1):
        yield RawRow(line=number, values=json_ld.columns_of(posting))


_READERS = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".ndjson": read_ndjson,
    ".jsonl": read_ndjson,
    ".json": read_json,
    ".jsonld": read_json,
    ".htm": _read_page,
    ".html": _read_page,
}


def read_rows(path: Path, encoding: str = "utf-8") -> Iterator[RawRow]:
    """Return the rows of a file.

    Raises:
        UnreadableFileError: If it is of no known format, or not text of that encoding.
    """
    ending = path.suffix.lower()
    try:
        if ending in _PARQUET:
            # Loaded where it is used: only a laptop has it.
            from infra.load_postings.reading.parquet_rows import read_parquet

            yield from read_parquet(path)
        elif (reader := _READERS.get(ending)) is None:
            raise UnreadableFileError(_FORMATS)
        else:
            # With or without the mark that spreadsheets put before the first word.
            known = "utf-8-sig" if encoding.replace("-", "").casefold() == "utf8" else encoding
            with path.open(encoding=known, newline="") as file:
                yield from reader(file)
    except UnicodeError:
        raise UnreadableFileError(
            f"The file is not text in {encoding}: say what it is, as --encoding cp1252."
        ) from None
    except LookupError:
        raise UnreadableFileError("Python knows no such encoding.") from None
    except OSError as error:
        raise UnreadableFileError(f"The file cannot be read: {error.strerror}.") from None
