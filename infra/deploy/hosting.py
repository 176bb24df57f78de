"""The web app on Firebase Hosting: what is this deployment's own beside the built files.

The page knows nothing of its deployment until it has read `/deployment.json`; and Hosting's rules
have gaps for what differs between projects.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

#: The program that puts files on Firebase Hosting; `make firebase-tools` brings it.
FIREBASE_TOOLS = ("sh", "infra/firebase_tools/run")
#: Where `make app` builds: the page, and what it reads first.
_PAGE = Path("web", "dist", "index.html")
_CONFIG = _PAGE.with_name("deployment.json")
#: The gap in the page's policy for the styles that stand in the page.
STYLES = "{STYLES}"
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_RULES, _FILLED = "firebase.json", "firebase.deploy.json"


def write_files(root: Path, *, project: str, region: str, config: Mapping[str, object]) -> None:
    """Write what the page reads, and Hosting's rules with their gaps filled."""
    file = root / _CONFIG
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(config), encoding="utf-8")
    rules = (root / _RULES).read_text(encoding="utf-8")
    page = (root / _PAGE).read_text(encoding="utf-8")
    gaps = {"{PROJECT}": project, "{REGION}": region, STYLES: styles_of(page)}
    for gap, value in gaps.items():
        rules = rules.replace(gap, value)
    # The tool finds the files from where its rules are.
    (root / _FILLED).write_text(rules, encoding="utf-8")


def styles_of(page: str) -> str:
    """Return the styles in a page as its policy allows them: a space and the hash of each."""
    digests = (hashlib.sha256(style.encode()).digest() for style in _STYLE.findall(page))
    return "".join(f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


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
