"""Hostile requests against the real API process; `make test-hostile` sends ten thousand."""
