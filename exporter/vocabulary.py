"""The subset of HTML that an article's body is written in, and the check that holds readers to it.

The body is a ``body`` element without namespaces. Its children are blocks, and

* headings run from ``h2`` (the article's title is metadata, not a heading of the body) to ``h6``; in a book of
  several articles an ``h1`` is the title of each;
* a note call is ``<a class="noteref" id="noteref-3" href="#note-3">3</a>``, and the note itself an
  ``<aside class="note" id="note-3">`` with blocks in it, at the end of the body, in the order of the calls
  (a second call of the same note has the id ``noteref-3-2``);
* an image is ``<img src alt>`` whose ``src`` is the name of an :class:`~exporter.article.Asset`; an image that
  could not be had is ``<span class="missing-image">`` with its alternative text, or its file name, as content;
* a drawing is ``<svg>``, an inline element, with elements of :data:`DRAWING` in it; ``aria-label`` is its
  alternative text, with ``role="img"``; what it calls by ``href="#id"`` or ``url(#id)`` is in the same drawing;
* a link's ``href`` is absolute (``http``, ``https``, ``mailto``) or ``#id`` of an element of the body;
* ids are unique XML names;
* ``class`` holds only words of :data:`CLASSES`, of :data:`MEASURED`, or ``language-…`` on ``code``, ``pre``;
* one ``ruby`` may be the whole base of another: readings on both sides.

Elements and attributes keep the meaning that the HTML standard gives them.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 blockquote ul ol dl pre table figure hr aside div".split())
"""What may stand directly in the body. ``div`` only with a class of its own."""

INSIDE_BLOCKS = frozenset("li dt dd caption colgroup col thead tbody tfoot tr th td figcaption".split())

INLINES = frozenset(
    "a abbr b br cite code del dfn em i img ins kbd mark q rb rp rt rtc ruby s samp small span strong sub sup"
    " time u var wbr".split()
)

MATH = frozenset(
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot menclose msub msup msubsup munder mover munderover"
    " mmultiscripts mprescripts mtable mtr mtd".split()
)
"""Formulas: ``math``, an inline element, and what stands only in it (MathML Core). ``alttext`` says what it is
in TeX or in words; ``display="block"`` that it has a line of its own."""

MATH_ATTRIBUTES = frozenset(
    "alttext display mathvariant stretchy fence separator form accent accentunder linethickness columnalign"
    " rowspan columnspan lspace rspace width notation".split()
)

DRAWING = frozenset(
    "svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath linearGradient"
    " radialGradient stop clipPath mask pattern marker switch".split()
)
"""Drawings: ``svg``, an inline element, and what stands only in it (SVG 2): no style sheet, no script, no
picture, nothing that moves."""

DRAWING_ATTRIBUTES = frozenset(
    "viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy d points dx dy rotate"
    " textLength lengthAdjust startOffset method spacing transform pathLength href offset gradientUnits"
    " gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits patternUnits patternContentUnits"
    " patternTransform markerUnits markerWidth markerHeight refX refY orient"
    # presentation attributes, SVG 2, 6.6
    " alignment-baseline baseline-shift clip-path clip-rule color color-interpolation cursor direction display"
    " dominant-baseline fill fill-opacity fill-rule font-family font-size font-stretch font-style font-variant"
    " font-weight letter-spacing marker-end marker-mid marker-start mask opacity overflow paint-order"
    " shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap"
    " stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration text-rendering"
    " unicode-bidi vector-effect visibility word-spacing writing-mode".split()
)

ELEMENTS = BLOCKS | INSIDE_BLOCKS | INLINES | MATH | DRAWING | {"body"}

CLASSES = frozenset(
    "noteref note"  # a note's call and the note
    " missing-image"
    " subtitle"  # p: the second line of an article's title, in a book of several
    " byline"  # a line that says who wrote what follows, when it is part of the body
    " credit"  # 执笔人:…, 責任編輯…, at the end of a text
    " colophon"  # where a text came from, as the source itself says it: 来源, 责任编辑, “read on in our app”
    " lead"  # a run-in lead: <strong class="lead">第一，</strong>
    " verse epigraph letter"
    " separator"  # hr that stands for a line of asterisks or the like
    " center right"
    " task"
    " contents"  # ul: the headings of the text, linked
    # Emphasis by marks, one a character: <em class="dots">; the shape that the language's own sheet gives, or
    # CSS Text Decoration 3, 3.1: text-emphasis-style filled (or open) sesame, circle, triangle, …
    " dots dots-open-sesame dots-circle dots-open-circle dots-triangle dots-open-triangle"
    " dots-double-circle dots-fisheye dots-cross"
    # <u> is a line beside the text (傍線); its kind, as text-decoration-style says it
    " line-double line-dotted line-dashed line-wavy"
    " under"  # em, u, ruby: on the other side, below the line or left of it where lines run down
    " tcy"  # span: set upright in one character's room where lines run down (縦中横)
    " sideways"  # span, div: set horizontally there
    " boxed"  # span, div: in a frame
    " warichu"  # span: a note in two small lines within the line (割り注, JLREQ 3.4)
    " kaeriten okurigana"  # sub, sup: how to read a Chinese sentence in Japanese (JLREQ 4.2.6)
    " page-break column-break"  # hr: no rule; what follows begins a page, or a column
    " recto verso"  # hr.page-break: a right-hand (改丁), a left-hand page (改見開き) in horizontal books
    " page-center"  # div: alone in the middle of a page
    " flush"  # p: not indented at its beginning
    " spaced"  # p: a blank line of the source, which means something, stands before it
    " caption".split()  # p: a caption whose figure is not there
)
"""What a class says; :func:`class_allowed` knows some more, which have a number."""

MEASURED = re.compile(
    r"indent-(?:1?[0-9]|20)\Z"  # block: begins so many characters further in
    r"|hang-[1-9]\Z"  # p: its first line begins so many characters further out
    r"|raise-(?:1?[1-9]|[12]0)\Z"  # .right: ends so many characters before the line's end
    r"|measure-(?:[1-9]|[1-3][0-9]|40)\Z"  # div: lines of so many characters
    r"|(?:larger|smaller)-[1-5]\Z"  # span: by so many steps
)

CODE = frozenset("code-keyword code-string code-comment code-number code-name".split())
"""``span`` in ``code``: what a word of a program is."""

GLOBAL_ATTRIBUTES = frozenset({"id", "class", "lang", "dir", "title"})

ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "li": frozenset({"value"}),
    "td": frozenset({"colspan", "rowspan", "headers"}),
    "th": frozenset({"colspan", "rowspan", "headers", "scope", "abbr"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "time": frozenset({"datetime"}),
    "blockquote": frozenset({"cite"}),
    "q": frozenset({"cite"}),
    **dict.fromkeys(MATH, MATH_ATTRIBUTES),
    **dict.fromkeys(DRAWING, DRAWING_ATTRIBUTES),
    "svg": DRAWING_ATTRIBUTES | {"aria-label", "role"},
}

LINK_SCHEMES = frozenset({"http", "https", "mailto"})

MAX_DEPTH = 100
"""Elements inside elements; deeper bodies are refused at the reader's edge."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*\Z")


