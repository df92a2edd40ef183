"""Drawings within the text: an ``svg`` of a page → one of the vocabulary, or an image, or nothing.

An HTML parser knows no SVG: names come in small letters and without namespaces (HTML, 13.2.6.5, has the table
that a browser puts them right by). A drawing is written as an SVG file, cleaned as any other, and then set into
the text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from exporter import svg
from exporter.readers import attributes
from exporter.readers.nodes import append_text
from exporter.vocabulary import DRAWING, DRAWING_ATTRIBUTES

MAX_INLINE = 64 * 1024
"""Bytes of a drawing that stands in the text; a larger one is an image: e-readers are slow with long files."""
MAX_INLINE_DEPTH = 24
MAX_ICON = 40
"""CSS pixels: what is smaller in a page is a sign of its program, not a drawing of the article."""

_NEAR = 5
"""Elements around a drawing that are asked: a hostile page has two thousand."""
_OTHERS = frozenset({*svg.LOSSES, "style", "image", "title", "desc", "a"})
_TAGS = {name.lower(): name for name in DRAWING | _OTHERS}
_ATTRIBUTES = {name.lower(): name for name in DRAWING_ATTRIBUTES}
_SHAPES = frozenset("path rect circle ellipse line polyline polygon text use".split())
_UNDRAWN = frozenset("defs symbol clipPath mask pattern marker".split())
_PAINT = frozenset("fill stroke color stop-color".split())
_BLACK = frozenset({"black", "#000", "#000000", "rgb(0,0,0)", "rgb(0%,0%,0%)"})
_COLOURLESS = frozenset({"none", "currentcolor", "inherit", "transparent"})
_ICON_SIDE = re.compile(
    r"(?:^|[;\s])(?:width|height)\s*:\s*(\d{1,4}(?:\.\d{1,4})?)\s*(px|em|rem|ex)", re.ASCII | re.I
)
_RELATIVE = re.compile(r"\s*(\d{1,3}(?:\.\d{1,4})?)\s*(em|rem|ex)\s*\Z", re.ASCII | re.IGNORECASE)
_DECLARATION = re.compile(
    r"\s*([a-z-]{1,40})\s*:\s*([^;]{1,500}?)\s*(?:!\s*important\s*)?(?:;|\Z)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What an ``svg`` of a page became."""

    label: str
    """Its alternative text; may be empty."""
    element: etree._Element | None
    """In the vocabulary; its ids are yet to be named. ``None``: it is an image, :attr:`data`."""
    data: bytes
    """The cleaned file."""
    lost: tuple[str, ...]
    """What was taken out, in words."""


def drawn(source: etree._Element) -> Drawing | None:
    """Return what ``source``, an ``svg`` as an HTML parser reads it, draws; ``None``: nothing.

    :class:`ValueError`, with the end of a sentence, for what is too large. ``source`` stays as it is.
    """
    root = _written(source)
    clean = svg.sanitise(etree.tostring(root))
    kept = etree.fromstring(clean.data)
    if not _draws(kept):
        return None
    inline = (
        not any(map(_is_foreign, kept.iter()))
        and len(clean.data) <= MAX_INLINE
        and _depth(kept) <= MAX_INLINE_DEPTH
    )
    if kept.get("viewBox") is None and clean.width and clean.height:  # else a narrow page cuts it off
        kept.set("viewBox", f"0 0 {clean.width} {clean.height}")
    return Drawing(_label(source), _set(kept) if inline else None, clean.data, clean.lost)


def wrapped_image(source: etree._Element) -> etree._Element | None:
    """Return the one picture that an ``svg`` is only the frame of, as e-books have them; ``None``: it draws."""
    pictures = list(source.iter("image", "img"))
    shapes = next(source.iter(*(name.lower() for name in _SHAPES)), None)
    return pictures[0] if len(pictures) == 1 and shapes is None else None


