"""Pub/Sub: events about jobs. Its client is known in this room only.

When an event is published is decided in `functions.effects`.
"""
