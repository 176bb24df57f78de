"""Firebase's rules and its hosting, as their REST APIs have them.

A ruleset and a version of the site stay when another one is released.
"""

import json
from collections.abc import Sequence
from typing import Any

import httpx

from tests.infra.fake_cloud.state import Answer

Project = dict[str, Any]


def judge(project: Project, request: httpx.Request) -> httpx.Response:
    """Try rules: in the fake cloud all rules are good."""
    cases = json.loads(request.content)["testSuite"]["testCases"]
    return httpx.Response(200, json={"testResults": [{"state": "SUCCESS"} for _ in cases]})


def make_ruleset(project: Project, request: httpx.Request) -> httpx.Response:
    """Keep rules, under a number."""
    (file,) = json.loads(request.content)["source"]["files"]
    project["rulesets"].append(file["content"])
    name = f"{request.url.path.removeprefix('/v1/')}/{len(project['rulesets'])}"
    return httpx.Response(200, json={"name": name})


def get_ruleset(project: Project, request: httpx.Request) -> httpx.Response:
    """Return kept rules."""
    content = rules_of(project, request.url.path)
    return httpx.Response(200, json={"source": {"files": [{"content": content}]}})


def release_rules(project: Project, request: httpx.Request) -> httpx.Response:
    """Make the first release, change it, or return it."""
    if request.method == "POST":
        project["released"] = json.loads(request.content)["rulesetName"]
    elif project["released"] is None:
        return httpx.Response(404, json={"error": {"code": 404, "message": "not found"}})
    elif request.method == "PATCH":
        project["released"] = json.loads(request.content)["release"]["rulesetName"]
    return httpx.Response(200, json={"rulesetName": project["released"]})


def rules_of(project: Project, ruleset: str) -> str:
    """Return the text of a ruleset."""
    return str(project["rulesets"][int(ruleset.rpartition("/")[2]) - 1])


def release_site(project: Project, request: httpx.Request) -> httpx.Response:
    """Release a version of the site that is there, or return what is released."""
    if request.method == "POST":
        project["site"] = request.url.params["versionName"]
    releases = [] if project["site"] is None else [{"version": {"name": project["site"]}}]
    return httpx.Response(200, json={"releases": releases})


def upload_site(state: dict[str, Any], arguments: Sequence[str]) -> None:
    """Answer firebase-tools, the one program that `sh` starts: a new version is released."""
    program, command, *flags = arguments
    if (program, command) != ("infra/firebase_tools/run", "deploy"):
        raise Answer(error=f"the fake cloud does not know sh {program} {command}\n", code=2)
    (name,) = (flag.partition("=")[2] for flag in flags if flag.startswith("--project="))
    project = state["projects"][name]
    project["versions"] += 1
    project["site"] = f"sites/{name}/versions/{project['versions']}"
