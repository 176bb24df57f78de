"""Fixtures of the acceptance tests: what a person's machine must have for them."""

import os
import subprocess
import sys

import pytest

from infra.local.cloud import emulators
from infra.local.cloud.emulators import ROOT, MissingToolError
from infra.local.cloud.stack import SAMPLE_DATA


@pytest.fixture(scope="session")
def machine() -> None:
    """A machine with Google's emulators. Missing ones skip on a laptop and fail in CI."""
    try:
        emulators.firestore_command(1, "demo-x")
        emulators.pubsub_command(1)
    except MissingToolError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def sample_data() -> None:
    """The sample data, made if `make` has not done so."""
    if not SAMPLE_DATA.exists():
        SAMPLE_DATA.parent.mkdir(exist_ok=True)
        make = [
            sys.executable,
            "-m",
            "infra.local.stand_ins.sample_data",
            "--out",
            str(SAMPLE_DATA),
        ]
        subprocess.run(make, cwd=ROOT, check=True)  # noqa: S603 -- our own program
