"""The rules of a line of Chinese, Japanese or Korean, as pure functions over whole paragraphs.

What goes in is a ``Paragraph``: its text, the natural advance of every character, and what CSS says of each
stretch of it. What comes out are lines: where each ends, and how far every character of it advances. The room
knows nothing of HTML, of fonts or of WeasyPrint; lengths are in whatever unit the caller uses throughout.

``paragraph``   what goes in, and what comes out
``classes``     what kind of character each is to typesetting (CLREQ 2.2; JLREQ 3.9)
``breaks``      where a line may end (UAX #14, CSS Text 3, 5; CLREQ 3.1.4; JLREQ 3.1.7–3.1.12)
``spacing``     the widths of marks side by side and at line ends, the space between Han and Latin
``setting``     a paragraph, analysed once; its lines broken, and each set to its measure
"""
