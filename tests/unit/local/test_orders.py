"""What the demo submits."""

import json
from pathlib import Path

import pytest

from functions.job_types import find_job_type
from infra.local.demo import orders
from infra.local.sample_data import curated
from shared.settings import Settings

SAMPLES = sorted(orders.SAMPLES.rglob("*.json"))


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_sample_request_is_valid(file: Path) -> None:
    """Every sample request is one that the API accepts."""
    body = json.loads(file.read_text(encoding="utf-8"))
    find_job_type(body.pop("type")).request.model_validate(body)


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_sample_request_names_a_domain_there_is(file: Path) -> None:
    """A sample request's industry is one the sample data has postings for."""
    body = json.loads(file.read_text(encoding="utf-8"))
    assert body.get("industry") in {*curated.load().domains, None}


def test_samples_fit_into_the_limit() -> None:
    """All orders can be submitted at once, and the percentiles have enough to stand on."""
    limit = Settings(google_cloud_project="demo-x").submit_burst
    assert limit == orders.MOST_ORDERS
    assert 8 <= len(orders.read_orders([])) <= limit


def test_role_makes_exactly_one_order() -> None:
    """With a role there is one order, of that role and those skills."""
    arguments = [
        "--role",
        "Data Engineer",
        "--skills",
        "Python, SQL,,Docker ",
        "--industry",
        "Media",
    ]
    [order] = orders.read_orders(arguments)
    assert order.title == "Data Engineer, Media"
    assert order.body == {
        "type": "skill-gap-analysis",
        "targetRole": "Data Engineer",
        "currentSkills": ["Python", "SQL", "Docker"],
        "industry": "Media",
    }


def test_skills_may_be_absent() -> None:
    """Who can do nothing yet may ask too; an absent industry is not sent."""
    [order] = orders.read_orders(["--role=Data Engineer"])
    assert order.body["currentSkills"] == []
    assert "industry" not in order.body


@pytest.mark.parametrize("arguments", [["--skills", "SQL"], ["--industry", "Media"], ["--rol"]])
def test_half_an_order_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A command line that says half of it ends the program with usage and code 2."""
    with pytest.raises(SystemExit) as ended:
        orders.read_orders(arguments)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err
