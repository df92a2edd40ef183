"""Articles and images to make books of."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from lxml import etree

from exporter import Options, vocabulary
from exporter.article import Article, Asset, Metadata, Notice, Person
from exporter.epub import build
from exporter.printed import Printed

NAMESPACES = {
    "h": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
    "svg": "http://www.w3.org/2000/svg",
    "xlink": "http://www.w3.org/1999/xlink",
}

WORDS: Mapping[str, Mapping[str, str]] = {
    "zh-Hans": {
        "title": "巷口的灯",
        "head": "铺子",
        "text": "灯亮着，雨停了。",
        "base": "仉",
        "reading": "zhǎng",
    },
    "zh-Hant": {
        "title": "巷口的燈",
        "head": "鋪子",
        "text": "燈亮著，雨停了。",
        "base": "仉",
        "reading": "ㄓㄤˇ",
    },
    "zh-HK": {
        "title": "街口盞燈",
        "head": "舖頭",
        "text": "盞燈着咗，雨停咗。",
        "base": "舖",
        "reading": "pou3",
    },
    "ja": {
        "title": "路地の灯",
        "head": "店",
        "text": "灯がともり、雨がやんだ。",
        "base": "路地",
        "reading": "ろじ",
    },
    "ko": {
        "title": "골목의 등불",
        "head": "가게",
        "text": "불이 켜지고 비가 그쳤다.",
        "base": "燈",
        "reading": "등",
    },
    "en": {
        "title": "The lamp",
        "head": "The shop",
        "text": "The lamp was lit.",
        "base": "灯",
        "reading": "deng",
    },
}

# Every element and class of the vocabulary; $name stands for a word of WORDS.
EVERYTHING = """
<p class="subtitle">$text</p><p class="byline">$text</p>
<h2 id="one">$head<a class="noteref" id="noteref-1" href="#note-1">1</a></h2>
<p>$text<em>$text</em><strong class="lead">$head</strong><ruby>$base<rp>(</rp><rt>$reading</rt><rp>)</rp></ruby
><ruby><rb>$base</rb><rtc><rt>$reading</rt></rtc></ruby
><a class="noteref" id="noteref-2" href="#note-2">2</a></p>
<p><i>i</i><b>b</b><u>u</u><s>s</s><q>q<q>q</q></q><cite>c</cite><code>c</code><kbd>k</kbd><samp>s</samp
><var>v</var><sub>2</sub><sup>3</sup><mark>m</mark
><del>d</del><ins>i</ins><small>s</small><dfn>d</dfn><abbr title="a">a</abbr><span lang="en">word</span
><time datetime="2026-11-24">t</time><a href="https://example.org/">l</a><a href="#one">1</a><br/><wbr
/><a class="noteref" id="noteref-2-2" href="#note-2">2</a></p>
<h3>$head 1.1</h3><h4>$head 1.1.1</h4><h5>1.1.1.1</h5><h6>1.1.1.1.1</h6>
<blockquote cite="https://example.org/"><p>$text</p></blockquote>
<ul><li>$text</li>
<li class="task"><p>$text</p><ol start="3" type="a" reversed=""><li value="4">$text</li></ol></li></ul>
<dl><dt>$head</dt><dd>$text</dd></dl>
<pre><code class="language-python">def f():
    return 1
</code></pre>
<figure><img src="images/a.png" alt="$head" width="48" height="32"/><figcaption>$text</figcaption></figure>
<p><img src="images/b.jpg" alt="b"/><img src="images/c.webp" alt="c"/><img src="images/d.gif" alt="d"/><img
src="images/e.svg" alt="e"/><span class="missing-image">photo.jpg</span></p>
<table><caption>$head</caption><colgroup><col span="2"/></colgroup><thead><tr><th scope="col" id="h1">$head</th>
<th scope="col">2</th></tr></thead><tbody>
<tr><td headers="h1" rowspan="2">1</td><td>2</td></tr><tr><td>3</td></tr></tbody>
<tfoot><tr><td colspan="2">4</td></tr></tfoot></table>
<hr/><hr class="separator"/><h2>$head 2</h2>
<div class="verse"><p>$text<br/>$text</p></div>
<div class="epigraph"><p>$text</p></div><div class="letter"><p>$text</p></div>
<p class="center">$text</p><p class="right">$text</p>
<p class="credit">$text</p><p class="colophon">$text</p>
<ul class="contents"><li><a href="#one">$head</a></li></ul>
<p class="flush">$text<em class="dots">$text</em><em class="dots-open-sesame">$text</em><em
class="dots-circle">$text</em><em class="dots-open-circle">$text</em><em class="dots-triangle">$text</em><em
class="dots-open-triangle">$text</em><em class="dots-double-circle">$text</em><em
class="dots-fisheye">$text</em><em class="dots-cross">$text</em></p>
<p class="spaced"><u class="line-double">$text</u><u class="line-dotted">$text</u><u
class="line-dashed">$text</u><u class="line-wavy">$text</u><ruby
class="under"><ruby>$base<rt>$reading</rt></ruby
><rt>$reading</rt></ruby><span class="tcy">29</span><span class="sideways">abc</span><span
class="warichu">$text<br/>$text</span><sub class="kaeriten">$base</sub><sup class="okurigana">$reading</sup></p>
<div class="boxed"><p class="caption">$text</p></div><div class="page-center"><p>$text</p></div>
<hr class="page-break"/><hr class="column-break"/><hr class="page-break recto"/><hr class="page-break verso"/>
<figure><svg viewBox="0 0 90 60" width="90" height="60" role="img" aria-label="$head" fill="currentColor"><defs
><linearGradient id="drawn-1" x2="1"><stop offset="0" stop-color="red"/></linearGradient
><radialGradient id="drawn-2"/><clipPath id="drawn-3"><circle cx="9" cy="9" r="9"/></clipPath
><mask id="drawn-4"><ellipse rx="9" ry="9"/></mask
><pattern id="drawn-5" width="9" height="9"><rect width="3" height="3"/></pattern
><marker id="drawn-6"><polygon points="0,0 9,9"/></marker
><symbol id="drawn-7"><polyline points="0,0 9,9"/></symbol></defs
><g clip-path="url(#drawn-3)" mask="url(#drawn-4)" stroke="currentColor" stroke-width="2"
><path id="drawn-8" d="M0 0h90" fill="url(#drawn-1)" marker-end="url(#drawn-6)"/><line x1="0" y1="0" x2="9"
y2="9"/><use href="#drawn-7"/><switch><rect fill="url(#drawn-5) red" width="9" height="9"/></switch></g
><text x="9" y="30" font-size="9">$head<tspan dx="3">$head</tspan
><textPath href="#drawn-8">$head</textPath></text></svg></figure>
<p><math alttext="x^2" display="block"><msup><mi>x</mi><mn>2</mn></msup></math></p>
<aside class="note" id="note-1"><p>$text</p></aside>
<aside class="note" id="note-2"><ul><li>$text<a href="https://example.org/">l</a></li></ul></aside>
"""

SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="48" height="32"><rect width="9" height="9"/></svg>"""


