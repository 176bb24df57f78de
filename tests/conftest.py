"""Fixtures that every kind of test may use."""

import os
import signal
from collections.abc import Generator, Iterator

import pytest
from hypothesis import settings

from infra.local.cloud.emulators import MissingToolError
from tests.support import indexes, unlogged
from tests.support.emulators import GoogleEmulators, google_emulators

# A machine with other work to do is no defect of what is tested.
settings.register_profile("unhurried", settings(), deadline=None)
settings.load_profile("unhurried")
#: The files that take longest: begun last, one of them would be waited for alone.
LONGEST = (
    "test_every_interleaving",
    "test_without_types",
    "test_plugin",
    "test_stall_at_every_call",
    "test_crash_at_every_call",
    "test_preview",
    "test_traffic",
    "test_googlesql",
    "test_injection",
)

# For a search that was made already: on the same Python, in a copy of the tree.
settings.register_profile("few", deadline=None, max_examples=5)


@pytest.fixture(scope="session", autouse=True)
def receive_signals() -> Iterator[None]:
    """Have what tests start receive each signal, also where `nohup` or a `&` ignores it here.

    What is ignored is inherited by every child; what has a handler, even an idle one, is not.
    """
    ignored = [
        number
        for number in (signal.SIGHUP, signal.SIGINT)
        if signal.getsignal(number) is signal.SIG_IGN
    ]
    for number in ignored:
        signal.signal(number, lambda _number, _frame: None)
    yield
    for number in ignored:
        signal.signal(number, signal.SIG_IGN)


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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have the files that take longest begun first."""
    order = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Fail every test, whatever it is about, during which something private was logged."""
    with unlogged.watched() as found:
        result = yield
    assert not found, f"{item.nodeid} logged what no log may hold: {found}"
    return result
