from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from reading_cases import cases

from exporter import vocabulary
from exporter.article import Article
from exporter.errors import SourceError, UsageError
from exporter.readers.html import declared_encoding, read_html
from exporter.readers.source import Source

PAGES = Path(__file__).parent / "fixtures" / "html"
FACTS = ("title", "subtitle", "authors", "date", "language", "publisher", "source_url", "description")


def article(page: str | bytes, name: str = "页.html", folder: Path | None = None) -> Article:
    return read_html(Source(name, page if isinstance(page, bytes) else page.encode(), folder))


def shown(result: Article) -> str:
    """Facts, blocks and notices, a line each."""
    facts = [f"{name} {value}" for name in FACTS if (value := getattr(result.metadata, name))]
    blocks = [str(etree.tostring(block, encoding="unicode")) for block in result.body]
    notices = [f"notice {notice.kind}: {notice.message}" for notice in result.notices]
    return "\n".join([*facts, *blocks, *notices, ""])


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.html")), ids=lambda path: path.name)
def test_page(page: Path) -> None:
    result = article(page.read_bytes(), page.name, page.parent)
    assert shown(result) == page.with_suffix(".txt").read_text(encoding="utf-8")
    assert vocabulary.check(result.body, frozenset(asset.name for asset in result.assets)) == []


# --- the title ---

FILL = "<p>" + "这一段只是为了有一些文字，好让页面看上去像一篇文章。" * 4 + "</p>"


def titled(head: str, body: str = "") -> tuple[str, str | None]:
    facts = article(f"<html><head>{head}</head><body>{body}{FILL}</body></html>").metadata
    return facts.title, facts.subtitle


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ("<title>雨季的地图_文化_河岸网</title>", "<h1>雨季的地图</h1>", ("雨季的地图", None)),
        ("<title>河岸 - 雨季的地图</title>", "<h1>河岸</h1><h3>雨季的地图</h3>", ("雨季的地图", None)),
        ("<title>雨季的地图 - 河岸网</title>", "", ("雨季的地图", None)),
        (
            "<title>雨季的地图 | 河岸</title><meta property='og:site_name' content='河岸'>",
            "",
            ("雨季的地图", None),
        ),
        (
            "<title>河岸 | 雨季的地图</title><meta property='og:site_name' content='河岸'>",
            "",
            ("雨季的地图", None),
        ),
        ("<title>雨の地図　＜岸辺の部屋＞</title>", "", ("雨の地図", None)),
        (
            "<title>雨の地図：岸を歩く（1/3 ページ） - 岸辺新聞</title>"
            "<meta property='og:title' content='雨の地図'>",
            "<h1>雨の地図<i>：</i><i>岸を歩く</i>（1/3 ページ）</h1>",
            ("雨の地図", "岸を歩く"),
        ),
        ("<title>Untitled</title>", "<h1>雨季的地图</h1>", ("雨季的地图", None)),
        ("<title>A&amp;B 的故事</title>", "", ("A&B 的故事", None)),
        ("", "", ("页", None)),
    ],
)
def test_title(head: str, body: str, expected: tuple[str, str | None]) -> None:
    assert titled(head, body) == expected


def test_the_title_is_not_printed_again() -> None:
    for line in ("<h1>雨季的地图</h1>", "<h2> 雨季 的地图 </h2>", "<p align=center>雨季的地图</p>"):
        body = article(f"<title>雨季的地图_河岸网</title>{line}{FILL}").body
        assert [block.tag for block in body] == ["p"], line


def test_a_heading_that_is_not_the_title_is_kept() -> None:
    result = article(f"<title>雨季的地图</title><h1>第一章</h1>{FILL}<h1>第二章</h1>{FILL}")
    assert result.metadata.title == "雨季的地图"
    assert [heading.text for heading in result.body.iter("h2")] == ["第一章", "第二章"]


def test_a_page_of_several_is_told() -> None:
    result = article(f"<title>雨の地図（1/3 ページ）</title><h1>雨の地図（1/3 ページ）</h1>{FILL}")
    assert result.metadata.title == "雨の地図"
    told = "the article goes on: this is page 1/3 ページ; save the others, or its print view, and join them"
    assert [n.message for n in result.notices if n.kind == "more-pages"] == [f"{told} (--parts)"]


