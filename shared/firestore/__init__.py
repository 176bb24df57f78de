"""Firestore: where jobs are kept. Its client is known in this room only.

Rules about jobs belong to `shared.core`; here they are only stored and found.
"""
