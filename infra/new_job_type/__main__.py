"""Write a new job type: `python -m infra.new_job_type cover-letter`.

With --refresh-document it writes docs/adding-a-job-type.md again, after a change of a template.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from infra.new_job_type.document import SHOWN, refresh
from infra.new_job_type.rendering import ROOT, BadNameError, render

_DOCUMENT = Path("docs/adding-a-job-type.md")


def main(arguments: Sequence[str] | None = None, *, root: Path = ROOT) -> int:
    """Write the files, or the document; return the program's exit code."""
    options = _parser().parse_args(arguments)
    if options.refresh_document:
        document = root / _DOCUMENT
        text = document.read_text(encoding="utf-8")
        document.write_text(refresh(text, render(SHOWN, root)), encoding="utf-8")
        return 0
    try:
        files = render(options.name or "", root)
    except BadNameError as error:
        print(error, file=sys.stderr)
        return 1
    for place, text in files.items():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(text, encoding="utf-8")
        print(f"  {place}")
    tests = " ".join(place for place in files if place.startswith("tests/"))
    print(
        f"The job type {options.name} is there, and runs: .venv/bin/pytest {tests}\n"
        f"Make it yours; {_DOCUMENT} explains each file."
    )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infra.new_job_type",
        description="Write the files of a new job type, which runs as it is.",
    )
    parser.add_argument("name", nargs="?", help="lower-case words joined by hyphens")
    parser.add_argument(
        "--refresh-document", action="store_true", help=f"write {_DOCUMENT} again, and nothing else"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
