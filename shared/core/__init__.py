"""The pure rules: jobs, retries, limits, ids, errors. No clock, no network, no client.

Whatever does I/O belongs to a room of its own beside this one.
"""
