"""Cloud Tasks: deliveries of jobs and of webhooks. Its client is known in this room only.

What a delivery does belongs to `functions.worker`.
"""
