"""What Firebase Hosting would do with a path, by `firebase.json`: its headers, and what is there.

Locally the page also talks to the Firestore emulator, so that one address is added to what it may
connect to; nothing else differs.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from infra.deploy.hosting import STYLES, styles_of
from infra.local.cloud.emulators import ROOT

CONFIGURATION = ROOT / "firebase.json"
POLICY = "Content-Security-Policy"
#: The gap for the project in the file: no host for a browser until a deployment fills it in.
PROJECT = "{PROJECT}"


def read_hosting(project: str, page: str = "", *, file: Path = CONFIGURATION) -> Mapping[str, Any]:
    """Return the part about Hosting, for a project and the page that `make app` has built."""
    text = file.read_text(encoding="utf-8").replace(PROJECT, project)
    text = text.replace(STYLES, styles_of(page))
    hosting: Mapping[str, Any] = json.loads(text)["hosting"]
    return hosting


def headers_for(
    hosting: Mapping[str, Any], path: str, *, may_connect_to: str = ""
) -> dict[str, str]:
    """Return the headers of a path; a later rule of the file replaces an earlier one's.

    The page may connect to one more origin, if there is one.
    """
    found: dict[str, str] = {}
    for rule in hosting["headers"]:
        if re.search(rule["regex"], path):
            found |= {header["key"]: header["value"] for header in rule["headers"]}
    if may_connect_to and POLICY in found:
        connect = f"connect-src 'self' {may_connect_to}"
        found[POLICY] = found[POLICY].replace("connect-src 'self'", connect)
    return found


def is_page(hosting: Mapping[str, Any], path: str) -> bool:
    """Whether a path is a page of the app; what is neither that nor a file is answered with 404."""
    sources = (rule["source"] for rule in hosting["rewrites"] if "destination" in rule)
    return path == "/" or any(re.fullmatch(_pattern_of(source), path) for source in sources)


def _pattern_of(source: str) -> str:
    """Return a glob as a pattern: `*` is anything within a part of the path."""
    return re.escape(source).replace(r"\*", "[^/]+")
