"""The fake cloud as a test sees it: what is there, what was asked, and what goes wrong."""

import base64
import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from infra.deploy import __main__ as program
from infra.deploy import bootstrap, gcloud, stages, tools, values
from infra.deploy.rest import Google
from tests.infra.fake_cloud import cloud_run, firebase, programs, rest
from tests.infra.fake_cloud.state import EMPTY, opened

PROJECT = "careerlens-test"
_CHECKOUT = Path(__file__).resolve().parents[3]


class Cloud:
    """A cloud in a folder, and the programs that lead to it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder / "cloud"
        self._tools = folder / "tools"
        self._monkeypatch = monkeypatch
        for each in (self.folder, self._tools):
            each.mkdir()
        (self.folder / "cloud.json").write_text(json.dumps(EMPTY))
        self._install()
        self.add_project(PROJECT, "1001")

    def _install(self) -> None:
        # They are only looked for there; what they do is answered in this process.
        for name in programs.PROGRAMS:
            (self._tools / name).touch(mode=0o755)
        answers = programs.Programs(cloud=self.folder)
        for module in (gcloud, tools):
            self._monkeypatch.setattr(module.subprocess, "run", answers)
        self._monkeypatch.setenv("PATH", str(self._tools))
        to_rest = partial(Google, transport=rest.transport(self.folder))
        self._monkeypatch.setattr(stages, "Google", to_rest)
        # Where the scripts wait, the cloud's own time goes by.
        self._monkeypatch.setattr(gcloud, "sleep", self.wait)
        self._monkeypatch.setattr(gcloud, "monotonic", lambda: self.now)

    # --- what a test sets up ----------------------------------------------------------------------

    def add_project(self, project: str, number: str) -> None:
        """Make an empty project with billing, whose owner is signed in."""
        self.change(lambda state: state["projects"].update({project: _project(number)}))

    def take_bucket(self, name: str, *, is_open: bool) -> None:
        """Let another's project have a bucket of that name; an open one may be read by all."""
        bucket = {"projectNumber": "666", "labels": {}, "objects": {}, "open": is_open}
        self.change(lambda state: state["buckets"].update({name: bucket}))

    def fail(self, **faults: object) -> None:
        """Let something go wrong from now on; `state.EMPTY` says what can."""
        self.change(lambda state: state["faults"].update(faults))

    def put_object(self, bucket: str, name: str, content: bytes) -> None:
        """Write an object past every check."""
        text = base64.b64encode(content).decode()
        self.change(lambda state: state["buckets"][bucket]["objects"].update({name: text}))

    def change(self, by: Any) -> None:  # noqa: ANN401 -- a function of the state
        """Change the state."""
        with opened(self.folder) as state:
            by(state)

    def set_project(self, project: str = PROJECT, **facts: object) -> None:
        """Let something be so in a project; `_project` says what there is."""
        self.change(lambda state: state["projects"][project].update(facts))

    def wait(self, seconds: float) -> None:
        """Let time go by."""
        self.change(lambda state: state.update(now=state["now"] + seconds))

    # --- what a test looks at ---------------------------------------------------------------------

    @property
    def state(self) -> dict[str, Any]:
        """All of it."""
        found: dict[str, Any] = json.loads((self.folder / "cloud.json").read_bytes())
        return found

    @property
    def now(self) -> float:
        """Seconds since the test began, by the cloud's own clock."""
        return float(self.state["now"])

    @property
    def calls(self) -> list[str]:
        """How the stand-ins were called."""
        return list(self.state["calls"])

    def running(self, project: str = PROJECT) -> dict[str, Any]:
        """Return what users meet: release, rules, site, and the values that it was given."""
        state, facts = self.state, self.state["projects"][project]
        if not facts["run"]:
            return {}
        found = [
            cloud_run.revision(state, project, cloud_run.answering(state, project, service))
            for service in cloud_run.SERVICES
        ]
        (release,) = {cloud_run.release_of(each) for each in found}
        released = facts["released"]
        rules = None if released is None else firebase.rules_of(facts, released)
        return {**found[0]["given"], "release": release, "rules": rules, "site": facts["site"]}

    def objects(self, project: str = PROJECT) -> dict[str, str]:
        """Return the objects of a project's bucket."""
        return dict(self.state["buckets"].get(f"{project}-deploy", {}).get("objects", {}))


def _project(number: str) -> dict[str, Any]:
    """Return a new project: with billing, its owner signed in, and nothing else."""
    return {
        "number": number,
        # Where its repository of images was made, and with it the services.
        "region": None,
        "services": {},
        "billing": True,
        "firebase": False,
        # Whether Authentication was switched on.
        "identity": False,
        # Permissions that the person who is signed in lacks.
        "lacks": [],
        # By constraint, what the organisation's policy says.
        "policies": {},
        "milli_cpus": 20_000,
        # By name with its release, the digest of an image.
        "images": {},
        # By name: the services as Cloud Run describes them, and what each revision was made of.
        "run": {},
        "revisions": {},
        # The texts of the rulesets, and the name of the released one.
        "rulesets": [],
        "released": None,
        # How many versions of the web app there are, and the name of the released one.
        "versions": 0,
        "site": None,
    }


def checkout(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a small checkout, the one that the deployment's programs are started in from now on."""
    for name in ("functions", "shared", "infra/terraform/bootstrap"):
        (folder / name).mkdir(parents=True)
    for name in ("LICENSE", "main.py", "requirements.txt", "functions/a.py", "shared/b.py"):
        (folder / name).write_text(name)
    (folder / "infra" / "firestore.rules").write_text("old rules")
    (folder / "firebase.json").write_text("https://{PROJECT}.firebaseapp.com")
    page = folder / "web" / "dist" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("a page")
    for root in values.roots_of(folder):
        source = _CHECKOUT / root.relative_to(folder) / "variables.tf"
        (root / "variables.tf").write_text(source.read_text())
    for part in (program, bootstrap, values):
        monkeypatch.setattr(part, "ROOT", folder)
    return folder
