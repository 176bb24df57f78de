"""Who calls: users by Firebase, and Cloud Tasks and Cloud Scheduler by their tokens.

What a caller may do is decided in `functions`.
"""
