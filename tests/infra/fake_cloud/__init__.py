"""A Google Cloud that is not there: stand-ins for the programs and calls of `infra/deploy`.

What belongs here: what gcloud, Terraform and a few REST calls answer, and when, as Google's and
HashiCorp's documents say; and how all that goes wrong. What does not: any rule of our deployment.

`Cloud` keeps the state of it in one file, and `programs` stands where processes are started. A
command that no stand-in knows fails, so that a new one cannot be forgotten.
"""
