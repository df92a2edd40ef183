"""What the elements of a page become in the vocabulary of :mod:`exporter.vocabulary`."""

from __future__ import annotations

DROPPED = frozenset(
    "script style template head title link meta base iframe frame frameset noframes object applet"
    " param video audio canvas map area select option optgroup datalist textarea button"
    " progress meter basefont portal dialog".split()
)
"""Dropped with what is in them: dangerous, or nothing on paper."""

SEPARATORS = frozenset(
    "html body div section article main header footer nav aside address center form fieldset legend details"
    " summary hgroup search marquee layer noscript".split()
)
"""Unwrapped; a paragraph ends where they begin and where they end."""

RENAMED = {
    "strike": "s",
    "acronym": "abbr",
    "tt": "code",
    "rtc": "rt",  # EPUB readers do not set readings on both sides
    "dir": "ul",
    "menu": "ul",
    "listing": "pre",
    "xmp": "pre",
    "plaintext": "pre",
}

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
FLOW = frozenset("body blockquote li dd td th figure figcaption div aside".split())
"""What holds paragraphs and other blocks."""
PHRASING = HEADINGS | {"p", "dt", "caption", "pre"}
"""What holds text and nothing that is a block."""
LISTS = frozenset({"ul", "ol"})
ROW_GROUPS = frozenset({"thead", "tbody", "tfoot"})
CELLS = frozenset({"td", "th"})
TABLE_PARTS = ROW_GROUPS | CELLS | {"tr", "caption", "colgroup", "col"}
BLOCK_TAGS = (FLOW | PHRASING | LISTS | TABLE_PARTS | {"dl", "table"}) - {"body", "div", "aside"}

RUBY_PARTS = frozenset({"rb", "rt", "rp"})
INLINE = frozenset(
    "a abbr b cite code del dfn em i ins kbd mark q ruby s samp small span strong sub sup time u var".split()
)
NEST = frozenset({"q", "sub", "sup", "a", "span", "ruby"})
"""Inline elements that mean something more inside one of their own kind, or carry attributes."""

PARENTS: dict[str, frozenset[str]] = {
    "li": LISTS,
    "dt": frozenset({"dl"}),
    "dd": frozenset({"dl"}),
    "caption": frozenset({"table"}),
    "thead": frozenset({"table"}),
    "tbody": frozenset({"table"}),
    "tfoot": frozenset({"table"}),
    "tr": ROW_GROUPS | {"table"},
    "td": frozenset({"tr"}),
    "th": frozenset({"tr"}),
    "figcaption": frozenset({"figure"}),
}
"""What may stand only in these; everything else that is a block stands in :data:`FLOW`."""

BRIDGES: dict[str, str] = {
    "ul": "li",
    "ol": "li",
    "dl": "dd",
    "table": "tr",
    "thead": "tr",
    "tbody": "tr",
    "tfoot": "tr",
    "tr": "td",
}
"""What is put between such an element and a block or a text that may not stand directly in it."""
