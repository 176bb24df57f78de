"""`make console`: what the cloud's dashboard shows, for the local cloud, live in a terminal.

log_filters  Cloud Logging's language for filters, as far as ours use it     (pure)
metrics      which log lines are counted: the very filters of infra/terraform/monitoring.tf
tally        the counted lines of the last hour                              (pure)
figures      what was seen, as numbers for a person                          (pure)
draw         the numbers as one frame                                        (pure)
log_tail, collect    ask the log files, Firestore and the queue
screen, program      the terminal, and the loop
"""
