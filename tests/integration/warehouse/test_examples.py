"""docs/examples.md: a request of each job type and its result, as the demo shows it.

`WRITE_DOCS=1 .venv/bin/python -m pytest tests/integration/warehouse/test_examples.py` writes it
anew.
"""

import json
import os
from collections.abc import Iterator

import pytest
from pydantic import JsonValue
from rich.console import Console

from functions.job_types import all_job_types, find_job_type
from infra.local.cloud.emulators import ROOT
from infra.local.demo.outcomes import Outcome, print_result
from infra.local.demo.submissions import SAMPLES, order_of, sample_bodies, sample_file
from infra.local.stand_ins.offline_model import OfflineModel
from infra.local.stand_ins.warehouse import DuckDbWarehouse
from tests.support.handlers import run_handler

DOCUMENT = ROOT / "docs" / "examples.md"
WIDTH = 80

INTRODUCTION = """# What the jobs give

A request of each job type, and its result as `make demo` shows it. The figures are made-up sample
data and the texts are written by rules, so that every run gets the same; with a key for Gemini the
figures stay and the texts are Gemini's. The person is made up too.

Each result is a document of JSON as well: `GET /api/jobs/{jobId}` gives it, `GET /api/openapi.json`
describes its fields, and `make demo SAVE=~/careerlens` writes those of the demo into files.

Written by a test that ran the requests, and compared with each run of it:
`tests/integration/warehouse/test_examples.py`.
"""


def example(name: str, title: str, warehouse: DuckDbWarehouse) -> Iterator[str]:
    """Return a job type's part of the document."""
    path = min((SAMPLES / name).glob("*.json"))
    body = json.loads(path.read_text(encoding="utf-8"))
    yield f"\n## {title}\n\nThe request, `{path.relative_to(ROOT)}`:\n\n"
    texts = {field: text for field, text in body.items() if "\n" in str(text)}
    briefly = {**body, **{field: f"{text[:40]}…" for field, text in texts.items()}}
    yield f"```json\n{json.dumps(briefly, indent=2, ensure_ascii=False)}\n```\n"
    for field, text in texts.items():
        yield f"\nIts `{field}`:\n\n```text\n{text.strip()}\n```\n"
    fields = {field: value for field, value in body.items() if field != "type"}
    file = sample_file(find_job_type(name), 0)
    if file is not None:
        text = path.with_suffix(".txt").relative_to(ROOT)
        yield f"\nWith it comes the file `{text}`.\n"
    run = run_handler(name, fields, model=OfflineModel(), warehouse=warehouse, file=file)
    yield f"\nThe result:\n\n```text\n{shown(name, title, body, run.result.to_json())}\n```\n"
    if improved := run.result.to_json().get("improvedText"):
        yield f"\nIts `improvedText`:\n\n```text\n{str(improved).strip()}\n```\n"


def shown(name: str, title: str, body: dict[str, JsonValue], result: JsonValue) -> str:
    """Draw a result as a terminal without colours has it."""
    console = Console(width=WIDTH, no_color=True, force_terminal=False)
    with console.capture() as captured:
        outcome = Outcome(job_type=name, kind=title, title=order_of(body).title, result=result)
        print_result(console, outcome)
    return "\n".join(line.rstrip() for line in captured.get().strip("\n").splitlines())


def document(warehouse: DuckDbWarehouse) -> str:
    """Return the whole document: every job type on offer that has a sample request."""
    offered = [each for each in all_job_types().values() if each.is_listed]
    there = [each for each in offered if (SAMPLES / each.name).is_dir()]
    parts = [part for each in there for part in example(each.name, each.title, warehouse)]
    return "".join([INTRODUCTION, *parts])


def test_the_examples_in_the_docs_are_what_the_jobs_give(warehouse: DuckDbWarehouse) -> None:
    """docs/examples.md holds the results of this run."""
    text = document(warehouse)
    if os.environ.get("WRITE_DOCS"):
        DOCUMENT.write_text(text, encoding="utf-8")
    assert DOCUMENT.read_text(encoding="utf-8") == text


def test_a_second_run_gives_the_same(warehouse: DuckDbWarehouse) -> None:
    """Nothing in it is of the moment: no time, no id, no order by chance."""
    assert document(warehouse) == document(warehouse)


@pytest.mark.parametrize("width", [80, 120])
def test_every_sample_result_fits_a_terminal(warehouse: DuckDbWarehouse, width: int) -> None:
    """No line is longer than the terminal is wide, and nothing is cut off."""
    for job_type in all_job_types().values():
        for body in sample_bodies(job_type):
            fields = {field: value for field, value in body.items() if field != "type"}
            run = run_handler(job_type.name, fields, model=OfflineModel(), warehouse=warehouse)
            console = Console(width=width, no_color=True)
            with console.capture() as captured:
                outcome = Outcome(
                    job_type=job_type.name, kind="Kind", title="Title", result=run.result.to_json()
                )
                print_result(console, outcome)
            lines = captured.get().splitlines()
            assert max(map(len, lines)) <= width
            assert not [line for line in lines if line.rstrip().endswith("…")]
