"""Webhooks: what is sent to an endpoint, how it is signed, and how it gets there safely.

Which endpoints there are is a setting; when one is told is decided in `functions.effects`.
"""
