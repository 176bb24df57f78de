"""Attacks on a text model through what users type, as tables: a row is an attack.

Each job type has its own rows, in `tests/support/job_type_data/{type}/attacks.py`. A row has the
text that the attacker sends, and what a model writes that obeys it. No prompt is proof against
every text, so the tests assume the worst, a model that obeys, and look at what comes out at the
other end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from pathlib import Path

from pydantic import JsonValue


class End(Enum):
    """How an attack must end, though the model obeys."""

    #: The answer is refused; nothing is stored.
    REFUSED = "refused"
    #: The answer is stored without what was dangerous in it.
    NEUTRALISED = "neutralised"
    #: The model is not asked: the request is refused before.
    NOT_ASKED = "not asked"


@dataclass(frozen=True, kw_only=True)
class Attack:
    """One attack."""

    name: str
    job_type: str
    #: The field of the request that it comes in; for a list, as its last item.
    where: str
    text: str
    #: What an obedient model changes in an otherwise good answer: by field, its value.
    obedient: Mapping[str, JsonValue]
    #: What must be nowhere in a result.
    harm: str
    end: End = End.REFUSED

    def __str__(self) -> str:
        """Name the test."""
        return f"{self.job_type}: {self.name}"


def hidden(text: str) -> str:
    """Write a text in tag characters: a model reads them, and no person sees them."""
    return "".join(chr(0xE0000 + ord(character)) for character in text)


def wide(text: str) -> str:
    """Write a text in full-width letters."""
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


def all_attacks() -> tuple[Attack, ...]:
    """Return the attacks of every job type that has any, type by type."""
    files = sorted((Path(__file__).parent / "job_type_data").glob("*/attacks.py"))
    names = (f"tests.support.job_type_data.{file.parent.name}.attacks" for file in files)
    return tuple(attack for name in names for attack in import_module(name).ATTACKS)
