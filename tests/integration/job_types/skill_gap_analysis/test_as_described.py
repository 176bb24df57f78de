"""A skill-gap analysis is answered as the API's description says, to the bottom of its result."""

from pathlib import Path

import pytest

from tests.support.described import undescribed
from tests.support.web import answer_of, caller
from tests.support.world import World


@pytest.fixture
def analyst(world: World, sample_data: Path) -> World:
    """A world with a warehouse of sample data, and a text model that writes by rules."""
    offline = {
        "warehouse": "infra.local.stand_ins.adapters:open_warehouse",
        "warehouse_file": str(sample_data),
        "text_model": "infra.local.stand_ins.adapters:open_text_model",
    }
    return world.with_services(settings=world.services.settings.model_copy(update=offline))


_QUESTION = {
    "type": "skill-gap-analysis",
    "targetRole": "Data Engineer",
    "industry": "Finance",
    "currentSkills": ["Python", "SQL", "Knitting"],
    "options": {"tags": ["mine"]},
}


def test_a_real_result_is_as_described(analyst: World) -> None:
    """Accepted, run and read: each answer is what its schema says, the whole result too."""
    owner = caller(analyst.services)
    accepted = owner.post("/api/jobs", _QUESTION)
    assert undescribed(accepted, "createJob") == []
    path = accepted.headers["Location"]
    analyst.deliver(answer_of(accepted)["jobId"], 1)
    read = owner.get(path)
    job = answer_of(read)
    assert (read.status_code, job["status"]) == (200, "succeeded")
    assert job["result"]["gaps"]
    assert [attempt["outcome"] for attempt in job["attempts"]] == ["succeeded"]
    assert undescribed(read, "getJob") == []
    assert undescribed(owner.get(f"{path}/status"), "getJobStatus") == []
    assert undescribed(owner.get("/api/jobs"), "listJobs") == []


def test_a_result_that_is_not_as_described_is_seen(analyst: World) -> None:
    """The check above reaches to the bottom of a result."""
    owner = caller(analyst.services)
    accepted = owner.post("/api/jobs", _QUESTION)
    analyst.deliver(answer_of(accepted)["jobId"], 1)
    response = owner.get(accepted.headers["Location"])
    told = response.get_data(as_text=True)
    assert told.count('"learnHours":') > 1
    response.set_data(told.replace('"learnHours":', '"learnhours":', 1))
    assert "learnhours" in str(undescribed(response, "getJob"))
