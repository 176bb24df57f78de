"""The web app on Firebase Hosting: what is this deployment's own beside the built files.

The page knows nothing of its deployment until it has read `/deployment.json`; and Hosting's rules
have gaps for what differs between projects.
"""

import json
from collections.abc import Mapping
from pathlib import Path

#: The program that puts files on Firebase Hosting; `make firebase-tools` brings it.
FIREBASE_TOOLS = ("sh", "infra/firebase_tools/run")
#: Where `make app` builds, and what the page reads there first.
_CONFIG = Path("web", "dist", "deployment.json")
_RULES, _FILLED = "firebase.json", "firebase.deploy.json"


def write_files(root: Path, *, project: str, region: str, config: Mapping[str, object]) -> None:
    """Write what the page reads, and Hosting's rules with their gaps filled."""
    file = root / _CONFIG
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(config), encoding="utf-8")
    rules = (root / _RULES).read_text(encoding="utf-8")
    filled = rules.replace("{PROJECT}", project).replace("{REGION}", region)
    # The tool finds the files from where its rules are.
    (root / _FILLED).write_text(filled, encoding="utf-8")


def command(project: str) -> tuple[str, ...]:
    """Return the program that puts it all there, unasked."""
    return (
        *FIREBASE_TOOLS,
        *("deploy", "--only=hosting", "--non-interactive", f"--project={project}"),
        f"--config={_FILLED}",
    )


def environment(project: str) -> Mapping[str, str]:
    """Return what the program must find: it counts its calls to no project otherwise."""
    return {"GOOGLE_CLOUD_QUOTA_PROJECT": project}
