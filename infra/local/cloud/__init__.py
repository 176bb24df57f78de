"""The local cloud as a whole: emulators and functions started together, found and watched.

Handling of single processes and ports belongs to `infra.local.process`.
"""
