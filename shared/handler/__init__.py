"""What a job type's handler gets: its context, the attempt it runs in, and what it may ask.

No vendor is known here; adapters live in the rooms named after their service.
"""
