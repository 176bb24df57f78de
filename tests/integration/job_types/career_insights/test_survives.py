"""Career insights survive every fault."""

import pytest
from pydantic import JsonValue

from infra.local.stand_ins.offline_model import OfflineModel
from infra.local.stand_ins.warehouse import DuckDbWarehouse
from tests.faults.plugin import Prover

MARKET: dict[str, JsonValue] = {"domain": "Energy", "region": "Canada"}


@pytest.mark.timeout(900)
def test_career_insights_survive(prove_job_type: Prover, warehouse: DuckDbWarehouse) -> None:
    """With a sample that has to be widened."""
    prove_job_type("career-insights", MARKET, model=OfflineModel(), warehouse=warehouse)
