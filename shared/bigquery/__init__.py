"""BigQuery: the warehouse. Its client is known in this room only.

Queries belong to the job type that asks them.
"""
