"""What the demo submits."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ConfigDict

from functions import job_types
from functions.job_types import JobResult, all_job_types, find_job_type, job_type
from infra.local.demo import submissions
from infra.local.demo.submissions import sample_bodies, sample_orders
from infra.local.stand_ins.sample_data import curated
from shared.core.records import Record
from shared.handler.job_context import JobContext
from shared.settings import Settings

SAMPLES = sorted(submissions.SAMPLES.rglob("*.json"))


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


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_sample_request_is_in_its_types_folder(file: Path) -> None:
    """Where it lies says what it is."""
    assert json.loads(file.read_text(encoding="utf-8"))["type"] == file.parent.name


def offered() -> list[str]:
    """Return the titles of the types that users are offered; those that gather others come last."""
    listed = [each for each in all_job_types().values() if each.is_listed]
    return [each.title for each in sorted(listed, key=lambda each: len(each.children))]


def test_samples_fit_into_the_limit() -> None:
    """All can be submitted at once; with types to show, the percentiles have enough to stand on."""
    limit = Settings(google_cloud_project="demo-x").submit_burst
    assert limit == submissions.MOST_ORDERS
    assert min(8, 1 + 3 * len(offered())) <= len(sample_orders()) <= limit


def test_every_type_is_shown_alike() -> None:
    """After the example each type has as many orders as any other, as far as there are samples."""
    first, *shown = sample_orders()
    assert (first.kind, first.title) == ("Example", "Count these four words")
    counts = Counter(order.kind for order in shown)
    assert list(counts) == offered()
    most = max(counts.values(), default=0)
    samples = {each.title: len(sample_bodies(each)) for each in all_job_types().values()}
    assert counts == {kind: min(most, samples[kind]) for kind in counts}
    assert all(order.title != order.kind for order in shown)


def test_a_new_type_is_shown_by_its_example(registry: None) -> None:
    """Without a folder of requests a type shows the example of its schema; the others make room."""
    declare("made-up", Request)
    assert [order.body for order in sample_orders() if order.kind == "Made up"] == [
        {"type": "made-up", "word": "an example"}
    ]
    of_each = [order.kind for order in sample_orders()].count
    most = min(3, (submissions.MOST_ORDERS - 1) // len(offered()))
    assert {of_each(title) for title in offered() if title != "Made up"} <= {most}


def test_a_type_with_nothing_to_show_is_left_out(registry: None) -> None:
    """Without requests and example there is nothing that could be submitted."""
    declare("made-up", Record)
    assert "Made up" not in {order.kind for order in sample_orders()}


def test_many_types_keep_to_the_limit(registry: None) -> None:
    """With more types than may be submitted, the first ones are shown."""
    for number in range(12):
        declare(f"made-up-{number}", Request)
    assert len(sample_orders()) == submissions.MOST_ORDERS


class Request(Record):
    """A request with an example."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"word": "an example"}]})

    word: str


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a test declare types that are forgotten afterwards."""
    all_job_types()
    monkeypatch.setattr(job_types, "_declared", dict(job_types._declared))
    all_job_types.cache_clear()
    yield
    all_job_types.cache_clear()


class Nothing(JobResult):
    """A result that says nothing."""

    def summarise(self) -> str:
        """Say so."""
        return "Nothing."


def declare(name: str, request: type[Record]) -> None:
    """Declare a job type that does nothing."""

    def do_nothing(request: Record, job: JobContext) -> Nothing:
        return Nothing()

    job_type(name, title="Made up", request=request, result=Nothing)(do_nothing)


def test_a_long_text_is_no_name(registry: None) -> None:
    """A submission is named by what is short, of one line, and a text."""
    declare("made-up", Request)
    named = submissions.order_of(
        {
            "type": "made-up",
            "word": "x" * 41,
            "note": "two\nlines",
            "about": "Miller",
            "years": 4,
        }
    )
    assert named.title == "Miller"
    assert submissions.order_of({"type": "made-up"}).title == "Made up"
