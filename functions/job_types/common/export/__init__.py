"""A text as a document: Word or PDF.

    page    the lines of a page: name, headings, items; pure
    word    those lines as a Word document
    pdf     those lines as a PDF, in a font that has Latin, Greek and Cyrillic letters
    make    the document in the format that was asked for

What a page says is its type's own. Each writer's library is imported where it is used.
"""
