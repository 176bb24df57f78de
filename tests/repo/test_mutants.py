"""The catalogue of mutants is as new as the code that they break."""

import re

import pytest

from tests.faults.mutants.catalogue import MUTANTS, Mutant
from tests.repo import repository


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_fits_the_code(mutant: Mutant) -> None:
    """`make test-mutants` takes minutes; an author who moves code learns of it here, at once."""
    assert (repository.ROOT / mutant.file).read_text(encoding="utf-8").count(mutant.old) == 1
    assert (repository.ROOT / mutant.tests).exists()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutants_tests_are_there(mutant: Mutant) -> None:
    """What chooses them stands in their file, or in the names of the scenarios they play."""
    tests = (repository.ROOT / mutant.tests).read_text(encoding="utf-8")
    names = (repository.ROOT / "tests/faults/points.txt").read_text(encoding="utf-8")
    chosen = re.split(r" (?:or|and) ", mutant.only)
    assert any(word in tests or word in names for word in chosen)
