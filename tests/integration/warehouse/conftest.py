"""The sample data and the warehouse over it."""

from tests.support.sample_data import sample_data, warehouse

__all__ = ["sample_data", "warehouse"]
