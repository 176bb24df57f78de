"""Gemini: the text model. Its client is known in this room only.

Prompts and checks of a job type belong to its folder in `functions/job_types`.
"""
