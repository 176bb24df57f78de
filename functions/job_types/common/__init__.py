"""What several job types need: names, cleaned text, chance, numbers in prose. All pure."""
