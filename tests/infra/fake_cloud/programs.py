"""The programs that a deployment starts: each is answered in this process, as if it were one."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.deploy.smoke import PROGRAM
from tests.infra.fake_cloud import firebase, gcloud, make, smoke, terraform
from tests.infra.fake_cloud.state import Answer, opened

PROGRAMS = ("gcloud", "make", "sh", "terraform")


@dataclass(frozen=True, kw_only=True)
class Programs:
    """Takes the place of `subprocess.run` in the modules of `infra.deploy`."""

    cloud: Path

    def __call__(
        self,
        command: Sequence[str],
        *,
        cwd: Path,
        check: bool,
        capture_output: bool = False,
        text: bool = False,
        env: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Answer a program; what it prints is caught, or goes where prints go."""
        assert check is False, "a program's end is looked at, with its words"
        assert text or not capture_output
        answer = self._answer(command, cwd, env or {})
        if not capture_output:
            sys.stdout.write(answer.out)
            sys.stderr.write(answer.error)
        return subprocess.CompletedProcess(list(command), answer.code, answer.out, answer.error)

    def _answer(self, command: Sequence[str], cwd: Path, env: Mapping[str, str]) -> Answer:
        name, *arguments = command
        try:
            with opened(self.cloud) as state:
                state["calls"].append(" ".join(command))
                _run(state, name, arguments, cwd, env)
        except Answer as answer:
            return answer
        return Answer()


def _run(
    state: dict[str, Any],
    name: str,
    arguments: Sequence[str],
    cwd: Path,
    env: Mapping[str, str],
) -> None:
    match name:
        case "gcloud":
            gcloud.run(state, arguments)
        case "terraform":
            terraform.run(state, arguments, cwd, env)
        case "make":
            make.run(state, arguments)
        case "sh":
            firebase.upload_site(state, arguments)
        case _ if (name, *arguments[:2]) == PROGRAM:
            smoke.run(state, arguments)
        case _:
            raise Answer(error=f"the fake cloud does not know {name}\n", code=127)
