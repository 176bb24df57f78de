"""Write a new job type: `make new-job-type NAME=cover-letter`.

    templates/    a whole job type: its folder, its offline writer and its test
    rendering     the templates under a name, in the form that ruff gives them
    document      the same in docs/adding-a-job-type.md

What must stay true: what is written passes lint and its own test as it is, and nothing that is
there is written over.
"""
