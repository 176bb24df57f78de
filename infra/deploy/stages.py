"""The stages of a deployment, each of which may be run again.

A deployment is a pair: the release (which source runs) and the rules (who may read). Terraform
always applies the whole configuration; a stage only decides which pair it is given:

    plan, apply    the infrastructure, with the pair that runs now
    functions      the new release, with the old rules
    rules          the new release, with the new rules
    roll-back      the pair from before, after a smoke test that failed

Where nothing runs yet, the new pair is the old one. The ground that Terraform stands on is one
bucket, `PROJECT-deploy`: its state, and the archive of each release.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from infra.deploy import archive, hosting
from infra.deploy.tools import DeployError, Shell

RULES = "../firestore.rules"
#: The files in which a stage keeps what the next one needs.
_PLAN, _MEMORY, _OLD_RULES, _FAILURE = "plan", "before.json", "before.rules", "smoke-failed"
#: What must be on before Terraform can switch the rest on.
_FIRST_APIS = (
    "cloudresourcemanager.googleapis.com",
    "iam.googleapis.com",
    "serviceusage.googleapis.com",
    "storage.googleapis.com",
)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """What runs: the source's name, and a file of rules as Terraform finds it."""

    release: str
    rules_file: str


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """One deployment of this checkout to one project."""

    root: Path
    project: str
    environment: str
    region: str = "europe-west1"

    # --- the stages -------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Make the ground: the first APIs, the bucket, and this release's archive in it."""
        self._shell.run("gcloud", "services", "enable", *_FIRST_APIS, f"--project={self.project}")
        if self._gcloud("storage", "buckets", "describe", self.bucket) is None:
            self._shell.run(
                *("gcloud", "storage", "buckets", "create", self.bucket),
                *(f"--project={self.project}", f"--location={self.region}"),
                *("--uniform-bucket-level-access", "--public-access-prevention"),
            )
            self._shell.run("gcloud", "storage", "buckets", "update", self.bucket, "--versioning")
        self._upload()
        self._terraform("init", "-input=false", f"-backend-config=bucket={self.bucket_name}")
        self._remember()

    def plan(self) -> None:
        """Work out what is to change of the infrastructure, and keep that for `apply`."""
        self._terraform(
            "plan", "-input=false", f"-out={self._work / _PLAN}", *self._options(self.before)
        )

    def apply(self) -> None:
        """Change the infrastructure as planned; what runs on it stays what it was."""
        self._terraform("apply", "-input=false", str(self._work / _PLAN))

    def functions(self) -> None:
        """Run the new source, still under the old rules."""
        self._apply(Pair(release=self.release, rules_file=self.before.rules_file))

    def rules(self) -> None:
        """Release the new rules as well."""
        self._apply(self.after)

    def hosting(self) -> None:
        """Build the web app and put it on Firebase Hosting."""
        self._shell.run("make", "app")
        config = json.loads(self._output("web_config"))
        hosting.write_files(self.root, project=self.project, region=self.region, config=config)
        self._shell.run(
            *hosting.command(self.project), environment=hosting.environment(self.project)
        )

    def smoke(self) -> None:
        """Run one real job end to end, and note what became of that for `roll_back`."""
        # It has failed until it has passed, whatever happens in between.
        (self._work / _FAILURE).touch()
        environment = {
            "SMOKE_ACCOUNT": self._output("smoke_account"),
            "SMOKE_API_KEY": self._output("web_api_key"),
        }
        self._shell.run(
            "make", "smoke", f"BASE_URL={self._output('api_url')}", environment=environment
        )
        (self._work / _FAILURE).unlink()

    def roll_back(self) -> None:
        """Go back to the pair from before, if the smoke test has failed.

        Raises:
            DeployError: If it has: a deployment that was taken back has not gone well.
        """
        if not (self._work / _FAILURE).exists():
            print("The smoke test has passed: there is nothing to take back.")
            return
        if self.is_first:
            raise DeployError(
                "The smoke test has failed, and nothing ran before that one could go back to."
                " A new warehouse is empty: load postings first, see docs/deploy.md."
            )
        self._apply(self.before)
        raise DeployError(f"The smoke test has failed; {self.before.release[:12]} runs again.")

    @property
    def stages(self) -> Mapping[str, Callable[[], None]]:
        """Every stage by its name, in order."""
        return {
            "prepare": self.prepare,
            "plan": self.plan,
            "apply": self.apply,
            "functions": self.functions,
            "rules": self.rules,
            "hosting": self.hosting,
            "smoke": self.smoke,
            "roll-back": self.roll_back,
        }

    # --- what is deployed -------------------------------------------------------------------------

    @cached_property
    def release(self) -> str:
        """This checkout's source, by its name."""
        return archive.pack(self.root)[0]

    @property
    def after(self) -> Pair:
        """What shall run."""
        return Pair(release=self.release, rules_file=RULES)

    @property
    def before(self) -> Pair:
        """What ran when this deployment began; what shall run, if that is nothing."""
        kept = self._kept
        return (
            self.after
            if kept is None
            else Pair(release=kept, rules_file=str(self._work / _OLD_RULES))
        )

    @property
    def is_first(self) -> bool:
        """Whether nothing ran before."""
        return self._kept is None

    @property
    def bucket_name(self) -> str:
        """The bucket of the state and the archives."""
        return f"{self.project}-deploy"

    @property
    def bucket(self) -> str:
        """The bucket's address."""
        return f"gs://{self.bucket_name}"

    def _remember(self) -> None:
        """Keep what runs now, once for all stages: the first of them changes it."""
        outputs = json.loads(self._terraform_says("output", "-json") or "{}")
        kept = {name: outputs[name]["value"] for name in ("release", "rules") if name in outputs}
        (self._work / _OLD_RULES).write_text(kept.get("rules", ""), encoding="utf-8")
        (self._work / _MEMORY).write_text(
            json.dumps({"release": kept.get("release")}), encoding="utf-8"
        )
        (self._work / _FAILURE).unlink(missing_ok=True)

    @property
    def _kept(self) -> str | None:
        try:
            found: str | None = json.loads((self._work / _MEMORY).read_bytes())["release"]
        except FileNotFoundError:
            raise DeployError("The stage `prepare` comes first.") from None
        return found

    def _upload(self) -> None:
        release, content = archive.pack(self.root)
        target = f"{self.bucket}/source/{release}.zip"
        if self._gcloud("storage", "objects", "describe", target) is not None:
            print(f"Release {release[:12]} is there already.")
            return
        packed = self._work / f"{release}.zip"
        packed.write_bytes(content)
        self._shell.run("gcloud", "storage", "cp", str(packed), target)

    # --- how Terraform and gcloud are called ------------------------------------------------------

    def _apply(self, pair: Pair) -> None:
        self._terraform("apply", "-input=false", "-auto-approve", *self._options(pair))

    def _options(self, pair: Pair) -> list[str]:
        return [
            f"-var-file={self.environment}.tfvars",
            f"-var=project={self.project}",
            f"-var=region={self.region}",
            f"-var=release={pair.release}",
            f"-var=rules_file={pair.rules_file}",
        ]

    def _terraform(self, *arguments: str) -> None:
        self._shell.run("terraform", "-chdir=infra/terraform", *arguments)

    def _terraform_says(self, *arguments: str) -> str | None:
        return self._shell.ask("terraform", "-chdir=infra/terraform", *arguments)

    def _output(self, name: str) -> str:
        value = self._terraform_says("output", "-raw", name)
        if not value:
            raise DeployError(f"Terraform has no output {name!r}: has `apply` gone well?")
        return value

    def _gcloud(self, *arguments: str) -> str | None:
        return self._shell.ask("gcloud", *arguments, f"--project={self.project}")

    @property
    def _shell(self) -> Shell:
        return Shell(folder=self.root)

    @property
    def _work(self) -> Path:
        """Where the stages keep what the next one needs; never committed."""
        folder = self.root / ".local" / "deploy" / self.project
        folder.mkdir(parents=True, exist_ok=True)
        # It holds the plan, and a plan holds whatever the state does.
        folder.chmod(0o700)
        return folder
