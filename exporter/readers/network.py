"""What an address on the network brings: the page that a person named, and its images.

Only what the person asked for is fetched, within bounds of number, size and time. A name is looked up here,
every address it has is checked, and the connection goes to the address that was checked: so no page leads to
a machine of one's own network, neither by a redirect nor by a name that changes its mind.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
import threading
import time
import zlib
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from exporter import __version__
from exporter.errors import SourceError
from exporter.raster import MAX_BYTES as MAX_IMAGE
from exporter.raster import Refusal
from exporter.readers.source import MAX_BYTES, Network, Source

MAX_REQUESTS = 300
MAX_REDIRECTS = 8
MAX_SECONDS = 180.0
"""For the page and all its images together."""
PATIENCE = 20.0
"""Seconds without an answer."""

TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "text/x-rst": "rst",
    "multipart/related": "mhtml",
    "application/x-mimearchive": "mhtml",
    "application/epub+zip": "epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
"""What servers call what the readers read."""
_OTHER = re.compile(r"(?:image|audio|video|font)/|application/(?:pdf|zip|gzip|json|javascript)\Z")
"""What is no article."""
_CODED = ("gzip", "deflate")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""Addresses in which a router finds one of the old kind (RFC 6052)."""

_SPECIAL = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20", "5f00::/16")))
"""What is not the world's either (RFC 6890, 7526, 9602, 9637), whatever an older Python says of it: a cloud has
its own server there."""


def is_address(source: object) -> bool:
    """Whether ``source`` is an address of the web rather than a path."""
    return isinstance(source, str) and re.match(r"https?://", source, re.IGNORECASE) is not None


