"""Images as every reading system can show them.

WebP is a core media type since EPUB 3.3, but few devices have it, so it becomes PNG or JPEG. A type is what the
bytes say, not what the page said. An SVG is markup and comes from a page: what could run or fetch is cut out.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from exporter.article import Asset
from exporter.epub.page import SVG_NS, parser

if TYPE_CHECKING:
    from PIL import Image

MAX_PIXELS = 50_000_000
"""A WebP that would unpack to more is not converted."""

_SUFFIX = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/svg+xml": ".svg"}
_MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif"}
_MEDIA_TYPES["MPO"] = "image/jpeg"  # a JPEG with more pictures behind the first: cameras make them
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_UNSAFE_ELEMENTS = frozenset("script foreignObject iframe object embed audio video handler listener".split())
_FETCHES = re.compile(r"@import|url\(\s*[\"']?(?!#|data:image/(?:png|jpeg|gif))|expression\(", re.IGNORECASE)
_INLINE_IMAGE = re.compile(r"#|data:image/(?:png|jpeg|gif);")


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of the book."""

    name: str
    """From the package's folder: ``images/image-1.png``."""
    media_type: str
    data: bytes
    moves: bool = False
    """Whether it is, or may be, animated."""
    stilled: bool = False
    """Whether it moved in the article and does not any more."""


def pictures(assets: Iterable[Asset]) -> Mapping[str, Picture | None]:
    """Return, for the name of each asset, the picture made of it; ``None`` if the asset is no usable image."""
    return {asset.name: _picture(asset, number) for number, asset in enumerate(assets, 1)}


def _picture(asset: Asset, number: int) -> Picture | None:
    looks_like_markup = asset.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    found = _svg(asset.data) if looks_like_markup else _raster(asset.data)
    if found is None:
        return None
    media_type, data, moves, stilled = found
    return Picture(f"images/image-{number}{_SUFFIX[media_type]}", media_type, data, moves, stilled)


def _raster(data: bytes) -> tuple[str, bytes, bool, bool] | None:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # only the head is read here
            image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "WEBP"))
        moves = image.format in ("PNG", "GIF", "WEBP") and bool(getattr(image, "is_animated", False))
        if image.format == "WEBP":
            if image.width * image.height > MAX_PIXELS:
                return None
            return *_from_webp(image, b"VP8L" in data[:64]), False, moves
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None
    return _MEDIA_TYPES[str(image.format)], data, moves, False


def _from_webp(image: Image.Image, lossless: bool) -> tuple[str, bytes]:
    """Return the first frame: as JPEG a photograph, as PNG what is transparent or was kept without loss."""
    out = io.BytesIO()
    if "A" in image.getbands() or lossless:
        image.save(out, "PNG", optimize=True)
        return "image/png", out.getvalue()
    image.convert("RGB").save(out, "JPEG", quality=92, subsampling=0, optimize=True)
    return "image/jpeg", out.getvalue()


def _svg(data: bytes) -> tuple[str, bytes, bool, bool] | None:
    try:
        root = etree.fromstring(data, parser())
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root.tag != f"{{{SVG_NS}}}svg":
        return None
    for element in list(root.iter()):
        if element is not root and not _kept(element):
            _cut(element)
    for element in root.iter(etree.Element):
        for name in list(_unsafe_attributes(element)):
            del element.attrib[name]
    moves = any(str(etree.QName(e).localname).startswith(("animate", "set")) for e in root.iter(etree.Element))
    moves = moves or b"@keyframes" in data
    return "image/svg+xml", etree.tostring(root, encoding="utf-8", xml_declaration=True), moves, False


def _kept(element: etree._Element) -> bool:
    if not isinstance(element.tag, str):  # comments, processing instructions (style sheets!), entities
        return False
    name = etree.QName(element).localname
    if etree.QName(element).namespace != SVG_NS or name in _UNSAFE_ELEMENTS:
        return False
    return name != "style" or not _FETCHES.search("".join(element.itertext()))


def _cut(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    previous = element.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _unsafe_attributes(element: etree._Element) -> Iterator[str]:
    for name, value in element.attrib.items():
        if etree.QName(str(name)).localname.startswith("on"):
            yield str(name)
        elif name in ("href", _XLINK_HREF, "src"):
            is_link = etree.QName(element).localname == "a"
            if is_link or not _INLINE_IMAGE.match(str(value).strip()):
                yield str(name)
        elif _FETCHES.search(str(value)):
            yield str(name)
