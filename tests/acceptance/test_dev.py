"""`make dev`: what is saved is what answers, and nothing else ends."""

import re
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from infra.local.cloud.emulators import ROOT
from infra.local.run.reload import changed, read_stamps
from tests.blackbox.cloud import copy_tree
from tests.support.programs import Program, started
from tests.support.waiting import wait_until

pytestmark = [
    pytest.mark.usefixtures("machine", "sample_data"),
    pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc"),
]

DEV = ("-m", "infra.local.run", "--reload")
#: What a browser asks, and what answers it: a line that a test can change.
HEALTH = Path("functions/http/routes/about.py")
TAB = "<title>CareerLens</title>"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the code, with what was installed and made for it."""
    tree = copy_tree(tmp_path)
    (tree / ".local").mkdir()
    shutil.copy2(ROOT / ".local/sample_data.duckdb", tree / ".local")
    shutil.copy2(ROOT / "firebase.json", tree)
    for name in ("index.html", "package.json", "vite.config.ts", "tsconfig.json"):
        (tree / "web").mkdir(exist_ok=True)
        shutil.copy2(ROOT / "web" / name, tree / "web")
    for name in ("src", "public", "node_modules"):
        if (ROOT / "web" / name).exists():
            (tree / "web" / name).symlink_to(ROOT / "web" / name)
    return tree


@pytest.fixture
def running(tree: Path, tmp_path: Path) -> Iterator[Program]:
    """The local cloud as `make dev` starts it in the copy."""
    with started(DEV, tmp_path, tree=tree) as program:
        program.wait_for_text("Ctrl-C ends it all")
        yield program


def address(program: Program, part: str) -> str:
    """Return where a part listens, as the table says."""
    (found,) = re.findall(rf"^{part} +(http://127\.0\.0\.1:\d+)", program.output, re.MULTILINE)
    return str(found)


def test_a_saved_file_answers(running: Program, tree: Path) -> None:
    """The new code answers, code that cannot start is said and waited out, and the end is clean."""
    health = f"{address(running, 'api')}/api/health"
    assert httpx.get(health, timeout=60).json()["status"] == "ok"
    others = set(running.process_ids()) - functions_of(running)
    source = (tree / HEALTH).read_text(encoding="utf-8")

    job = submit(running)
    save(tree, source.replace('Literal["ok"] = "ok"', 'Literal["new"] = "new"'))
    wait_until(lambda: status_at(health) == "new")
    wait_until(lambda: status_of(job) == "succeeded")

    save(tree, f"{source}\nthis is no Python\n")
    wait_until(lambda: "No function runs: save a file to start them again." in running.output)
    assert "SyntaxError" in running.output

    save(tree, source)
    wait_until(lambda: status_at(health) == "ok")
    assert others <= set(running.process_ids())
    running.send(signal.SIGINT)
    assert running.wait() == 0
    assert running.process_ids() == []


def test_vite_serves_the_web_app(running: Program) -> None:
    """From its sources, with sign-in, deployment and API of the local cloud at the same address."""
    web = address(running, "web")
    if not (ROOT / "web/node_modules/vite").exists() or shutil.which("node") is None:
        assert "`make app`" in running.output
        return
    page = httpx.get(f"{web}/jobs", timeout=60).text
    assert TAB in page
    assert "/@vite/client" in page
    assert httpx.get(f"{web}/deployment.json", timeout=60).json()["emulators"]["firestore"]
    assert httpx.get(f"{web}/api/health", timeout=60).json()["status"] == "ok"


def test_each_change_is_seen(tmp_path: Path) -> None:
    """What is saved, added or deleted; not what Python keeps for itself."""
    (tmp_path / "main.py").touch()
    prompt = tmp_path / "functions/prompt.md"
    prompt.parent.mkdir()
    prompt.touch()
    before = read_stamps(tmp_path)
    assert changed(before, read_stamps(tmp_path)) == []
    (tmp_path / "functions/job.cpython-311.pyc").touch()
    (tmp_path / "main.py").unlink()
    query = tmp_path / "functions/new.sql"
    query.touch()
    assert changed(before, read_stamps(tmp_path)) == [query, tmp_path / "main.py"]


def submit(program: Program) -> httpx.Request:
    """Submit a job, which is under way when the next line is run; return what asks about it."""
    (token,) = re.findall(r"^export TOKEN=(\S+)$", program.output, re.MULTILINE)
    jobs, headers = f"{address(program, 'api')}/api/jobs", {"Authorization": f"Bearer {token}"}
    asked = {"type": "example", "text": "Count these four words"}
    made = httpx.post(jobs, json=asked, headers=headers, timeout=60).json()
    return httpx.Request("GET", f"{jobs}/{made['jobId']}", headers=headers)


def status_of(job: httpx.Request) -> str:
    """Return how far a job is."""
    answer = httpx.get(job.url, headers=job.headers, timeout=60)
    return str(answer.raise_for_status().json()["status"])


def save(tree: Path, source: str) -> None:
    """Save the file as an editor does."""
    (tree / HEALTH).write_text(source, encoding="utf-8")


def status_at(health: str) -> str | None:
    """Return what the API says about itself; None while it starts."""
    try:
        return str(httpx.get(health, timeout=5).json()["status"])
    except (httpx.HTTPError, ValueError):
        return None


def functions_of(program: Program) -> set[int]:
    """Return the ids of the functions' processes."""
    return {
        pid
        for pid in program.process_ids()
        if b"functions_framework" in Path(f"/proc/{pid}/cmdline").read_bytes()
    }
