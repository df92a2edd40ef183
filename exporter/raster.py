"""Raster images from strangers: opened with bounds on bytes and pixels, or refused with a reason.

How large a picture is, its header says, before anything is decoded.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import io
import re
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from PIL import Image

MAX_PIXELS = 50_000_000
"""50 megapixels: A4 at 600 dots an inch has 35."""
MAX_BYTES = 32 * 1024 * 1024

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP", "TIFF")
_DATA = re.compile(r"data:image/[\w.+-]+(?:;[\w=.+-]+)*,", re.ASCII | re.IGNORECASE)


class Refusal(Exception):  # noqa: N818 - a reason, told to the person, not an error
    """Why an image is left out: the end of a sentence that begins with its name."""


def embedded(source: str) -> bytes:
    """Return the bytes of an image in a ``data:`` address; :class:`Refusal` when there is none in it."""
    head = _DATA.match(source)
    if head is None:
        raise Refusal("it says that it is inside the text, but it is no image")
    body = source[head.end() :]
    if len(body) > MAX_BYTES * 4 // 3:
        raise Refusal(f"it has over {MAX_BYTES // 2**20} MB")
    data = unquote_to_bytes(body)
    if ";base64" not in head[0].lower():
        return data
    try:
        return base64.b64decode(re.sub(rb"\s+", b"", data) + b"==", validate=False)
    except binascii.Error as error:
        raise Refusal("it is damaged") from error


def pixels(source: str) -> int:
    """Return how many pixels an image in a ``data:`` address says it has, at most :data:`MAX_PIXELS`."""
    with opened(embedded(source)) as picture:
        check_size(picture)
        return picture.width * picture.height


def size(data: bytes) -> tuple[int, int]:
    """Return a picture's width and height in pixels; :class:`Refusal` when it is none."""
    with opened(data) as picture:
        return picture.size


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[Image.Image]:
    """Open a picture; whatever goes wrong with it while it is open becomes a :class:`Refusal`."""
    from PIL import Image, UnidentifiedImageError

    Image.init()
    formats = [each for each in _FORMATS if each in Image.OPEN]  # a Pillow may be built without some
    try:
        with warnings.catch_warnings(), _whole_images():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=formats) as picture:
                yield picture
    except UnidentifiedImageError as error:
        raise Refusal("it is no image of a kind that can be set (PNG, JPEG, GIF, WebP, SVG)") from error
    except Image.DecompressionBombError as error:  # Pillow's own bound, above ours
        raise Refusal(f"it has over {MAX_PIXELS // 10**6} million pixels") from error
    except Refusal:
        raise
    except Exception as error:  # a decoder meets a damaged file in a hundred ways
        raise Refusal("it is damaged") from error


@contextlib.contextmanager
def _whole_images() -> Iterator[None]:
    """Refuse images that end too early, although WeasyPrint, once loaded, lets Pillow take them everywhere."""
    from PIL import ImageFile

    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def check_size(picture: Image.Image) -> None:
    """Raise :class:`Refusal` for a picture of more than :data:`MAX_PIXELS`."""
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise Refusal(f"it has {width:,} × {height:,} pixels, over {MAX_PIXELS // 10**6} million")
