"""What the demo submits: the sample requests, or the one that was asked for on the command line."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue

SAMPLES = Path(__file__).parents[1] / "sample_data" / "requests"
SKILL_GAP = "skill-gap-analysis"
#: A user may submit this many jobs at once; see `submit_burst` in shared/settings.py.
MOST_ORDERS = 10


@dataclass(frozen=True, kw_only=True)
class Order:
    """One job to submit."""

    #: What the terminal calls it.
    title: str
    #: The body of `POST /api/jobs`.
    body: dict[str, JsonValue]


def read_orders(arguments: Sequence[str] | None) -> list[Order]:
    """Give what to submit; ends the program if the command line cannot be understood."""
    options = _parser().parse_args(arguments)
    if options.role:
        return [_order(_body(options.role, options.skills, options.industry))]
    if options.skills or options.industry:
        _parser().error("--skills and --industry belong to a --role")
    return sample_orders()


def sample_orders() -> list[Order]:
    """Give the sample requests, by their files' names."""
    files = sorted(SAMPLES.glob("*.json"))[:MOST_ORDERS]
    return [_order(json.loads(file.read_text(encoding="utf-8"))) for file in files]


def _body(role: str, skills: str, industry: str) -> dict[str, JsonValue]:
    listed: list[JsonValue] = [part.strip() for part in skills.split(",") if part.strip()]
    body: dict[str, JsonValue] = {
        "type": SKILL_GAP,
        "targetRole": role,
        "currentSkills": listed,
    }
    return {**body, "industry": industry} if industry else body


def _order(body: dict[str, JsonValue]) -> Order:
    parts = (body.get("targetRole"), body.get("industry"))
    title = ", ".join(str(part) for part in parts if part) or str(body.get("type"))
    return Order(title=title, body=body)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infra.local.demo",
        description="Start the local cloud, run jobs in it, show them, and end it.",
        epilog="Without --role it runs the sample requests in infra/local/sample_data/requests.",
    )
    parser.add_argument("--role", default="", help="the role to work towards")
    parser.add_argument("--skills", default="", help="what you can do already: A,B,C")
    parser.add_argument("--industry", default="", help="the industry to look at; all without it")
    return parser
