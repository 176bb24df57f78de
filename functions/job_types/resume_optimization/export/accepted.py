"""The text of a résumé with the changes that its owner accepted. Pure.

Changes are numbered from 1 in the order of the result: `changes` first, then `character_changes`,
each of these wherever it stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from functions.job_types.common import user_text
from functions.job_types.resume_optimization.findings import Change, CharacterChange
from functions.job_types.resume_optimization.rebuild import apply_changes
from functions.job_types.resume_optimization.report import ResumeOptimization
from shared.core import errors
from shared.core.exports import AcceptedChange


@dataclass(frozen=True, kw_only=True)
class _Taken:
    """What is changed, as it was accepted."""

    changes: Sequence[Change]
    characters: Sequence[CharacterChange]


def accepted_text(result: ResumeOptimization, accepted: Sequence[AcceptedChange]) -> str:
    """Return the résumé's text with these changes made, and nothing else.

    Raises:
        errors.InvalidArgumentError: If the result has no such change, one is named twice, or words
            of one's own stand where a character is replaced.
    """
    violations = list(_violations(result, accepted))
    if violations:
        raise errors.InvalidArgumentError(violations=violations)
    taken = _taken(result, accepted)
    return apply_changes(result.resume_text, taken.changes, taken.characters)


def _violations(
    result: ResumeOptimization, accepted: Sequence[AcceptedChange]
) -> Iterator[errors.FieldViolation]:
    last = len(result.changes) + len(result.character_changes)
    seen = set[int]()
    for place, change in enumerate(accepted):
        where = f"changes.{place}"
        if change.number > last:
            yield _wrong(f"{where}.number", f"The result has {last} changes.")
        elif change.number in seen:
            yield _wrong(f"{where}.number", "It is named twice.")
        elif change.text is not None and change.number > len(result.changes):
            yield _wrong(f"{where}.text", "A character that is replaced has no words of its own.")
        seen.add(change.number)


def _wrong(field: str, message: str) -> errors.FieldViolation:
    return errors.FieldViolation(field=field, message=message)


def _taken(result: ResumeOptimization, accepted: Sequence[AcceptedChange]) -> _Taken:
    own = {change.number: change.text for change in accepted}
    changes = [
        change if (text := own[number]) is None else _in_own_words(change, text)
        for number, change in enumerate(result.changes, start=1)
        if number in own
    ]
    characters = [
        change
        for number, change in enumerate(result.character_changes, start=len(result.changes) + 1)
        if number in own
    ]
    return _Taken(changes=changes, characters=characters)


def _in_own_words(change: Change, text: str) -> Change:
    return change.model_copy(update={"after": str(user_text.clean_long_text(text)).strip()})
