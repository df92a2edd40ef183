"""Images as every reading system can show them.

PNG, JPEG and GIF stay as they are, without what cameras and programs write beside the picture. WebP, AVIF,
BMP and TIFF become PNG or JPEG: few devices have the first two, none the others. So do CMYK photographs, and
what is larger than e-readers take. A type is what the bytes say, not what the page said.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter import raster, svg
from exporter.article import Asset
from exporter.epub import stripping

if TYPE_CHECKING:
    from PIL import Image

MAX_PIXELS = 5_600_000
"""Apple Books Asset Guide, “Interior images”: larger ones are refused by the store and slow on devices."""
MAX_SIDE = 4096
"""Pixels; the largest texture that older devices draw."""

SUFFIX = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/svg+xml": ".svg"}
"""The end of a file's name by its media type."""
_MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif"}
_MEDIA_TYPES["MPO"] = "image/jpeg"  # a JPEG with more pictures behind the first: cameras make them
_STRIP = {"image/png": stripping.png, "image/jpeg": stripping.jpeg}
_ORIENTATION = 0x0112


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
    shrunk: tuple[int, int] | None = None
    """Its width and height in the article, when it is smaller here."""


@dataclass(frozen=True, slots=True)
class _Found:
    media_type: str
    data: bytes
    moves: bool = False
    stilled: bool = False
    shrunk: tuple[int, int] | None = None


def pictures(assets: Iterable[Asset]) -> Mapping[str, Picture | None]:
    """Return, for the name of each asset, the picture made of it; ``None`` if the asset is no usable image.

    Assets with the same bytes are one picture.
    """
    made: dict[str, Picture | None] = {}
    by_bytes: dict[bytes, Picture | None] = {}
    for asset in assets:
        key = hashlib.sha256(asset.data).digest()
        if key not in by_bytes:
            by_bytes[key] = _picture(asset.data, len(by_bytes) + 1)
        made[asset.name] = by_bytes[key]
    return made


def raster_image(data: bytes) -> tuple[str, bytes]:
    """Return the media type and the bytes of a picture as a book may hold it; :class:`raster.Refusal`."""
    found = _raster(data)
    return found.media_type, found.data


def _picture(data: bytes, number: int) -> Picture | None:
    looks_like_markup = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    try:
        found = _Found("image/svg+xml", svg.sanitise(data)[0]) if looks_like_markup else _raster(data)
    except (raster.Refusal, ValueError):
        return None
    name = f"images/image-{number}{SUFFIX[found.media_type]}"
    return Picture(name, found.media_type, found.data, found.moves, found.stilled, found.shrunk)


def _raster(data: bytes) -> _Found:
    with raster.opened(data) as image:
        raster.check_size(image)
        moves = image.format in ("PNG", "GIF", "WEBP", "AVIF") and bool(getattr(image, "is_animated", False))
        media_type = _MEDIA_TYPES.get(str(image.format))
        too_large = image.width * image.height > MAX_PIXELS or max(image.size) > MAX_SIDE
        turned = image.getexif().get(_ORIENTATION, 1) in range(2, 9)
        if media_type and not (too_large or turned or image.mode in ("CMYK", "YCCK")):
            strip = _STRIP.get(media_type)
            return _Found(media_type, strip(data) if strip else data, moves)
        lossless = image.format in ("PNG", "GIF", "BMP", "TIFF") or b"VP8L" in data[:64]
        return _drawn_again(image, lossless, moves, image.size if too_large else None)


def _drawn_again(image: Image.Image, lossless: bool, moves: bool, too_large: tuple[int, int] | None) -> _Found:
    """Return the first frame, upright and small enough: as JPEG a photograph, as PNG what is transparent or was
    kept without loss."""
    from PIL import ImageOps

    fresh = ImageOps.exif_transpose(image)
    transparent = "A" in fresh.getbands() or "transparency" in fresh.info
    if too_large:
        fresh = fresh.convert("RGBA" if transparent else "L" if fresh.mode in ("1", "L") else "RGB")
        scale = min(1.0, MAX_SIDE / max(fresh.size), (MAX_PIXELS / (fresh.width * fresh.height)) ** 0.5)
        fresh = fresh.resize([max(1, int(side * scale)) for side in fresh.size])
    fresh.info.pop("exif", None)
    out = io.BytesIO()
    if transparent or lossless:
        if fresh.mode not in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
            fresh = fresh.convert("RGBA" if transparent else "RGB")
        fresh.save(out, "PNG", optimize=True, exif=b"")
        return _Found("image/png", out.getvalue(), stilled=moves, shrunk=too_large)
    fresh.convert("RGB").save(out, "JPEG", quality=92, subsampling=0, optimize=True)
    return _Found("image/jpeg", out.getvalue(), stilled=moves, shrunk=too_large)
