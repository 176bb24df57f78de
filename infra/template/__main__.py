"""Write the engine without the product's job types: `python -m infra.template DIR`."""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from infra.template.without_types import ROOT, copy_without, product_types


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the copy; return the program's exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.template", description=__doc__)
    parser.add_argument("directory", type=Path, help="where to; it is made, or is empty")
    target = parser.parse_args(arguments).directory.expanduser().absolute()
    if (refusal := _refusal(target)) is not None:
        print(refusal, file=sys.stderr)
        return 2
    try:
        copy_without(product_types(), target)
        _write_api_types(target)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"The template could not be written: {_reason(error)}", file=sys.stderr)
        return 1
    print(f"The engine is in {target}, with the job type `example`. Next, there:")
    print("  make test                    # sets up what it needs, and shows that it is whole")
    print("  make new-job-type NAME=cover-letter")
    print("  git add --all && git commit")
    return 0


def _refusal(target: Path) -> str | None:
    """Say why nothing is written there; None if it is."""
    if target.is_relative_to(ROOT):
        return f"{target} is inside this repository: name a folder outside of it, DIR=../my-jobs."
    if not (ROOT / "web" / "node_modules").is_dir():
        return "web/node_modules is missing: run `make web`."
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        return f"{target} is not empty, and nothing there is written over: name another folder."
    return None


def _write_api_types(target: Path) -> None:
    """Write the types of the copy's own API, with the tools that are installed here."""
    modules = target / "web" / "node_modules"
    modules.symlink_to(ROOT / "web" / "node_modules")
    try:
        subprocess.run(
            [sys.executable, "-m", "infra.api_types"],
            cwd=target,
            capture_output=True,
            text=True,
            check=True,
        )
    finally:
        modules.unlink()


def _reason(error: Exception) -> str:
    said = error.stderr if isinstance(error, subprocess.CalledProcessError) else None
    return str(said or error).strip()


if __name__ == "__main__":
    sys.exit(main())
