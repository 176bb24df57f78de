"""Importing the entry points connects nothing and loads no vendor's client.

functions-framework imports `main.py` before the server forks: a gRPC client made there breaks in
the children, and each heavy library makes every cold start slower.
"""

import json
import time

import pytest

from tests.repo import repository

HEAVY = (
    "docx",
    "duckdb",
    "firebase_admin",
    "google.api_core",
    "google.auth",
    "google.cloud.bigquery",
    "google.cloud.firestore",
    "google.cloud.firestore_v1",
    "google.cloud.pubsub_v1",
    "google.cloud.tasks_v2",
    "google.genai",
    "grpc",
    "infra",
    "opentelemetry",
    "pypdf",
    "requests",
    "sqlglot",
)
#: Connects a deployment that keeps no spans, and opens one all the same.
_WITHOUT_SPANS = """
import main
from shared import wiring
from shared.settings import Settings
from shared.telemetry import semantic_spans, spans
services = wiring.connect(Settings(google_cloud_project="demo-test"))
with spans.following(services.recorder, {"traceparent": f"00-{'1' * 32}-{'2' * 16}-01"}.get):
    with spans.span("claim"), semantic_spans.query("x", "y"):
        pass
import json, sys
print(json.dumps(sorted(sys.modules)))
"""
_REPORT = "import json, sys, {0}; print(json.dumps(sorted(sys.modules)))"


@pytest.mark.parametrize(
    "module",
    [
        "main",
        "functions.job_types.career_insights.job",
        "functions.job_types.resume_optimization.job",
        "functions.job_types.skill_gap_analysis.job",
    ],
)
def test_an_import_loads_no_vendors_client(module: str) -> None:
    """A fresh interpreter that has imported our code has none of the heavy libraries."""
    began = time.monotonic()
    done = repository.python("-c", _REPORT.format(module))
    took = time.monotonic() - began
    assert done.returncode == 0, done.stderr
    print(f"import {module}: {took:.2f} s, with the interpreter")  # noqa: T201 -- for `pytest -rP`
    assert set(json.loads(done.stdout)) & set(HEAVY) == set()


def test_without_an_exporter_nothing_of_opentelemetry_is_loaded() -> None:
    """Off costs nothing: a request is answered, with its spans, and none of it is there."""
    done = repository.python("-c", _WITHOUT_SPANS)
    assert done.returncode == 0, done.stderr
    assert not [name for name in json.loads(done.stdout) if name.startswith("opentelemetry")]
