"""Keep docs/adding-a-job-type.md the same as what the templates give.

In the document each file stands as a code block below a heading that is the file's path.
"""

import re
from collections.abc import Mapping

#: The job type that the document shows.
SHOWN = "cover-letter"

_BLOCK = re.compile(
    r"(?<=\n)### (?P<path>\S+)\n\n```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


def shown_files(document: str) -> dict[str, str]:
    """Return the files that the document shows: their texts by their paths."""
    return {found["path"]: found["text"] for found in _BLOCK.finditer(document)}


def refresh(document: str, files: Mapping[str, str]) -> str:
    """Return the document with these files in place of those of the same paths."""

    def renew(found: re.Match[str]) -> str:
        text = files.get(found["path"], found["text"])
        return f"### {found['path']}\n\n```{found['kind']}\n{text}```"

    return _BLOCK.sub(renew, document)
