"""What is a project's own, such as who is alerted: an object in its bucket, for every pipeline.

    make values PROJECT=my-careerlens ENVIRONMENT=dev FILE=values.json

It holds no secret; secrets are named, and lie in Secret Manager. Terraform has two roots, the
deployment and `bootstrap`; each is given what it declares.
"""

import argparse
import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from infra.deploy import guard
from infra.deploy.gcloud import Gcloud
from infra.deploy.guard import Bucket
from infra.deploy.options import parser_for
from infra.deploy.tools import DeployError

ROOT = Path(__file__).resolve().parents[2]
OBJECT = "values.json"
#: What the deployment's root is given of them, in the folder of a project.
FILE = "values.tfvars.json"
#: What a command or a file in the repository says; the same name here would silently lose or win.
_SAID_ELSEWHERE = {"environment", "image", "project", "region"}
_DECLARED = re.compile(r'^variable "(\w+)"', re.MULTILINE)

Values = Mapping[str, Any]


class ValuesError(DeployError):
    """The values cannot be used; the message says which, and why."""


def declared(folder: Path) -> set[str]:
    """Return the variables that one root of Terraform declares."""
    text = (folder / "variables.tf").read_text(encoding="utf-8")
    return set(_DECLARED.findall(text))


def read(text: str, roots: Sequence[Path]) -> Values:
    """Return the values of a file, checked.

    Raises:
        ValuesError: If it is no JSON object, or names what there is not.
    """
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValuesError(f"The values are no JSON: {error}.") from None
    if not isinstance(values, dict):
        raise ValuesError('The values are no JSON object such as {"alert_emails": ["a@b.org"]}.')
    known = set().union(*map(declared, roots)) - _SAID_ELSEWHERE
    if unknown := sorted(values.keys() - known):
        raise ValuesError(f"There is no value {', '.join(unknown)}; there are: {_list(known)}.")
    return values


def fetch(bucket: Bucket, roots: Sequence[Path]) -> Values:
    """Return the values of a project; none where it has none yet.

    Raises:
        ValuesError: If they cannot be used by this checkout.
    """
    target = f"{bucket.address}/{OBJECT}"
    if bucket.gcloud.find("storage", "objects", "describe", target) is None:
        return {}
    return read(bucket.gcloud.run("storage", "cat", target), roots)


def keep(bucket: Bucket, checkout: Path, folder: Path) -> None:
    """Keep what the deployment itself takes of a project's values, for the stages that follow."""
    roots = roots_of(checkout)
    write_for(roots[0], fetch(bucket, roots), folder / FILE)


def write_for(root: Path, values: Values, file: Path) -> None:
    """Write what one root declares of the values, in the form in which Terraform takes it."""
    own = {name: value for name, value in values.items() if name in declared(root)}
    file.write_text(json.dumps(own, indent=1), encoding="utf-8")


def roots_of(checkout: Path) -> tuple[Path, Path]:
    """Return the two roots of Terraform: the deployment's, and that of what is made once."""
    main = checkout / "infra" / "terraform"
    return main, main / "bootstrap"


def main(arguments: Sequence[str] | None = None) -> int:
    """Put a project's values into its bucket, or show them, and return the exit code."""
    parser = parser_for("values", __doc__)
    parser.add_argument("--file", type=Path, help="put these there; without it, what is there")
    wanted = parser.parse_args(arguments)
    gcloud = Gcloud(folder=ROOT, project=wanted.project)
    bucket = Bucket(gcloud=gcloud, name=f"{wanted.project}-deploy", region=wanted.region)
    try:
        _put(bucket, wanted) if wanted.file else _show(bucket)
    except DeployError as error:
        print(f"Stopped: {error}", file=sys.stderr)
        return 1
    return 0


def _put(bucket: Bucket, wanted: argparse.Namespace) -> None:
    if not wanted.file.is_file():
        raise ValuesError(f"There is no file {wanted.file}.")
    values = read(wanted.file.read_text(encoding="utf-8"), roots_of(ROOT))
    guard.require_no_stray_values(roots_of(ROOT)[0])
    bucket.gcloud.run("services", "enable", "storage.googleapis.com")
    bucket.prepare(wanted.environment)
    bucket.gcloud.run("storage", "cp", str(wanted.file.resolve()), f"{bucket.address}/{OBJECT}")
    print(f"{wanted.project} has {len(values)} values of its own: {_list(values)}.")


def _show(bucket: Bucket) -> None:
    print(json.dumps(fetch(bucket, roots_of(ROOT)), indent=2))


def _list(names: object) -> str:
    return ", ".join(sorted(names)) if isinstance(names, set | Mapping) else str(names)


if __name__ == "__main__":
    sys.exit(main())
