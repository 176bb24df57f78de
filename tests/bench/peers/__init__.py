"""The same jobs on what a user would pick instead; each program has an environment of its own."""
