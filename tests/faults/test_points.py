"""The list of fault points is what the code does: no call to the outside is forgotten."""

import ast
import dataclasses
import inspect

import pytest

from infra.local.cloud.emulators import ROOT
from shared.firestore.job_store import JobStore
from shared.pubsub.job_events import JobEvents
from shared.push.sender import PushSender
from shared.tasks.task_queue import TaskQueue
from shared.wiring import Services
from tests.faults.points import WATCHED, Call, Crash, Point, When
from tests.faults.record import read_list, record
from tests.faults.scenarios import SCENARIOS
from tests.faults.stage import Stage

ADAPTERS = {"store": JobStore, "queue": TaskQueue, "events": JobEvents, "push": PushSender}
#: Parts of the services that are no fault points, and why.
UNWATCHED = {
    "settings": "a value",
    "clock": "no call: a skewed one is tested in test_clock_skew.py",
    "token": "no call",
    "jitter": "no call",
    "sleep": "no call",
    "users": "changes nothing, and is asked before anything is changed",
    "task_authenticator": "changes nothing, and is asked before anything is changed",
    "tracer_provider": "changes nothing: its failures are tested in test_bounded_export.py",
    "webhooks": "changes nothing of ours; tests/integration/webhooks has every answer to it",
}
#: Methods that no change of a job calls, and why they are asked for all the same.
OF_NO_JOB = {
    f"queue.{method}": "an operator's switch of Cloud Tasks itself: one call, and no job is written"
    for method in ("is_paused", "pause", "resume")
}


def public_methods(adapter: type) -> list[str]:
    """Return the names of an adapter's public methods; there are no public properties."""
    return [name for name in vars(adapter) if not name.startswith("_")]


METHODS = [
    f"{part}.{method}" for part, adapter in ADAPTERS.items() for method in public_methods(adapter)
]


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_list_of_points_is_fresh(stage: Stage, name: str) -> None:
    """The scenario makes the listed calls; `python -m tests.faults.record` lists them anew."""
    assert read_list().get(name) == record(stage, SCENARIOS[name])


def test_no_scenario_is_listed_that_does_not_exist() -> None:
    """The list has the scenarios, in their order."""
    assert list(read_list()) == list(SCENARIOS)


def test_every_part_of_the_services_is_watched_or_has_a_reason() -> None:
    """A new adapter is a decision about its fault points."""
    fields = {field.name for field in dataclasses.fields(Services)}
    assert fields == {*WATCHED, *UNWATCHED}
    assert {*WATCHED, "push"} == ADAPTERS.keys()


@pytest.mark.parametrize("name", METHODS)
def test_every_method_of_an_adapter_is_a_fault_point(stage: Stage, name: str) -> None:
    """Whatever it is called, a public method of an adapter dies with its process."""
    part, _, method = name.partition(".")
    adapter = ADAPTERS[part]
    assert inspect.isfunction(vars(adapter)[method]), "a public property may hide a call"
    point = Point(when=When.BEFORE, call=Call(part=part, method=method, number=1))
    process = stage.start_process(point=point)
    with pytest.raises(Crash):
        getattr(getattr(process.services, part), method)()
    assert process.is_dead


@pytest.mark.parametrize("name", [name for name in METHODS if name not in OF_NO_JOB])
def test_every_method_of_an_adapter_is_met_by_a_scenario(name: str) -> None:
    """A new method needs a scenario that calls it, so that it is crashed at."""
    met = {f"{call.part}.{call.method}" for calls in read_list().values() for call in calls}
    assert name in met


def test_the_backend_uses_nothing_private_of_an_adapter() -> None:
    """A call past the public methods would be a call past the fault points."""
    private = {
        (path.name, node.attr)
        for path in [*(ROOT / "functions").rglob("*.py"), *(ROOT / "shared").glob("*.py")]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr.startswith("_")
        and isinstance(node.value, ast.Attribute)
        and node.value.attr in WATCHED
    }
    assert private == set()


def test_a_watched_adapter_shows_nothing_but_its_public_methods(stage: Stage) -> None:
    """So that nothing slips past the fault points unseen."""
    with pytest.raises(AttributeError):
        _ = stage.world.services.store._connection


def test_a_dead_process_does_nothing(stage: Stage) -> None:
    """Neither in the thread that died nor in another."""
    process = stage.start_process()
    with pytest.raises(Crash):
        process.die()
    with pytest.raises(Crash):
        process.services.store.due(stage.clock(), 1)
    assert process.calls == []


def test_a_point_is_written_as_it_is_read() -> None:
    """Its text goes into test names, and into the environment of a real process."""
    text = "after:store.write#2"
    assert str(Point.parse(text)) == text