def is_decoration(source: etree._Element) -> bool:
    """Whether a web page's ``svg`` is no drawing of the article: a sign, or one that nobody is told of."""
    if (source.get("aria-hidden") or "").lower() == "true" or source.get("role") in ("presentation", "none"):
        return True
    if any(above.tag in ("button", "nav") for above in itertools.islice(source.iterancestors(), _NEAR)):
        return True
    sides = _sides(source)
    if sides and max(sides) < MAX_ICON:
        return True
    if wrapped_image(source) is not None:
        return False
    shapes = sum(1 for _ in itertools.islice(source.iter(*_SHAPES), 3))
    if shapes < 3 and not _is_sized(source) and not _label(source):
        return True
    inner = {f"#{element.get('id')}" for element in source.iter() if element.get("id")}
    uses = {use.get("href") or use.get("xlink:href") or "" for use in source.iter("use")}
    own = next(source.iter(*(_SHAPES - {"use"})), None)
    return own is None and not inner & uses  # of a sheet of signs


def _is_sized(source: etree._Element) -> bool:
    return bool(
        source.get("width") or source.get("height") or _ICON_SIDE.search((source.get("style") or "")[:1000])
    )


def _sides(source: etree._Element) -> list[float]:
    """Return the sides in CSS pixels as attributes, style or view box tell them, as far as they do."""
    found = [(match[1], match[2].lower()) for match in _ICON_SIDE.finditer((source.get("style") or "")[:1000])]
    given = [source.get(name) or "" for name in ("width", "height")]
    found += [(match[1], match[2].lower()) for value in given if (match := _RELATIVE.match(value))]
    sides = [float(number) * (1 if unit == "px" else 8 if unit == "ex" else 16) for number, unit in found]
    sides += [side for value in given if (side := svg.length(value))]
    if not sides:
        box = (source.get("viewbox") or source.get("viewBox") or "").replace(",", " ").split()[2:4]
        sides = [float(side) for side in box if re.fullmatch(r"\d{1,6}(?:\.\d{1,6})?", side, re.ASCII)]
    return sides


def name(drawing: etree._Element, names: Iterator[str]) -> None:
    """Give what is called in ``drawing``, in place, an id of ``names``; the other ids go."""
    elements = list(drawing.iter())
    called: dict[str, None] = {}

    def note(target: str) -> str:
        called[target] = None
        return target

    for element in elements:
        svg.follow(element, note)
    new = {unquote(element.get("id", "")): element for element in elements if element.get("id")}
    given = {old: next(names) for old in new if old in called}
    for old, element in new.items():
        if old in given:
            element.set("id", given[old])
        else:
            del element.attrib["id"]
    for element in elements:
        svg.follow(element, given.get)
        if element.tag == "use" and element.get("href") is None and (parent := element.getparent()) is not None:
            parent.remove(element)


def names(taken: set[str]) -> Iterator[str]:
    """Yield names for what is called in drawings, none of them in ``taken``."""
    return (name for number in itertools.count(1) if (name := f"drawn-{number}") not in taken)


def _written(source: etree._Element) -> etree._Element:
    """Return a copy of ``source`` with the names that SVG has, in its namespace; its tail is not copied."""
    root = etree.Element(f"{{{svg.SVG}}}svg", nsmap={None: svg.SVG, "xlink": svg.XLINK})
    copies: dict[etree._Element, etree._Element] = {}
    for element in source.iter(etree.Element):
        parent = element.getparent()
        tag = _TAGS.get(str(element.tag).lower(), "metadata")
        copy = root if element is source else etree.SubElement(copies[parent], f"{{{svg.SVG}}}{tag}")  # type: ignore[index]
        copies[element] = copy
        copy.text = element.text
        copy.tail = None if element is source else element.tail
        for key, value in element.attrib.items():
            _write(copy, str(key).lower(), value)
    return root