def check(body: etree._Element, asset_names: frozenset[str]) -> list[str]:
    """Return what in ``body`` is outside the vocabulary, one sentence each; an empty list is a good body."""
    ids = Counter(element.get("id", "") for element in body.iter() if element.get("id") is not None)
    faults = [f"the id “{name}” stands twice" for name, count in sorted(ids.items()) if count > 1]
    if body.tag != "body":
        faults.append(f"the root is {body.tag!s}, not body")
    faults += [f"{child.tag!s} stands directly in the body" for child in body if child.tag not in BLOCKS]
    if (body.text or "").strip() or any((child.tail or "").strip() for child in body):
        faults.append("text stands directly in the body")
    names = frozenset(ids)
    for element in body.iter():
        faults += _element_faults(element, names, asset_names)
    return faults


def _element_faults(element: etree._Element, ids: frozenset[str], assets: frozenset[str]) -> Iterator[str]:
    tag = element.tag
    if not isinstance(tag, str) or tag not in ELEMENTS:
        yield f"{tag!s} is not in the vocabulary"
        return
    for name in element.attrib:
        if name not in GLOBAL_ATTRIBUTES and name not in ATTRIBUTES.get(tag, frozenset()):
            yield f"{tag} has the attribute {name}"
    for word in element.get("class", "").split():
        if not class_allowed(tag, word):
            yield f"{tag} has the class {word}"
    if not id_allowed(element.get("id", "x")):
        yield f"the id “{element.get('id')}” is not an XML name"
    href = element.get("href")
    if href is not None and not link_allowed(href, ids):
        yield f"a link leads to “{href}”"
    if tag == "img" and element.get("src") not in assets:
        yield f"the image “{element.get('src')}” is not among the assets"
    parent = element.getparent()
    drawn = parent is not None and parent.tag in DRAWING
    if tag != "svg" and (tag in DRAWING) != drawn:
        yield f"{tag} stands in {'nothing' if parent is None else parent.tag!s}"


def class_allowed(tag: str, word: str) -> bool:
    """Whether ``word`` may be a class of ``tag``."""
    return (
        word in CLASSES
        or word in CODE
        or MEASURED.match(word) is not None
        or (tag in ("code", "pre") and word.startswith("language-"))
    )


def link_allowed(href: str, ids: frozenset[str]) -> bool:
    """Whether a link may stand in a body that has these ids."""
    if href.startswith("#"):
        return href[1:] in ids
    try:
        return urlsplit(href).scheme in LINK_SCHEMES
    except ValueError:
        return False


MAX_CODED = 30
"""Bytes of a name that another spells out; of a longer one it has the beginning and a sum of all."""


def stand_in(name: str) -> str:
    """Return the id that stands for one that is not allowed: the same in every file, so that links from others
    reach it."""
    code = name.encode("utf-8", "replace")
    known = code.hex() if len(code) <= MAX_CODED else code.hex()[:40] + hashlib.sha256(code).hexdigest()[:20]
    return f"id-{known}"


def id_allowed(name: str) -> bool:
    """Whether ``name`` may be an id: ASCII, so that it is a name in every format."""
    return _NAME.match(name) is not None
