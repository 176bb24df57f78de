"""Logs and traces: what is said about the work, and how it leaves the process.

No user text, token or result passes through here.
"""
