"""`make demo`: submit jobs to the local cloud as a user would, and watch them to their end."""
