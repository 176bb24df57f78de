"""`make deploy`: from this checkout to a project that runs it, and safe to repeat."""
