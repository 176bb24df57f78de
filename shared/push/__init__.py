"""Push: the devices that asked to be told, and what is sent to them, by Firebase Cloud Messaging.

Whether a job's owner is told is decided in `functions.effects`.
"""
