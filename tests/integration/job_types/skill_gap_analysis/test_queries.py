"""The queries of the skill-gap analysis, on the sample data."""

from collections.abc import Mapping

import pytest
from pydantic import BaseModel

from functions.job_types.skill_gap_analysis.adjacent_roles import ProfileRow
from functions.job_types.skill_gap_analysis.compare import SkillRow
from infra.local.stand_ins.warehouse import DuckDbWarehouse
from shared.handler.ports import Parameter, QueryCall

ASKED: Mapping[str, tuple[type[BaseModel], Mapping[str, Parameter]]] = {
    "skill_gap_analysis/skills": (SkillRow, {}),
    "skill_gap_analysis/role_profiles": (
        ProfileRow,
        {"domain": "Finance", "smallest_sample": 50, "smallest_share": 0.1},
    ),
}


@pytest.mark.parametrize("name", ASKED)
def test_it_gives_the_rows_that_are_read(name: str, warehouse: DuckDbWarehouse) -> None:
    """Rows of the form that their reader wants, and some."""
    row, parameters = ASKED[name]
    assert warehouse.query(QueryCall(name=name, row=row, parameters=parameters)).rows
