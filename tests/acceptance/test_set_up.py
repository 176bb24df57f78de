"""What `make` sets up, on machines and in folders that are not as usual."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from infra.local.cloud.emulators import ROOT

READY = ".venv/.ready"
_PATIENCE = 180
#: By what a make knows that it was started by another one.
_OF_MAKE = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES")
#: What a set-up needs to install anything: the whole of the pins would prove no more.
_FEW = re.compile(r"^uv==(?:.*\\\n)+.*\n", re.MULTILINE)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with spaces in its name in which `make` has set up; that takes seconds."""
    tree = checkout(tmp_path_factory.mktemp("a folder") / "with spaces")
    said = set_up(tree)
    assert [line.split()[0] for line in said] == ["Setting", "1/4", "2/4", "3/4", "4/4"]
    return tree


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder in which nothing was set up."""
    return checkout(tmp_path / "new one")


def checkout(tree: Path) -> Path:
    """Lay out as much of a checkout as a set-up needs."""
    tree.mkdir()
    shutil.copy(ROOT / "Makefile", tree)
    pins = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    (tree / "requirements-dev.txt").write_text("".join(_FEW.findall(pins)), encoding="utf-8")
    return tree


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    """A home in which nothing can be written, not even by root."""
    (tmp_path / "file").touch()
    return tmp_path / "file" / "home"


def make(tree: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run make there; with an empty value a variable is not set at all.

    The make that runs these tests is none of its business.
    """
    named = {**os.environ, **dict.fromkeys(_OF_MAKE, ""), **environment}
    return subprocess.run(  # noqa: S603 -- our own Makefile
        ["make", "--no-print-directory", *words],  # noqa: S607 -- the machine's
        cwd=tree,
        env={name: value for name, value in named.items() if value},
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )


def set_up(tree: Path, **environment: str) -> list[str]:
    """Make the environment there, and return what was said."""
    done = make(tree, READY, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def version_of_pip(tree: Path) -> str:
    """Return what a program of the environment says, and so from where it is."""
    pip = subprocess.run([tree / ".venv/bin/pip", "--version"], capture_output=True, text=True)  # noqa: S603, PLW1510
    return pip.stdout


def test_a_folder_with_spaces(made: Path) -> None:
    """A set-up works there, and is not done twice."""
    assert str(made) in version_of_pip(made)
    assert set_up(made) == [f"make: '{READY}' is up to date."]


def test_a_folder_that_was_moved(made: Path, tmp_path: Path) -> None:
    """Its programs would start those of the old folder: it is set up anew, with all of .local."""
    moved = shutil.copytree(made, tmp_path / "elsewhere", symlinks=True)
    analyzer = moved / ".local/zetasql/.ready"
    analyzer.parent.mkdir(parents=True)
    analyzer.touch()
    assert set_up(moved)[0].startswith("Setting up")
    assert str(moved) in version_of_pip(moved)
    assert not (moved / ".local/zetasql/.ready").exists()


def test_a_python_that_is_gone(made: Path) -> None:
    """As after an upgrade of the system: what was made by it is made anew, and nothing else."""
    tree = made
    for name in ("gone", "kept"):
        environment = tree / ".local" / name
        (environment / "bin").mkdir(parents=True)
        (environment / ".ready").touch()
        (environment / "bin/python").symlink_to(tree / name)
    (tree / "kept").write_text("#!/bin/sh\n", encoding="utf-8")
    (tree / "kept").chmod(0o755)
    assert set_up(tree) == [f"make: '{READY}' is up to date."]
    assert not (tree / ".local/gone/.ready").exists()
    assert (tree / ".local/kept/.ready").exists()
    for python in (tree / ".venv/bin").glob("python*"):
        python.unlink()
        python.symlink_to("/nowhere/python3")
    assert set_up(tree)[0].startswith("Setting up")
    assert str(tree) in version_of_pip(tree)


def test_no_python_that_is_supported(tree: Path, tmp_path: Path) -> None:
    """One sentence says which are, and what to install."""
    old = tmp_path / "old"
    old.mkdir()
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        (old / name).write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        (old / name).chmod(0o755)
    done = make(tree, READY, PATH=f"{old}:{os.environ['PATH']}")
    assert done.returncode == 2
    assert "3.11, 3.12 or 3.13" in done.stdout
    assert "apt-get install python3 python3-venv" in done.stderr


def test_a_home_that_cannot_be_written(tree: Path, nowhere: Path) -> None:
    """What is downloaded is kept beside the rest."""
    set_up(tree, HOME=str(nowhere), XDG_CACHE_HOME="", UV_CACHE_DIR="", PIP_CACHE_DIR="")
    assert list((tree / ".local/cache").glob("uv/*"))


def test_certificates_of_a_company(tree: Path) -> None:
    """Who tells uv to use the machine's certificates has told pip and Node.js as well."""
    show = "--eval=show: ; @echo $$UV_SYSTEM_CERTS $$PIP_CERT $$NODE_EXTRA_CA_CERTS"
    unset = {"PIP_CERT": "", "NODE_EXTRA_CA_CERTS": "", "SSL_CERT_FILE": "/company.pem"}
    assert make(tree, show, "show", **unset, UV_SYSTEM_CERTS="1").stdout == (
        "1 /company.pem /company.pem\n"
    )
    assert make(tree, show, "show", **unset, UV_SYSTEM_CERTS="").stdout == "\n"
