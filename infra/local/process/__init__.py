"""Processes of this machine: start, watch and end them; ports, interrupts, log lines.

Nothing here knows what the processes are for.
"""
