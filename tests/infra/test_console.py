"""The local console counts what the cloud's dashboard counts."""

from collections.abc import Sequence

import pytest

from infra.local.console.counters import Counted
from infra.local.console.figures import measure
from infra.local.console.metrics import METRICS, OUR_LINES
from tests.infra import terraform
from tests.support.console import seen


def plain(text: str) -> str:
    """Return a text of Terraform as Cloud Logging gets it."""
    return str(terraform.unquoted(text)).replace('\\"', '"')


def in_the_cloud() -> dict[str, tuple[str, frozenset[str], str | None]]:
    """Return each metric of Terraform: its filter, its labels, and the field it measures."""
    values = terraform.local_values()
    found: dict[str, tuple[str, frozenset[str], str | None]] = {
        name: (plain(entry["filter"]), frozenset(terraform.unquoted(entry["fields"])), None)
        for name, entry in values["counted"].items()
    }
    found |= {
        name: (
            plain(entry["filter"]),
            frozenset(terraform.unquoted(entry["fields"])),
            plain(entry["value"]),
        )
        for name, entry in values["measured"].items()
    }
    return found


def test_our_lines_are_the_same() -> None:
    """The same processes are listened to."""
    assert plain(terraform.local_values()["our_lines"]) == OUR_LINES


@pytest.mark.parametrize("name", in_the_cloud())
def test_a_metric_of_the_cloud_is_counted_here(name: str) -> None:
    """By the same filter, split by the same fields, measuring the same one."""
    metric = METRICS[name]
    here = metric.filter, frozenset(metric.fields), metric.value
    assert here == in_the_cloud()[name]


def test_nothing_else_is_counted_here() -> None:
    """A figure that the cloud does not have is none of these."""
    assert set(METRICS) == set(in_the_cloud())


def test_every_metric_is_shown() -> None:
    """What is counted is looked at by some figure."""
    asked = set()

    class Counts(dict[str, Sequence[Counted]]):
        def __getitem__(self, name: str) -> Sequence[Counted]:
            asked.add(name)
            return super().__getitem__(name)

    cloud = seen()
    object.__setattr__(cloud, "counted", Counts(cloud.counted))
    measure(cloud)
    assert asked == set(METRICS)
