"""What an operator may ask: to see and change the jobs of all users.

Nothing here is reachable without the claim `operator`; it does no more than users may, in bulk.
"""
