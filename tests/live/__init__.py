"""Smokes of the real services, for a person with an account.

They cost some cents and run only when asked for; nothing else in the suite calls a real service.
"""
