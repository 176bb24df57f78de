"""`make break` and `make mend`: the runbook's troubles, made on purpose in the cloud of `make run`.

What belongs here breaks a part from outside, as an outage does; nothing that is deployed knows it.
"""
