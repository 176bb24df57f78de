"""Read a file of rows: CSV, NDJSON, a JSON list, Parquet, or schema.org's JobPosting.

    raw_row       what each of them gives: a row's values, or why it cannot be read
    csv_rows      text with a head, by commas, semicolons, tabs or bars
    json_rows     an object a line, or one list
    json_ld       JobPosting objects, as rows; also out of a page's HTML
    parquet_rows  by DuckDB
    files         which of these a file is

A row that cannot be read is returned with what is wrong, so that the others still are. Nothing here
knows the warehouse's columns.
"""
