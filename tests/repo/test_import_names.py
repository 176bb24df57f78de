"""`shared` and `functions` are common names: a package that is installed under one must not win.

functions-framework appends the folder of `main.py` to `sys.path`, behind everything installed. So
without help of ours, an installed `shared` is what `import shared` finds.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from infra.local.process.ports import HOST, choose_port
from tests.repo import repository

_SCRIPT = Path(sys.executable).with_name("functions-framework")
_COMMANDS = {"script": [str(_SCRIPT)], "module": [sys.executable, "-m", "functions_framework"]}
_SECONDS = 90

#: A package that happens to have one of our names.
_STRANGER = {"shared/__init__.py": "", "functions/__init__.py": ""}
#: Worse: one that has all the names `main.py` asks for, as an old copy of ours would.
_OLD_COPY = {
    "shared/__init__.py": "",
    "shared/shutdown.py": "def install(*acts): return None\n",
    "shared/wiring.py": "def services(): return None\n",
    "functions/__init__.py": "",
    "functions/http/task_handlers.py": "",
    "functions/http/api.py": (
        "import flask\n"
        "def create_app(services):\n"
        "    app = flask.Flask('old')\n"
        "    app.add_url_rule('/api/health', view_func=lambda: {'revision': 'an old copy'})\n"
        "    return app\n"
    ),
}


@pytest.mark.parametrize("installed", [_STRANGER, _OLD_COPY], ids=["stranger", "old-copy"])
@pytest.mark.parametrize("command", _COMMANDS.values(), ids=_COMMANDS.keys())
def test_an_installed_package_of_our_names_does_not_win(
    tmp_path: Path, command: list[str], installed: dict[str, str]
) -> None:
    """Started from any folder, functions-framework serves our code, whatever is installed."""
    site, elsewhere = tmp_path / "site-packages", tmp_path / "elsewhere"
    for name, text in installed.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    elsewhere.mkdir()
    with served(command, site, elsewhere) as url:
        assert httpx.get(f"{url}/api/health").json()["revision"] == "ours"


@contextmanager
def served(command: list[str], site: Path, directory: Path) -> Iterator[str]:
    """Serve `api` inside the block; fail with its last words if it does not start."""
    port = choose_port()
    arguments = [f"--source={repository.ROOT / 'main.py'}", "--target=api"]
    process = subprocess.Popen(  # noqa: S603 -- a command of our own
        [*command, *arguments, f"--host={HOST}", f"--port={port}"],
        cwd=directory,
        env={
            # In front of what is installed in .venv, and behind the folder it was started in.
            "PYTHONPATH": str(site),
            "PYTHONDONTWRITEBYTECODE": "1",
            "GOOGLE_CLOUD_PROJECT": "demo-names",
            "K_REVISION": "ours",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_until_served(process, port)
        yield f"http://{HOST}:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=_SECONDS)


def wait_until_served(process: subprocess.Popen[str], port: int) -> None:
    """Wait until the server answers; one that ends instead says why."""
    give_up_at = time.monotonic() + _SECONDS
    while time.monotonic() < give_up_at:
        if process.poll() is not None:
            words, _ = process.communicate()
            pytest.fail(f"it did not start: {words.splitlines()[-1]}")
        try:
            httpx.get(f"http://{HOST}:{port}/robots.txt", timeout=1)
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"it did not answer within {_SECONDS} s")
