"""What everyone agrees on: records, rules, and one adapter for each Google service."""
