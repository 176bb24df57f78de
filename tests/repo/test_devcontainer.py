"""The container to develop in: it was not run, so all that can be read of it is checked."""

import json
import re
from typing import Any

from infra.local.cloud.part_ports import USUAL_PORTS
from tests.repo import repository

FOLDER = ".devcontainer"
#: The instructions that a Dockerfile of ours may have.
_KNOWN = {"FROM", "RUN", "USER"}


def container() -> dict[str, Any]:
    """Return the description, which is plain JSON."""
    described: dict[str, Any] = json.loads(repository.text_files()[f"{FOLDER}/devcontainer.json"])
    return described


def dockerfile() -> str:
    """Return the file that the image is built by."""
    return repository.text_files()[f"{FOLDER}/{container()['build']['dockerfile']}"]


def instructions(name: str) -> list[str]:
    """Return what the instructions of one name say, each on one line."""
    joined = re.sub(r"\s*\\\n\s*", " ", dockerfile())
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    found = [line.partition(" ") for line in lines]
    assert {kind for kind, _, _ in found} <= _KNOWN
    return [said for kind, _, said in found if kind == name]


def test_the_image_is_debians_without_a_host() -> None:
    """As every file of ours, it names no registry: which one is the machine's affair."""
    assert instructions("FROM") == ["debian:12"]


def test_it_has_what_a_set_up_asks_of_a_machine() -> None:
    """README names Python and make, `make setup` asks for venv, browser tests want one."""
    install = instructions("RUN")[0].replace(" && ", "\n")
    (packages,) = re.findall(r"^apt-get install (.+)$", install, re.MULTILINE)
    assert {"make", "python3", "python3-venv", "git", "chromium"} <= set(packages.split())


def test_its_user_is_made_and_is_not_root() -> None:
    """The one that it is used as is the one that the image makes."""
    user = container()["remoteUser"]
    assert instructions("USER") == [user]
    assert any(said.startswith("useradd ") and said.endswith(user) for said in instructions("RUN"))


def test_it_sets_up_by_targets_that_exist() -> None:
    """The command that is run once is one of the Makefile's."""
    make, *targets = container()["postCreateCommand"].split()
    assert make == "make"
    makefile = repository.text_files()["Makefile"]
    assert set(targets) <= set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


def test_the_ports_are_those_of_the_local_cloud() -> None:
    """What a browser opens and what a command calls, at the usual ports."""
    assert container()["forwardPorts"] == [USUAL_PORTS["web"], USUAL_PORTS["api"]]
    assert set(container()["portsAttributes"]) == {
        str(port) for port in container()["forwardPorts"]
    }
