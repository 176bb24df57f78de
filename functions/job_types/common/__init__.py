"""What several job types need: names, demand, significance, clean text, numbers in prose. Pure."""
