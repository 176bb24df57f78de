"""One delivery: claim a job, run an attempt, settle it; recover and sweep what died.

What follows from a written change belongs to `functions.effects`, not here.
"""
