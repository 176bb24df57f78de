"""Sample data: made-up job postings, so that a laptop has a warehouse to ask.

Nothing in here is true of any labour market, and everything that shows a figure from here says
"sample data". The same seed gives the same rows on every machine and Python.
"""
