"""Load real postings into the warehouse: `python -m infra.load_postings FILE.csv`.

    reading       the file's rows, with the lines they begin at
    names         synonyms become the names that the lists have
    checking      each row against the table's schema, and against what can be
    cleaned       all rows: the good ones in a file, the bad ones in a report
    to_bigquery   where the good ones go: load job, then MERGE
    to_duckdb     the same into a file on a laptop

What must stay true: a row is loaded whole or not at all; the same postings loaded again change
nothing; and no message repeats what a row says.
"""
