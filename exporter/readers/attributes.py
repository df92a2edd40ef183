"""What the attributes of an element say, read by value and within bounds."""

from __future__ import annotations

import re

from lxml import etree

from exporter.readers import runs
from exporter.vocabulary import ATTRIBUTES, MEASURED, class_allowed

MAX_VALUE = 1000
MAX_SIDE = 10_000

OWN_BLOCKS = frozenset(
    "verse epigraph letter colophon credit byline center right boxed sideways page-center".split()
)
"""Classes with which a ``div`` stands for itself."""

_RESERVED = frozenset({"noteref", "note", "missing-image"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}\Z")
_CODE = re.compile(r"language-[A-Za-z0-9_+#.-]{1,40}\Z")
_NUMBER = re.compile(r"-?\d{1,8}\Z", re.ASCII)
_VALUES = {
    "colspan": _NUMBER,
    "rowspan": _NUMBER,
    "span": _NUMBER,
    "start": _NUMBER,
    "value": _NUMBER,
    "type": re.compile(r"[1aAiI]\Z"),
    "scope": re.compile(r"(?:row|col)(?:group)?\Z"),
    "datetime": re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T[\d:.]{4,12}(?:Z|[+-]\d\d:?\d\d)?)?)?)?\Z", re.ASCII),
    "cite": re.compile(r"https?://[!-;=?-~]{1,2000}\Z"),
}
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NOT_DISPLAYED = re.compile(r"(?:^|[;\s])display\s*:\s*none", re.IGNORECASE)
_ALIGNED = re.compile(r"(?:^|[;\s])text-align\s*:\s*(center|right|end)", re.IGNORECASE)
_BOLD = re.compile(r"(?:^|[;\s])font-weight\s*:\s*(?:bold|[6-9]00)\b", re.IGNORECASE)
_PIXELS = re.compile(r"\s*(\d{1,6})(?:\.\d*)?\s*(?:px)?\s*\Z", re.ASCII | re.IGNORECASE)
_STYLED_SIDE = re.compile(
    r"(?:^|[;\s])(width|height)\s*:\s*([01])(?:px)?\s*(?:!important)?\s*(?=;|\Z)", re.IGNORECASE
)
_LAZY = (
    "data-src data-original data-lazy-src data-lazy data-actualsrc data-original-src data-echo data-url"
    " data-srcset data-lazy-srcset data-backsrc file zoomfile original _src real_src"
).split()
_IN_TEXT = 100


def of(tag: str, element: etree._Element) -> dict[str, str]:
    """Return the attributes that ``element`` keeps as a ``tag``, except ``id``, ``href`` and an image's."""
    items = element.items()  # a look-up by name fails for names such as “{x”
    found: dict[str, str] = {}
    if not items:
        return found
    for name, value in items:
        if not isinstance(name, str):
            continue
        lower = name.lower()
        if lower == "lang" and _LANGUAGE.match(value) and not _contradicted(value, element):
            found["lang"] = value
        elif lower == "dir" and value.lower() in ("ltr", "rtl", "auto"):
            found["dir"] = value.lower()
        elif lower == "title" and tag in ("abbr", "dfn"):
            found["title"] = plain(value)
        elif lower in ATTRIBUTES.get(tag, ()) and lower not in ("href", "src", "alt", "width", "height"):
            kept = _own(lower, value)
            if kept is not None:
                found[lower] = kept
    words = _classes(tag, element)
    if words:
        found["class"] = " ".join(words)
    return found


def _contradicted(language: str, element: etree._Element) -> bool:
    """Whether the text shows that ``lang`` is wrong: Word says ``EN-US`` of Chinese."""
    if language.lower().split("-")[0] in ("zh", "ja", "ko", "yue", "wuu", "lzh", "nan", "hak", "cmn"):
        return False
    text = runs.short_text(element, MAX_VALUE) or ""
    return any("\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" for char in text)


def _own(name: str, value: str) -> str | None:
    """The value of an attribute that only some elements have, or ``None`` when it means nothing."""
    value = value.strip()
    known = _VALUES.get(name)
    if known is not None:
        return value if known.match(value) else None
    return "reversed" if name == "reversed" else plain(value) or None


def plain(value: str) -> str:
    """Return ``value`` as one line of bounded length without control characters."""
    return " ".join(_CONTROL.sub(" ", value[:MAX_VALUE]).split())