def test_a_page_without_a_title_takes_the_files_name_and_says_so() -> None:
    result = article(FILL, "雨季.html")
    assert result.metadata.title == "雨季"
    assert [notice.kind for notice in result.notices] == ["no-title"]


# --- who and when ---


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta name="author" content="20831">', ()),
        ('<meta name="author" content="https://example.org/u">', ()),
        ('<meta name="author" content="何岸、周小满">', ("何岸", "周小满")),
        ('<meta name="author" value="作者：何岸">', ("何岸",)),
        ('<meta property="article:author" content="Ann Lee and Bo Li">', ("Ann Lee", "Bo Li")),
        ('<script type="application/ld+json">{"@type":"Article","author":"何岸"}</script>', ("何岸",)),
        ('<script type="application/ld+json">{"@type":"Article","author":[[],{"name":3}]}</script>', ()),
        ('<script type="application/ld+json">' + "[" * 100_000 + "</script>", ()),
    ],
)
def test_authors(head: str, expected: tuple[str, ...]) -> None:
    assert article(f"<title>题</title>{head}{FILL}").metadata.authors == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<meta property="article:published_time" content="2019-11-25T18:57:38+08:00">', "2019-11-25"),
        ('<meta name="publishdate" content="2019年6月5日">', "2019-06-05"),
        ('<time datetime="2020-02-03">昨天</time>', "2020-02-03"),
        ("<div class='info'>2019年06月15日08:18　来源：河岸</div>", "2019-06-15"),
        ("<div class='publish'><b>Dec</b> <b>28</b> <b>Sat</b> <b>2013</b></div>", "2013-12-28"),
        ("<div class='date'>2019-99-99</div>", None),
        ("<p>他在2019年6月5日来过，后来又走了，再后来，就没有人知道他去了哪里。</p>", None),
        ("<p>来源：河岸　2019-06-05 10:20</p>", "2019-06-05"),
    ],
)
def test_date(markup: str, expected: str | None) -> None:
    assert article(f"<title>雨季的地图</title><h1>雨季的地图</h1>{markup}{FILL}").metadata.date == expected


def test_a_browser_writes_the_address_into_the_page_it_saves() -> None:
    saved = "<!-- saved from url=(0026)https://example.org/a.html -->"
    page = article(f"<!DOCTYPE html>\n{saved}\n<html><title>题</title>{FILL}<p><a href='b.html'>乙</a></p>")
    assert page.metadata.source_url == "https://example.org/a.html"
    assert page.body.xpath("//a/@href") == ["https://example.org/b.html"]


# --- language ---


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("zh-TW", "這一段文字是繁體中文寫的，說的是雨後的山。", "zh-Hant"),
        ("zh-HK", "這一段文字是繁體中文寫的，說的是雨後的山。", "zh-HK"),
        ("zh", "這一段文字是繁體中文寫的，說的是雨後的山。", "zh-Hant"),
        ("en", "这一段文字是简体中文写的，说的是雨后的山。", "zh-Hans"),
        ("zh-CN", "雨のあとの山について、日本語で書かれた文章です。", "ja"),
        ("", "비가 온 뒤의 산에 대하여 한국어로 쓴 글이다.", "ko"),
        ("x-klingon", "A page about mountains after the rain.", "en"),
    ],
)
def test_language(tag: str, text: str, expected: str) -> None:
    assert article(f"<html lang='{tag}'><title>x</title><p>{text * 5}</p>").metadata.language == expected


# --- encoding ---


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b'<meta charset="gb2312">', "gb2312"),
        (b"<META HTTP-EQUIV=content-type CONTENT='text/html; charset=EUC-JP'>", "EUC-JP"),
        (b'<?xml version="1.0" encoding="Shift_JIS"?><html>', "Shift_JIS"),
        (b'<meta name="a" content="charset">', None),
        (b"", None),
    ],
)
def test_declared_encoding(head: bytes, expected: str | None) -> None:
    assert declared_encoding(head) == expected


