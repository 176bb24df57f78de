"""The documents people join the project by, read as a test needs them."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from tests.repo import repository

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HTML_LINK = re.compile(r"(?:src|href)=\"([^\"]+)\"")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@cache
def documents() -> Mapping[str, str]:
    """Return every document by its path; a prompt is Markdown too, but part of a job type."""
    return {
        name: text
        for name, text in repository.text_files().items()
        if name.endswith((".md", "llms.txt")) and not name.startswith(("functions/", "tests/"))
    }


def prose(text: str) -> str:
    """Return a document without its code blocks."""
    return _FENCE.sub("", text)


def code_blocks(text: str, language: str) -> list[str]:
    """Return the code blocks of one language."""
    return [body for found, body in _FENCE.findall(text) if found == language]


def code_spans(text: str) -> list[str]:
    """Return what stands in backticks in running text."""
    return _SPAN.findall(prose(text))


def links(text: str) -> list[str]:
    """Return the targets of links and images."""
    return _LINK.findall(prose(text)) + _HTML_LINK.findall(prose(text))


def anchors(text: str) -> set[str]:
    """Return the names that a link may jump to, as GitHub makes them of headings."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in _HEADING.findall(prose(text))
    }


def tables(text: str) -> Iterator[list[list[str]]]:
    """Return each table, as rows of cells, without its head."""
    for block in re.findall(r"(?:^\|.*\n?)+", prose(text), re.MULTILINE):
        rows = [_cells(line) for line in block.splitlines()]
        yield rows[2:]


def table_after(text: str, heading: str) -> list[list[str]]:
    """Return the first table below a heading."""
    _, found, rest = text.partition(f"# {heading}\n")
    assert found, f"there is no heading {heading!r}"
    return next(tables(rest))


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]
