"""Which revisions of the four services have traffic, and how it is moved.

Traffic is given to revisions by name, never to "the latest": a new revision has none until it was
tried at the address of its tag. What runs is asked of Cloud Run itself, so that a deployment that
failed half way is never taken for what runs.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infra.deploy.tools import DeployError, Shell
from shared.tasks.tagged import TAG

#: In this order traffic moves to what is new, and in the other one back: what the api accepts can
#: always be run.
SERVICES = ("worker", "sweeper", "webhooks", "api")


@dataclass(frozen=True, kw_only=True)
class Service:
    """One service, as Cloud Run says it is."""

    #: The revision that its traffic goes to.
    serving: str
    #: Whether that was said by name, and so does not change by itself.
    is_pinned: bool
    #: The revision that was made last, and whether it has started.
    newest: str
    is_ready: bool


@dataclass(frozen=True, kw_only=True)
class CloudRun:
    """The services of one project."""

    shell: Shell
    project: str
    region: str

    def services(self) -> Mapping[str, Service]:
        """Return those of the four services that exist and serve, by name.

        Raises:
            DeployError: If Cloud Run does not say.
        """
        said = self.shell.ask(
            *("gcloud", "run", "services", "list", "--format=json"),
            *(f"--region={self.region}", f"--project={self.project}"),
        )
        if said is None:
            raise DeployError("Cloud Run does not say what runs: nothing is changed without that.")
        found = {each["metadata"]["name"]: each["status"] for each in json.loads(said or "[]")}
        return {
            name: _read(found[name])
            for name in SERVICES
            if name in found and _serving(found[name]) is not None
        }

    def pin(self) -> None:
        """Keep the traffic where it is, whatever revisions are made from now on."""
        for name, service in self.services().items():
            if not service.is_pinned:
                self._update(name, f"--to-revisions={service.serving}=100")

    def tag_newest(self) -> Mapping[str, str]:
        """Tag the newest revisions: they have an address of their own, and no traffic.

        Returns:
            The revision of each service.

        Raises:
            DeployError: If a service is missing, or its newest revision did not start.
        """
        services = self.services()
        for name in SERVICES:
            if name not in services or not services[name].is_ready:
                raise DeployError(f"The new revision of {name} does not run: look at its logs.")
            self._update(name, f"--update-tags={TAG}={services[name].newest}")
        return {name: services[name].newest for name in SERVICES}

    def move_to(self, revisions: Mapping[str, str]) -> None:
        """Move all traffic to these revisions, the api's last, and remove their tags."""
        for name in SERVICES:
            self._update(name, f"--to-revisions={revisions[name]}=100", f"--remove-tags={TAG}")

    def move_back_to(self, revisions: Mapping[str, str]) -> None:
        """Move all traffic to these revisions, the api's first: nothing new is accepted then."""
        for name in reversed(SERVICES):
            if name in revisions:
                self._update(name, f"--to-revisions={revisions[name]}=100")

    def _update(self, name: str, *change: str) -> None:
        self.shell.run(
            *("gcloud", "run", "services", "update-traffic", name, *change),
            *(f"--region={self.region}", f"--project={self.project}"),
        )


def _read(status: Mapping[str, Any]) -> Service:
    serving = _serving(status)
    assert serving is not None  # noqa: S101 -- asked before
    newest = str(status["latestCreatedRevisionName"])
    return Service(
        serving=str(serving["revisionName"]),
        is_pinned=not serving.get("latestRevision", False),
        newest=newest,
        is_ready=newest == status.get("latestReadyRevisionName"),
    )


def _serving(status: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the target with the most traffic; None if none has any."""
    targets = [each for each in status.get("traffic", []) if each.get("percent", 0) > 0]
    return max(targets, key=lambda each: int(each["percent"])) if targets else None
