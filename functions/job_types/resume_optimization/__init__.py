"""The parts of the résumé optimization: sections, keywords, checks, the improved text.

All are pure but for those that read files; `job` declares the job type and does the rest.

    documents   read the text of an uploaded file, in a process of its own: extraction
    reading     the readers, and whether what they read can be right
    sections    cut a résumé into sections and their lines, bullets and paragraphs
    parts       what of it goes into one question to the text model
    text        the form of that question and of the answer
    quotes      find what the model quotes: offsets are ours, never the model's
    facts       refuse a rewrite that adds or loses a figure or a name, or claims more
    review      check a whole answer: what is taken, what stays as it was, and why
    wording     weak openings, filler, first person: findings by rules
    ats         what keeps software that reads résumés from reading this one
    keywords    which keywords it has, synonyms understood
    rebuild     the changes, and the text that they make
    size_budget what still fits into a result
    report      the result, put together
    findings    the records of all this
"""
