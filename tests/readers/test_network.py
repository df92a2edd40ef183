from __future__ import annotations

import contextlib
import gzip
import io
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from PIL import Image

from exporter.errors import SourceError
from exporter.readers import network, read, read_parts
from exporter.readers.source import Network

TEXT = "河上有灯，水里有影，灯灭了，影也散了，岸边的人都回去了。" * 4
PAGE = f"""<!doctype html><title>河边的灯</title><h1>河边的灯</h1><p>{TEXT}</p>
<figure><img src="/灯.png" alt="灯"><figcaption>灯</figcaption></figure>
<p><img data-src="missing.png" alt="无"></p><p>{TEXT}见<a href="next.html">下一页</a>。</p>"""


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    return out.getvalue()


WITH_IMAGE = f"<h1>灯</h1><p>{TEXT}</p><img src='/away?http://127.0.0.1:9/a.png'>"
SENT: dict[str, tuple[bytes, dict[str, str]]] = {
    "/a.pdf": (b"%PDF-1.7 ...", {"Content-Type": "application/octet-stream"}),
    "/a.jpg": (b"...", {"Content-Type": "image/jpeg"}),
    "/a.md": (f"# 灯\n\n{TEXT}*水*\n".encode(), {"Content-Type": "text/plain; charset=utf-8"}),
    "/shown.md": (PAGE.encode(), {"Content-Type": "text/html"}),
    "/with-image": (WITH_IMAGE.encode(), {"Content-Type": "text/html"}),
    "/latin": (
        f"<meta charset=utf-8><h1>灯</h1><p>{TEXT}</p>".encode(),
        {"Content-Type": "text/html; charset=iso-8859-1"},
    ),
    "/bomb": (gzip.compress(b"<p>" * 3_000_000), {"Content-Encoding": "gzip"}),
    "/packed": (gzip.compress(PAGE.encode()), {"Content-Encoding": "gzip"}),
    "/cut": (gzip.compress(PAGE.encode())[:-20], {"Content-Encoding": "gzip"}),
    "/torn": (b"no gzip", {"Content-Encoding": "gzip"}),
    "/strange": (b"?", {"Content-Encoding": "br"}),
}
"""What is at an address: the bytes and the headers."""


