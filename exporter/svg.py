"""SVG from strangers: what draws stays, what runs, moves or reaches out goes.

By allow-list, over https://www.w3.org/TR/SVG11/eltindex.html.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

MAX_BYTES = 4 * 1024 * 1024
MAX_ELEMENTS = 50_000
MAX_DRAWN = 200_000
"""Elements drawn when every ``use`` is followed: nine levels of ten references are a thousand million."""
MAX_SIDE = 20_000

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"

_ELEMENTS = frozenset(
    "svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath title desc"
    " linearGradient radialGradient stop clipPath mask pattern marker image style switch".split()
)
LOSSES = {
    "script": "scripts",
    "foreignObject": "words in HTML (foreignObject)",
    **dict.fromkeys("animate animateColor animateMotion animateTransform set".split(), "movement"),
    "filter": "filters",
}
"""What a person is told of when it goes: elements and the words for them."""
_REFERENCES = "references to other files"
_NOWHERE = "references that lead nowhere"
_DOOMED = "doomed"
_UNWRAPPED = frozenset({"a"})
_RASTER = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/\s]*(?:=\s*){0,2}\Z", re.ASCII)
_URL = re.compile(r"url\s*\(\s*[\"']?\s*(.?)", re.IGNORECASE)
_CALL = re.compile(r"url\(\s*[\"']?\s*#([^\s\"'()]+)\s*[\"']?\s*\)", re.IGNORECASE)
_REFERENCE = re.compile(r"#([^\s\"'(){};,#]+)")
_STYLED = re.compile(r"url\([^)]*\)?|" + _REFERENCE.pattern, re.IGNORECASE)
_START = "A-Za-z_\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
_NAME = re.compile(f"[{_START}][{_START}0-9.·-]*\\Z")
"""XML 1.0, 2.3, without colons and what is rare."""
_PAINTED = frozenset({"fill", "stroke"})
_PAINTS = frozenset({"linearGradient", "radialGradient", "pattern"})
_AFTER_NAME = re.compile(r"[.:>+~\[]")
_SHAPES = frozenset("path rect circle ellipse line polyline polygon text tspan textPath use".split())
_CALLED = frozenset("marker mask clipPath pattern symbol image path textPath".split())
"""What a style sheet may not call by name: what is drawn so could not be counted."""
_NOT_INHERITED = frozenset({"clip-path", "mask", "href", f"{{{XLINK}}}href"})
_MAX_INHERITED = 50
_LENGTH = re.compile(r"\s*(\d{1,9}(?:\.\d{1,20})?)\s*(px|pt|pc|mm|cm|in)?\s*\Z", re.ASCII)
_UNITS = {None: 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


class Clean(NamedTuple):
    """A harmless SVG file."""

    data: bytes
    width: int
    """CSS pixels; 0: not stated."""
    height: int
    lost: tuple[str, ...]
    """What was taken out and might be missed, in words: ``scripts``, ``references to other files``, …"""


def sanitise(data: bytes) -> Clean:
    """Return a harmless copy of an SVG file.

    :class:`ValueError`, with the end of a sentence, for what is no SVG, is too large, or declares entities.
    """
    root = _parse(data)
    lost = dict.fromkeys(_prune(root))
    elements = list(root.iter())
    if len(elements) > MAX_ELEMENTS:
        raise ValueError(f"it has over {MAX_ELEMENTS:,} elements")
    for element in elements:
        lost |= dict.fromkeys(_strip(element))
    _drop_repeated_names(elements)
    lost |= dict.fromkeys(_settle_calls(elements))
    _limit_rasters(elements)
    _limit_styles(elements)
    if _drawn(root) > MAX_DRAWN:
        raise ValueError("its references draw the same thing too many times over")
    etree.cleanup_namespaces(root, top_nsmap={None: SVG, "xlink": XLINK})
    width, height = _size(root)
    return Clean(etree.tostring(root, encoding="utf-8", xml_declaration=True), width, height, tuple(lost))


def follow(element: etree._Element, new: Callable[[str], str | None]) -> None:
    """Let what ``element`` calls by name, in ``href`` and ``url(#…)``, follow new names.

    An attribute, or a declaration in ``style``, that calls what has none (``None``) goes.
    """
    if style := element.get("style"):
        kept = [each for each in style.split(";") if None not in map(new, map(unquote, _CALL.findall(each)))]
        element.set("style", ";".join(kept))
    for name, value in list(element.attrib.items()):
        if etree.QName(name).localname == "href" and value.startswith("#"):
            targets = [new(unquote(value[1:]))]
            followed = f"#{targets[0]}"
        elif "#" in value:
            targets = [new(unquote(call)) for call in _CALL.findall(value)]
            rest = iter(targets)
            followed = _CALL.sub(lambda _, rest=rest: f"url(#{next(rest)})", value)  # type: ignore[misc]
        else:
            continue
        if None in targets:
            del element.attrib[name]
        else:
            element.set(name, followed)


def _parse(data: bytes) -> etree._Element:
    if len(data) > MAX_BYTES:
        raise ValueError(f"it has over {MAX_BYTES // 2**20} MB")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("it is damaged") from error
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:
        raise ValueError("it declares entities; save it again as plain SVG")
    if root.tag != f"{{{SVG}}}svg":
        raise ValueError("it is no SVG")
    # A tree of its own, without the document type.
    fresh = etree.fromstring(etree.tostring(root, with_tail=False), parser)
    return fresh


def _prune(root: etree._Element) -> Iterator[str]:
    """Take out what is not on the list; yield what of it a person should know of."""
    for element in list(root.iter("*")):
        name = etree.QName(element)
        known = name.namespace == SVG
        if known and name.localname in _UNWRAPPED:
            element.tag = f"{{{SVG}}}g"
            for attribute in list(element.attrib):
                if etree.QName(attribute).localname in ("href", "target"):
                    del element.attrib[attribute]
        elif (
            not known
            or name.localname not in _ELEMENTS
            or (name.localname == "style" and _reaches_out(element))
        ):
            if known and (name.localname == "style" or name.localname in LOSSES):
                yield LOSSES.get(name.localname, _REFERENCES)
            element.tag = _DOOMED
    etree.strip_elements(root, _DOOMED, with_tail=False)


def _reaches_out(style: etree._Element) -> bool:
    css = "".join(style.itertext())
    # A backslash could spell “@import” in another way.
    return "\\" in css or "@import" in css.lower() or not _urls_local(css) or "expression" in css.lower()


def _strip(element: etree._Element) -> Iterator[str]:
    """Take off the attributes that may do harm; yield what of it a person should know of."""
    for name, value in list(element.attrib.items()):
        attribute = etree.QName(name)
        if attribute.localname == "href":
            keep = attribute.namespace in (None, XLINK) and _may_lead(element, value)
        else:
            keep = attribute.namespace in (None, XML) and _is_harmless(attribute.localname, value)
        if not keep:
            del element.attrib[name]
            if attribute.localname.lower().startswith("on"):
                yield LOSSES["script"]
            elif attribute.localname == "href" or (attribute.namespace is None and not _urls_local(value)):
                yield _REFERENCES
        elif re.search(r"[\t\r\n]", value):  # in a name, WeasyPrint would pass over them
            element.attrib[name] = re.sub(r"[\t\r\n]", " ", value)


def _is_harmless(name: str, value: str) -> bool:
    if name in ("base", "filter") or name.lower().startswith("on"):
        return False
    if name == "id" and not _REFERENCE.fullmatch(f"#{value}"):
        return False
    return "\\" not in value and _urls_local(value) and "javascript:" not in value.lower()


def _may_lead(element: etree._Element, value: str) -> bool:
    if value.strip().startswith("#"):
        return True
    return etree.QName(element).localname == "image" and _RASTER.match(value) is not None


def _urls_local(css: str) -> bool:
    return all(match[1] == "#" for match in _URL.finditer(css))


def _drop_repeated_names(elements: Iterable[etree._Element]) -> None:
    """Let each name stand for one element, so that following a reference means one thing."""
    seen: set[str] = set()
    for element in elements:
        name = unquote(element.get("id") or "")
        if name in seen:
            del element.attrib["id"]
        elif name:
            seen.add(name)


def _settle_calls(elements: Sequence[etree._Element]) -> Iterator[str]:
    """Make XML names of the names, as EPUB wants them, and let calls lead to what may be called so."""
    named = {unquote(element.get("id", "")): element for element in elements if element.get("id")}
    free = (name for number in itertools.count(1) if (name := f"name-{number}") not in named)
    new = {name: name if _NAME.match(name) else next(free) for name in named}
    for name, element in named.items():
        element.set("id", new[name])
    for element in elements:
        if etree.QName(element).localname == "style":
            css = "".join(map(str, element.itertext()))
            element.text = _CALL.sub(lambda call: f"url(#{new.get(unquote(call[1]), call[1])})", css)
        count = _count_calls(element)
        _drop_wrong_calls(element, named)
        follow(element, new.get)
        if _count_calls(element) < count:
            yield _NOWHERE


def _count_calls(element: etree._Element) -> int:
    values = element.attrib.items()
    return sum((etree.QName(name).localname == "href") + len(_CALL.findall(value)) for name, value in values)


def _drop_wrong_calls(element: etree._Element, named: dict[str, etree._Element]) -> None:
    """Drop a colour that is no paint, and a use of what is not drawn: EPUBCheck calls them errors."""

    def is_paint(value: str) -> bool:
        targets = [named[name] for name in map(unquote, _CALL.findall(value)) if name in named]
        return all(etree.QName(each).localname in _PAINTS for each in targets)

    for name in _PAINTED:
        if not is_paint(element.get(name) or ""):
            del element.attrib[name]
    if style := element.get("style"):
        kept = [
            each
            for each in style.split(";")
            if each.partition(":")[0].strip() not in _PAINTED or is_paint(each)
        ]
        element.set("style", ";".join(kept))
    if etree.QName(element).localname == "use":
        for name in ("href", f"{{{XLINK}}}href"):
            called = _targets(element, (name,), named)
            if any(etree.QName(each).localname in _PAINTS | {"clipPath"} for each in called):
                del element.attrib[name]


def _limit_rasters(elements: Iterable[etree._Element]) -> None:
    """Drop the embedded images that are none, and those above the bound on pixels of all together."""
    from exporter import raster

    known: set[str] = set()
    total = 0
    for element in elements:
        for name, value in list(element.attrib.items()):
            if etree.QName(name).localname != "href" or not value.startswith("data:") or value in known:
                continue
            try:
                pixels = raster.pixels(value)
            except raster.Refusal:
                pixels = raster.MAX_PIXELS + 1
            if total + pixels > raster.MAX_PIXELS:
                del element.attrib[name]
            else:
                total += pixels
                known.add(value)


def _limit_styles(elements: Sequence[etree._Element]) -> None:
    """Let style sheets call gradients only; attributes may call the rest."""
    called = {
        unquote(element.get("id") or "") for element in elements if etree.QName(element).localname in _CALLED
    }

    def limited(match: re.Match[str]) -> str:
        for name in _REFERENCE.findall(match[0]):
            if unquote(name) in called or unquote(_AFTER_NAME.split(name)[0]) in called:
                return "none"
        return match[0]

    for element in elements:
        if etree.QName(element).localname == "style":
            css = re.sub(r"\s", " ", "".join(map(str, element.itertext())))
            del element[:]
            element.text = _STYLED.sub(limited, css)


def _drawn(root: etree._Element) -> int:
    """How many elements are drawn when references are followed; a circle of references counts as too many."""
    named = {unquote(element.get("id") or ""): element for element in root.iter("*")}
    painted = _painted(root, named)
    if painted is None:
        return MAX_DRAWN + 1
    known: dict[etree._Element, int] = {}
    under_way: set[etree._Element] = set()
    stack = [(root, False)]
    while stack:
        element, ready = stack.pop()
        used = _targets(element, ("href", f"{{{XLINK}}}href"), named)
        paint = [*painted[element], *_targets(element, ("clip-path", "mask"), named)]
        if ready:
            under_way.discard(element)
            own = 1 + sum(known[part] for part in [*element, *paint])
            # What a use draws inherits from it.
            drawn = own + sum(known[part] for part in used) * (1 + sum(known[part] for part in paint))
            known[element] = min(drawn, MAX_DRAWN + 1)
        elif element in under_way:
            return MAX_DRAWN + 1
        elif element not in known:
            under_way.add(element)
            stack.append((element, True))
            stack += [(part, False) for part in [*element, *used, *paint]]
    return known[root]


def _painted(
    root: etree._Element, named: dict[str, etree._Element]
) -> dict[etree._Element, list[etree._Element]] | None:
    """What each shape is painted with, by its own attributes or by those it inherits; ``None``: too much."""
    inherited: dict[etree._Element, list[etree._Element]] = {}
    for element in root.iter("*"):
        parent = element.getparent()
        own = _targets(element, [str(name) for name in element.attrib if name not in _NOT_INHERITED], named)
        inherited[element] = list(dict.fromkeys([*(inherited[parent] if parent is not None else ()), *own]))
        if len(inherited[element]) > _MAX_INHERITED:
            return None
    return {
        element: targets if etree.QName(element).localname in _SHAPES else []
        for element, targets in inherited.items()
    }


def _targets(
    element: etree._Element, attributes: Iterable[str], named: dict[str, etree._Element]
) -> list[etree._Element]:
    names = [name for each in attributes for name in _REFERENCE.findall(element.get(each) or "")]
    return [named[name] for name in map(unquote, names) if name in named]


def _size(root: etree._Element) -> tuple[int, int]:
    sides = [length(root.get("width")), length(root.get("height"))]
    box = re.split(r"[\s,]+", (root.get("viewBox") or "").strip())
    if not all(sides) and len(box) == 4:
        try:
            wide, high = float(box[2]), float(box[3])
        except ValueError:
            wide = high = 0.0
        if 0 < wide < MAX_SIDE and 0 < high < MAX_SIDE:
            sides = [
                sides[0] or (sides[1] * wide / high if sides[1] else wide),
                sides[1] or sides[0] * high / wide,
            ]
            sides[1] = sides[1] or high
    return round(min(sides[0], MAX_SIDE)), round(min(sides[1], MAX_SIDE))


def length(value: str | None) -> float:
    """Return a length in CSS pixels; 0 for what is none, or is relative to something."""
    match = _LENGTH.match(value or "")
    return float(match[1]) * _UNITS[match[2]] if match else 0.0
