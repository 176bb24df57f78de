"""`make deploy`, with stand-ins for gcloud, Terraform and the smoke test: its order, its way back.

The stand-ins are programs on the PATH, run as the real ones are; they note how they were called and
keep what the real ones would keep: whether the bucket and an archive exist, and what was applied.
"""

import json
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from infra.costs import estimate
from infra.deploy import __main__ as program
from infra.deploy import archive
from infra.deploy.stages import Deployment
from tests.repo import repository

PROJECT = "careerlens-test"
_STAND_IN = """#!{python}
import json, os, pathlib, sys
cloud = pathlib.Path({cloud!r})
name, arguments = pathlib.Path(sys.argv[0]).name, sys.argv[1:]
with (cloud / "calls").open("a") as calls:
    calls.write(" ".join([name, *arguments]) + "\\n")
def refuse_unless(path):
    sys.exit(0 if (cloud / path).exists() else 1)
if name == "make" and arguments[0] == "smoke":
    sys.exit(int((cloud / "smoke").read_text()))
if name == "gcloud":
    words = " ".join(arguments)
    if "buckets describe" in words: refuse_unless("bucket")
    if "buckets create" in words: (cloud / "bucket").touch()
    if "objects describe" in words: refuse_unless("archive")
    if "storage cp" in words: (cloud / "archive").touch()
    if "projects describe" in words and (cloud / "no-project").exists(): sys.exit(1)
    print("something")
if name == "terraform":
    state = cloud / "state"
    given = dict(a[5:].split("=", 1) for a in arguments if a.startswith("-var="))
    if given.get("rules_file"):
        given["rules"] = pathlib.Path("infra/terraform", given["rules_file"]).read_text()
    if arguments[1] == "plan": (cloud / "plan").write_text(json.dumps(given))
    if arguments[1] == "apply":
        state.write_text(json.dumps(given) if given else (cloud / "plan").read_text())
    if arguments[1] == "output":
        kept = json.loads(state.read_text()) if state.exists() else {{}}
        outputs = {{key: {{"value": kept[key]}} for key in ("release", "rules") if key in kept}}
        print(json.dumps(outputs) if arguments[2] == "-json" else "value-of-" + arguments[3])
"""


class Cloud:
    """What the stand-ins keep, and what they were asked."""

    def __init__(self, folder: Path, root: Path) -> None:
        self._folder = folder
        self.root = root
        self.set_smoke(0)

    def set_smoke(self, code: int) -> None:
        """Let the smoke test end with a code."""
        (self._folder / "smoke").write_text(str(code))

    def lose_project(self) -> None:
        """Let there be no such project."""
        (self._folder / "no-project").touch()

    @property
    def calls(self) -> list[str]:
        """How the stand-ins were called."""
        file = self._folder / "calls"
        return file.read_text().splitlines() if file.exists() else []

    def forget_calls(self) -> None:
        """Begin a new list."""
        (self._folder / "calls").unlink()

    @property
    def applied(self) -> tuple[str, str]:
        """The release and the rules that run."""
        state = json.loads((self._folder / "state").read_text())
        return state["release"], state["rules"]


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cloud:
    """A checkout and a cloud, both small, and the stand-ins first on the PATH."""
    folder, tools, root = (tmp_path / name for name in ("cloud", "tools", "checkout"))
    for each in (folder, tools, root, root / "functions", root / "shared"):
        each.mkdir()
    (root / "infra" / "terraform").mkdir(parents=True)
    for name in ("gcloud", "terraform", "make", "npx"):
        (tools / name).write_text(_STAND_IN.format(python=sys.executable, cloud=str(folder)))
        (tools / name).chmod(0o755)
    for name in ("LICENSE", "main.py", "requirements.txt", "functions/a.py", "shared/b.py"):
        (root / name).write_text(name)
    (root / "infra" / "firestore.rules").write_text("old rules")
    (root / "firebase.json").write_text("https://{PROJECT}.firebaseapp.com")
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.setattr(program, "ROOT", root)
    return Cloud(folder, root)


def deploy(*arguments: str) -> int:
    """Run the program as `make deploy PROJECT=… YES=1` does."""
    return program.main([f"--project={PROJECT}", *(arguments or ("--yes",))])


def stages_of(calls: list[str]) -> list[str]:
    """Return the calls that change something, by their first words."""
    kinds = ("gcloud storage buckets create", "gcloud storage cp", INIT, PLAN, APPLY)
    more = (*HOST, "make smoke")
    return [kind for call in calls for kind in (*kinds, *more) if call.startswith(kind)]


HOST = ("make app", "npx --yes firebase-tools")
INIT, PLAN, APPLY = (f"terraform -chdir=infra/terraform {do}" for do in ("init", "plan", "apply"))


def test_a_first_deployment_goes_through_all(cloud: Cloud) -> None:
    """Bucket, archive, state, plan, three applies and the smoke test, in this order."""
    assert deploy() == 0
    assert stages_of(cloud.calls) == [
        "gcloud storage buckets create",
        "gcloud storage cp",
        INIT,
        *(PLAN, APPLY, APPLY, APPLY),
        *HOST,
        "make smoke",
    ]
    assert cloud.applied == (archive.pack(cloud.root)[0], "old rules")


