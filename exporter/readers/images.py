"""Images: from what a page says of them to :class:`~exporter.article.Asset`, or a reason why not.

A page is hostile: nothing is fetched, nothing outside the article's folder is read, what a file is its bytes
say, and how large a picture is its header says, before it is decoded.
"""

from __future__ import annotations

import hashlib
import io
import os
import posixpath
import re
import stat
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from exporter import raster
from exporter.article import Asset, Notice
from exporter.raster import MAX_BYTES, Refusal

if TYPE_CHECKING:
    from PIL import Image

MAX_TOTAL = 256 * 1024 * 1024
MAX_TOTAL_PIXELS = 2_000_000_000
MAX_TOLD = 20
"""Images that get a notice of their own; the rest are counted."""

Fetch = Callable[[str], bytes | None]
"""An address → the bytes that are there; ``None``: nothing is. May raise :class:`Refusal`."""

_KEPT = {
    "PNG": ("png", "image/png"),
    "JPEG": ("jpg", "image/jpeg"),
    "MPO": ("jpg", "image/jpeg"),  # a JPEG with a second picture behind it, as telephones write
    "GIF": ("gif", "image/gif"),
    "WEBP": ("webp", "image/webp"),
}
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SVG = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml|<!--|<!DOCTYPE\s+svg|<svg|<[A-Za-z]+:svg)")
_ORIENTATION = 0x0112


class Shelf:
    """The images of one article: what was found, once each, and what there is to say about the others."""

    def __init__(
        self,
        folder: Path | None,
        fetch: Fetch | None = None,
        base: str | None = None,
        remote: Fetch | None = None,
    ) -> None:
        """``folder`` is the only one that is read from; ``None``: only images inside the text itself.

        ``fetch`` brings images by their addresses, which start from ``base``; ``remote`` those that are not in
        the folder, from the network.
        """
        self._folder = folder
        self._fetch = fetch
        self._base = base
        self._from_network = remote
        self._assets: dict[str, Asset] = {}
        self._shown: dict[str, Asset] = {}
        self._known: dict[str, Asset | None] = {}
        self._remote: dict[str, None] = {}
        self._reasons: list[str] = []
        self._cleaned: list[str] = []
        self._total = 0
        self._pixels = 0

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The images found so far, in the order of their first use."""
        return tuple(self._shown.values())

    def image(self, sources: Sequence[str]) -> Asset | None:
        """Return the first of ``sources`` (``src``, ``data-src``, …; best first) that can be had.

        When none can, the reason for the first of them comes out of :meth:`take_notices`. A dot, which waits
        for a script or counts readers, is returned only when it is all there is, and is not among the assets.
        """
        first: tuple[str, str] | None = None
        dot: Asset | None = None
        for source in sources:
            if source not in self._known:
                try:
                    self._known[source] = self._load(source)
                except Refusal as reason:
                    self._known[source] = None
                    first = first or (source, str(reason))
            asset = self._known[source]
            if asset is not None and not is_dot(asset):
                self._shown.setdefault(asset.name, asset)
                return asset
            dot = dot or asset
        if first is not None:
            self._refuse(*first)
        return dot if len(sources) == 1 else None

    def take_notices(self, name: str) -> list[Notice]:
        """Return what there is to say about images that are missing, and forget it. ``name``: the source's."""
        notices = [Notice("missing-image", reason, name) for reason in self._reasons[:MAX_TOLD]]
        if len(self._reasons) > MAX_TOLD:
            rest = f"{len(self._reasons) - MAX_TOLD:,} more images could not be had for reasons like these"
            notices.append(Notice("missing-image", rest, name))
        if self._remote:
            count = len(self._remote)
            shown = ", ".join(file_name(source) for source in list(self._remote)[:3])
            what = "1 image is" if count == 1 else f"{count:,} images are"
            text = f"{what} on the network, which is not read ({shown}{', …' if count > 3 else ''})"
            way = "; --fetch-images fetches them, a page saved with its images (“Web page, complete”) has them"
            notices.append(Notice("missing-image", text + way, name))
        notices += [Notice("cleaned-image", text, name) for text in self._cleaned[:MAX_TOLD]]
        self._reasons.clear()
        self._remote.clear()
        self._cleaned.clear()
        return notices

    def _refuse(self, source: str, reason: str) -> None:
        if reason == "remote":
            self._remote.setdefault(source)
        else:
            self._reasons.append(f"the image {_as_written(source)} is left out: {reason}")

    def _load(self, source: str) -> Asset:
        data = self._read(source)
        key = hashlib.sha256(data).hexdigest()
        if key not in self._assets:
            self._total += len(data)
            if self._total > MAX_TOTAL or self._pixels > MAX_TOTAL_PIXELS:
                limits = f"{MAX_TOTAL // 2**20} MB and {MAX_TOTAL_PIXELS // 10**6:,} million pixels"
                raise Refusal(f"the images of one article may have {limits} in all")
            asset, lost = make_asset(data)
            self._assets[key] = asset
            if lost:
                self._cleaned.append(
                    f"the image {_as_written(source)} is shown without its {' and '.join(lost)}"
                )
            self._pixels += asset.width * asset.height
        return self._assets[key]

    def _read(self, source: str) -> bytes:
        if source[:5].lower() == "data:":
            return raster.embedded(source)
        if self._fetch is not None:
            try:
                address = urljoin(self._base or "", source)
            except ValueError:
                address = source
            data = self._fetch(address)
            if data is not None:
                return data
        try:
            return read_local(self._folder, source)
        except Refusal as reason:
            data = self._from_network(self._address(source)) if self._from_network else None
            if data is None and self._from_network and str(reason) == "remote":
                raise Refusal("it is no address of a server") from reason
            if data is None:
                raise
            return data

    def _address(self, source: str) -> str:
        """Return where on the network an image may be; a host that cannot exist (RFC 2606) is none."""
        try:
            address = urljoin(self._base or "", f"https:{source}" if source.startswith("//") else source)
            return "" if (urlsplit(address).hostname or "").endswith(".invalid") else address
        except ValueError:
            return ""


