"""The improved résumé as a document: with what its owner accepted, and nothing else.

    accepted    the text that the accepted changes make; pure
    make        the document that was asked for
    layout      that text as the lines of a page: name, headings, items; pure
    word        those lines as a Word document
    pdf         those lines as a PDF, in a font that has Latin, Greek and Cyrillic letters

What reads files is in `reading`, not here. Each writer's library is imported where it is used.
"""
