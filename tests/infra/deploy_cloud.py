"""What `make deploy` talks to, as stand-ins: gcloud, Terraform, the smoke test, Google's two APIs.

The programs stand on the PATH and are run as the real ones are; they note how they were called, and
keep what the real ones would keep in one file. Cloud Run is kept as it answers: what a new revision
gets of the traffic follows from what was said of the traffic before.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

PROJECT = "careerlens-test"
SERVICES = ("worker", "sweeper", "webhooks", "api")
BUILD_NEEDS = ["google_artifact_registry_repository.services", "time_sleep.build_has_its_roles"]

_STAND_IN = """#!{python} -IS
import json, os, pathlib, re, shutil, sys
cloud = pathlib.Path({cloud!r})
name, arguments = pathlib.Path(sys.argv[0]).name, sys.argv[1:]
words = " ".join([name, *arguments])
with (cloud / "calls").open("a") as calls:
    calls.write(words + "\\n")
file = cloud / "state.json"
state = json.loads(file.read_text())

def end(code, said=""):
    file.write_text(json.dumps(state))
    print(said)
    sys.exit(code)

def there_is(found, said):
    if not found: sys.stderr.write("ERROR: (gcloud) not found: 404")
    end(0 if found else 1, json.dumps(said))

def flag(start):
    return next(a.split("=", 1)[1] for a in arguments if a.startswith(start + "="))

for refused in state["refused"]:
    if refused in words:
        end(1)
if name == "smoke":
    end(state["smoke"].pop(0) if state["smoke"] else 0)
if name == "gcloud":
    if "projects describe" in words: end(0, "1001")
    if "buckets describe" in words:
        ours = dict(projectNumber="1001", labels=dict(environment="dev", region="europe-west1"))
        there_is(state["bucket"], ours)
    if "buckets create" in words: state["bucket"] = True
    if "objects describe" in words: there_is(arguments[3] in state["objects"], dict())
    if "storage cp" in words:
        paths = [cloud / a.rpartition("/")[2] if a[:3] == "gs:" else a for a in arguments[2:4]]
        shutil.copy(*paths)
        state["objects"].append(arguments[3])
    if "services list" in words: end(0, json.dumps(list(state["services"].values())))
    if "images describe" in words:
        digest = state["images"].get(arguments[4])
        there_is(digest, dict(image_summary=dict(digest=digest)))
    if "builds submit" in words:
        release, image = re.search(r"_RELEASE=(\\w+),_IMAGE=(\\S+)", words).groups()
        state["images"][image + ":" + release] = "sha256:" + release
    if "update-traffic" in words:
        status = state["services"][arguments[3]]["status"]
        kept = [t for t in status["traffic"] if "percent" in t]
        tags = [t for t in status["traffic"] if "tag" in t]
        if "--to-revisions" in words:
            kept = [dict(revisionName=flag("--to-revisions").split("=")[0], percent=100)]
        if "--update-tags" in words:
            tag, revision = flag("--update-tags").split("=")
            tags = [dict(tag=tag, revisionName=revision)]
        if "--remove-tags" in words: tags = []
        status["traffic"] = kept + tags
    end(0, "something")
if name == "sh":
    (cloud / "quota").write_text(os.environ.get("GOOGLE_CLOUD_QUOTA_PROJECT", ""))
if name == "terraform":
    what = arguments[1]
    if "state list" in words: end(0, "\\n".join(state["resources"]))
    if what == "output": end(0, state["outputs"].get(arguments[3], "value-of-" + arguments[3]))
    if what == "plan": state["plan"] = flag("-var=image").split("=")[1]
    if "-target" in words: state["resources"] = {needs!r}
    elif what == "apply":
        for service in {services!r}:
            if service == state["apply_stops_at"]: end(1)
            found = state["services"].get(service)
            if found is None:
                status = dict(traffic=[])
                found = dict(metadata=dict(name=service), image=None, status=status, made=0)
            if found["image"] != state["plan"]:
                found["image"], found["made"] = state["plan"], found["made"] + 1
                newest = service + "-0000" + str(found["made"])
                found["status"]["latestCreatedRevisionName"] = newest
                if service != state["does_not_start"]:
                    found["status"]["latestReadyRevisionName"] = newest
                traffic = found["status"]["traffic"]
                if not traffic or traffic[0].get("latestRevision"):
                    traffic[:1] = [dict(revisionName=newest, latestRevision=True, percent=100)]
            state["services"][service] = found
