"""Importing the entry points connects nothing and loads no vendor's client.

functions-framework imports `main.py` before the server forks: a gRPC client made there breaks in
the children, and each heavy library makes every cold start slower.
"""

import json
import time
from pathlib import Path

import pytest

from infra.local.process.ports import HOST, choose_port
from tests.repo import repository

HEAVY = (
    "charset_normalizer",
    "cryptography",
    "PIL",
    "docx",
    "duckdb",
    "firebase_admin",
    "font_source_sans_pro",
    "google.api_core",
    "google.auth",
    "google.cloud.bigquery",
    "google.cloud.firestore",
    "google.cloud.firestore_v1",
    "google.cloud.pubsub_v1",
    "google.pubsub_v1",
    "google.cloud.tasks_v2",
    "google.genai",
    "grpc",
    "jwt",
    "numpy",
    "py3langid",
    "infra",
    "opentelemetry.exporter",
    "opentelemetry.sdk",
    "opentelemetry.semconv",
    "pypdf",
    "pypdfium2",
    "rapidfuzz",
    "reportlab",
    "requests",
    "sqlglot",
    "standardwebhooks",
)
#: Connects a deployment that keeps no spans, and opens one all the same.
_WITHOUT_SPANS = """
import main
from shared import wiring
from shared.settings import Settings
from shared.telemetry import semantic_spans, spans
services = wiring.connect(Settings(google_cloud_project="demo-test"))
header = {"traceparent": f"00-{'1' * 32}-{'2' * 16}-01"}
with spans.continue_trace(services.tracer_provider, header.get):
    with spans.span("claim"), semantic_spans.query("x", "y"):
        pass
import json, sys
print(json.dumps(sorted(sys.modules)))
"""
_REPORT = "import json, sys; {0}; print(json.dumps(sorted(sys.modules)))"
#: What a process of the server does before it takes requests.
_STARTED = (
    "import os; os.environ['FUNCTION_TARGET'] = {0!r}; import main; "
    "from functions.http import preload; preload.load()"
)
#: Serves a function that cannot be loaded.
_BROKEN = """
import functions_framework
from shared import shutdown

def load():
    raise ImportError("There is no such function.")

shutdown.install(load)

@functions_framework.http
def api(request):
    return "ok"
"""


@pytest.mark.parametrize(
    "act",
    [
        *(_STARTED.format(name) for name in ("api", "worker", "sweeper", "webhooks")),
        *(
            "import " + name.removesuffix(".py").replace("/", ".")
            for name in repository.files()
            if Path(name).match("functions/job_types/*/job.py")
        ),
    ],
)
def test_an_import_loads_no_vendors_client(act: str) -> None:
    """A fresh interpreter that has imported our code has none of the heavy libraries."""
    began = time.monotonic()
    done = repository.python("-c", _REPORT.format(act))
    took = time.monotonic() - began
    assert done.returncode == 0, done.stderr
    print(f"{act}: {took:.2f} s, with the interpreter")  # noqa: T201 -- for `pytest -rP`
    assert set(json.loads(done.stdout)) & set(HEAVY) == set()


def test_the_servers_first_process_holds_nothing_that_answers() -> None:
    """It listens, forks and watches: what answers is loaded by those that it has forked."""
    done = repository.python("-c", _REPORT.format("import main"))
    assert done.returncode == 0, done.stderr
    loaded = json.loads(done.stdout)
    assert "pydantic" not in loaded
    assert [name for name in loaded if name.startswith(("functions.", "shared."))] == [
        "functions.http",
        "functions.http.catch_all",
        "functions.http.preload",
        "shared.core",
        "shared.core.errors",
        "shared.core.ids",
        "shared.shutdown",
        "shared.telemetry",
        "shared.telemetry.log_names",
        "shared.telemetry.logs",
    ]


def test_what_a_process_has_loaded_is_no_garbage() -> None:
    """No look for garbage comes by what stays: it costs time, and copies shared memory."""
    ask = _STARTED.format("api") + "; import gc; print(gc.get_freeze_count())"
    done = repository.python("-c", ask)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 50_000  # 90,000, on 2026-12-01


def test_a_server_whose_function_cannot_be_loaded_ends(tmp_path: Path) -> None:
    """It listens by then: a revision that cannot answer must not wait for requests."""
    source = tmp_path / "main.py"
    source.write_text(_BROKEN, encoding="utf-8")
    arguments = ["--target=api", f"--source={source}", f"--host={HOST}", f"--port={choose_port()}"]
    done = repository.python("-m", "functions_framework", *arguments)
    assert done.returncode != 0
    assert "There is no such function." in done.stderr


def test_without_an_exporter_only_the_api_of_opentelemetry_is_loaded() -> None:
    """Off costs nothing: a request is answered, with its spans, and what would keep them is not.

    The API is: which trace a request belongs to is known to it, and it does nothing by itself.
    """
    done = repository.python("-c", _WITHOUT_SPANS)
    assert done.returncode == 0, done.stderr
    loaded = json.loads(done.stdout)
    parts = {name.split(".")[1] for name in loaded if name.startswith("opentelemetry.")}
    assert parts == {
        "attributes",
        "context",
        "environment_variables",
        "propagators",
        "trace",
        "util",
    }
    assert not {"google.auth", "requests"} & set(loaded)
