"""The engine and its tests know no job type: a type can be deleted, and nothing else notices.

A file belongs to a type if its path names it. Everywhere else, in what is shipped, in what
surrounds it and in the engine's tests, a type is found by the registry, or is `example`.
"""

from collections.abc import Iterator

import pytest

from infra.template.without_types import going_with, product_types, spellings
from tests.repo import repository

ENGINE = (
    *("main.py", "functions/", "shared/", "infra/"),
    *("tests/acceptance/", "tests/bench/", "tests/fakes/", "tests/faults/", "tests/hostile/"),
    *("tests/infra/", "tests/integration/", "tests/repo/", "tests/rules/", "tests/support/"),
    "tests/unit/",
)
#: Tests of the product that are about several types at once, or ask a vendor what a type asks.
OF_THE_PRODUCT = (
    *("tests/integration/text_model/", "tests/integration/warehouse/"),
    *("tests/unit/job_types/", "tests/unit/offline_model/"),
)
THIS = "tests/repo/test_neutral_engine.py"


def engine_files() -> Iterator[tuple[str, str]]:
    """Return each file of the engine with its content."""
    for name, text in repository.text_files().items():
        is_exempt = name.startswith(OF_THE_PRODUCT) or name == THIS
        if name.startswith(ENGINE) and not is_exempt:
            yield name, text


@pytest.mark.parametrize("folder", product_types())
def test_nothing_of_the_engine_names_a_type(folder: str) -> None:
    """Neither in code nor in words; a file whose path names the type is the type's own.

    So is one of a type that gathers its jobs: it goes with it.
    """
    name, own = spellings(folder), [spellings(each) for each in going_with(folder)]
    found = [
        f"{path}:{number}: {line.strip()}"
        for path, text in engine_files()
        if not any(each.search(path) for each in own) and name.search(text)
        for number, line in enumerate(text.splitlines(), 1)
        if name.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "spelt",
    ["cafe_menu_review", "Café-menu review", "CafeMenuFacts", "cafe-menu", "the café menu's"],
)
def test_every_spelling_is_found(spelt: str) -> None:
    """Also with an accent, as people write it."""
    assert spellings("cafe_menu_review").search(spelt)
