"""Read JSON: an object a line (NDJSON), or one text with a list of objects."""

import json
from collections.abc import Iterator
from typing import TextIO

from infra.load_postings.reading import json_ld
from infra.load_postings.reading.raw_row import LONGEST_ROW, RawRow, UnreadableFileError, flat

#: A larger list is better written as NDJSON.
LARGEST_LIST = 200_000_000
#: Under these names, lists of postings stand in the answers of APIs.
_LISTS = ("jobs", "postings", "data", "results", "items", "jobs_results")


def read_ndjson(file: TextIO) -> Iterator[RawRow]:
    """Return the rows of a file with one object a line.

    Raises:
        UnreadableFileError: If a line is too long for one posting.
    """
    number = 0
    while text := file.readline(LONGEST_ROW + 1):
        number += 1
        if len(text) > LONGEST_ROW:
            raise UnreadableFileError(f"Line {number} is longer than {LONGEST_ROW:,} characters.")
        if text.strip():
            yield from _rows_of_line(number, text)


def read_json(file: TextIO) -> Iterator[RawRow]:
    """Return the rows of a list, of schema.org's JobPosting, or of an API's answer.

    Raises:
        UnreadableFileError: If it is none of these.
    """
    text = file.read(LARGEST_LIST + 1)
    if len(text) > LARGEST_LIST:
        raise UnreadableFileError("The file is too large for one list: write an object a line.")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableFileError("The file is not JSON; an object a line is .ndjson.") from None
    if isinstance(found, dict) and not json_ld.postings_in(found):
        found = next((found[name] for name in _LISTS if isinstance(found.get(name), list)), found)
    for number, each in enumerate(found if isinstance(found, list) else [found], start=1):
        yield from _rows_of(number, each)


def _rows_of_line(line: int, text: str) -> Iterator[RawRow]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        yield RawRow(line=line, fault="is not JSON")
        return
    yield from _rows_of(line, found)


def _rows_of(line: int, found: object) -> Iterator[RawRow]:
    if not isinstance(found, dict):
        yield RawRow(line=line, fault="is not a JSON object")
        return
    postings = json_ld.postings_in(found)
    for each in postings:
        yield RawRow(line=line, values=json_ld.columns_of(each))
    if not postings:
        yield RawRow(line=line, values=flat(found))