def _classes(tag: str, element: etree._Element) -> list[str]:
    words = (element.get("class") or "")[:MAX_VALUE].split()
    if tag in ("code", "pre"):
        return [word for word in words if _CODE.match(word)][:1]
    kept = [word for word in words if class_allowed(tag, word) and word not in _RESERVED]
    if tag in ("p", "td", "th"):
        align = alignment(element)
        if align and align not in kept:
            kept.append(align)
    return list(dict.fromkeys(kept))


def own_block(element: etree._Element) -> bool:
    """Whether a ``div`` has a class that gives it a meaning of its own."""
    words = (element.get("class") or "")[:MAX_VALUE].split()
    return any(word in OWN_BLOCKS or MEASURED.match(word) for word in words)


def alignment(element: etree._Element) -> str | None:
    """``center`` or ``right``, as ``align`` or the style attribute say."""
    value = (element.get("align") or "").lower()
    if value in ("center", "middle"):
        return "center"
    if value == "right":
        return "right"
    match = _ALIGNED.search((element.get("style") or "")[:MAX_VALUE])
    if match is None:
        return None
    return "center" if match[1].lower() == "center" else "right"


def bold(element: etree._Element) -> bool:
    """Whether a ``span`` is there to make its text bold."""
    return _BOLD.search((element.get("style") or "")[:MAX_VALUE]) is not None


def hidden(element: etree._Element) -> bool:
    """Whether the page does not show ``element``.

    ``aria-hidden`` is believed of short things (icons, anchors beside headings) and of formulas that stand
    twice: a page saved while a dialogue was open has it on everything else.
    """
    if not element.attrib:
        return False
    if element.get("hidden", "until-found") != "until-found":
        return True
    style, words = element.get("style"), element.get("class") or ""
    if "sf-hidden" in words or (
        style and _NOT_DISPLAYED.search(style[:MAX_VALUE])
    ):  # sf: as SingleFile saves it
        return True
    if element.get("aria-hidden", "").lower() != "true":
        return False
    if "katex-html" in words:
        return True
    return runs.short_text(element, _IN_TEXT) is not None and element.tag != "img" and not _has_image(element)


def _has_image(element: etree._Element) -> bool:
    return next(element.iter("img"), None) is not None


def image_sources(image: etree._Element) -> list[str]:
    """Return where the image may be, best first: what a script would load, then ``src``."""
    found = []
    for name in [*_LAZY, "srcset", "src", "href", "xlink:href"]:
        value = (image.get(name) or "").strip()
        if "srcset" in name:
            value = _largest(value)
        if value and not value.lower().startswith(("about:", "javascript:")):
            found.append(value)
    plain = [source for source in found if source[:5].lower() != "data:"]
    embedded = [source for source in found if source[:5].lower() == "data:"]
    return list(dict.fromkeys([*plain, *embedded]))


def _largest(srcset: str) -> str:
    """https://html.spec.whatwg.org/multipage/images.html#srcset-attributes ."""
    best, size = "", -1.0
    for candidate in re.finditer(r"\s*([^\s,]\S*[^\s,])(?:\s+([\d.]+)[wx])?\s*(?:,|\Z)", srcset[:20_000]):
        try:
            width = float(candidate[2] or 1)
        except ValueError:
            continue
        if width > size:
            best, size = candidate[1], width
    return best


def image_size(image: etree._Element) -> dict[str, str]:
    """``width`` and ``height`` where they are plain numbers of pixels, and both are."""
    sides = {}
    for name in ("width", "height"):
        match = _PIXELS.match(image.get(name) or "")
        if match and 0 < int(match[1]) <= MAX_SIDE:
            sides[name] = match[1]
    return sides


def is_dot(image: etree._Element) -> bool:
    """Whether an image is small enough to be a sign in the text."""
    size = image_size(image)
    return bool(size) and max(map(int, size.values())) < 40


def is_tracker(image: etree._Element) -> bool:
    """Whether an image is one pixel large: it counts readers."""
    sides = {name: value for name in ("width", "height") if (value := (image.get(name) or "").strip())}
    for match in _STYLED_SIDE.finditer((image.get("style") or "")[:MAX_VALUE]):
        sides[match[1].lower()] = match[2]
    return len(sides) == 2 and all(re.fullmatch(r"[01](?:px)?", value) for value in sides.values())