def test_the_page_may_frame_the_sign_in_of_its_own_project_only(cloud: Cloud) -> None:
    """The policy in `firebase.json` has a gap where the project's name belongs."""
    deploy()
    (call,) = (call for call in cloud.calls if call.startswith("npx"))
    _, _, name = call.partition("--config=")
    assert (cloud.root / name).read_text() == f"https://{PROJECT}.firebaseapp.com"


def test_repeating_makes_nothing_twice(cloud: Cloud) -> None:
    """The bucket and the archive are there already; Terraform finds out what else is."""
    deploy()
    cloud.forget_calls()
    assert deploy() == 0
    again = stages_of(cloud.calls)
    assert again == [
        INIT,
        PLAN,
        APPLY,
        APPLY,
        APPLY,
        *HOST,
        "make smoke",
    ]


def test_infrastructure_functions_and_rules_move_one_after_the_other(cloud: Cloud) -> None:
    """The plan has what runs; then the release moves; then the rules."""
    deploy()
    old = archive.pack(cloud.root)[0]
    (cloud.root / "main.py").write_text("new")
    (cloud.root / "infra" / "firestore.rules").write_text("new rules")
    new = archive.pack(cloud.root)[0]
    seen = []
    for stage in ("prepare", "plan", "apply", "functions", "rules"):
        assert deploy(f"--stage={stage}") == 0
        seen.append(cloud.applied)
    assert seen == [
        *[(old, "old rules")] * 3,
        (new, "old rules"),
        (new, "new rules"),
    ]


def test_a_failed_smoke_test_goes_back(cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    """Release and rules from before run again, and the deployment has failed."""
    deploy()
    before = cloud.applied
    (cloud.root / "main.py").write_text("broken")
    (cloud.root / "infra" / "firestore.rules").write_text("new rules")
    cloud.set_smoke(1)
    assert deploy() == 1
    assert cloud.applied == before
    assert f"{before[0][:12]} runs again" in capsys.readouterr().err


def test_a_first_deployment_has_nothing_to_go_back_to(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """It stays, it has failed, and the person is told what may be missing."""
    cloud.set_smoke(1)
    assert deploy() == 1
    assert "nothing ran before" in capsys.readouterr().err
    assert cloud.applied[0] == archive.pack(cloud.root)[0]


def test_it_asks_once_and_takes_no_for_an_answer(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before the question nothing is changed; what it will do and cost has been said by then."""
    asked: list[str] = []

    def say_no(prompt: str) -> str:
        asked.append(capsys.readouterr().out)
        return ""

    monkeypatch.setattr("builtins.input", say_no)
    assert program.main([f"--project={PROJECT}"]) == 0
    assert stages_of(cloud.calls) == []
    (said,) = asked
    stages = Deployment(root=cloud.root, project=PROJECT, environment="dev").stages
    assert all(f". {name}" in said for name in stages)
    assert "USD  together" in said
    assert str(estimate.NOTED_ON) in said


@pytest.mark.parametrize("missing", ["gcloud", "terraform"])
def test_a_missing_program_is_named(
    cloud: Cloud, missing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With where it comes from, and before anything else."""
    tools = cloud.root.parent / "tools"
    (tools / missing).unlink()
    assert deploy() == 2
    assert f"{missing}: https://" in capsys.readouterr().err
    assert cloud.calls == []


def test_an_unknown_project_is_said_before_the_question(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """No operator is asked whether to deploy to what they cannot see."""
    cloud.lose_project()
    assert deploy() == 1
    assert f"There is no project {PROJECT}" in capsys.readouterr().err


@pytest.mark.parametrize("project", ["", "demo-careerlens", "My Project", "x; rm"])
def test_what_is_no_project_is_refused(cloud: Cloud, project: str) -> None:
    """Also what a shell would read as something else."""
    with pytest.raises(SystemExit):
        program.main([f"--project={project}", "--yes"])
    assert cloud.calls == []


def test_the_archive_is_what_gcloud_would_upload() -> None:
    """It holds what is shipped, and nothing else; `.gcloudignore` is held to the same."""
    release, content = archive.pack(repository.ROOT)
    with zipfile.ZipFile(BytesIO(content)) as packed:
        names = set(packed.namelist())
    shipped = {
        name
        for name in repository.files()
        if repository.package_of(name) in repository.SHIPPED
        or name in {"requirements.txt", "LICENSE"}
    }
    assert names == shipped | repository.BUILT, "make api-page builds what is missing"
    assert len(release) == 64


def test_the_same_source_is_the_same_release(cloud: Cloud) -> None:
    """Whenever it is packed, and however new the files are; another source is another release."""
    first = archive.pack(cloud.root)
    (cloud.root / "main.py").touch()
    (cloud.root / "functions" / "a.pyc").write_text("made by Python")
    assert archive.pack(cloud.root) == first
    (cloud.root / "main.py").write_text("other")
    assert archive.pack(cloud.root)[0] != first[0]


def test_a_stage_without_its_first_is_refused(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """`functions` wants to know what ran before, which `prepare` has found out."""
    assert deploy("--stage=functions") == 1
    assert "`prepare` comes first" in capsys.readouterr().err
    assert stages_of(cloud.calls) == []
