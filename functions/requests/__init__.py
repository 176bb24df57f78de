"""What a user may ask: submit, cancel, resubmit, erase, list, and whether it is admitted.

Nothing here knows HTTP, and nothing here runs a job.
"""
