"""The parts of the résumé optimization: sections, keywords, checks, the improved text.

All are pure but for those that read files; `job` declares the job type and does the rest.

    documents   read the text of an uploaded file, in a process of its own: extraction
    reading     the readers, and whether what they read can be right
    sections    cut a résumé into sections and their lines, bullets and paragraphs
    languages   in which language it is written, and what of the review is there for that
    lines       its lines; items: bullets and paragraphs, wrapped lines joined; dates
    headings    which words are a heading's (heading_words); outline: which lines are headings
    sections    cut a résumé into sections and their items
    absence     what is missing, where that is sure
    market      ask the warehouse what employers ask for of the role
    parts       what of it goes into one question to the text model
    text        the form of that question and of the answer
    quotes      find what the model quotes: offsets are ours, never the model's
    facts       refuse a rewrite that adds or loses a figure or a name, or claims more
    review      check a whole answer: what is taken, what stays as it was, and why
    wording     weak openings, filler, first person: findings by rules
    ats         what keeps software that reads résumés from reading this one
    keywords    which keywords it has, synonyms understood; keyword_context: which are meant
    questions   what to ask the person, where a bullet lacks a figure
    figures_form  the form in which a job asks for those figures, and what is answered
    own_figures   write them into the bullets; asking: ask, and have them written
    grammar     refuse a rewrite that is no English; verbs: their forms
    rebuild     the changes, and the text that they make
    size_budget what still fits into a result
    report      the result, put together
    export      the improved résumé as a document: Word or PDF
    findings    the records of all this
"""
