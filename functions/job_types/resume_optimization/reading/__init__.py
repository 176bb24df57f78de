"""What is read out of an uploaded file, and whether that can be what stands in it.

Here belong the readers, one a library, and the rules about what they read. The process that a
reader runs in is `extraction`; what a text means is for `sections` and the rest.

    refusals      why there is no text
    pdfium_pages  a PDF by pdfium: the first reader
    pypdf_pages   a PDF by pypdf: where the first one's text cannot be
    blanks        the blanks between words that are only drawn
    order         the order in which a page is read that is drawn in another
    pieces        what is drawn as one
    columns       the columns of a page, and its lines
    labels        headings in a column of their own
    line_ends     where a line ends, though no line end is drawn
    marks         headings and dates, by a few words
    glyph_names   the letters that a glyph's name stands for
    glyph_numbers the letters that a font's numbers stand for
    word_lines    a Word document by python-docx
    plain_text    a plain text, whatever its encoding
    spaced        lines whose letters stand apart
    characters    the letters that are meant: accents, hyphens, icons, false bold
    plausibility  whether a text can be what a person wrote
    common_words  words that most texts have
    cover_letter  whether a text is a letter and no résumé
"""
