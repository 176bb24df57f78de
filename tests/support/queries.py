"""What the head of a query's file says about its parameters, and a value for each."""

import re
from datetime import date
from pathlib import Path

from shared.handler.ports import Parameter

_DOCUMENTED = re.compile(r"--.*@(\w+)\s+(STRING|INT64|FLOAT64|BOOL|DATE|ARRAY<STRING>)\s")
_VALUES: dict[str, Parameter] = {
    "STRING": "Data Analyst",
    "INT64": 1,
    "FLOAT64": 0.0,
    "BOOL": True,
    "DATE": date(2026, 9, 30),
    "ARRAY<STRING>": ["SQL"],
}


def documented_types(file: Path) -> dict[str, str]:
    """Return each parameter that a query's head documents, with its type."""
    return dict(_DOCUMENTED.findall(file.read_text(encoding="utf-8")))


def documented_parameters(file: Path) -> dict[str, Parameter]:
    """Return each parameter that a query's head documents, with some value of its type."""
    return {name: _VALUES[kind] for name, kind in documented_types(file).items()}
