"""Cloud Run, and what builds its images: which revision of a service answers where.

As the real one: a new revision gets the traffic of a service that follows its newest revision, and
none where the traffic was given by name; a revision with a tag answers at an address of its own.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tests.infra.fake_cloud.state import Answer, project_of, source_of

State = dict[str, Any]
SERVICES = ("worker", "sweeper", "webhooks", "api")
#: In a release's `main.py`: its build fails.
BUILD_FAILS = "# this does not build"


def host(number: str, region: str) -> str:
    """Return the name at which the api of a project answers."""
    return f"api-{number}.{region}.run.app"


def release_of(revision: Mapping[str, Any]) -> str:
    """Return the release that a revision runs: an image's digest stands for it here."""
    return str(revision["given"]["image"].removeprefix("sha256:"))


def revision(state: State, project: str, name: str) -> Any:  # noqa: ANN401 -- a tree of JSON
    """Return what a revision was made of."""
    return state["projects"][project]["revisions"][name]


def answering(state: State, project: str, service: str, tag: str = "") -> str:
    """Return the revision that answers at a service's own address, or at that of a tag."""
    traffic = state["projects"][project]["run"][service]["status"]["traffic"]
    found = [each for each in traffic if (each.get("tag") == tag if tag else "percent" in each)]
    if not found:
        raise Answer(error=f"{tag or service}: 404, nothing answers there\n")
    return str(found[0]["revisionName"])


def apply(state: State, given: Mapping[str, Any]) -> None:
    """Make a revision of each service, where image or values are others than of the newest."""
    project = state["projects"][given["project"]]
    if given["image"] not in project["images"].values():
        raise Answer(error=f"Error: Image '…@{given['image']}' not found.\n")
    for service in SERVICES:
        found = project["run"].setdefault(
            service, {"metadata": {"name": service}, "status": {"traffic": []}}
        )
        status = found["status"]
        newest = project["revisions"].get(status.get("latestCreatedRevisionName"))
        if newest is not None and newest["given"] == given:
            continue
        name = f"{service}-{len(project['revisions']):05}"
        project["revisions"][name] = {"given": dict(given)}
        status.update(latestCreatedRevisionName=name, latestReadyRevisionName=name)
        if not status["traffic"] or status["traffic"][0].get("latestRevision"):
            status["traffic"][:1] = [{"revisionName": name, "latestRevision": True, "percent": 100}]


# --- gcloud's commands --------------------------------------------------------------------------


def list_services(state: State, words: Sequence[str], flags: Mapping[str, str]) -> None:
    """Answer `gcloud run services list`."""
    project = project_of(state, flags)
    found = project["run"].values() if flags["region"] == project["region"] else ()
    raise Answer(json.dumps(list(found)))


def update_traffic(state: State, words: Sequence[str], flags: Mapping[str, str]) -> None:
    """Answer `gcloud run services update-traffic`."""
    project = project_of(state, flags)
    if words[0] not in project["run"] or flags["region"] != project["region"]:
        raise Answer(error=f"ERROR: (gcloud.run.services.update-traffic) {words[0]} not found\n")
    status = project["run"][words[0]]["status"]
    shares = [each for each in status["traffic"] if "percent" in each]
    tags = [each for each in status["traffic"] if "tag" in each]
    if "to-revisions" in flags:
        name, _, percent = flags["to-revisions"].partition("=")
        shares = [{"revisionName": _known(project, name), "percent": int(percent)}]
    if "update-tags" in flags:
        tag, _, name = flags["update-tags"].partition("=")
        tags = [{"tag": tag, "revisionName": _known(project, name)}]
    if "remove-tags" in flags:
        tags = [each for each in tags if each["tag"] != flags["remove-tags"]]
    status["traffic"] = shares + tags


def _known(project: Mapping[str, Any], name: str) -> str:
    if name not in project["revisions"]:
        raise Answer(error=f"ERROR: (gcloud.run.services.update-traffic) no revision {name}\n")
    return name


def submit_build(state: State, words: Sequence[str], flags: Mapping[str, str]) -> None:
    """Answer `gcloud builds submit`: the archive becomes an image, or it does not build."""
    project, named = (
        flags["project"],
        dict(word.split("=", 1) for word in flags["substitutions"].split(",")),
    )
    release, image = named["_RELEASE"], named["_IMAGE"]
    region = project_of(state, flags)["region"]
    if not image.startswith(f"{region}-docker.pkg.dev/{project}/") or flags["region"] != region:
        raise Answer(error="ERROR: (gcloud.builds.submit) denied: no such repository\n")
    if BUILD_FAILS in source_of(state, project, release):
        raise Answer(error="ERROR: (gcloud.builds.submit) build completed with status FAILURE\n")
    project_of(state, flags)["images"][f"{image}:{release}"] = f"sha256:{release}"


def describe_image(state: State, words: Sequence[str], flags: Mapping[str, str]) -> None:
    """Answer `gcloud artifacts docker images describe`, with the digest."""
    digest = project_of(state, flags)["images"].get(words[0])
    if digest is None:
        raise Answer(error="ERROR: (gcloud.artifacts.docker.images.describe) Image not found.\n")
    raise Answer(json.dumps({"image_summary": {"digest": digest}}))
