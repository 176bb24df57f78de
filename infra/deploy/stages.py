"""The stages of a deployment, each of which may be run again.

What runs is left alone until the new release has done a real job beside it:

    prepare        the ground; and what runs now is noted, as what one can go back to
    build          the release's image, once for all services
    plan, apply    the infrastructure, and new revisions that have no traffic
    smoke          one job by the new revisions, at the address of their tag
    traffic        all traffic to them, the api's last
    rules, hosting the Firestore rules and the web app
    verify         one job more, as users come
    roll-back      traffic, rules and web app from before, if that job failed

The ground that Terraform stands on is one bucket, `PROJECT-deploy`: its state, and the archive of
each release. `infra.deploy.memory` has what one stage keeps for another.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from infra.deploy import archive, guard, hosting, values
from infra.deploy.cloud_run import SERVICES, CloudRun
from infra.deploy.gcloud import Gcloud
from infra.deploy.image import Image
from infra.deploy.memory import Memory, Verdict, WhatRan
from infra.deploy.options import REGION
from infra.deploy.rest import Google
from infra.deploy.rules import Rules
from infra.deploy.site import Site
from infra.deploy.smoke import SmokeTest
from infra.deploy.terraform import Terraform
from infra.deploy.tools import DeployError, Shell, UnknownError
from shared.tasks.tagged import address_of

#: What must be on before Terraform can switch the rest on, and before it can be asked what runs.
_FIRST_APIS = (
    "artifactregistry.googleapis.com",
    "cloudbuild.googleapis.com",
    "cloudresourcemanager.googleapis.com",
    "iam.googleapis.com",
    "run.googleapis.com",
    "serviceusage.googleapis.com",
    "storage.googleapis.com",
)


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """One deployment of this checkout to one project."""

    root: Path
    project: str
    environment: str
    region: str = REGION

    # --- the stages -------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Make the ground, upload this release's archive, and note what runs now.

        Raises:
            DeployError: If this is not the place that it is taken for; nothing was put there then.
        """
        guard.require_no_stray_values(self.root / "infra" / "terraform")
        self._shell.run("gcloud", "services", "enable", *_FIRST_APIS, f"--project={self.project}")
        self._ground.prepare(self.environment)
        values.keep(self._ground, self.root, self._work)
        self._upload()
        self._terraform.init(self.bucket_name)
        self._memory.begin(self._what_runs())
        # From here on a new revision gets no traffic by itself.
        self._cloud_run.pin()
        guard.note_place(self._work, self.environment, self.region)

    def build(self) -> None:
        """Build the release's image, unless it was built before."""
        if self._image.digest() is not None:
            print(f"The image of release {self.release[:12]} is there already.")
            return
        self._terraform.make_what_builds_need()
        self._image.build()

    def plan(self) -> None:
        """Work out what is to change, and keep that for `apply`."""
        self._terraform.plan(image=self._image.required_digest())

    def apply(self) -> None:
        """Change the infrastructure as planned; new revisions get no traffic."""
        self._terraform.apply()

    def smoke(self) -> None:
        """Run one real job by the new revisions, beside those that have the traffic.

        Raises:
            DeployError: If it does not succeed; nothing has moved.
            UnknownError: If the test could not ask; nothing has moved either.
        """
        self._memory.tried = None
        revisions = self._cloud_run.tag_newest()
        try:
            self._smoke_test.run(address_of(self._terraform.output("api_url")), revisions["api"])
        except UnknownError:
            raise
        except DeployError as error:
            raise DeployError(f"{error} {self._after_failed_smoke()}") from error
        self._memory.tried = revisions

    def traffic(self) -> None:
        """Move all traffic to the revisions that did the job."""
        tried = self._memory.tried
        if tried is None:
            raise DeployError("Traffic goes to what `smoke` has tried: run that first.")
        self._cloud_run.move_to(tried)

    def rules(self) -> None:
        """Release the new Firestore rules."""
        content = (self.root / "infra" / "firestore.rules").read_text(encoding="utf-8")
        Rules(google=self._google).release(content)

    def hosting(self) -> None:
        """Build the web app and put it on Firebase Hosting."""
        self._shell.run("make", "app", "firebase-tools")
        config = json.loads(self._terraform.output("web_config"))
        hosting.write_files(self.root, project=self.project, region=self.region, config=config)
        self._shell.run(
            *hosting.command(self.project), environment=hosting.environment(self.project)
        )

    def verify(self) -> None:
        """Run one real job as users do, and note what became of it for `roll_back`."""
        # It has failed until it has passed, whatever happens in between.
        self._memory.verdict = Verdict.FAILED
        tried = self._memory.tried
        if tried is None:
            raise DeployError("There is nothing to verify: run `smoke` and `traffic` first.")
        try:
            self._smoke_test.run(self._terraform.output("api_url"), tried["api"])
        except UnknownError:
            self._memory.verdict = Verdict.UNKNOWN
            raise
        self._memory.verdict = Verdict.PASSED

    def roll_back(self) -> None:
        """Go back to what ran before, if the last job has failed.

        Raises:
            DeployError: If it has: a deployment that was taken back has not gone well.
            UnknownError: If it could not be asked: what runs is left as it is.
        """
        match self._memory.verdict:
            case Verdict.PASSED:
                print("The last job has succeeded: there is nothing to take back.")
            case Verdict.UNKNOWN:
                raise UnknownError("The last job could not be asked for: nothing is taken back.")
            case _:
                self._go_back()

    @property
    def stages(self) -> Mapping[str, Callable[[], None]]:
        """Every stage by its name, in order."""
        return {
            "prepare": self.prepare,
            "build": self.build,
            "plan": self.plan,
            "apply": self.apply,
            "smoke": self.smoke,
            "traffic": self.traffic,
            "rules": self.rules,
            "hosting": self.hosting,
            "verify": self.verify,
            "roll-back": self.roll_back,
        }

    # --- what is deployed -------------------------------------------------------------------------

    @cached_property
    def release(self) -> str:
        """This checkout's source, by its name."""
        return archive.pack(self.root)[0]

    @property
    def bucket_name(self) -> str:
        """The bucket of the state and the archives."""
        return f"{self.project}-deploy"

    @property
    def bucket(self) -> str:
        """The bucket's address."""
        return f"gs://{self.bucket_name}"

    def _what_runs(self) -> WhatRan:
        """Ask what runs now: a first deployment finds nothing."""
        services = self._cloud_run.services()
        revisions = {name: service.serving for name, service in services.items()}
        if not services:
            return WhatRan(revisions=revisions)
        google = self._google
        return WhatRan(
            revisions=revisions,
            rules=Rules(google=google).released(),
            site=Site(google=google).released(),
        )

    def _go_back(self) -> None:
        before = self._memory.before
        if set(before.revisions) != set(SERVICES):
            raise DeployError(f"The last job has failed. {_NOTHING_BEFORE}")
        self._cloud_run.move_back_to(before.revisions)
        if before.rules is not None:
            Rules(google=self._google).move_to(before.rules)
        if before.site is not None:
            Site(google=self._google).move_to(before.site)
        raise DeployError(f"The last job has failed; {before.revisions['api']} runs again.")

    def _after_failed_smoke(self) -> str:
        before = self._memory.before.revisions
        return f"{before['api']} runs as before." if "api" in before else _NOTHING_BEFORE

    def _upload(self) -> None:
        release, content = archive.pack(self.root)
        self._ground.keep_archive(release, content, self._work)

    # --- by what it is done -----------------------------------------------------------------------

    @property
    def _gcloud(self) -> Gcloud:
        return Gcloud(folder=self.root, project=self.project)

    @property
    def _ground(self) -> guard.Bucket:
        return guard.Bucket(gcloud=self._gcloud, name=self.bucket_name, region=self.region)

    @property
    def _terraform(self) -> Terraform:
        return Terraform(
            shell=self._shell,
            work=self._work,
            project=self.project,
            environment=self.environment,
            region=self.region,
        )

    @property
    def _cloud_run(self) -> CloudRun:
        return CloudRun(shell=self._shell, gcloud=self._gcloud, region=self.region)

    @property
    def _image(self) -> Image:
        return Image(
            shell=self._shell, gcloud=self._gcloud, region=self.region, release=self.release
        )

    @property
    def _smoke_test(self) -> SmokeTest:
        return SmokeTest(shell=self._shell, terraform=self._terraform)

    @property
    def _google(self) -> Google:
        token = self._shell.ask("gcloud", "auth", "print-access-token")
        if not token:
            raise DeployError("No account is signed in: run `gcloud auth login`.")
        return Google(project=self.project, access_token=token)

    @property
    def _shell(self) -> Shell:
        return Shell(folder=self.root)

    @property
    def _memory(self) -> Memory:
        return Memory(folder=self._work)

    @property
    def _work(self) -> Path:
        """Where the stages keep what the next one needs; never committed."""
        folder = self.root / ".local" / "deploy" / self.project
        folder.mkdir(parents=True, exist_ok=True)
        # It holds the plan, and a plan holds whatever the state does.
        folder.chmod(0o700)
        return folder


_NOTHING_BEFORE = (
    "Nothing ran before that one could go back to. The logs of api and worker say what the job met."
)