end(0)
"""
_EMPTY: Mapping[str, object] = {
    "refused": [],
    "smoke": [],
    "bucket": False,
    "objects": [],
    "services": {},
    "images": {},
    "resources": [],
    "plan": None,
    "apply_stops_at": None,
    "does_not_start": None,
    "outputs": {
        "api_url": "https://api-1234.europe-west1.run.app",
        "web_config": json.dumps({"projectId": "from-terraform"}),
    },
}


class Cloud:
    """What the stand-ins keep, and what they were asked."""

    def __init__(self, folder: Path, tools: Path, root: Path) -> None:
        self._folder = folder
        self.tools = tools
        self.root = root
        self.rules: list[str] = []
        self.released_rules: str | None = None
        self.site: str | None = None
        self.asked: list[str] = []
        (folder / "state.json").write_text(json.dumps(_EMPTY))
        for name in ("gcloud", "terraform", "make", "sh", "smoke"):
            text = _STAND_IN.format(
                python=sys.executable, cloud=str(folder), needs=BUILD_NEEDS, services=SERVICES
            )
            (tools / name).write_text(text)
            (tools / name).chmod(0o755)

    @property
    def quota(self) -> str:
        """To which project Hosting's program counts its calls."""
        return (self._folder / "quota").read_text()

    # --- what it is to do -------------------------------------------------------------------------

    def set(self, **values: object) -> None:
        """Change what the stand-ins keep."""
        (self._folder / "state.json").write_text(json.dumps({**self._state, **values}))

    def change_source(self, text: str) -> None:
        """Let the checkout be another release."""
        (self.root / "main.py").write_text(text)

    def change_rules(self, text: str) -> None:
        """Let the checkout have other rules."""
        (self.root / "infra" / "firestore.rules").write_text(text)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer as Firebase's two APIs do."""
        path = request.url.path
        self.asked.append(f"{request.method} {path}")
        body = json.loads(request.content or b"{}")
        if path.endswith("/releases") and "/sites/" in path:
            return self._answer_site(request)
        if path.endswith(":test"):
            return httpx.Response(200, json=self._judge(body))
        if path.endswith("/rulesets"):
            self.rules.append(body["source"]["files"][0]["content"])
            return httpx.Response(200, json={"name": f"{path[4:]}/{len(self.rules)}"})
        if "/rulesets/" in path:
            content = self.rules[int(path.rsplit("/", 1)[1]) - 1]
            return httpx.Response(200, json={"source": {"files": [{"content": content}]}})
        return self._answer_release(request, body)

    # --- what has become of it --------------------------------------------------------------------

    @property
    def calls(self) -> list[str]:
        """How the stand-ins were called."""
        file = self._folder / "calls"
        return file.read_text().splitlines() if file.exists() else []

    def forget_calls(self) -> None:
        """Begin a new list."""
        (self._folder / "calls").unlink(missing_ok=True)

    @property
    def traffic(self) -> dict[str, str]:
        """By service, the revision that has its traffic."""
        return {
            name: target["revisionName"]
            for name, service in self._state["services"].items()
            for target in service["status"]["traffic"]
            if "percent" in target
        }

    @property
    def tags(self) -> dict[str, str]:
        """By service, the revision that can be called by the tag."""
        return {
            name: target["revisionName"]
            for name, service in self._state["services"].items()
            for target in service["status"]["traffic"]
            if "tag" in target
        }

    @property
    def rules_in_force(self) -> str | None:
        """The rules that are released."""
        found = self.released_rules
        return None if found is None else self.rules[int(found.rsplit("/", 1)[1]) - 1]

    @property
    def _state(self) -> dict[str, Any]:
        state: dict[str, Any] = json.loads((self._folder / "state.json").read_text())
        return state

    # --- Firebase ---------------------------------------------------------------------------------

    def _answer_site(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            self.site = request.url.params["versionName"]
        releases = [] if self.site is None else [{"version": {"name": self.site}}]
        return httpx.Response(200, json={"releases": releases})

    def _answer_release(self, request: httpx.Request, body: dict[str, Any]) -> httpx.Response:
        if request.method == "POST":
            self.released_rules = body["rulesetName"]
        elif self.released_rules is None:
            return httpx.Response(
                404, json={"error": {"message": "Requested entity was not found."}}
            )
        elif request.method == "PATCH":
            self.released_rules = body["release"]["rulesetName"]
        return httpx.Response(200, json={"rulesetName": self.released_rules})

    def _judge(self, body: dict[str, Any]) -> dict[str, object]:
        content = body["source"]["files"][0]["content"]
        if "syntax" in content:
            issue = {
                "severity": "ERROR",
                "description": "Unexpected 'x'.",
                "sourcePosition": {"line": 3},
            }
            return {"issues": [issue]}
        state = "FAILURE" if "open to all" in content else "SUCCESS"
        return {"testResults": [{"state": state} for _ in body["testSuite"]["testCases"]]}