class Handler(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path.startswith("/away"):
            self._answer(302, b"", Location=self.path.partition("?")[2])
        elif self.path == "/page":
            self._answer(200, PAGE.encode("gb18030"), **{"Content-Type": "text/html; charset=gb2312"})
        elif self.path.endswith(".png") and "missing" not in self.path:
            self._answer(200, _picture(), **{"Content-Type": "image/png"})
        elif self.path == "/text":
            self._answer(200, f"河边的灯\n\n{TEXT}\n".encode(), **{"Content-Type": "text/plain"})
        elif self.path == "/endless":
            self._endless(b"<p>" * 100_000)
        elif self.path in SENT:
            self._answer(200, SENT[self.path][0], **SENT[self.path][1])
        elif self.path == "/empty-blocks":  # gzip that goes on for ever and unpacks to nothing
            self._endless(b"\x00\x00\x00\xff\xff" * 10_000, gzip.compress(b"")[:10], "gzip")
        elif self.path == "/slow-head":
            self._drip()
        else:
            self._answer(404, b"no")

    def _answer(self, status: int, data: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _endless(self, piece: bytes, first: bytes = b"", coding: str = "identity") -> None:
        self.send_response(200)
        self.send_header("Content-Encoding", coding)
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(first)
            while True:
                self.wfile.write(piece)

    def _drip(self) -> None:
        with contextlib.suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while True:
                self.wfile.write(b"a")
                time.sleep(0.05)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    Handler.asked.clear()
    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()


LOCAL = Network(private=True)


def test_a_page_comes_with_its_images_and_its_encoding(server: str) -> None:
    told: list[str] = []
    article = read(f"{server}/page", network=Network(private=True, progress=told.append))
    assert article.metadata.title == "河边的灯"
    assert article.metadata.source_url == f"{server}/page"
    assert [asset.media_type for asset in article.assets] == ["image/png"]
    assert [link.get("href") for link in article.body.iter("a")] == [f"{server}/next.html"]
    assert told[0] == f"{server}/page"
    assert len(told) == 3
    assert [n.kind for n in article.notices if "404" in n.message] == ["missing-image"]


def saved(server: str) -> str:
    return f"""<!doctype html><link rel=canonical href="{server}/page"><title>河边的灯</title><h1>河边的灯</h1>
<p>{TEXT}</p>
<p><img src="beside.png" alt="一"><img src="{server}/far.png" alt="二"><img src="other.png" alt="三">
<img src="{server}/missing.png" alt="四"></p><p>{TEXT}</p>"""


def test_the_images_of_a_file_are_fetched_only_when_that_is_asked(server: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(saved(server), "utf-8")
    (tmp_path / "beside.png").write_bytes(_picture())
    article = read(tmp_path / "page.html", network=LOCAL)
    assert Handler.asked == []
    assert len(article.body.findall(".//img")) == 1
    (told,) = [notice.message for notice in article.notices if "network" in notice.message]
    assert "2 images are on the network" in told
    assert "--fetch-images" in told


def test_the_images_of_a_file_come_from_beside_it_and_then_from_the_network(
    server: str, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text(saved(server), "utf-8")
    (tmp_path / "beside.png").write_bytes(_picture())
    article = read(tmp_path / "page.html", network=Network(private=True, images=True))
    assert Handler.asked == ["/far.png", "/other.png", "/missing.png"]
    assert len(article.body.findall(".//img")) == 3
    (told,) = [notice.message for notice in article.notices]
    assert "404" in told


def test_images_are_not_fetched_from_ones_own_network(server: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"# 灯\n\n![灯]({server}/far.png)\n", "utf-8")
    article = read(tmp_path / "a.md", network=Network(images=True))
    assert Handler.asked == []
    assert "--allow-private-network" in article.notices[0].message


def test_images_of_markdown_and_of_parts_are_fetched(server: str, tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.md").write_text(f"# 灯{name}\n\n![灯]({server}/{name}.png)\n\n文。\n", "utf-8")
    asked = Network(private=True, images=True)
    assert read(tmp_path / "a.md", network=asked).assets
    assert not read(tmp_path / "a.md", network=asked, base="https://book.invalid/a.md").notices
    article = read_parts([tmp_path / "a.md", tmp_path / "b.md"], network=asked)
    assert Handler.asked == ["/a.png", "/a.png", "/a.png", "/b.png"]
    assert not article.notices


def test_a_host_that_cannot_exist_is_not_asked(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 灯\n\n![灯](gone.png)\n", "utf-8")
    asked = Network(private=True, images=True)
    (notice,) = read(tmp_path / "a.md", network=asked, base="https://book.invalid/a.md").notices
    assert "no such file beside the article" in notice.message
    (tmp_path / "a.md").write_text("# 灯\n\n![灯](https://river.invalid/a.png)\n", "utf-8")
    (notice,) = read(tmp_path / "a.md", network=asked).notices
    assert notice.message.endswith("is left out: it is no address of a server")


def test_plain_text_is_read_as_text(server: str) -> None:
    assert read(f"{server}/text", network=LOCAL).metadata.title == "河边的灯"


def test_a_redirect_is_followed_and_is_where_addresses_start(server: str) -> None:
    assert read(f"{server}/away/far?/page", network=LOCAL).metadata.source_url == f"{server}/page"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/",
        "http://localhost/",
        "http://[::1]/",
        "http://0.0.0.0/",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        "http://2130706433/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:a00:1::]/",
        "http://224.0.0.1/",
        "http://[ff02::1]/",
        "http://[fec0::1]/",
        "http://192.0.0.192/",
        "http://[3fff::1]/",
    ],
)
def test_private_addresses_are_not_reached(address: str) -> None:
    with pytest.raises(SourceError, match="--allow-private-network"):
        read(address)


def test_private_addresses_are_not_reached_on_the_way(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = network.Web._checked
    first = iter([True])

    def checked(web: network.Web, host: str, port: int) -> str:
        return "127.0.0.1" if next(first, False) else real(web, host, port)

    monkeypatch.setattr(network.Web, "_checked", checked)
    with pytest.raises(SourceError, match="--allow-private-network"):
        read(f"{server}/away?http://127.0.0.1:9/")
    assert Handler.asked == ["/away?http://127.0.0.1:9/"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/nothing", "404"),
        ("/away?/away?/away", "redirected more than"),
        ("/away?ftp://example.org/", "no web page"),
        ("/away?file:///etc/passwd", "no web page"),
    ],
)
def test_what_cannot_be_had_is_one_sentence(server: str, path: str, said: str) -> None:
    if "away?/away" in path:
        path = "/away?/away"  # to itself, for ever
    with pytest.raises(SourceError, match=said):
        read(server + path, network=LOCAL)


def test_too_much_is_refused(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "MAX_BYTES", 1_000_000)
    with pytest.raises(SourceError, match="MB"):
        read(f"{server}/endless", network=LOCAL)


def test_requests_and_time_are_bounded(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "MAX_REQUESTS", 1)
    notices = read(f"{server}/page", network=LOCAL).notices
    assert sum("requests for one article" in notice.message for notice in notices) == 2
    monkeypatch.setattr(network, "MAX_SECONDS", -1.0)
    with pytest.raises(SourceError, match="longer than"):
        read(f"{server}/page", network=LOCAL)


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(SourceError, match="does not answer"):
        read("http://127.0.0.1:9/", network=LOCAL)


def test_a_name_with_one_private_number_is_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 80)) for number in ("93.184.216.34", "10.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(SourceError, match="--allow-private-network"):
        read("http://two-faced.example/")


def test_a_name_is_looked_up_once_and_the_server_hears_it(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(server.rpartition(":")[2])
    looked_up = []

    def lookup(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        looked_up.append(host)
        number = "127.0.0.1" if looked_up.count(host) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    heard = []
    monkeypatch.setattr(Handler, "log_message", lambda self, *_: heard.append(self.headers["Host"]))
    read(f"http://river.example:{port}/text", network=LOCAL)
    assert [host for host in looked_up if host == "river.example"] == ["river.example"]
    assert heard == [f"river.example:{port}"]


def test_an_image_that_leads_to_a_private_address_is_left_out(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = network.Web._checked
    first = iter([True, True])
    monkeypatch.setattr(
        network.Web,
        "_checked",
        lambda web, host, port: "127.0.0.1" if next(first, False) else real(web, host, port),
    )
    notices = read(f"{server}/with-image").notices
    assert [n.kind for n in notices if "--allow-private-network" in n.message] == ["missing-image"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/a.pdf", "is no article but application/pdf"),
        ("/a.jpg", "is no article but image/jpeg"),
        ("/torn", "cannot be unpacked"),
        ("/cut", "cut short"),
        ("/strange", "not asked for"),
    ],
)
def test_what_is_no_page_is_told(server: str, path: str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read(server + path, network=LOCAL)


def test_the_server_says_what_it_is_and_of_text_its_name(server: str) -> None:
    assert read(f"{server}/a.md", network=LOCAL).body.find(".//em") is not None
    assert read(f"{server}/shown.md", network=LOCAL).metadata.title == "河边的灯"
    assert read(f"{server}/packed", network=LOCAL).metadata.title == "河边的灯"


def test_a_server_that_is_wrong_about_the_encoding(server: str) -> None:
    assert read(f"{server}/latin", network=LOCAL).metadata.title == "灯"


@pytest.mark.parametrize("path", ["/bomb", "/empty-blocks"])
def test_what_unpacks_to_too_much_or_to_nothing_is_refused(
    server: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "MAX_BYTES", 1_000_000)
    with pytest.raises(SourceError, match="over 0 MB"):
        read(server + path, network=LOCAL)


def test_a_server_that_never_ends_its_head_is_cut_off(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "MAX_SECONDS", 0.5)
    with pytest.raises(SourceError, match="longer than"):
        read(f"{server}/slow-head", network=LOCAL)


def test_a_server_found_after_the_time_is_over_is_cut_off(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "MAX_SECONDS", 0.2)
    real = network.Web._checked

    def slow(web: network.Web, host: str, port: int) -> str:
        time.sleep(0.4)
        return real(web, host, port)

    monkeypatch.setattr(network.Web, "_checked", slow)
    with pytest.raises(SourceError, match="longer than"):
        read(f"{server}/slow-head", network=LOCAL)


def test_names_at_one_number_share_no_connection(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(server.rpartition(":")[2])
    images = "".join(f"<img src='http://{name}.example:{port}/{name}{n}.png'>" for n in (1, 2) for name in "ab")
    monkeypatch.setitem(SENT, "/both", (f"<h1>灯</h1><p>{TEXT}{images}</p>".encode(), {}))
    monkeypatch.setattr(network.Web, "_checked", lambda *_: "127.0.0.1")
    monkeypatch.setattr(Handler, "protocol_version", "HTTP/1.1")
    heard: dict[str, list[int]] = {}
    monkeypatch.setattr(
        Handler,
        "log_message",
        lambda self, *_: heard.setdefault(self.headers["Host"], []).append(self.client_address[1]),
    )
    read(f"http://a.example:{port}/both", network=LOCAL)
    assert [len(ports) for ports in heard.values()] == [3, 2]
    assert [len(set(ports)) for ports in heard.values()] == [1, 1]
    assert len({number for ports in heard.values() for number in ports}) == 2


def test_a_name_and_a_password_are_no_part_of_an_address(server: str) -> None:
    with pytest.raises(SourceError, match="no address"):
        read(server.replace("//", "//me:secret@") + "/text", network=LOCAL)
