"""How a deployment runs the smoke test, and what its three ways to end mean."""

import sys
from dataclasses import dataclass

from infra.deploy.terraform import Terraform
from infra.deploy.tools import DeployError, Shell, UnknownError
from infra.smoke.exit_codes import COULD_NOT_ASK, SUCCESS

#: Run as a program of its own, by this very Python: make would change its exit code.
PROGRAM = (sys.executable, "-m", "infra.smoke")


@dataclass(frozen=True, kw_only=True)
class SmokeTest:
    """The smoke test of one deployment."""

    shell: Shell
    terraform: Terraform

    def run(self, base_url: str, revision: str) -> None:
        """Have one real job run, by this revision of the api.

        Raises:
            DeployError: If it does not succeed.
            UnknownError: If the test could not ask: that says nothing of the release.
        """
        ended = self.shell.code(
            *PROGRAM,
            *(f"--base-url={base_url}", f"--revision={revision}"),
            environment={
                "SMOKE_ACCOUNT": self.terraform.output("smoke_account"),
                "SMOKE_API_KEY": self.terraform.output("web_api_key"),
            },
        )
        if ended == COULD_NOT_ASK:
            raise UnknownError(
                "The smoke test could not ask: that says nothing of the release. Mend what it"
                " names, and run the stage again."
            )
        if ended != SUCCESS:
            raise DeployError("The smoke test has failed.")
