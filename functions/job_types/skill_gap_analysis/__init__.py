"""The parts of the skill-gap analysis: its figures, its names, its comparisons. All pure.

`job` declares the job type and does what is not pure.
"""
