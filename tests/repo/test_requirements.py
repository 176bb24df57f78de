"""The pinned requirements are those that are asked for, for every Python that we support."""

import re
from collections.abc import Iterator, Mapping
from importlib import metadata

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tests.repo import repository

PYTHONS = ("3.11.0", "3.13.0")
#: The file a person writes, the file that pins it, and its own name in the notes beside a pin.
LOCKS = ("requirements", "requirements-dev")
_ASKED = re.compile(r"^[A-Za-z].*$", re.MULTILINE)
_PIN = re.compile(
    r"^(?P<pin>\S.*?==.*?)(?P<hashes>(?: \\\n +--hash=\S+)*)\n(?P<notes>(?: +#.*\n)*)", re.MULTILINE
)


def asked(lock: str) -> list[Requirement]:
    """Return what a person asks for in a `.in` file, without what other files ask for."""
    lines = _ASKED.findall(repository.text_files()[f"{lock}.in"])
    return [Requirement(line.partition(" #")[0]) for line in lines]


def pins(lock: str) -> dict[Requirement, str]:
    """Return each pin of a `.txt` file, with the notes that say who asked for it."""
    return {
        Requirement(found["pin"]): found["notes"]
        for found in _PIN.finditer(repository.text_files()[f"{lock}.txt"])
    }


def environment(python: str) -> dict[str, str]:
    """Return this machine as it would be with another Python."""
    here = {name: str(value) for name, value in default_environment().items()}
    return {**here, "python_full_version": python, "python_version": python.rpartition(".")[0]}


def pinned(lock: str, python: str) -> Mapping[str, str]:
    """Return the version of each package that is installed under that Python.

    Raises:
        AssertionError: If a package is pinned twice.
    """
    found: dict[str, str] = {}
    for pin in pins(lock):
        if pin.marker is None or pin.marker.evaluate(environment(python)):
            name = canonicalize_name(pin.name)
            assert name not in found, f"{name} is pinned twice for Python {python}"
            found[name] = str(pin.specifier).removeprefix("==")
    return found


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", LOCKS)
def test_what_is_asked_for_is_pinned(lock: str, python: str) -> None:
    """Each requirement has one pin under each Python, and the pin is what it asks for."""
    versions = pinned(lock, python)
    for requirement in asked(lock):
        version = versions.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement} is not pinned: `make lock`"
        assert requirement.specifier.contains(version), f"{requirement}, but {version}"


@pytest.mark.parametrize("lock", LOCKS)
def test_what_is_pinned_is_asked_for(lock: str) -> None:
    """A pin that notes the `.in` file as its reason is still asked for there."""
    noted = {
        canonicalize_name(pin.name)
        for pin, notes in pins(lock).items()
        if re.search(rf"-r {lock}\.in$", notes, re.MULTILINE)
    }
    assert noted == {canonicalize_name(requirement.name) for requirement in asked(lock)}


def test_the_laptop_has_what_the_cloud_has() -> None:
    """Tests run on the versions that are deployed: the development pins repeat the others."""
    cloud, laptop = pinned("requirements", PYTHONS[0]), pinned("requirements-dev", PYTHONS[0])
    assert {name: laptop.get(name) for name in cloud} == dict(cloud)


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", LOCKS)
def test_the_pins_are_complete(lock: str, python: str) -> None:
    """What a pinned package needs is pinned, too; judged by what is installed here."""
    versions = pinned(lock, python)
    missing = {
        (name, str(needed))
        for name in versions
        for needed in needs(name, python)
        if not needed.specifier.contains(
            versions.get(canonicalize_name(needed.name), "missing"), prereleases=True
        )
        if canonicalize_name(needed.name) not in versions
    }
    assert missing == set()


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", LOCKS)
def test_the_pins_take_every_python(lock: str, python: str) -> None:
    """Each pinned package says that it runs on each Python that we support."""
    refused = {
        (name, wanted)
        for name in pinned(lock, python)
        if (wanted := requires_python(name)) and not SpecifierSet(wanted).contains(python)
    }
    assert refused == set()


def needs(name: str, python: str) -> Iterator[Requirement]:
    """Return what an installed package needs; its extras are left to who asks for them."""
    for line in requires(name):
        needed = Requirement(line)
        here = {**environment(python), "extra": ""}
        if needed.marker is None or needed.marker.evaluate(here):
            yield needed


def requires(name: str) -> list[str]:
    """Return what an installed package says it needs; nothing for one not installed here."""
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []


def requires_python(name: str) -> str | None:
    """Return the Pythons that an installed package says it runs on."""
    try:
        return metadata.metadata(name)["Requires-Python"]
    except (metadata.PackageNotFoundError, KeyError):
        return None


def all_locks() -> list[str]:
    """Return each file of pins, by its name without the ending."""
    return sorted(path.stem for path in repository.ROOT.glob("requirements*.txt"))


@pytest.mark.parametrize("lock", all_locks())
def test_each_pin_says_what_the_package_is(lock: str) -> None:
    """A package that was changed after it was pinned is not installed: each pin has its hashes."""
    found = list(_PIN.finditer(repository.text_files()[f"{lock}.txt"]))
    assert found
    assert [pin["pin"] for pin in found if "--hash=sha256:" not in pin["hashes"]] == []


def test_what_is_pinned_is_installed_by_its_hashes() -> None:
    """`make lock` writes the hashes, and no target installs a file of pins without asking them."""
    makefile = _makefile()
    assert re.search(r"^LOCK_OPTIONS := .*--generate-hashes", makefile, re.MULTILINE)
    installs = re.findall(r"pip (?:sync|install)\b.*requirements\S*\.txt", makefile)
    assert len(installs) >= len(all_locks()) - 1
    assert [line for line in installs if "--require-hashes" not in line] == []


def test_a_folder_may_have_any_name() -> None:
    """Where the Makefile names its own folder to a shell, it is in quotes: there may be spaces."""
    recipes = re.findall(r"^\t.*|^(?!export)\w+ :?= .*(?:\\\n.*)*", _makefile(), re.MULTILINE)
    named = [line for line in recipes if "$(CURDIR)" in line]
    bare = [line for line in named if re.search(r'(?<![":])\$\(CURDIR\)', line)]
    assert named
    assert bare == []
    scripts = {
        name: text
        for name, text in repository.text_files().items()
        if name.endswith((".mjs", ".ts")) and name.startswith("web/")
    }
    # `%20` stands in it for a space: `fileURLToPath` is what gives a path.
    encoded = re.compile(r"(?:\bnew URL\([^()]*import\.meta\.url\)|\b[A-Z]{3,})\.pathname")
    assert {name for name, text in scripts.items() if encoded.search(text)} == set()


def test_no_file_names_a_registry() -> None:
    """Where packages come from is the machine's affair: no host and no index stands in a file."""
    # Written so that this file does not match itself.
    host = re.compile(
        r"\bpy[p]i\.org|pythonhoste[d]\.org|registry\.npmj[s]\.org|registry\.yarnpk[g]\.com"
        r"|proxy\.golan[g]\.org|--(?:extra-)?index-ur[l]\s*[=\s]\s*\S*:|--default-inde[x]\b"
    )
    found = {name for name, text in repository.text_files().items() if host.search(text)}
    assert found == set()


def _makefile() -> str:
    return repository.text_files()["Makefile"]
