"""Job type `career-report`: what other types find for a person, tied together.

    request     what is asked: the union of what the parts ask
    children    which jobs of other types a request makes
    views       what is read of their results
    findings    the records that a report is made of
    plan        what to learn first, by what it opens and what it pays
    pay         what is paid in a place, beside all places
    resume      what to change in the résumé, beside the skills
    report      all of it, tied together; all these are pure
    text        what is written about it, and the check that it keeps to the facts
    page        the report as the lines of a page, for a document
    job         the job type

It imports none of the types that it names: their requests and results are known by the registry.
"""
