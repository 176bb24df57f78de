"""What Google's REST services take, by their own discovery documents: a request is judged by them.

Here is what a request is compared with, and what extracts that. No test, and nothing of ours.
"""
