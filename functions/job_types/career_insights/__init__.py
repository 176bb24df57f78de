"""The parts of the career insights: the sample, its figures, the text and its check. All pure.

`job` declares the job type and does what is not pure.
"""