@pytest.mark.parametrize(
    "encoding", ["gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "iso-2022-jp", "utf-16"]
)
def test_pages_are_read_in_the_encoding_they_declare(encoding: str) -> None:
    text = {"big5": "雨後的山", "euc-kr": "비 온 뒤의 산", "gb18030": "雨后的山"}.get(encoding, "雨のあとの山")
    head = f'<html><head><meta charset="{encoding}"><title>{text}</title></head>'
    page = f"{head}<body>{f'<p>{text}。</p>' * 9}</body></html>"
    assert article(page.encode(encoding)).metadata.title == text


# --- images and notes ---


def test_what_stands_beside_the_page_is_taken_along(tmp_path: Path) -> None:
    (tmp_path / "页_files").mkdir()
    (tmp_path / "页_files" / "a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'
    )
    image = "<img src='./%E9%A1%B5_files/a.svg' alt='线'>"
    page = f"<title>题</title>{FILL}<figure>{image}<figcaption>图</figcaption></figure>"
    result = article(page, folder=tmp_path)
    (asset,) = result.assets
    assert result.body.xpath("//figure/img/@src") == [asset.name]
    assert result.notices == ()


def test_lines_are_those_of_the_file() -> None:
    body = article(f"<title>题</title>\n\n{FILL}\n\n{FILL}").body
    assert [block.sourceline for block in body] == [3, 5]


def test_the_look_of_the_page_is_not_the_texts() -> None:
    body = article("<title>题</title>" + f"<div align=center>{FILL}</div>" * 5).body
    assert not body.xpath("//@class")


def test_classes_of_a_page_mean_nothing_to_us() -> None:
    body = article(
        f"<title>题</title><div class='note verse'>{FILL}</div><pre><code class='language-c'>x</code></pre>"
    ).body
    assert body.xpath("//@class") == ["language-c"]


def test_a_page_whose_text_a_program_loads_is_refused_with_the_way_out() -> None:
    with pytest.raises(SourceError, match=r"^页\.html: no article was found.*save the page from a browser"):
        article(
            "<html><head><title>题</title></head><body><div id='app'></div><script>x()</script></body></html>"
        )


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("ja", "東京駅で新幹線に乗る。山田太郎、京都着。", "ja"),
        ("ja", "<ruby>東京<rt>とうきょう</rt></ruby>都庁舎、展望室開放中", "ja"),
        ("zh-TW", "山中夜雨，天明方止。", "zh-Hant"),
    ],
)
def test_a_short_page_is_in_the_language_it_says(tag: str, text: str, expected: str) -> None:
    assert article(f"<html lang='{tag}'><title>題</title><p>{text}</p>").metadata.language == expected


# --- figures ---

LINKS = "".join(f"<a href=/{number}>分享到别的地方去看一看</a> " for number in range(20))
IMAGE = "<img src='灯.png' width='600' height='400'>"


@pytest.mark.parametrize(
    ("page", "caption"),
    [
        (
            f"<div align=center>{IMAGE}</div><span style='color: rgb(128, 128, 128);'>河边的灯</span><br>",
            "河边的灯",
        ),
        (f"<p>{IMAGE}</p><p style='color:#999'>河边的灯</p>", "河边的灯"),
        (f"<p>{IMAGE}</p><p>▲ 河边的灯</p>", "▲ 河边的灯"),
        (f"<p>{IMAGE}</p><p>河边的灯亮了。</p>", None),
        (f"<p>{IMAGE}</p><p style='color:#c33'>河边的灯</p>", None),
    ],
)
def test_a_grey_or_marked_line_after_an_image_is_its_caption(page: str, caption: str | None) -> None:
    body = article(f"<title>灯</title><div class=content>{FILL}{page}{FILL}</div>").body
    found = body.find("figure/figcaption")
    assert (None if found is None else found.text) == caption


