"""Two records of one name are refused where the API is described, and not made one."""

from enum import StrEnum

import pytest

from functions.http.openapi.document import describe_api
from functions.http.openapi.names import refuse_namesakes
from shared.core.records import Record
from tests.support.job_types import declared, echo


class Figure(Record):
    """One of that name."""


class Holder(Record):
    """What is made of it."""

    figures: tuple[Figure, ...] | None = None


def _another() -> type[Record]:
    class Figure(StrEnum):
        ONE = "one"

    class Other(Record):
        by_name: dict[str, list[Figure]]

    return Other


def test_two_of_one_name_are_refused() -> None:
    """Also where each is deep in another, and one is no record: the sentence names both."""
    refuse_namesakes([Holder, Figure, Holder])
    with pytest.raises(ValueError, match=r"Figure and .*<locals>.Figure have one name") as caught:
        refuse_namesakes([Holder, _another()])
    assert "rename one" in str(caught.value)


def test_a_record_called_as_a_schema_without_one_is_refused() -> None:
    """What is no record's, as a type's submission in general, is replaced by none."""
    with pytest.raises(ValueError, match="Figure is called as a schema of the API"):
        refuse_namesakes([Holder], {"Figure"})


def test_the_description_is_not_built_of_two_of_one_name() -> None:
    """A type whose request is called as a record of ours is seen before any user asks for it."""

    class Job(Record):
        word: str

    with (
        declared(echo, request=Job),
        pytest.raises(ValueError, match=r"shared.core.job.Job and .* have one name"),
    ):
        describe_api()
