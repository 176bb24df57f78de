"""`make eval`: how good the configured text model's work is.

Without GEMINI_API_KEY, or a project that is not a demo, it is the offline model that is tried. The
figures are always those of the sample data, so that runs can be compared. Exits with 1 if any
rubric fails, and leaves `report.md` and `report.json` in `.local/eval/`.
"""

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from infra.local.cloud.emulators import ROOT
from infra.local.cloud.stack import SAMPLE_DATA
from infra.local.stand_ins import adapters
from infra.local.stand_ins.offline_model import GENERATED_BY
from shared.gemini.model import open_text_model
from shared.handler.ports import TextModel
from shared.settings import DEMO_PROJECT_PREFIX, Settings, SettingsError
from tests.eval.case import Case
from tests.eval.cases import CASES
from tests.eval.report import Report, tables, to_json, to_markdown
from tests.eval.running import Judged, Runner

_DEFAULTS = {
    "GOOGLE_CLOUD_PROJECT": f"{DEMO_PROJECT_PREFIX}eval",
    "WAREHOUSE_FILE": str(SAMPLE_DATA),
}


def choose_model(settings: Settings) -> tuple[str, TextModel]:
    """Return the model that the settings ask for, and its name."""
    if settings.gemini_api_key or not settings.is_demo:
        return settings.gemini_model, open_text_model(settings)
    return GENERATED_BY, adapters.open_text_model(settings)


def evaluate(
    settings: Settings, cases: Sequence[Case], console: Console, runner: Runner | None = None
) -> Report:
    """Try the model with each case, and say how far it is."""
    name, model = choose_model(settings)
    used = runner or Runner(model=model, warehouse=adapters.open_warehouse(settings))
    judged: list[Judged] = []
    for number, each in enumerate(used.run(cases), start=1):
        judged.append(each)
        mark = "[red]faulty[/]" if each.faults else "ok"
        console.print(f"{number:>2}/{len(cases)}  {each.answer.case}  {mark}", highlight=False)
    return Report(model=name, day=datetime.now(UTC).date(), judged=tuple(judged))


def save(report: Report, folder: Path) -> None:
    """Leave the report in a folder, for people and for programs."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.md").write_text(to_markdown(report), encoding="utf-8")
    document = json.dumps(to_json(report), ensure_ascii=False, indent=1)
    (folder / "report.json").write_text(document, encoding="utf-8")


def main(
    arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ
) -> int:
    """Run the suite; 0 if every rubric holds, 1 if one does not, 2 if it cannot begin."""
    parser = ArgumentParser(prog="python -m tests.eval", description="Try the configured model.")
    parser.add_argument("--only", default="", help="only cases whose name has this in it")
    parser.add_argument("--out", type=Path, default=ROOT / ".local" / "eval")
    options = parser.parse_args(arguments)
    console = Console()
    cases = [case for case in CASES if options.only in str(case)]
    try:
        settings = Settings.from_environment({**_DEFAULTS, **environment})
    except SettingsError as error:
        console.print(str(error), style="red", markup=False)
        return 2
    if not cases or not Path(settings.warehouse_file).exists():
        console.print("No such case, or no sample data (make setup makes it).", style="red")
        return 2
    report = evaluate(settings, cases, console)
    for part in tables(report):
        console.print(part)
    save(report, options.out)
    console.print(f"Written to {options.out}", highlight=False, style="dim")
    return 0 if report.is_passed else 1


if __name__ == "__main__":
    sys.exit(main())