def test_the_picture_over_the_article_is_taken_along() -> None:
    page = f"""<title>灯</title><div class=nav><a href=/><img src=logo.png width=400 height=300></a></div>
    <div class=main><div class=hero>{IMAGE}</div><div class=share>{LINKS}</div>
    <div class=content><h1>灯</h1>{FILL}{FILL}</div></div>"""
    body = article(page).body
    assert [element.tag for element in body[0].iter()] == ["figure", "span"]
    assert body[0][0].text == "灯.png"


def test_a_table_of_one_column_is_a_table_when_it_has_words_alone() -> None:
    table = "<table><tr><td>甲</td></tr><tr><td>乙</td></tr></table>"
    box = "<table><tr><td><p>甲</p></td></tr><tr><td><p>乙</p></td></tr></table>"
    assert article(f"{FILL}{table}").body.find("table") is not None
    assert article(f"{FILL}{box}").body.find("table") is None


# --- what the person says ---

PARTS = f"<title>灯</title><div id=a>甲{FILL}</div><div id=b><h2>乙</h2>{FILL}</div><div class=c>{FILL}丙</div>"


def test_a_selector_names_the_article() -> None:
    result = read_html(Source("页.html", PARTS.encode(), selector="#b, .c"))
    text = "".join(map(str, result.body.itertext()))
    assert "甲" not in text
    assert text.startswith("乙")
    assert text.endswith("丙")


@pytest.mark.parametrize("selector", ["#nothing", "::", "p[", "a:nth-child(", "*:contains("])
def test_a_selector_that_selects_nothing_is_told(selector: str) -> None:
    with pytest.raises(UsageError, match=r"selects|no CSS selector"):
        read_html(Source("页.html", PARTS.encode(), selector=selector))


def test_what_was_left_out_is_listed() -> None:
    bar, foot = (
        "<div class=nav><a href=/>首页</a> <a href=/x>新闻</a></div>",
        "<div class=footer>版权所有 灯网</div>",
    )
    page = f"<title>灯</title>{bar}<h1>灯</h1>{FILL * 3}{foot}"
    notice = next(each for each in article(page).notices if each.kind == "left-out")
    assert notice.details == ("首页 新闻", "版权所有灯网")


# --- as programs save and draw them ---


def test_a_page_saved_by_singlefile() -> None:
    dot = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    page = f"""<!DOCTYPE html> <html lang=zh><!--
 Page saved with SingleFile
 url: https://river.example/a/lamp.html
 saved date: Tue Nov 24 2026
--><meta charset=utf-8><title>灯</title><h1>灯</h1>{FILL}<p class=sf-hidden>不见的</p>
<p><img src="{dot}">见<a href=boat.html>船</a>。</p>{FILL}"""
    result = article(page)
    assert result.metadata.source_url == "https://river.example/a/lamp.html"
    assert [link.get("href") for link in result.body.iter("a")] == ["https://river.example/a/boat.html"]
    assert "不见的" not in "".join(map(str, result.body.itertext()))


MATHML = "<math><mi>x</mi><mo>=</mo><mn>1</mn></math>"


@pytest.mark.parametrize(
    "formula",
    [
        MATHML,
        f"<span class=katex><span class=katex-mathml>{MATHML}</span>"
        "<span class=katex-html aria-hidden=true>x=1</span></span>",
        f"<span class=mwe-math-element><span class=mwe-math-mathml-inline style='display: none'>{MATHML}</span>"
        "<img class=mwe-math-fallback-image src=x.svg alt='x=1'></span>",
        "<span class=MathJax_Preview></span><span class=MathJax>x=1</span><script type=math/tex>x=1</script>",
    ],
)
def test_a_formula_stands_once_however_it_was_drawn(formula: str) -> None:
    body = article(f"<title>数</title><h1>数</h1>{FILL}<p>设{formula}。</p>{FILL}").body
    assert len(list(body.iter("math"))) == 1
    assert [paragraph for paragraph in body if "".join(map(str, paragraph.itertext())) == "设x=1。"]
    assert vocabulary.check(body, frozenset()) == []


