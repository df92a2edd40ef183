"""EPUBCheck finds no fault with any book, and would."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from epub_material import SVG, WORDS, Book, all_images, asset, make_article, picture, whole_article

from exporter import Options
from exporter.article import Article

Check = Callable[[bytes], list[object]]


@pytest.mark.parametrize("language", WORDS)
def test_every_element_in_every_language(language: str, epubcheck: Check) -> None:
    assert epubcheck(Book(whole_article(language), Options()).data) == []


def test_the_checker_does_find_faults(epubcheck: Check) -> None:
    """A book whose text has lost a link's target, an attribute's sense and a listed file."""
    good = Book(whole_article("ja"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as broken:
        for name in good.archive.namelist():
            data = (
                good.archive.read(name)
                .replace(b'id="note-1"', b'id="note-9"')
                .replace(b'scope="col"', b'scope="x"')
            )
            if not name.endswith("a.css") and name != "EPUB/images/image-1.png":
                broken.writestr(name, data)
    found = {str(message).split()[1] for message in epubcheck(out.getvalue())}
    assert {"RSC-012", "RSC-005", "RSC-001"} <= found


STRANGE: dict[str, Article] = {
    "nothing but a line": make_article("<p>一</p>"),
    "no text at all": make_article(""),
    "no title": make_article("<p>一</p>", title=" \n"),
    "long title": make_article("<p>一</p>", title="灯火" * 5000, authors=("名" * 500,)),
    "control characters": make_article(
        "<p>a\u0085b\u0080\ufdd0\u200b\u2028c\u00ad\ufeff</p>",
        title="灯\x00\x1b\u0085\n下\u2028\ufffe",
        authors=("\x07", "甲\x0b乙"),
        description="\x01",
    ),
    "markup in metadata": make_article(
        "<p>一</p>",
        title="<b>&amp; “灯” ' \"",
        authors=("<i>&",),
        publisher="<&>",
        identifier="urn:x:<&>",
        source_url="https://example.org/a b?<c>&d=中|文",
    ),
    "no web address": make_article("<p>一</p>", source_url="javascript:alert(1)"),
    "year": make_article("<p>一</p>", date="1911"),
    "before zip": make_article("<p>一</p>", date="1919-05-04"),
    "month": make_article("<p>一</p>", date="2026-02"),
    "our ids": make_article(
        '<h2 id="title">一</h2><h2 id="heading-3">二</h2><h2>三</h2><p id="toc">四</p>'
        '<p><a class="noteref" href="#n">1</a></p><aside class="note" id="n"><p>注</p></aside>'
    ),
    "headings in disorder": make_article(
        "<h6>一</h6><h2>二</h2><h5>三</h5><h3>四</h3><h4></h4><blockquote><h2>五</h2></blockquote>"
        '<h2><img src="images/a.png" alt="六"/></h2><h3><img src="images/a.png"/></h3>',
        *all_images(),
    ),
    "notes that are not called, or empty, or within notes": make_article(
        '<p>一<a class="noteref" id="r1" href="#n1">1</a></p><aside class="note" id="n1"/>'
        '<aside class="note" id="n2"><p>二<a class="noteref" id="r3" href="#n3">3</a></p></aside>'
        '<aside class="note" id="n3">三</aside>'
    ),
    "values that no browser minds": make_article(
        '<p lang="en_US" dir="left">一<span lang="">二</span><time datetime="yesterday">三</time>'
        '<time datetime="2026-13-40">四</time></p><ol start="x" type="disc"><li value="b">五</li></ol>'
        '<table><tr><td colspan="0" rowspan="-1" headers="gone">六</td>'
        '<th scope="all" abbr="a">七</th></tr></table>'
        '<table><col/><col span="0"/><tfoot><tr><td>八</td></tr></tfoot>'
        "<tbody><tr><td>九</td></tr></tbody></table>"
        '<p><img src="images/a.png" width="50%" height="auto"/></p>'
        '<blockquote cite="the book"><p>十</p></blockquote>'
        "<dl><dd>一</dd><dt>二</dt></dl><p>三<table><tr><td>四</td></tr></table></p>",
        *all_images(),
    ),
    "addresses that no browser minds": make_article(
        '<p><a href="https://example.org/a b|c[d]?e f#g h">一</a><a href="https://example.org/%zz%41">二</a>'
        '<a href="http://">三</a><a href="http:foo">四</a><a href="http://a b/">五</a><a href="mailto:">六</a>'
        '<a href="mailto:a b@example.org">七</a><a href="https://example.org:port/">八</a>'
        '<a href="https://例え.jp/道">九</a><a href="https://example.org/"><a href="https://example.org/">十</a></a>'
        '<a href="http://[::1]/">一</a><a href="http://user:pass@example.org:80/a;b=c,d/">二</a></p>'
    ),
    "images that are not what they say": make_article(
        '<p><img src="a.png"/><img src="b.png"/><img src="c.svg"/>'
        '<img src="d.svg"/><img src="e.webp"/><img src="f.gif"/></p>',
        asset("a.png", "image/png", picture("JPEG")),
        asset("b.png", "image/png", b"<html>404</html>"),
        asset("c.svg", "image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg"><g></svg>'),
        asset("d.svg", "image/svg+xml", b"\xef\xbb\xbf <!DOCTYPE svg>" + SVG),
        asset("e.webp", "image/webp", picture("WEBP", "RGBA")),
        asset("f.gif", "image/gif", b"GIF89a"),
    ),
}


@pytest.mark.parametrize("name", STRANGE)
def test_strange_articles(name: str, epubcheck: Check) -> None:
    assert epubcheck(Book(STRANGE[name], Options(cover="title" in name)).data) == []


def test_a_hostile_svg(epubcheck: Check) -> None:
    svg = b"""<?xml version="1.0"?><?xml-stylesheet href="http://evil.example/a.css"?>
    <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:e="urn:e"
      onload="evil()"><script>evil()</script><style>@import url(http://evil.example/a.css);</style>
    <foreignObject><p>evil</p></foreignObject>
    <a xlink:href="http://evil.example/"><image xlink:href="http://evil.example/a.png"/></a><e:evil/>
    <rect fill="url(http://evil.example/a.svg#b)" style="fill: url('//evil.example/c')" width="9" height="9"/>
    <use xlink:href="#kept"/><g id="kept"><text>kept</text></g></svg>"""
    book = Book(make_article('<p><img src="a.svg" alt="a"/></p>', asset("a.svg", "image/svg+xml", svg)))
    assert epubcheck(book.data) == []
    drawing = book.read("images/image-1.svg")
    assert b"evil" not in drawing
    assert b"kept" in drawing