def _is_public(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether a number is one of the whole world's, and so is the one inside it that a router makes of it."""
    if isinstance(number, ipaddress.IPv6Address):
        if number in _NAT64:
            return _is_public(ipaddress.IPv4Address(int(number) & 0xFFFFFFFF))
        inner = [number.ipv4_mapped, number.sixtofour, *(number.teredo or ())]
        if number.is_site_local or not all(_is_public(each) for each in inner if each is not None):
            return False
    apart = number.is_multicast or number.is_reserved or any(number in each for each in _SPECIAL)
    return number.is_global and not apart


class Web:
    """One article's visit to the network."""

    def __init__(self, network: Network) -> None:
        """``network`` says which addresses are allowed, and who is told."""
        self._private = network.private
        self._progress = network.progress or (lambda _: None)
        self._end = time.monotonic() + MAX_SECONDS
        self._requests = 0
        self._certificates = httpx.create_ssl_context(trust_env=False)
        self._clients: dict[str, httpx.Client] = {}
        self._sockets: list[socket.socket] = []
        self._cutter = threading.Timer(MAX_SECONDS, self._cut)
        self._cutter.daemon = True

    def page(self, address: str) -> tuple[Source, str | None]:
        """Return what is at ``address``, and its format as far as the server says it.

        :class:`SourceError` for a page that cannot be had.
        """
        self._progress(address)
        try:
            answer, data = self._get(address, MAX_BYTES)
        except Refusal as reason:
            raise SourceError(f"{address} cannot be read: {reason}") from reason
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if _OTHER.match(kind) or data.startswith(b"%PDF-"):
            what = kind if _OTHER.match(kind) else "application/pdf"
            raise SourceError(f"{address} is no article but {what}; give the address of a page with its text")
        source = Source(
            address,
            data,
            declared=answer.charset_encoding,
            url=str(answer.extensions["address"]),
            fetch=self.image,
        )
        return source, TYPES.get(kind)

    def image(self, address: str) -> bytes | None:
        """Return the image at ``address``; :class:`Refusal` says why it cannot be had."""
        if not is_address(address):
            return None
        self._progress(address.rpartition("/")[2] or address)
        return self._get(address, MAX_IMAGE)[1]

    def __enter__(self) -> Web:
        """Begin the visit; when its time is over, whatever is being waited for is cut off."""
        self._cutter.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._cutter.cancel()
        for client in self._clients.values():
            client.close()

    def _client(self, host: str) -> httpx.Client:
        """The client for one name: servers at one number share neither connections, which are opened for a
        name and refuse others (RFC 9110, 15.5.20), nor cookies."""
        if host not in self._clients:
            self._clients[host] = httpx.Client(
                timeout=PATIENCE,
                follow_redirects=False,
                trust_env=False,  # a proxy would look names up elsewhere than they are checked
                verify=self._certificates,
                headers={
                    "User-Agent": f"exporter/{__version__}",
                    "Accept": "text/html, text/plain, image/*, */*;q=0.5",
                    "Accept-Encoding": ", ".join(_CODED),
                },
            )
        return self._clients[host]

    def _cut(self) -> None:
        for each in self._sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _trace(self, event: str, info: dict[str, Any]) -> None:
        """Remember the connections that httpcore makes."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._sockets.append(info["return_value"].get_extra_info("socket"))
            if time.monotonic() >= self._end:  # the cutter was here before
                self._cut()

    def _get(self, address: str, most: int) -> tuple[httpx.Response, bytes]:
        for _ in range(MAX_REDIRECTS + 1):
            self._requests += 1
            if self._requests > MAX_REQUESTS:
                raise Refusal(f"more than {MAX_REQUESTS} requests for one article are not made")
            self._check_time()
            try:
                onward, answer, data = self._ask(address, most)
            except httpx.HTTPError as error:
                self._check_time()
                raise Refusal(f"the server does not answer ({error or type(error).__name__})") from error
            except (httpx.InvalidURL, ValueError) as error:
                raise Refusal("it is no address") from error
            if onward is None:
                answer.extensions["address"] = address
                return answer, data
            address = onward
        raise Refusal(f"it was redirected more than {MAX_REDIRECTS} times")

    def _ask(self, address: str, most: int) -> tuple[str | None, httpx.Response, bytes]:
        """Ask once; where the server sends us instead, or its answer."""
        answer = self._sent(address)
        try:
            if answer.is_redirect:
                onward = urljoin(address, answer.headers["location"])
                if not is_address(onward):
                    raise Refusal("it was redirected to what is no web page")
                return onward, answer, b""
            if answer.status_code != httpx.codes.OK:
                raise Refusal(f"the server says {answer.status_code} {answer.reason_phrase}".strip())
            return None, answer, self._body(answer, most)
        finally:
            answer.close()

    def _body(self, answer: httpx.Response, most: int) -> bytes:
        """What was sent, unpacked here: so neither what arrives nor what it unpacks to is without bounds."""
        coding = answer.headers.get("content-encoding", "identity").strip().lower()
        if coding not in ("identity", *_CODED):
            raise Refusal(f"it is packed in a way that was not asked for ({coding})")
        unpacking = zlib.decompressobj(zlib.MAX_WBITS | 32) if coding in _CODED else None
        data, arrived = bytearray(), 0
        for piece in answer.iter_raw():
            self._check_time()
            arrived += len(piece)
            try:
                data += unpacking.decompress(piece, most + 1 - len(data)) if unpacking else piece
            except zlib.error as error:
                raise Refusal("what the server sent cannot be unpacked") from error
            if len(data) > most or arrived > most:
                raise Refusal(f"it has over {most // 2**20} MB")
        if unpacking and arrived and not unpacking.eof:
            raise Refusal("what the server sent is cut short")
        return bytes(data)

    def _check_time(self) -> None:
        if time.monotonic() >= self._end:
            raise Refusal(f"the article took longer than {MAX_SECONDS:.0f} seconds to fetch")

    def _sent(self, address: str) -> httpx.Response:
        """Ask the very address that was checked, there for the name; the answer's body is yet to be read."""
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
        if not host or parts.username is not None:
            raise Refusal("it is no address")
        number = self._checked(host, port)
        client = self._client(host)
        request = client.build_request("GET", address)
        request.extensions["sni_hostname"] = host.encode("idna").decode("ascii")
        request.extensions["trace"] = self._trace
        request.url = request.url.copy_with(host=number)
        return client.send(request, stream=True)

    def _checked(self, host: str, port: int) -> str:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Refusal(f"there is no server named {host}") from error
        numbers = [str(each[4][0]) for each in found]
        if not numbers:
            raise Refusal(f"there is no server named {host}")
        if not self._private and not all(_is_public(ipaddress.ip_address(number)) for number in numbers):
            raise Refusal(
                f"{host} is an address of this machine or of a private network;"
                " --allow-private-network lets it be read"
            )
        return numbers[0]
