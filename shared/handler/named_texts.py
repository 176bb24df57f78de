"""Read a text that is kept in a file of a job type and asked for by name: a prompt, a query.

A prompt's name is its job type's folder, a query's name is its folder and its file:
`common/known_names`. Each is lower-case words joined by underscores, so that no name leads out of
the directory. A name without a file is a mistake of the handler's author, who reads it in the log.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from shared.core import errors

_NAME = re.compile(r"(?:[a-z][a-z0-9_]*/)?[a-z][a-z0-9_]*")
#: The folders of the job types, with their prompts and queries.
JOB_TYPES = Path(__file__).resolve().parents[2] / "functions" / "job_types"


@dataclass(frozen=True, kw_only=True)
class NamedText:
    """A text and which text it was."""

    text: str
    #: The first 12 hexadecimal digits of the text's SHA-256: changes with every change of it.
    version: str


def read_prompt(directory: Path, name: str) -> NamedText:
    """Read the prompt of that name: the file `{directory}/{name}/prompt.md`.

    Raises:
        errors.HandlerMistakeError: If that cannot be a name, or there is no such file.
    """
    return read_named_text(directory, f"{name}/prompt", ".md")


def read_named_text(directory: Path, name: str, suffix: str) -> NamedText:
    """Read the file `{directory}/{name}{suffix}`.

    Raises:
        errors.HandlerMistakeError: If that cannot be a name, or there is no such file.
    """
    if not _NAME.fullmatch(name):
        mistake = f"{name!r} cannot name a prompt or a query: lower-case words and underscores can"
        raise errors.HandlerMistakeError(mistake=mistake)
    try:
        text = (directory / f"{name}{suffix}").read_text(encoding="utf-8")
    except OSError as error:
        mistake = f"there is no {directory.name}/{name}{suffix}"
        raise errors.HandlerMistakeError(mistake=mistake) from error
    return NamedText(text=text, version=hashlib.sha256(text.encode()).hexdigest()[:12])
