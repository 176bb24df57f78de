"""The programs that a deployment needs, and how they are run: with their words shown, or caught."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

#: By program, where it comes from.
SOURCES = {
    "gcloud": "https://cloud.google.com/sdk/docs/install",
    "make": "your system's packages",
    "npx": "https://nodejs.org (22 or newer)",
    "terraform": "https://developer.hashicorp.com/terraform/install (1.9 or newer)",
}


class DeployError(RuntimeError):
    """The deployment cannot go on; the message says why, for the person before the terminal."""


class UnknownError(DeployError):
    """What was to be found out could not be asked: nothing is known, and so nothing is undone."""


class MissingToolError(DeployError):
    """A program that is needed is not on this machine."""


@dataclass(frozen=True, kw_only=True)
class Shell:
    """Runs programs in one folder."""

    folder: Path

    def run(self, *command: str, environment: Mapping[str, str] | None = None) -> None:
        """Run a program to its end, in sight.

        Raises:
            DeployError: If it does not end well.
        """
        code = self.code(*command, environment=environment)
        if code != 0:
            raise DeployError(f"`{' '.join(command[:3])} …` ended with {code}.")

    def code(self, *command: str, environment: Mapping[str, str] | None = None) -> int:
        """Run a program to its end, in sight, and return its exit code."""
        print(f"$ {' '.join(command)}", flush=True)
        return subprocess.run(
            command, cwd=self.folder, check=False, env={**os.environ, **(environment or {})}
        ).returncode

    def ask(self, *command: str) -> str | None:
        """Return what a program prints; nothing if it does not end well."""
        done = subprocess.run(command, cwd=self.folder, check=False, capture_output=True, text=True)
        return done.stdout.strip() if done.returncode == 0 else None


def require(names: Sequence[str]) -> None:
    """Find the programs that are needed.

    Raises:
        MissingToolError: If one is not there; the message names all that are missing, and where
            they come from.
    """
    missing = [name for name in names if shutil.which(name) is None]
    if missing:
        lines = (f"  {name}: {SOURCES[name]}" for name in missing)
        raise MissingToolError("\n".join(["This machine lacks:", *lines]))
