"""The rules of a line of Chinese, Japanese or Korean, as pure functions over whole paragraphs.

What goes in is a ``Paragraph``: its text, the natural advance of every character, and what CSS says of each
stretch of it. What comes out are lines: where each ends, and how far every character of it advances. The room
knows nothing of HTML, of fonts or of WeasyPrint; lengths are in whatever unit the caller uses throughout.

``paragraph``   what goes in, and what comes out
``spans``       the settings and the em that hold at a place of the text

Where lines may end:
``breaks``      the verdict for every boundary (UAX #14; CSS Text 3, 5; CLREQ 3.1.4; JLREQ 3.1.7 to 3.1.12)
``linebreak``   the algorithm of UAX #14 over a string of classes
``lineclasses`` a paragraph as its line-breaking classes
``tailoring``   what Chinese, Japanese and Korean, and CSS, change about them
``ucd``         the tables of the Unicode Character Database, and how they are made

Space, and what gives way in which order:
``classes``     what kind of character each is to typesetting (CLREQ 2.2; JLREQ 3.9)
``joints``      what the rules say of a boundary between two characters
``trim``        the blank halves of marks side by side and at lines' ends (CLREQ 3.1.6; CSS Text 4, 8.4)
``autospace``   the space between Han and Latin (CLREQ 3.2.4; CSS Text 4, 8.5)
``hanging``     marks that hang out of the measure (CLREQ 3.1.7; CSS Text 3, 8.2)
``gaps``        where a line may be widened between characters
``elastic``     how far the space in a line gives way (CLREQ 3.5.3, 3.5.4; JLREQ 3.8.3, 3.8.4)

The lines:
``measures``    all of that in sums: the width of any line by subtraction
``fitting``     total fit: where the lines of a paragraph end
``justify``     a line, set to its measure
``setting``     a paragraph, analysed once; its lines broken, and each set

Readings and marks beside the text:
``ruby``        how much room readings need; ``apportion`` and ``compound`` share it out
``zhuyin``      Zhuyin beside its character (CLREQ 3.3.3)
``emphasis``    which characters take a mark of emphasis, and on which side (CLREQ 3.1.8)
"""
