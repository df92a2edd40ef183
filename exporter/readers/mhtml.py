"""A web page and its images in one file (MHTML, RFC 2557), as browsers save it → article."""

from __future__ import annotations

import email
from email.message import Message
from urllib.parse import unquote

from exporter.article import Article
from exporter.errors import SourceError
from exporter.readers.html import read_html
from exporter.readers.source import Source


def read_mhtml(source: Source) -> Article:
    """Return the article in the archive; its images are those of the archive, nothing is fetched.

    :class:`~exporter.errors.SourceError` for what is no archive, or has no page in it.
    """
    try:
        message = email.message_from_bytes(source.data)
        parts = [part for part in message.walk() if not part.is_multipart()]
    except (RecursionError, ValueError, LookupError) as error:
        raise _none(source) from error
    page = next(
        (part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")), None
    )
    if page is None:
        raise _none(source)
    files = {name: part for part in parts for name in _names(part)}

    def fetch(address: str) -> bytes | None:
        part = files.get(unquote(address)) or files.get(unquote(address.partition("#")[0]))
        return None if part is None else _bytes(part)

    return read_html(
        Source(
            source.name,
            _bytes(page),
            None,
            source.encoding,
            declared=page.get_content_charset(),
            url=_address(page, message),
            fetch=fetch,
            remote=source.remote,
            selector=source.selector,
        )
    )


def _none(source: Source) -> SourceError:
    return SourceError(
        f"{source.name} is no saved page (MHTML) with a page in it; save it again from a browser"
    )


def _bytes(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _names(part: Message) -> list[str]:
    location, name = (str(part.get(header) or "").strip() for header in ("Content-Location", "Content-ID"))
    return [unquote(each) for each in (location, f"cid:{name.strip('<>')}" if name else "") if each]


def _address(page: Message, message: Message) -> str | None:
    stated = page.get("Content-Location") or message.get("Snapshot-Content-Location")
    address = str(stated or "").strip()
    return address if address.startswith(("http://", "https://")) else None
