"""The promises of docs/guarantees.md and of the API, each as a function over what was seen.

Pure. A rule yields a finding for each thing it has looked at, whether it holds or not, so that a
rule that never had anything to look at is seen to be idle.
"""