@pytest.mark.parametrize(("title", "page", "expected"), cases("facts"))
def test_facts(title: str, page: str, expected: str) -> None:
    facts = article(page + FILL).metadata
    found = {name: getattr(facts, name) for name in FACTS if name != "language"}
    lines = [
        f"{name} {' '.join(value) if name == 'authors' else value}" for name, value in found.items() if value
    ]
    assert "\n".join(lines) == expected.strip()


PAGER = "<div class=pages><a href='a.html'>1</a> <a href='a_2.html'>【2】</a> <a href='a_3.html'>3</a></div>"


@pytest.mark.parametrize(
    ("pager", "expected"),
    [
        (PAGER, ("a.html", "a_2.html", "a_3.html")),
        ("<a href='/x-2.html'>下一页</a>", ("/x-2.html",)),
        ("<a href='/next-post.html'>下一页</a>", ()),
        ("<a href='/page/2'>2</a><a href='/page/3'>3</a>", ()),
        ("<a href='/2026/03/1'>1</a><a href='/2026/03/2'>2</a>", ()),
        ("<a href='a_7.html'>7</a><a href='a_9.html'>9</a>", ()),
    ],
)
def test_links_to_the_other_pages_of_the_article_are_told(pager: str, expected: tuple[str, ...]) -> None:
    notices = article(f"<title>灯</title><h1>灯</h1>{FILL}{pager}").notices
    assert [n.details for n in notices if n.kind == "more-pages"] == ([expected] if expected else [])


def test_the_pages_of_another_address_are_not_this_articles() -> None:
    own = "<link rel=canonical href='https://r.example/b.html'>"
    notices = article(f"{own}<title>灯</title><h1>灯</h1>{FILL}{PAGER}").notices
    assert not [n for n in notices if n.kind == "more-pages"]


def test_text_that_the_page_does_not_show_is_told() -> None:
    hidden = "<div style='display:none'>其余的在这里<script>x()</script></div><button>展开</button>"
    result = article(f"<title>灯</title><h1>灯</h1>{FILL}{hidden}")
    assert [n.details for n in result.notices if n.kind == "left-out"] == [
        ("not shown: 其余的在这里", "not shown: 展开")
    ]


@pytest.mark.parametrize(
    ("template", "inside", "expected"),
    [
        ("<slot>平时</slot>", "甲<b>乙</b> <i>丙</i>丁", "甲乙 丙丁"),
        ("<slot>平时</slot>", " ", "平时"),
        ("<slot name=a>平时</slot>：<slot></slot>", "甲<b slot=a>乙</b>丙", "乙：甲丙"),
        ("<slot name=a>平时</slot>：<slot></slot>", "甲", "平时：甲"),
    ],
)
def test_the_slots_of_a_shadow_tree_have_all_the_text_that_a_browser_shows(
    template: str, inside: str, expected: str
) -> None:
    part = f"<my-part>{{}}<template shadowrootmode=open><p>{template}</p></template>{{}}</my-part>"
    for text in (part.format("", inside), part.format(inside, "")):
        body = article(f"<title>灯</title><h1>灯</h1>{FILL}{text}{FILL}").body
        assert "".join(map(str, body[1].itertext())) == expected


