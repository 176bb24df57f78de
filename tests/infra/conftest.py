"""A small checkout and a small cloud, in which a deployment is tried."""

from functools import partial
from pathlib import Path

import httpx
import pytest

from infra.deploy import __main__ as program
from infra.deploy import smoke, stages
from infra.deploy.rest import Google
from tests.infra.deploy_cloud import Cloud


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cloud:
    """A checkout and a cloud, both small, and the stand-ins first on the PATH."""
    folder, tools, root = (tmp_path / name for name in ("cloud", "tools", "checkout"))
    for each in (folder, tools, root, root / "functions", root / "shared"):
        each.mkdir()
    (root / "infra" / "terraform" / "bootstrap").mkdir(parents=True)
    for name in ("variables.tf", "bootstrap/variables.tf"):
        (root / "infra" / "terraform" / name).touch()
    for name in ("LICENSE", "main.py", "requirements.txt", "functions/a.py", "shared/b.py"):
        (root / name).write_text(name)
    (root / "infra" / "firestore.rules").write_text("old rules")
    (root / "firebase.json").write_text("https://{PROJECT}.firebaseapp.com {REGION}{STYLES}")
    page = root / "web" / "dist" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<style>a{color:red}</style>")
    made = Cloud(folder, tools, root)
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.setattr(program, "ROOT", root)
    monkeypatch.setattr(smoke, "PROGRAM", (str(tools / "smoke"),))
    to_stand_in = partial(Google, transport=httpx.MockTransport(made.answer))
    monkeypatch.setattr(stages, "Google", to_stand_in)
    return made
