"""The few REST calls that `infra/deploy` makes, answered as Google's documents say.

A person's call wants a token and a project that it is counted to; without one Google refuses, as it
does where the API is not switched on in that project.
"""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx

from tests.infra.fake_cloud import firebase
from tests.infra.fake_cloud.state import opened

Project = dict[str, Any]


def transport(cloud: Path) -> httpx.MockTransport:
    """Return what takes the network's place."""
    return httpx.MockTransport(lambda request: _answer(cloud, request))


def _answer(cloud: Path, request: httpx.Request) -> httpx.Response:
    with opened(cloud) as state:
        state["calls"].append(f"{request.method} {request.url.copy_with(query=None)}")
        if not request.headers.get("Authorization", "").startswith("Bearer "):
            return _error(401, "UNAUTHENTICATED")
        paying = state["projects"].get(request.headers.get("x-goog-user-project", ""))
        if paying is None:
            return _error(403, "USER_PROJECT_DENIED")
        for pattern, (api, reply) in _ROUTES.items():
            if match := re.fullmatch(pattern, f"{request.method} {request.url.path}"):
                if request.url.host != api:
                    break
                if api not in {*_ALWAYS_ON, *paying["services"]}:
                    return _error(403, "SERVICE_DISABLED")
                return reply(state["projects"].get(match["project"], {}), request)
    return _error(404, "NOT_FOUND")


def _error(status: int, reason: str) -> httpx.Response:
    return httpx.Response(status, json={"error": {"code": status, "details": [{"reason": reason}]}})


def _permissions(project: Project, request: httpx.Request) -> httpx.Response:
    asked = json.loads(request.content)["permissions"]
    return httpx.Response(
        200, json={"permissions": [name for name in asked if name not in project["lacks"]]}
    )


def _quota(project: Project, request: httpx.Request) -> httpx.Response:
    value = str(project["milli_cpus"])
    places = ["europe-west1", "us-central1"]
    return httpx.Response(
        200,
        json={"dimensionsInfos": [{"details": {"value": value}, "applicableLocations": places}]},
    )


def _firebase(project: Project, request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={}) if project["firebase"] else _error(404, "NOT_FOUND")


def _identity(project: Project, request: httpx.Request) -> httpx.Response:
    found = project["identity"]
    return httpx.Response(200, json={}) if found else _error(404, "CONFIGURATION_NOT_FOUND")


_RULES = "firebaserules.googleapis.com"
_ALWAYS_ON = {"cloudresourcemanager.googleapis.com", "firebase.googleapis.com"}
#: By method and path, the API that answers it, and how.
_ROUTES: Mapping[str, tuple[str, Callable[[Project, httpx.Request], httpx.Response]]] = {
    r"POST /v1/projects/(?P<project>[^/]+):testIamPermissions": (
        "cloudresourcemanager.googleapis.com",
        _permissions,
    ),
    r"GET /v1/projects/(?P<project>[^/]+)/locations/global/services/run\.googleapis\.com"
    r"/quotaInfos/CpuAllocPerProjectRegion": ("cloudquotas.googleapis.com", _quota),
    r"GET /v1beta1/projects/(?P<project>[^/]+)": ("firebase.googleapis.com", _firebase),
    r"GET /admin/v2/projects/(?P<project>[^/]+)/config": (
        "identitytoolkit.googleapis.com",
        _identity,
    ),
    r"POST /v1/projects/(?P<project>[^/]+):test": (_RULES, firebase.judge),
    r"POST /v1/projects/(?P<project>[^/]+)/rulesets": (_RULES, firebase.make_ruleset),
    r"GET /v1/projects/(?P<project>[^/]+)/rulesets/\d+": (_RULES, firebase.get_ruleset),
    r"POST /v1/projects/(?P<project>[^/]+)/releases": (_RULES, firebase.release_rules),
    r"(GET|PATCH) /v1/projects/(?P<project>[^/]+)/releases/cloud\.firestore": (
        _RULES,
        firebase.release_rules,
    ),
    r"(GET|POST) /v1beta1/sites/(?P<project>[^/]+)/releases": (
        "firebasehosting.googleapis.com",
        firebase.release_site,
    ),
}
