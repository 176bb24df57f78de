"""What a resource takes, as the packages of cdktf have it from the provider's own schema.

Terraform can only be asked with the provider's program, which no package registry has. A package
such as `cdktf-cdktf-provider-google` holds the same schema, in the assembly from which its classes
are made: names, types, what is required, what is a block and whether it may stand there once only.
"""

import io
import json
import re
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_PAGE = re.compile(r"docs/(resources|data-sources)/(\w+)#")
_ARGUMENT = re.compile(r"#(\w+) \w+#\w+\}")
#: What Terraform itself adds to every resource.
_META = {
    *("connection", "count", "dependsOn", "forEach"),
    *("lifecycle", "provider", "provisioners", "timeouts"),
}
_LEAVES = {"string": "string", "number": "number", "boolean": "bool", "any": "any"}

Types = Mapping[str, Any]


def read_types(wheel: Path) -> Types:
    """Return the assembly's types."""
    with zipfile.ZipFile(wheel) as package:
        (inner,) = (name for name in package.namelist() if name.endswith(".jsii.tgz"))
        with tarfile.open(fileobj=io.BytesIO(package.read(inner))) as assembly:
            file = assembly.extractfile("package/.jsii")
            assert file is not None, inner
            types: Types = json.load(file)["types"]
            return types


def find_pages(types: Types) -> dict[tuple[str, str], str]:
    """Return the type that holds a resource's arguments, by the page that documents it."""
    pages = {}
    for name, kind in types.items():
        if "cdktf.TerraformMetaArguments" in kind.get("interfaces", []):
            page = _PAGE.search(json.dumps(kind.get("properties", [])))
            if page:
                pages[page[1], page[2].removeprefix("google_")] = name
    return pages


def arguments(
    types: Types, name: str, above: frozenset[str] = frozenset()
) -> dict[str, dict[str, Any]]:
    """Return what a resource or block takes, blocks with what they take."""
    found = {}
    for member in types[name].get("properties", []):
        if member["name"] in _META and not above:
            continue
        # Where the documentation has no link, the name is the Terraform one in camelCase.
        said = _ARGUMENT.search(member["docs"].get("remarks", ""))
        name_there = said[1] if said else re.sub(r"([A-Z])", r"_\1", member["name"]).lower()
        key = name_there + ("" if member.get("optional") else "!")
        found[key] = _argument(types, member["type"], above | {name})
    return dict(sorted(found.items()))


def _argument(types: Types, kind: Types, above: frozenset[str]) -> dict[str, Any]:
    """Return an argument's type, or what a block takes."""
    kind = _without_promises(kind)
    if "primitive" in kind:
        return {"type": _LEAVES[kind["primitive"]]}
    if "fqn" in kind:
        return _block(types, kind["fqn"], above) | {"max": 1}
    collection = kind["collection"]
    of = _without_promises(collection["elementtype"])
    if collection["kind"] == "array" and "fqn" in of:
        return _block(types, of["fqn"], above)
    word = {"array": "list", "map": "map"}[collection["kind"]]
    return {"type": f"{word}({_LEAVES.get(of.get('primitive', 'any'), 'any')})"}


def _block(types: Types, name: str, above: frozenset[str]) -> dict[str, Any]:
    """Return a block; one inside itself takes anything."""
    return {"below": {} if name in above else arguments(types, name, above)}


def _without_promises(kind: Types) -> Types:
    """Return what a type is besides a value that Terraform will know later."""
    options = kind.get("union", {}).get("types", [kind])
    (found,) = (each for each in options if each.get("fqn") != "cdktf.IResolvable")
    plain: Types = found
    return plain
