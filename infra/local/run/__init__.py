"""`make run`: the local cloud, until Ctrl-C, with readable logs."""
