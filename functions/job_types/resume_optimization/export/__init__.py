"""The improved résumé as a document: with what its owner accepted, and nothing else.

    accepted    the text that the accepted changes make; pure
    make        the document that was asked for
    layout      that text as the lines of a page: name, headings, items; pure

What reads files is in `reading`, not here; what writes them is in `common.export`.
"""