def picture(kind: str, mode: str = "RGB", **settings: bool) -> bytes:
    """Return a small image file of a Pillow format; the mode RGBA makes it half transparent."""
    from PIL import Image

    image = Image.new(mode, (48, 32), (120, 60, 30, 90)[: len(mode)])
    out = io.BytesIO()
    image.save(out, kind, **settings)
    return out.getvalue()


def asset(name: str, media_type: str, data: bytes) -> Asset:
    return Asset(name, media_type, data, 48, 32)


def all_images() -> tuple[Asset, ...]:
    return (
        asset("images/a.png", "image/png", picture("PNG")),
        asset("images/b.jpg", "image/jpeg", picture("JPEG")),
        asset("images/c.webp", "image/webp", picture("WEBP")),
        asset("images/d.gif", "image/gif", picture("GIF")),
        asset("images/e.svg", "image/svg+xml", SVG),
    )


def make_article(body: str, *assets: Asset, **facts: object) -> Article:
    """Return an article of this XHTML, which must be in the vocabulary."""
    root = etree.fromstring(f"<body>{body}</body>")
    faults = vocabulary.check(root, frozenset(each.name for each in assets))
    assert not faults, faults
    metadata = Metadata("巷口的灯").but(**facts)
    return Article(metadata, root, assets, source="article.md")


def whole_article(language: str) -> Article:
    """Return an article in ``language`` that has every element of the vocabulary and all the metadata."""
    words = WORDS[language]
    body = EVERYTHING
    for name, word in words.items():
        body = body.replace(f"${name}", word)
    facts: dict[str, object] = {
        "title": words["title"],
        "language": language,
        "subtitle": words["text"],
        "authors": (words["head"], "A. N. Other"),
        "date": "2026-11-24",
        "source_url": "https://example.org/article?id=1&page=2",
        "publisher": words["head"],
        "description": words["text"],
        "people": (
            Person(words["head"], sort_name="Head", other_script="The Head"),
            Person("T. R. Anslator", "trl"),
        ),
        "rights": "CC BY 4.0",
        "subjects": (words["base"], "lamps"),
        "series": words["title"],
        "series_number": "2",
    }
    return make_article(body, *all_images(), **facts)


class Book:
    """A finished book, opened."""

    def __init__(self, article: Article, options: Options | None = None, pages: Printed | None = None) -> None:
        """Make the book; without a cover unless the options ask for one, because a cover takes time."""
        self.data, self.notices = build(article, options or Options(cover=False), pages)
        self.archive = zipfile.ZipFile(io.BytesIO(self.data))

    def read(self, name: str) -> bytes:
        return self.archive.read(f"EPUB/{name}")

    def tree(self, name: str) -> etree._Element:
        return etree.fromstring(self.read(name))

    def find(self, name: str, path: str) -> list[etree._Element]:
        """Return the elements of a document that an XPath expression selects."""
        found = self.tree(name).xpath(path, namespaces=NAMESPACES)
        assert isinstance(found, list)
        return found

    def chapters(self) -> list[str]:
        """Return the names of the files of the text, in reading order."""
        names = {item.get("id"): item.get("href", "") for item in self.find("content.opf", "//opf:item")}
        order = [names[item.get("idref")] for item in self.find("content.opf", "//opf:itemref")]
        return [name for name in order if name.startswith("text/chapter-")]

    def texts(self, name: str, path: str) -> list[str]:
        return ["".join(map(str, element.itertext())) for element in self.find(name, path)]

    def notice(self, kind: str) -> Notice | None:
        return next((notice for notice in self.notices if notice.kind == kind), None)
