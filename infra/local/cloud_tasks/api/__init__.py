"""The API's calls, over gRPC and HTTP: read the request, let the engine act, write the answer.

Limits and defaults belong to `rules`; what happens to tasks to `engine`.
"""
