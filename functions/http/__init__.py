"""What comes in from outside: requests are read, one function is called, its answer is written.

Nothing here decides about a job; what a job may do lives in the rooms that this one calls.
"""
