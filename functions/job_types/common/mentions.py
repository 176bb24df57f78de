"""Find the names that a text mentions. Pure."""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

#: Shorter names ("R", "Go") are mostly something else in prose.
SHORTEST_NAME = 3


def find_foreign_names(
    prose: str, allowed: AbstractSet[str], known: Iterable[str]
) -> frozenset[str]:
    """Return the known names that a text mentions and may not.

    Names are looked for as they are written, with their capitals; those of one or two letters
    are left out.
    """
    searched = {name for name in known if len(name) >= SHORTEST_NAME} | allowed
    found = set()
    # The longest first, and what is found is taken out: "SQL Server" is not "SQL" as well.
    for name in sorted(searched, key=len, reverse=True):
        prose, times = pattern_of(name).subn(" ", prose)
        if times and name not in allowed:
            found.add(name)
    return frozenset(found)


def without_names(prose: str, names: Iterable[str]) -> str:
    """Return a text with a blank in the place of each of these names."""
    for name in sorted(names, key=len, reverse=True):
        prose = pattern_of(name).sub(" ", prose)
    return prose


def mentions(prose: str, name: str) -> bool:
    """Whether a text mentions a name, with whatever capitals."""
    return pattern_of(name.casefold()).search(prose.casefold()) is not None


def pattern_of(name: str) -> re.Pattern[str]:
    """Return what finds a name as a word of its own: "C" is not in "C++" nor in "C#"."""
    return re.compile(rf"(?<![\w+#]){re.escape(name)}(?![\w+#])")
