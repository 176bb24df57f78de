"""Pure rules: names, limits, retries, rates, headers, and the translation of protos.

No clock, no network, no store.
"""
