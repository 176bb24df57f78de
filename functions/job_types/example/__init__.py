"""The example: the smallest job type that does all that a job type does.

The smoke test, the demo's first job and the engine's tests use it; the web app does not offer it.
"""
