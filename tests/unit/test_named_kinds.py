"""The document of names that forms read: what each other word is read as."""

from datetime import UTC, datetime

from shared.core.suggestions import Suggestions

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def test_other_words_say_which_name_they_are_read_as() -> None:
    """By its place; one that may be several, or a name that is not there, has none."""
    rows = [
        *(("role", name, name) for name in ("Tester", "Clerk")),
        *(("role", "QA", name) for name in ("Tester", "Clerk")),
        *(("role", alias, name) for alias, name in (("Typist", "Clerk"), ("Bard", "Poet"))),
    ]
    kind = Suggestions.of(rows, [], NOW).kinds["role"]
    assert (kind.names, kind.also, kind.meant) == (
        ("Clerk", "Tester"),
        ("Bard", "QA", "Typist"),
        (-1, -1, 0),
    )