def read_local(folder: Path | None, source: str) -> bytes:
    """Return the bytes of a file in ``folder`` or below it; :class:`Refusal` for anything else.

    This is the one gate between a page and the file system.
    """
    scheme = _SCHEME.match(source)
    if source.startswith(("//", "\\\\")) or (scheme and scheme[1].lower() in ("http", "https")):
        raise Refusal("remote")
    if scheme:
        raise Refusal(f"“{scheme[1].lower()}:” is neither a file beside the article nor inside the text")
    if folder is None:
        raise Refusal("the text did not come from a file, so there is no folder to look in")
    whole = unquote(source.replace("\\", "/"))
    bare = unquote(re.split(r"[?#]", source.replace("\\", "/"), maxsplit=1)[0])
    for path in dict.fromkeys((whole, bare)):
        if "\0" in path or not path:
            continue
        if path.startswith(("/", "~")) or posixpath.normpath(path).split("/")[0] == "..":
            raise Refusal("its path leads out of the article's folder; put it beside the article")
        data = _read_inside(folder, path)
        if data is not None:
            return data
    raise Refusal("there is no such file beside the article")


def _read_inside(folder: Path, path: str) -> bytes | None:
    try:
        root = folder.resolve(strict=True)
        target = (root / path).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):  # RuntimeError: a loop of symbolic links
        return None
    if not target.is_relative_to(root):
        raise Refusal("it is a symbolic link that leads out of the article's folder; put the file itself there")
    try:
        # Neither a link put there meanwhile nor a pipe that never ends.
        handle = os.open(target, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise Refusal(f"it cannot be read ({error.strerror})") from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise Refusal("it is not a file")
    with os.fdopen(handle, "rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Refusal(f"it has over {MAX_BYTES // 2**20} MB")
    return data


def is_dot(asset: Asset) -> bool:
    """Whether an image is a pixel or two large."""
    return 0 < asset.width <= 2 and 0 < asset.height <= 2


def make_asset(data: bytes) -> tuple[Asset, tuple[str, ...]]:
    """Return the image that ``data`` is, whatever its name said, and what it lost; :class:`Refusal` when it is
    none.

    PNG, JPEG, GIF and WebP stay as they are, except that a photograph is turned upright; other pictures
    become PNG (JPEG, where they are photographs in AVIF), and SVG is cleaned of everything that is not drawing.
    """
    if _SVG.match(data[:512]):
        from exporter import svg

        try:
            clean, width, height, lost = svg.sanitise(data)
        except ValueError as error:
            raise Refusal(str(error)) from error
        return _asset(clean, "svg", "image/svg+xml", width, height), lost
    with raster.opened(data) as picture:
        several = picture.format not in _KEPT and getattr(picture, "n_frames", 1) > 1
        return _raster(picture, data), (("other frames",) if several else ())


def _raster(picture: Image.Image, data: bytes) -> Asset:
    from PIL import ImageOps

    raster.check_size(picture)
    width, height = picture.size
    picture.load()
    kind = _KEPT.get(picture.format or "")
    turned = picture.getexif().get(_ORIENTATION, 1) in range(2, 9)
    if kind is not None and not (turned and kind[0] == "jpg"):
        return _asset(data, *kind, width, height)
    upright = ImageOps.exif_transpose(picture)
    written = io.BytesIO()
    opaque_photograph = (
        picture.format == "AVIF" and "A" not in upright.getbands()
    )  # as a PNG ten times the size
    if kind is not None or opaque_photograph:
        upright.save(written, "JPEG", quality=95, subsampling=0)
        return _asset(written.getvalue(), *_KEPT["JPEG"], *upright.size)
    if upright.mode not in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        upright = upright.convert("RGBA" if "A" in upright.getbands() else "RGB")
    upright.save(written, "PNG")
    return _asset(written.getvalue(), "png", "image/png", *upright.size)


def _asset(data: bytes, extension: str, media_type: str, width: int, height: int) -> Asset:
    name = f"images/{hashlib.sha256(data).hexdigest()[:12]}.{extension}"
    return Asset(name, media_type, data, width, height)


def file_name(source: str) -> str:
    """Return the name that a person knows an image by: the last part of its path."""
    if source[:5].lower() == "data:":
        return "inside the text"
    try:
        path = urlsplit(source.replace("\\", "/")).path
    except ValueError:
        path = source
    name = PurePosixPath(unquote(path)).name or source
    name = "".join(character for character in name if character.isprintable())
    return name if len(name) <= 60 else name[:57] + "…"


def _as_written(source: str) -> str:
    """Return the path that the source gives, for a message: its end, where it is long."""
    if source[:5].lower() == "data:":
        return file_name(source)
    path = "".join(character for character in unquote(source) if character.isprintable())
    return path if len(path) <= 80 else "…" + path[-79:]
