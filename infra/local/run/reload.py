"""`make dev`: the functions start anew when their code is saved, and Vite serves the web app.

What must stay true: only the functions end, as they end in the cloud, so that a job which runs is
released and goes on with the new code; and code that cannot start ends nothing else: the next save
is waited for.
"""

import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from infra.local.cloud.emulators import ROOT
from infra.local.cloud.stack import LocalCloud, NotReadyError
from infra.local.process import ports
from infra.local.process.processes import Command, ProcessDiedError

#: What the functions are made of: their code, and the prompts, queries and tables that they read.
SOURCES = ("main.py", "functions", "shared", "infra/local/stand_ins")
_SUFFIXES = frozenset({".py", ".md", ".sql", ".json", ".csv", ".tsv"})
#: How often the files are compared: some thousand files take a few hundredths of a second.
_LOOK_SECONDS = 0.5
_VITE = ROOT / "web" / "node_modules" / "vite" / "bin" / "vite.js"

_Stamps = Mapping[Path, float]


def read_stamps(root: Path) -> _Stamps:
    """Return when each file of the functions was saved last."""
    found = {}
    for file in _files(root):
        # An editor may replace one between the listing and the look.
        try:
            found[file] = file.stat().st_mtime
        except FileNotFoundError:
            continue
    return found


def changed(before: _Stamps, after: _Stamps) -> list[Path]:
    """Return which files were saved, added or deleted, in order."""
    return sorted(file for file in {*before, *after} if before.get(file) != after.get(file))


@dataclass(kw_only=True)
class Reload:
    """Restarts the functions of a local cloud when their files change."""

    cloud: LocalCloud
    say: Callable[[str], None]
    root: Path = ROOT
    _stamps: _Stamps = field(init=False)
    _checked: float = field(init=False)

    def __post_init__(self) -> None:
        self._stamps = read_stamps(self.root)
        self._checked = time.monotonic()

    def look(self) -> None:
        """Restart the functions if a file was saved since the last look."""
        if time.monotonic() - self._checked < _LOOK_SECONDS:
            return
        stamps = read_stamps(self.root)
        files, self._stamps = changed(self._stamps, stamps), stamps
        if files:
            self._restart(files)
        self._checked = time.monotonic()

    def _restart(self, files: list[Path]) -> None:
        more = f" and {len(files) - 1} more" if len(files) > 1 else ""
        self.say(f"Saved: {files[0].relative_to(self.root)}{more}. The functions start anew.")
        self.cloud.end_functions()
        try:
            self.cloud.start_functions()
        except (ProcessDiedError, NotReadyError) as error:
            self.cloud.end_functions()
            self.say(f"{error}\nNo function runs: save a file to start them again.")


def start_vite(cloud: LocalCloud) -> bool:
    """Serve the web app from its sources at the port of `web`, if there is a Node.js for it.

    Vite passes on what is not the app, as sign-in and the API, to the server of the built one.
    """
    node = shutil.which("node")
    if node is None or not _VITE.is_file():
        return False
    behind = ports.choose_port()
    cloud.start_web(behind)
    command = Command(
        name="vite",
        arguments=[
            *(node, str(_VITE), "--clearScreen=false", "--strictPort"),
            *(f"--host={ports.HOST}", f"--port={cloud.ports.web}"),
        ],
        environment={"LOCAL_CLOUD": f"http://{ports.HOST}:{behind}"},
        directory=_VITE.parents[3],
    )
    cloud.start_part(command, cloud.ports.web)
    return True


def _files(root: Path) -> Iterator[Path]:
    for name in SOURCES:
        source = root / name
        found = [source] if source.is_file() else source.rglob("*")
        yield from (file for file in found if file.suffix in _SUFFIXES)