def _write(copy: etree._Element, key: str, value: str) -> None:
    """Set an attribute that is on the list, or that says what is lost without it."""
    if key == "xlink:href":
        copy.set(f"{{{svg.XLINK}}}href", value)
    elif key in _ATTRIBUTES or key in ("id", "class", "style") or re.fullmatch(r"on[a-z]+", key):
        copy.set(_ATTRIBUTES.get(key, key), value)


def _draws(root: etree._Element) -> bool:
    """Whether there is anything to see in a cleaned drawing."""
    named = {unquote(element.get("id", "")) for element in root.iter() if element.get("id")}
    for element in root.iter():
        tag = etree.QName(element).localname
        if tag not in _SHAPES and tag != "image":
            continue
        call = _call(element)
        if tag in ("use", "image") and not (call.startswith("data:") or unquote(call[1:]) in named):
            continue
        if not any(etree.QName(above).localname in _UNDRAWN for above in element.iterancestors()):
            return True
    return False


def _is_foreign(element: etree._Element) -> bool:
    """Whether a drawing with this in it must be an image: rules would reach the whole page, and a picture
    in it is no file of the article."""
    tag = etree.QName(element).localname
    return tag == "style" or (tag == "image" and _call(element) != "")


def _call(element: etree._Element) -> str:
    return element.get("href") or element.get(f"{{{svg.XLINK}}}href") or ""


def _depth(root: etree._Element) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _label(source: etree._Element) -> str:
    """Return what the page says the drawing shows: by ``aria-label``, by what in it is called, by title or
    ``desc``."""
    words = [source.get("aria-label") or ""]
    if called := (source.get("aria-labelledby") or "").split()[:10]:
        named = {each.get("id"): each for each in source.iter("title", "desc", "text")}
        found = [named[name] for name in called if name in named]
        words.append(" ".join("".join(map(str, each.itertext())) for each in found))
    for tag in ("title", "desc"):
        child = source.find(tag)
        words.append("" if child is None else "".join(map(str, child.itertext())))
    return next((label for each in words if (label := attributes.plain(each))), "")


def _set(root: etree._Element) -> etree._Element:
    """Return a cleaned drawing in the vocabulary: no namespaces, no titles, colours that follow the text's."""
    made: dict[etree._Element, etree._Element] = {}
    for element in list(root.iter()):
        tag = etree.QName(element).localname
        parent = element.getparent()
        if tag not in DRAWING or (parent is not None and parent not in made):
            if parent is not None and parent in made:
                _append_text(made[parent], element.tail)
            continue
        made[element] = copy = etree.Element(tag, _attributes(element))
        if parent is not None:
            made[parent].append(copy)
            copy.tail = element.tail if tag in ("tspan", "textPath") else None
        copy.text = element.text if tag in ("text", "tspan", "textPath") else None
    drawing = made[root]
    _follow_text(drawing)
    return drawing


def _append_text(parent: etree._Element, text: str | None) -> None:
    if text and parent.tag in ("text", "tspan", "textPath"):
        append_text(parent, text)


def _attributes(element: etree._Element) -> dict[str, str]:
    """Return the attributes on the list; what ``style`` declares is stronger than the rest."""
    found = {etree.QName(key).localname: value for key, value in element.attrib.items()}
    for declared in _DECLARATION.finditer(found.get("style", "")[:4000]):
        found[declared[1].lower()] = declared[2]
    return {key: value for key, value in found.items() if key in DRAWING_ATTRIBUTES or key == "id"}


def _follow_text(drawing: etree._Element) -> None:
    """Let a drawing in black alone be in the colour of the text: on a dark page black is not seen."""
    painted = [
        (element, name, value.replace(" ", "").lower())
        for element in drawing.iter()
        for name, value in element.attrib.items()
        if name in _PAINT
    ]
    if all(value in _BLACK or value in _COLOURLESS for *_, value in painted):
        for element, name, value in painted:
            if value in _BLACK:
                element.set(str(name), "currentColor")
        drawing.set("fill", drawing.get("fill", "currentColor"))
