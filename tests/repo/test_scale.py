"""docs/scale.md has the limits, and the jobs a second, that the simulation is made of."""

from infra.costs.work import Job
from tests.bench import deployment, limits
from tests.bench.limits import Figure
from tests.repo.documents import documents, table_after

DOCUMENT = "docs/scale.md"


def test_each_limit_stands_there_with_its_source() -> None:
    """In the code's order; what no page states is called assumed."""
    figures = [value for value in vars(limits).values() if isinstance(value, Figure)]
    rows = table_after(documents()[DOCUMENT], "What the platform allows")
    assert rows == [
        [f"{each.value:,g}", each.what, f"<{each.source}>" if each.source else "assumed"]
        for each in figures
    ]


def test_each_part_is_full_where_it_says() -> None:
    """At so many demo jobs a second, for each deployment that is compared."""
    cost = deployment.kept_costs()
    found = [deployment.ceilings(cut, Job(), cost) for cut in deployment.deployments()]
    rows = table_after(documents()[DOCUMENT], "When each part is full")
    assert rows == [
        [name, *(f"{each[name]:,.0f}" if name in each else "-" for each in found)]
        for name in found[0]
    ]
