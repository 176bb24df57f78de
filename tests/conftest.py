"""Fixtures that every kind of test may use."""

import os
from collections.abc import Iterator

import pytest

from infra.local.emulators import MissingToolError
from tests.support import indexes
from tests.support.emulators import GoogleEmulators, google_emulators


@pytest.fixture(scope="session")
def emulators() -> Iterator[GoogleEmulators]:
    """Google's emulators, once a run. Missing ones skip on a laptop and fail in CI.

    Firestore's never asks for an index; here each query must have its own, as in the cloud.
    """
    try:
        with (
            google_emulators() as running,
            pytest.MonkeyPatch.context() as patch,
            indexes.required(),
        ):
            for name, value in running.environment.items():
                patch.setenv(name, value)
            yield running
    except MissingToolError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))
