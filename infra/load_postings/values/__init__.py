"""Read what people write in a posting: pay, days, places, titles, lists, HTML. Pure.

Each module reads one kind of value. What it cannot read it refuses with a `FieldError`, whose words
have nothing of the value. Here lies nothing about files, and nothing about tables.
"""
