"""What is looked at before anything is changed: is this the right place, and is it as it should be?

A deployment stands on one bucket, `PROJECT-deploy`, whose name is known to everybody. So it must
belong to this very project. Its labels tie the project to one environment and one region: where
they say prod, nothing is ever deployed with the values of dev, and nothing is made a second time in
another region.
"""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.deploy.gcloud import PATIENCE, Gcloud, RefusedError
from infra.deploy.tools import DeployError

ENVIRONMENT, REGION = "environment", "region"
_NOTE = "place"
#: Where a deployment's state lies in its bucket.
STATE = "terraform/default.tfstate"
#: By which Terraform would be given values that only one machine has.
_STRAY_FILES = ("*.auto.tfvars", "*.auto.tfvars.json", "terraform.tfvars", "terraform.tfvars.json")
_STRAY_VARIABLES = ("TF_VAR_", "TF_CLI_ARGS", "TF_WORKSPACE")


class GuardError(DeployError):
    """This is not the place, or not the source, that it is taken for."""


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """The bucket that a deployment stands on."""

    gcloud: Gcloud
    name: str
    region: str

    @property
    def address(self) -> str:
        """How gcloud names it."""
        return f"gs://{self.name}"

    def prepare(self, environment: str) -> None:
        """Make the bucket where there is none, and see that it is ours, and of this place.

        Raises:
            GuardError: If it belongs to another project, or to another environment or region.
        """
        found = self._find() or self._create()
        if missing := self._require_place(found, environment):
            self._put_labels(missing)

    def look(self, environment: str) -> str:
        """Return in a sentence what there is of it, changing nothing.

        Raises:
            GuardError: If it belongs to another project, or to another environment or region.
        """
        try:
            found = self._describe(patience=0)
        except RefusedError:
            raise GuardError(_belongs_elsewhere(self.address)) from None
        if found is None:
            return f"{self.address} is not there yet; a deployment makes it."
        self._require_place(found, environment)
        return f"{self.address} is this project's."

    def keep_archive(self, release: str, content: bytes, folder: Path) -> None:
        """Put a release's archive there, once; one that is there must be the release itself.

        Raises:
            GuardError: If it is not what its name says.
        """
        target = f"{self.address}/source/{release}.zip"
        copy = folder / f"{release}.zip"
        if self.gcloud.find("storage", "objects", "describe", target) is None:
            copy.write_bytes(content)
            self.gcloud.run("storage", "cp", str(copy), target)
            return
        self.gcloud.run("storage", "cp", target, str(copy))
        found = hashlib.sha256(copy.read_bytes()).hexdigest()
        if found != release:
            raise GuardError(f"{target} is not what its name says: its SHA-256 is {found[:12]}…")
        print(f"Release {release[:12]} is there already.")

    def _find(self) -> Mapping[str, Any] | None:
        """Return what Google says of it at once; nothing where it says nothing, or not yet."""
        try:
            return self._describe(patience=0)
        except RefusedError:
            # It is another's, or the role that lets us see it does not count yet: making it tells.
            return None

    def _describe(self, patience: float = PATIENCE) -> Mapping[str, Any] | None:
        found: Mapping[str, Any] | None = self.gcloud.find(
            "storage", "buckets", "describe", self.address, "--raw", patience=patience
        )
        return found

    def _create(self) -> Mapping[str, Any]:
        try:
            self.gcloud.run(
                *("storage", "buckets", "create", self.address, f"--location={self.region}"),
                *("--uniform-bucket-level-access", "--public-access-prevention"),
            )
        except RefusedError as error:
            if "not available" in str(error):
                raise GuardError(_belongs_elsewhere(self.address)) from error
            if "already own it" not in str(error):
                raise
        self.gcloud.run("storage", "buckets", "update", self.address, "--versioning")
        return self._describe() or {}

    def _require_ours(self, found: Mapping[str, Any]) -> None:
        number = self.gcloud.run(
            "projects", "describe", self.gcloud.project, "--format=value(projectNumber)"
        )
        if str(found.get("projectNumber")) != number:
            raise GuardError(_belongs_elsewhere(self.address))

    def _labels(self, environment: str) -> Mapping[str, str]:
        """Return what the bucket says of its deployment, by label."""
        return {ENVIRONMENT: environment, REGION: self.region}

    def _require_place(self, found: Mapping[str, Any], environment: str) -> Mapping[str, str]:
        """See that the bucket is ours and of this place, and return the labels that it lacks."""
        self._require_ours(found)
        labels, wanted = found.get("labels") or {}, self._labels(environment)
        for label, value in wanted.items():
            if labels.get(label, value) != value:
                raise GuardError(self._is_of(label, str(labels[label]), value))
        return {label: wanted[label] for label in wanted.keys() - labels.keys()}

    def _put_labels(self, missing: Mapping[str, str]) -> None:
        said = ",".join(f"{label}={value}" for label, value in sorted(missing.items()))
        command = ("storage", "buckets", "update", self.address, f"--update-labels={said}")
        if self.gcloud.find("storage", "objects", "describe", self._state) is not None:
            raise GuardError(
                f"{self.address} holds a deployment, but no label says of which"
                f" {' and '.join(sorted(missing))}. If this is right: `gcloud {' '.join(command)}`."
            )
        self.gcloud.run(*command)

    def _is_of(self, label: str, has: str, wanted: str) -> str:
        return (
            f"{self.gcloud.project} is the project of {has}, not of {wanted}: give"
            f" {label.upper()}={has}, or another PROJECT."
        )

    @property
    def _state(self) -> str:
        return f"{self.address}/{STATE}"


def _belongs_elsewhere(address: str) -> str:
    return (
        f"The bucket {address} belongs to another project: its name was taken. Nothing was put"
        " there; deploy to a project with another id."
    )


def require_no_stray_values(folder: Path) -> None:
    """See that Terraform gets no value that only this machine has: pipelines would lack it.

    Raises:
        GuardError: If there is one; the message says where it belongs.
    """
    files = sorted(path.name for pattern in _STRAY_FILES for path in folder.glob(pattern))
    variables = sorted(name for name in os.environ if name.startswith(_STRAY_VARIABLES))
    if stray := [*files, *variables]:
        raise GuardError(
            f"Only this machine has {', '.join(stray)}: a pipeline would undo it. Put what is yours"
            " into the project with `make values`, and take that away."
        )


def note_place(folder: Path, environment: str, region: str) -> None:
    """Keep which environment and region were looked at, for the stages that follow."""
    (folder / _NOTE).write_text(f"{environment} in {region}", encoding="utf-8")


def require_place(folder: Path, environment: str, region: str) -> None:
    """See that a stage is of the environment and the region that `prepare` has looked at.

    Raises:
        GuardError: If it is of another one.
    """
    noted, place = folder / _NOTE, f"{environment} in {region}"
    prepared = noted.read_text(encoding="utf-8") if noted.exists() else None
    if prepared is None:
        raise GuardError("The stage `prepare` comes first.")
    if prepared != place:
        raise GuardError(f"`prepare` was run for {prepared}, and this is {place}.")
