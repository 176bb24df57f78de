"""Where it runs: the cloud's description, and the same cloud on a laptop."""
