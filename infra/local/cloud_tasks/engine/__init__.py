"""What happens to queues and tasks: stored, due, dispatched, answered, tried again.

How callers ask for it belongs to `api`.
"""
