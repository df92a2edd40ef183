"""The adapter that brings ``typesetting`` into WeasyPrint: the only place that touches WeasyPrint's layout
of lines.

``install``      ``installed()``: the context in which lines are ours
``properties``   the CSS properties that WeasyPrint does not know
``values``       the grammars of their values
``layout``       the hooks of layout
``flattening``   a line box as one paragraph of text
``tree``         the boxes that the paragraph's characters came from
``shaping``      a text's glyphs, from Pango, once
``hyphenation``  where words may be divided
``building``     a line's boxes from its paragraph's plan
``settext``      what stands in a text box in place of a Pango layout
``drawing``      the operators that show it
``textlayer``    what its glyphs say to the programs that copy and search
``decoration``   lines under, over and through the text
``emphasis``     emphasis marks
``ruby``         which characters have which readings, and the room these need
``rubyboxes``    the readings on their line
``zhuyin``       readings of symbols, set beside their character
``grid``         lines on the grid of the page
``fontkeys``     two font files are two fonts of the PDF
"""

from exporter.pdf.composer.install import installed

__all__ = ["installed"]
