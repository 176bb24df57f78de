"""A skill-gap analysis survives every fault."""

import pytest
from pydantic import JsonValue

from infra.local.stand_ins.offline_model import OfflineModel
from infra.local.stand_ins.warehouse import DuckDbWarehouse
from tests.faults.plugin import Prover

SKILLS: dict[str, JsonValue] = {
    "targetRole": "Data Engineer",
    "industry": "Technology",
    "currentSkills": ["Python", "SQL"],
}


@pytest.mark.timeout(900)
def test_skill_gap_analysis_survives(prove_job_type: Prover, warehouse: DuckDbWarehouse) -> None:
    """With the local warehouse and the offline model, at every call it makes."""
    calls = prove_job_type("skill-gap-analysis", SKILLS, model=OfflineModel(), warehouse=warehouse)
    assert {f"{call.part}.{call.method}" for call in calls} == {
        "store.read_with_data",
        "store.write",
        "warehouse.query",
        "model.write",
        *("events.publish_start", "events.publish", "events.wait_for"),
    }
