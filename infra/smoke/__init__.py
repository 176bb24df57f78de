"""`make smoke`: one real job, end to end, against a deployment or the local cloud."""
