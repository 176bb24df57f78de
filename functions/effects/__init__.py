"""What follows a written change of a job, once: tasks, events, webhooks, the next slot.

Nothing here decides what becomes of a job; it carries out what the change asks for.
"""
