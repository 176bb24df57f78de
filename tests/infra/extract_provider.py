r"""Write `provider.json`: what the resources that we use take, as the Google provider declares it.

    python -m tests.infra.extract_provider cdktf_cdktf_provider_google-16.12.1-py3-none-any.whl \
        cdktf_cdktf_provider_google_beta-16.12.1-py3-none-any.whl

Terraform itself can only be asked with the provider's program, which no package registry has. The
packages `cdktf-cdktf-provider-google` and `-google-beta` (16.12.1 is the provider's 6.50.0) hold
the same schema, in the assembly from which their classes are made. A name that ends in `!` is
required; a name with names below it is a block. The second package is asked for what the first has
not.
"""

import io
import json
import re
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from typing import Any

from tests.infra import terraform
from tests.infra.provider import FILE

_PACKAGE = r"@cdktf/provider-google(?:-beta)?\."
_PAGE = re.compile(r"docs/(resources|data-sources)/(\w+)#")
_ARGUMENT = re.compile(r"#(\w+) \w+#\w+\}")
#: What Terraform itself adds to every resource.
_META = {
    *("connection", "count", "dependsOn", "forEach"),
    *("lifecycle", "provider", "provisioners", "timeouts"),
}
_FOLDERS = {"resource": "resources", "data": "data-sources"}


def main() -> None:
    """Read the wheels that the command line names, and write the file."""
    types: dict[str, Any] = {}
    pages: dict[tuple[str, str], str] = {}
    for wheel in sys.argv[1:]:
        types |= (read := read_types(wheel))
        pages = find_pages(read) | pages
    wanted = {
        (_FOLDERS[block.kind], block.type)
        for block in terraform.blocks("resource", "data")
        if block.type.startswith("google_")
    }
    found: dict[str, dict[str, object]] = {"data-sources": {}, "resources": {}}
    for folder, name in sorted(wanted):
        found[folder][name] = arguments(types, pages[folder, name.removeprefix("google_")])
    FILE.write_text(render(found), encoding="utf-8")


def read_types(wheel: str) -> Mapping[str, Any]:
    """Return the assembly's types."""
    with zipfile.ZipFile(wheel) as package:
        (inner,) = (name for name in package.namelist() if name.endswith(".jsii.tgz"))
        with tarfile.open(fileobj=io.BytesIO(package.read(inner))) as assembly:
            file = assembly.extractfile("package/.jsii")
            assert file is not None, inner
            types: Mapping[str, Any] = json.load(file)["types"]
            return types


def find_pages(types: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """Return the type that holds a resource's arguments, by the page that documents it."""
    pages = {}
    for name, kind in types.items():
        if "cdktf.TerraformMetaArguments" in kind.get("interfaces", []):
            page = _PAGE.search(json.dumps(kind.get("properties", [])))
            if page:
                pages[page[1], page[2].removeprefix("google_")] = name
    return pages


def arguments(
    types: Mapping[str, Any], name: str, above: frozenset[str] = frozenset()
) -> dict[str, object]:
    """Return what a resource or block takes, blocks with what they take."""
    found: dict[str, object] = {}
    for member in types[name].get("properties", []):
        if member["name"] in _META:
            continue
        # Where the documentation has no link, the name is the Terraform one in camelCase.
        said = _ARGUMENT.search(member["docs"].get("remarks", ""))
        name_there = said[1] if said else re.sub(r"([A-Z])", r"_\1", member["name"]).lower()
        below = re.findall(_PACKAGE + r"[\w.]+", json.dumps(member["type"]))
        is_block = bool(below) and below[0] not in above
        key = name_there + ("" if member.get("optional") else "!")
        found[key] = arguments(types, below[0], above | {name}) if is_block else None
    return dict(sorted(found.items()))


def render(found: Mapping[str, Mapping[str, object]]) -> str:
    """Write a resource a line, so that a diff names it."""
    folders = []
    for folder, resources in found.items():
        lines = (
            f"  {json.dumps(name)}: {json.dumps(taken, separators=(',', ': '))}"
            for name, taken in resources.items()
        )
        folders.append(f"{json.dumps(folder)}: {{\n" + ",\n".join(lines) + "\n}")
    return "{\n" + ",\n".join(folders) + "\n}\n"


if __name__ == "__main__":
    main()
