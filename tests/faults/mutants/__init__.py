"""Defects put into a copy of the code on purpose: each must turn the suite red."""
