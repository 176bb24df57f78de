"""What the demo shows of career insights."""

from infra.local.demo.submissions import sample_orders


def test_a_sample_is_named_by_its_domain_and_region() -> None:
    """What is short in the request, in its order."""
    first = next(order for order in sample_orders() if order.kind == "Career insights")
    assert first.title == "Healthcare, US West"
