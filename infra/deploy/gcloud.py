"""gcloud, asked about one project: what is not there is told from what may not be seen yet.

A 403 may only be too early (`infra.deploy.patience`): it is asked again, and a failure if it stays.
"""

import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from infra.deploy.patience import PATIENT, Patience
from infra.deploy.tools import DeployError

#: Seconds for which a 403 may be Google's own delay.
PATIENCE = PATIENT.seconds
_MISSING = re.compile(r"\b404\b|NOT_FOUND|not found", re.IGNORECASE)
_NOT_YET = re.compile(
    r"\b403\b|PERMISSION_DENIED|SERVICE_DISABLED|does not have permission|has not been used in",
    re.IGNORECASE,
)


class RefusedError(DeployError):
    """Google says no, and stays with it."""


class _TooEarlyError(RefusedError):
    """Google says no, and may say yes in a while."""


class MissingError(DeployError):
    """What was asked about is not there."""


@dataclass(frozen=True, kw_only=True)
class Gcloud:
    """Asks gcloud about one project."""

    folder: Path
    project: str

    def find(self, *words: str, patience: float = PATIENCE) -> Any | None:  # noqa: ANN401 -- a tree of JSON
        """Return what gcloud knows of a thing, as JSON; nothing if there is no such thing.

        Raises:
            RefusedError: If Google refuses to say.
        """
        try:
            found = self.run(*words, "--format=json", patience=patience)
        except MissingError:
            return None
        return json.loads(found or "null")

    def run(self, *words: str, patience: float = PATIENCE) -> str:
        """Run a command, again while it may only be too early, and return what it prints.

        Raises:
            MissingError: If what it names is not there.
            RefusedError: If it fails otherwise.
        """
        asking = Patience(seconds=patience, now=monotonic, pause=sleep)
        return asking.ask(
            lambda: self._once(words), _TooEarlyError, f"gcloud {' '.join(words[:3])}"
        )

    def _once(self, words: Sequence[str]) -> str:
        command = ("gcloud", *words, f"--project={self.project}")
        done = subprocess.run(command, cwd=self.folder, check=False, capture_output=True, text=True)
        if done.returncode == 0:
            return done.stdout.strip()
        said = _last_line(done.stderr)
        if _MISSING.search(done.stderr):
            raise MissingError(said)
        raise _TooEarlyError(said) if _NOT_YET.search(done.stderr) else RefusedError(said)


def _last_line(said: str) -> str:
    """Return the line of gcloud's complaint that says most: its error, or its last one."""
    lines = [line.strip() for line in said.splitlines() if line.strip()] or ["gcloud said nothing"]
    errors = [line for line in lines if line.startswith("ERROR:")]
    return (errors or lines)[-1]
