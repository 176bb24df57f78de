"""Load real postings into the warehouse: `python -m infra.load_postings FILE.csv`.

    options       the command line
    reading/      the file's rows, with the lines they begin at
    fields        what a posting can say, and what columns are called that say it
    mapping       which of the file's columns says what: guessed, or told
    values/       what people write: pay, days, places, titles, lists, HTML
    names         names become those of the lists, as the jobs read them
    posting       of a row, what the table takes
    checking      each posting against the table's schema, and against what can be
    faults        what is wrong, by kind
    cleaned       all rows: the good ones in a file, the bad ones in a report
    summary       what is said of it
    to_bigquery   where the good ones go: load job, then MERGE
    to_duckdb     the same into a file on a laptop

What must stay true: a posting is loaded without what it does not say, and nothing is made up in its
place; one row that is wrong stops no other; the same postings loaded again change nothing; and no
message repeats what a row says.
"""
