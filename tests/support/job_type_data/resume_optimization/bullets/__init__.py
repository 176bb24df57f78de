"""Bullets of made-up résumés, each with the rewrites that a careful reader accepts.

A line of a file: the position (past, current, unknown, or prose outside of work), the bullet, and
the rewrites, divided by `;;`; none where every rewrite would be wrong or guessed. That no rewrite
is made is always right. `seen.tsv` is what the rules are written with; `held_out.tsv` is not looked
at for that: what fails there is counted.
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class JudgedBullet:
    """A bullet, and what may be made of it."""

    position: str
    text: str
    accepted: tuple[str, ...]

    @property
    def is_current(self) -> bool | None:
        """Whether its position goes on; None where that is not known."""
        return {"past": False, "current": True}.get(self.position)

    @property
    def is_work(self) -> bool:
        """Whether it is about work."""
        return self.position != "prose"


def read_bullets(name: str) -> tuple[JudgedBullet, ...]:
    """Return the bullets of a file."""
    path = Path(__file__).with_name(f"{name}.tsv")
    return tuple(map(_read, path.read_text(encoding="utf-8").splitlines()))


def _read(line: str) -> JudgedBullet:
    position, text, accepted = line.split("\t")
    return JudgedBullet(position, text, tuple(filter(None, accepted.split(";;"))))
