"""The warehouse's tables: one JSON file a table, in the form that BigQuery and Terraform read.

`tables.json` says which tables there are, and how they are partitioned and clustered. The sample
database, the emulator's tables in the tests, the loader and the data dictionary are all made from
these files, or checked against them.
"""
