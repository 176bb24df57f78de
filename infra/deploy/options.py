"""What the programs of a deployment are told in the same words: project, environment, region."""

import argparse
import re

#: Where a deployment is, if nothing is said; Terraform's variable `region` has the same default.
REGION = "europe-west1"
ENVIRONMENTS = ("dev", "prod")
_REGION = re.compile(r"[a-z]+-[a-z]+[0-9]+")


def parser_for(target: str, description: str | None) -> argparse.ArgumentParser:
    """Return a parser of the three, for the program that a target of the Makefile runs."""
    parser = argparse.ArgumentParser(prog=f"make {target}", description=description)
    parser.add_argument("--project", required=True, help="the Google Cloud project's id")
    parser.add_argument("--environment", default="dev", choices=ENVIRONMENTS)
    parser.add_argument("--region", default=REGION, type=_region, help="such as us-central1")
    return parser


def _region(text: str) -> str:
    if not _REGION.fullmatch(text):
        raise argparse.ArgumentTypeError("give REGION, such as us-central1")
    return text
