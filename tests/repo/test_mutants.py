"""The catalogue of mutants is as new as the code that they break."""

import pytest

from tests.faults.mutants.catalogue import MUTANTS, Mutant
from tests.repo import repository


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_fits_the_code(mutant: Mutant) -> None:
    """`make test-mutants` takes minutes; whoever moves the code learns of it here, at once."""
    assert (repository.ROOT / mutant.file).read_text(encoding="utf-8").count(mutant.old) == 1
    assert (repository.ROOT / mutant.tests).exists()
