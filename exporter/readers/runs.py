"""White space as HTML and CSS collapse it, with the line ends of CJK sources.

CSS Text 4, §4.1.1–4.1.3: white space collapses to one space; a line end between two wide characters that are
not Hangul is no space at all, nor is one between such a character and punctuation of ambiguous width.
"""

from __future__ import annotations

import functools
import itertools
import re
from typing import TYPE_CHECKING

from exporter.languages import joins

if TYPE_CHECKING:
    from lxml import etree

SPACES = " \t\n\r\f"
"""What HTML calls white space."""
BLANKS = (
    SPACES + "\u00a0\u3000\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\ufeff"
)
"""What says nothing at the edge of a paragraph: the style sheet indents."""

MAX_PARTS = 40

_UNEVEN = re.compile(r"[ \t\n\r\f]*[\t\n\r\f][ \t\n\r\f]*| {2,}")
_OTHER_SPACE = re.compile(r"[\t\n\r\f]")
_RUN = re.compile(r"[ \t\n\r\f]+")
_INDENT = re.compile(r"[ \t\n\r\f]*(?:\u3000|[\u00a0\u2002\u2003]{2})")


def collapse(text: str) -> str:
    """Collapse the white space inside ``text``, which neither begins nor ends with any."""
    if "  " not in text and not _OTHER_SPACE.search(text):
        return text
    return _UNEVEN.sub(lambda run: _joint(text[run.start() - 1], run[0], text[run.end()]), text)


def gap(before: str, blank: str, after: str) -> str:
    """Return what stands between two characters of a paragraph when the source has ``blank`` there.

    No-break and ideographic spaces stay; ``blank`` holds only characters of :data:`BLANKS`.
    """
    if not blank.strip(SPACES):
        return _joint(before, blank, after)
    padded = f"{before}{blank}{after}"
    return _RUN.sub(lambda run: _joint(padded[run.start() - 1], run[0], padded[run.end()]), padded)[1:-1]


def indented(blank: str) -> bool:
    """Whether this white space at the beginning of a line is the indent of a CJK paragraph."""
    return _INDENT.match(blank) is not None


def plain(text: str) -> str:
    """Return ``text`` as one line: for titles, labels and comparisons."""
    text = text.strip(BLANKS)
    return collapse(text.replace("\u00a0", " ")) if text else ""


def short_text(element: etree._Element, limit: int) -> str | None:
    """Return the text in ``element`` if that is at most ``limit`` characters, in few elements, else ``None``.

    Asked of every element of a page, this must not read to the bottom each time.
    """
    if next(itertools.islice(element.iter(), MAX_PARTS, None), None) is not None:
        return None
    text = "".join(str(piece) for piece in element.itertext())
    return text if len(text.strip()) <= limit else None


@functools.lru_cache(maxsize=4096)
def _joint(before: str, run: str, after: str) -> str:
    return "" if ("\n" in run or "\r" in run) and joins(before, after) else " "
