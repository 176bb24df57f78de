"""How results are printed."""

from rich.console import Console

from infra.local.demo import results


def printed(job_type: str, value: dict[str, object]) -> str:
    """Print a result into a text."""
    console = Console(width=80)
    with console.capture() as captured:
        results.print_result(console, "A title", job_type, dict(value))  # type: ignore[arg-type]
    return captured.get()


def test_unknown_type_is_still_printed() -> None:
    """A job type that has no drawing of its own is printed whole, below its title."""
    text = printed("career-insights", {"headline": "Über alles", "points": [1, 2]})
    assert "A title" in text
    assert '"headline": "Über alles"' in text