def test_what_stands_in_a_shadow_tree_is_text() -> None:
    shown = "<style>p{}</style><h2>河</h2><slot></slot><p>完。</p>"
    inside = f"<template shadowrootmode=open>{shown}</template>{FILL}"
    body = article(f"<title>灯</title><h1>灯</h1>{FILL}<my-part>{inside}<i slot=x>无处可放</i></my-part>").body
    assert [block.tag for block in body] == ["p", "h2", "p", "p"]
    assert "无处可放" not in "".join(map(str, body.itertext()))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"<script src=/js/MathJax.js></script>甲\(w^2\)乙$$v^2$$丙\[u\]。", ["w^2", "v^2", "u"]),
        (r"甲\(w^2\)乙，价$5和$6。", []),
        ("<img alt='e^x' src='https://wikimedia.example/api/media/math/render/svg/ab'>", ["e^x"]),
        ("<img src='https://z.example/equation?tex=a%5E2'>", ["a^2"]),
        ("<img alt='b^2' src='//s0.example/latex.php?latex=b%5E2&amp;bg=fff'>", ["b^2"]),
        ("<span class='ztext-math' data-tex='c^2'><span>c2</span></span>", ["c^2"]),
    ],
)
def test_formulas_that_are_pictures_or_still_text(formula: str, expected: list[str]) -> None:
    body = article(f"<title>灯</title><h1>灯</h1>{FILL}<p>式：{formula}</p>").body
    assert [math.get("alttext") for math in body.iter("math")] == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p><img data-lazy-src=a.jpg><noscript><img src=a.jpg></noscript></p>", ["a.jpg"]),
        ("<p><img data-src=a.jpg></p><noscript><img src=b.jpg></noscript>", ["a.jpg", "b.jpg"]),
        ("<p><img src=loading.gif><noscript><img src=b.jpg></noscript></p>", ["b.jpg"]),
        ("<p><img src='data:image/gif;base64,R0lGOD'><noscript><img src=b.jpg></noscript></p>", ["b.jpg"]),
        ("<picture><source srcset='c.webp 1x, d.webp 2x'><img></picture>", ["d.webp"]),
        ("<picture><source data-srcset='c.webp'></picture>", ["c.webp"]),
        ("<picture><source srcset='c.webp'><img src=e.jpg></picture>", ["e.jpg"]),
    ],
)
def test_an_image_that_waits_is_one_image(markup: str, expected: list[str]) -> None:
    body = article(f"<title>灯</title><h1>灯</h1>{FILL}{markup}").body
    assert [image.text for image in body.iter("span") if image.get("class") == "missing-image"] == expected


def test_the_numbers_of_a_listings_lines_are_no_part_of_it() -> None:
    table = "<table><tr><td><pre>1\n2</pre></td><td><pre><code>a = 1\nb = 2</code></pre></td></tr></table>"
    body = article(f"<title>灯</title><h1>灯</h1>{FILL}{table}").body
    assert [etree.tostring(each, encoding="unicode") for each in body[1:]] == [
        "<pre><code>a = 1\nb = 2</code></pre>"
    ]


@pytest.mark.parametrize("name", ["<caption>灯.py</caption>", "<tr><th colspan=2>灯.py</th></tr>"])
def test_the_name_over_a_listing_stays(name: str) -> None:
    table = f"<table>{name}<tr><td><pre>1\n2</pre></td><td><pre>a = 1\nb = 2</pre></td></tr></table>"
    body = article(f"<title>灯</title><h1>灯</h1>{FILL}{table}").body
    assert [(each.tag, each.text) for each in body[1:]] == [("p", "灯.py"), ("pre", "a = 1\nb = 2")]


def test_all_that_stands_beside_the_numbers_of_a_listing_stays() -> None:
    listing = "<p>先说。</p><pre>a = 1</pre><pre>b = 2</pre>"
    table = f"<table><tr><td><pre>1\n2</pre></td><td>{listing}</td></tr></table>"
    body = article(f"<title>灯</title><h1>灯</h1>{FILL}{table}").body
    assert [each.text for each in body[1:]] == ["先说。", "a = 1", "b = 2"]


def test_links_for_editors_are_no_part_of_a_heading() -> None:
    edit = "<span class='mw-editsection'>[<a href='/w?action=edit'>编辑</a>]</span>"
    page = f"<title>灯</title><div class=mw-parser-output><h1>灯</h1>{FILL}<h2>河{edit}</h2>{FILL}</div>"
    assert [heading.text for heading in article(page + "<div class=nav>首页</div>").body.iter("h2")] == ["河"]


@pytest.mark.parametrize("tag", ["article", "main", "section", "figure", "my-text"])
def test_a_page_may_leave_the_tags_of_its_head_and_body_out(tag: str) -> None:
    page = (
        f"<!doctype html><meta charset=utf-8><title>灯</title><{tag}><h1>灯</h1><p>甲。</p></{tag}><p>乙。</p>"
    )
    found = read_html(Source("a.html", page.encode()))
    assert found.metadata.title == "灯"
    assert "".join(map(str, found.body.itertext())) == "甲。乙。"
