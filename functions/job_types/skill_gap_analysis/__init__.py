"""The parts of the skill-gap analysis: its figures, its names, its comparisons. All pure.

`skill_gap_analysis.py` beside this package declares the job type and does what is not pure.
"""
