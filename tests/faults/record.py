"""The list of fault points: the calls that each scenario makes, kept in `points.txt`.

The list is read when tests are collected, and made anew by `python -m tests.faults.record`. A test
compares it with what the code does, so that a new call cannot be forgotten.
"""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.faults.points import Call, Point, When, silent_deaths
from tests.faults.published import Published
from tests.faults.scenarios import SCENARIOS, Scenario
from tests.faults.stage import Stage, manual_tasks_emulator, open_stage
from tests.support.emulators import google_emulators
from tests.support.world import tasks_client

LIST = Path(__file__).with_name("points.txt")
_INDENT = "    "


def record(stage: Stage, scenario: Scenario) -> list[Call]:
    """Play a scenario without a fault, and return the calls of the process under test."""
    with scenario.played_on(stage):
        process = stage.put_under_test(stage.start_process())
        process.run(lambda services: scenario.act(stage, services))
        stage.recover_in_time()
        stage.check()
        scenario.check(stage)
    return process.calls


def read_list() -> dict[str, list[Call]]:
    """Return the calls of each scenario as they are listed."""
    calls: dict[str, list[Call]] = {}
    counts: Counter[tuple[str, str]] = Counter()
    scenario = ""
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if not line.startswith(_INDENT):
            scenario = line
            calls[scenario] = []
            continue
        part, _, method = line.strip().partition(".")
        counts[scenario, line] += 1
        calls[scenario].append(Call(part=part, method=method, number=counts[scenario, line]))
    return calls


def write_list(calls: Mapping[str, Sequence[Call]]) -> str:
    """Return the list as text."""
    lines: list[str] = []
    for scenario, made in calls.items():
        lines.append(scenario)
        lines += [f"{_INDENT}{call.part}.{call.method}" for call in made]
    return "\n".join(lines) + "\n"


def points_of(scenario: str) -> list[Point]:
    """Return both sides of every call of a scenario."""
    return [Point(when=when, call=call) for call in read_list()[scenario] for when in When]


def main() -> None:
    """Play every scenario and write the list."""
    with (
        google_emulators() as google,
        manual_tasks_emulator() as emulator,
        tasks_client(emulator) as client,
        silent_deaths(),
    ):
        os.environ.update(google.environment)
        published = Published(pubsub_port=google.pubsub_port)
        calls = {}
        for name, scenario in SCENARIOS.items():
            stage = open_stage(google, emulator, client, published)
            calls[name] = record(stage, scenario)
    LIST.write_text(write_list(calls), encoding="utf-8")


if __name__ == "__main__":
    main()
