"""What the local cloud runs on: found where it may be, and what is missing said at once."""

from pathlib import Path

import pytest

from infra.local.cloud import emulators
from infra.local.cloud.emulators import MissingToolError

GCLOUD = (
    "platform/cloud-firestore-emulator/cloud-firestore-emulator.jar",
    "platform/pubsub-emulator/lib/cloud-pubsub-emulator-0.8.20-all.jar",
)
FIREBASE_TOOLS = (
    "cloud-firestore-emulator-v1.22.0.jar",
    "pubsub-emulator-0.8.37/pubsub-emulator/lib/cloud-pubsub-emulator-0.8.37-all.jar",
)


class Machine:
    """A machine on which only what a test says is installed."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self._gcloud = folder / "gcloud"
        self._cache = folder / "cache"
        self._patch = patch
        patch.setattr(emulators, "_sdk_roots", lambda: [self._gcloud])
        patch.setenv("FIREBASE_EMULATORS_PATH", str(self._cache))
        patch.setenv("PATH", str(folder / "bin"))
        patch.delenv("JAVA_HOME", raising=False)
        patch.setattr("importlib.util.find_spec", lambda _name: None)

    def has_gcloud(self, *files: str) -> None:
        """Have gcloud's emulators."""
        _write(self._gcloud, *files)

    def has_downloaded(self, *files: str) -> None:
        """Have what firebase-tools has brought."""
        _write(self._cache, *files)

    def has_java(self, says: str, *, code: int = 0, home: bool = False) -> Path:
        """Have a Java that says something when it is asked for its version."""
        path = self._folder / ("home/bin/java" if home else "bin/java")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\necho '{says}' >&2\nexit {code}\n", encoding="utf-8")
        path.chmod(0o755)
        if home:
            self._patch.setenv("JAVA_HOME", str(self._folder / "home"))
        return path


def _write(folder: Path, *files: str) -> None:
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine that has nothing yet."""
    return Machine(tmp_path, monkeypatch)


def runtime_and_jars() -> tuple[str, str, str]:
    """Return which Java and which jars are started."""
    firestore = emulators.firestore_command(1, "demo-x").arguments
    pubsub = emulators.pubsub_command(1).arguments
    assert firestore[0] == pubsub[0]
    return firestore[0], firestore[3], pubsub[2]


def refusal() -> str:
    """Return why the emulators cannot be started."""
    with pytest.raises(MissingToolError) as refused:
        emulators.pubsub_command(1)
    return str(refused.value)


def test_gclouds_emulators_come_first(machine: Machine) -> None:
    """They run on the Java of a distribution, 17, also where newer ones were downloaded."""
    machine.has_gcloud(*GCLOUD)
    machine.has_downloaded(*FIREBASE_TOOLS)
    found = machine.has_java('openjdk version "17.0.15" 2025-04-15')
    runtime, firestore, pubsub = runtime_and_jars()
    assert runtime == str(found)
    assert "gcloud" in firestore
    assert "gcloud" in pubsub


def test_those_of_firebase_tools_are_used(machine: Machine) -> None:
    """Where there is no gcloud, the newest that was downloaded."""
    machine.has_downloaded(*FIREBASE_TOOLS, "cloud-firestore-emulator-v1.9.8.jar")
    machine.has_java('openjdk version "21.0.8" 2025-07-15')
    _, firestore, pubsub = runtime_and_jars()
    assert firestore.endswith(FIREBASE_TOOLS[0])
    assert pubsub.endswith(FIREBASE_TOOLS[1])


def test_those_of_firebase_tools_want_a_newer_java(machine: Machine) -> None:
    """What runs gcloud's does not run these; which was found is said."""
    machine.has_downloaded(*FIREBASE_TOOLS)
    found = machine.has_java('openjdk version "17.0.15" 2025-04-15')
    assert f"Java 21 or newer ({found} is 17)" in refusal()
    assert "`make java`" in refusal()


@pytest.mark.parametrize(
    ("says", "code", "why"),
    [
        ('java version "1.8.0_402"', 0, "is 8"),
        ("Unable to locate a Java Runtime.", 1, "does not run"),
        ("something else", 0, "does not run"),
    ],
)
def test_an_old_java_or_a_stub_is_passed_over(
    machine: Machine, says: str, code: int, why: str
) -> None:
    """A newer one elsewhere is taken; without one it is said what is wrong with this."""
    machine.has_gcloud(*GCLOUD)
    stub = machine.has_java(says, code=code, home=True)
    assert f"({stub} {why})" in refusal()
    good = machine.has_java('openjdk version "21" 2023-09-19')
    assert runtime_and_jars()[0] == str(good)


def test_all_that_is_missing_is_said_at_once(machine: Machine) -> None:
    """With each way to get it, whichever part was asked for."""
    said = refusal()
    assert "Firestore emulator" in said
    assert "Pub/Sub emulator" in said
    assert "Java 21 or newer" in said
    assert "`make emulators`" in said
    assert "gcloud components install cloud-firestore-emulator pubsub-emulator" in said


@pytest.mark.usefixtures("machine")
def test_make_is_told_what_to_bring(capsys: pytest.CaptureFixture[str]) -> None:
    """By the names that its commands have."""
    emulators.main([])
    assert capsys.readouterr().out == "firestore pubsub java\n"


def test_make_has_nothing_to_bring(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    """Where all of it is there."""
    machine.has_gcloud(*GCLOUD)
    machine.has_java('openjdk version "17.0.15" 2025-04-15')
    emulators.main([])
    assert capsys.readouterr().out == ""
