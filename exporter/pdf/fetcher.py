"""The one door through which a rendering reads anything: images, fonts, style sheets and what they refer to.

Article images are served from memory under a host that cannot exist (RFC 2606, ``.invalid``); fonts from the
paths of the faces that will be used; files only from the folders that were opened: the article's, and that
of each style sheet the user named. Symbolic links are resolved first. Everything else is refused and
reported, the network first of all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from weasyprint.urls import URLFetcher, URLFetcherResponse

from exporter.article import Article, Notice
from exporter.fonts.faces import Face

ARTICLE = "https://article.invalid/"
"""The base URL of the article: its images are served below it."""

MAX_BYTES = 64 * 1024 * 1024


class Fetcher(URLFetcher):  # type: ignore[misc]
    """A WeasyPrint URL fetcher that serves what the article owns and refuses the rest."""

    def __init__(self, article: Article, fonts: Mapping[str, Face], folders: Sequence[Path]) -> None:
        """Open the door for ``article``'s assets, the ``fonts`` by URL, and files inside ``folders``."""
        super().__init__(allowed_protocols=())
        self._assets = {ARTICLE + asset.name: asset for asset in article.assets}
        self._fonts = fonts
        self._folders = [folder.resolve() for folder in folders]
        self._refused: dict[str, str] = {}

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What was refused, once each."""
        return tuple(Notice("refused", f"{url} was not read: {why}") for url, why in self._refused.items())

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return what stands behind ``url``; raise ValueError, which WeasyPrint takes as “not there”, to
        refuse it."""
        if asset := self._assets.get(url.partition("#")[0]):
            return URLFetcherResponse(url, asset.data, {"Content-Type": asset.media_type})
        if face := self._fonts.get(url):
            return URLFetcherResponse(url, face.data())
        try:
            if url.startswith("data:"):
                return _data(url)
            return URLFetcherResponse(url, self._file(url).read_bytes(), {"Content-Type": _media_type(url)})
        except (ValueError, OSError, RuntimeError) as error:  # RuntimeError: links in a circle
            reason = error.strerror if isinstance(error, OSError) else str(error)
            self._refused.setdefault(_shortened(url), reason or "it cannot be read")
            raise ValueError(f"{_shortened(url)}: {reason}") from None

    def _file(self, url: str) -> Path:
        parts = urlsplit(url)
        if parts.scheme != "file":
            raise ValueError("only files beside the article or its style sheet are read, never the network")
        if parts.netloc not in ("", "localhost"):
            raise ValueError("it names another machine")
        path = Path(url2pathname(parts.path)).resolve(strict=True)
        if not any(path.is_relative_to(folder) for folder in self._folders):
            raise ValueError("it lies outside the folder of the article and of the style sheet")
        if not path.is_file():
            raise ValueError("it is not a file")
        if path.stat().st_size > MAX_BYTES:
            raise ValueError(f"it is larger than {MAX_BYTES >> 20} MB")
        return path


def _data(url: str) -> URLFetcherResponse:
    """Decode a ``data:`` URL; the parent class would open it with a handler that also knows the network."""
    from urllib.request import DataHandler, Request

    with DataHandler().data_open(Request(url)) as response:
        return URLFetcherResponse(url, response.read(), dict(response.headers))


def _media_type(url: str) -> str:
    return "text/css" if urlsplit(url).path.lower().endswith(".css") else "application/octet-stream"


def _shortened(url: str) -> str:
    return url if len(url) <= 100 else url[:99] + "…"
