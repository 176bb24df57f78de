"""A résumé optimization survives every fault."""

import pytest

from infra.local.stand_ins.offline_model import OfflineModel
from infra.local.stand_ins.warehouse import DuckDbWarehouse
from tests.faults.plugin import Prover
from tests.support.job_type_data.resume_optimization.resumes import sample


@pytest.mark.timeout(900)
def test_resume_optimization_survives(prove_job_type: Prover, warehouse: DuckDbWarehouse) -> None:
    """A question for each part of a résumé, each in its step."""
    request = sample("03-project-manager")
    prove_job_type("resume-optimization", request, model=OfflineModel(), warehouse=warehouse)
