"""What tests may let go wrong: rules of faults, each bounded, and holds.

Nothing here happens unless a test asks for it.
"""
