"""The command `make cost`: what a month costs, for five shapes of use, beside the old system."""

import sys

from rich.console import Console
from rich.table import Table

from infra.costs import estimate
from infra.costs.estimate import Use, break_even, old_system, platform, services_behind, total
from infra.costs.work import Job
from shared.settings import Settings

#: By name: the shapes. The last two are a million jobs a month.
SHAPES: dict[str, Use] = {
    "10 a day": Use(jobs_a_day=10),
    "10,000 a day": Use(jobs_a_day=10_000),
    "10 million a day": Use(jobs_a_day=10_000_000),
    "progress-heavy": Use(jobs_a_day=1e6 / 30, job=Job(seconds=60, progress_writes=60)),
    "result-heavy": Use(jobs_a_day=1e6 / 30, job=Job(value_bytes=600_000)),
}


def main() -> int:
    """Print the table and the break-even, and return the exit code."""
    model = Settings.model_fields["gemini_model"].default
    console = Console(width=110)
    console.print(
        f"US dollars a month, list prices of {estimate.NOTED_ON} for {estimate.REGION}: an"
        " estimate, not a bill.\n"
    )
    console.print(_table(model))
    console.print(
        f"\nThe old system, two services and a Redis that stand, costs as much as ours at"
        f" {break_even(Job()):,.0f} jobs a day;\nbelow that ours is cheaper. The services behind"
        f" ({model}, BigQuery) cost both the same."
    )
    return 0


def _table(model: str) -> Table:
    table = Table("What is billed", *SHAPES, box=None, header_style="")
    bills = {name: platform(use) for name, use in SHAPES.items()}
    for number, line in enumerate(next(iter(bills.values()))):
        usd = [bill[number].usd for bill in bills.values()]
        if round(max(usd), 2) > 0:
            table.add_row(line.what, *(f"{one:,.2f}" for one in usd))
    table.add_section()
    table.add_row("Platform, together", *(f"{total(bill):,.2f}" for bill in bills.values()))
    table.add_row(
        "  a million jobs",
        *(f"{total(bills[name]) / use.jobs * 1e6:,.2f}" for name, use in SHAPES.items()),
    )
    table.add_row("The old system", *(f"{total(old_system(use)):,.2f}" for use in SHAPES.values()))
    table.add_row(
        "Model and warehouse",
        *(f"{total(services_behind(use, model)):,.2f}" for use in SHAPES.values()),
    )
    return table


if __name__ == "__main__":
    sys.exit(main())
