"""Word documents, EPUB and FictionBook files, reStructuredText."""

from __future__ import annotations

import base64
import contextlib
import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image
from reading_cases import markup

from exporter import vocabulary
from exporter.api import to_epub
from exporter.article import Article
from exporter.errors import ExporterError, SourceError
from exporter.readers import read
from exporter.readers.source import Source


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    return out.getvalue()


def sound(article: Article) -> Article:
    assert vocabulary.check(article.body, frozenset(asset.name for asset in article.assets)) == []
    return article


# --- Word ---


def run(paragraph: Any, inner: str) -> None:
    paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{inner}</w:r>"))


def add_note(document: Any, text: str) -> None:
    note = f'<w:footnote w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
    rule = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    xml = f"<w:footnotes {nsdecls('w')}>{rule}{note}</w:footnotes>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, xml.encode(), document.part.package)
    document.part.relate_to(
        part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    )


def word() -> bytes:
    document = docx.Document()
    document.core_properties.author = "浜鸣子"
    document.add_paragraph("河边的灯", "Title")
    document.add_heading("夜里", 1)
    first: Any = document.add_paragraph("灯")
    first.add_run("亮了").bold = True
    run(
        first,
        "<w:ruby><w:rt><w:r><w:t>はし</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>桥</w:t></w:r></w:rubyBase></w:ruby>",
    )
    run(first, '<w:rPr><w:em w:val="circle"/></w:rPr><w:t>要</w:t>')
    run(first, '<w:rPr><w:u w:val="wave"/></w:rPr><w:t>书</w:t>')
    run(first, '<w:rPr><w:eastAsianLayout w:id="1" w:vert="1"/></w:rPr><w:t>29</w:t>')
    run(first, '<w:footnoteReference w:id="2"/>')
    first._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>删</w:delText></w:r></w:del>"))
    for text, style in (("甲", "List Bullet"), ("乙", "List Bullet"), ("一", "List Number")):
        document.add_paragraph(text, style)
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "宽"
    table.cell(1, 0).text, table.cell(1, 1).text = "左", "右"
    document.add_paragraph("引文", "Quote")
    document.add_picture(io.BytesIO(picture()))
    add_note(document, "油灯。")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_word_document() -> None:
    article = sound(read(Source("灯.docx", word())))
    assert (article.metadata.title, article.metadata.authors) == ("河边的灯", ("浜鸣子",))
    name = article.assets[0].name
    assert markup(article).split("\n") == [
        "<h2>夜里</h2>",
        '<p>灯<strong>亮了</strong><ruby>桥<rt>はし</rt></ruby><em class="dots dots-open-circle">要</em>'
        '<u class="line-wavy">书</u><span class="tcy">29</span>'
        '<a class="noteref" id="noteref-1" href="#note-1">1</a></p>',
        "<ul><li>甲</li><li>乙</li></ul>",
        "<ol><li>一</li></ol>",
        '<table><tbody><tr><td colspan="2"><p>宽</p></td></tr>'
        "<tr><td><p>左</p></td><td><p>右</p></td></tr></tbody>"
        "</table>",
        "<blockquote><p>引文</p></blockquote>",
        f'<p><img src="{name}" alt=""/></p>',
        '<aside class="note" id="note-1"><p>油灯。</p></aside>',
    ]


# --- EPUB ---


BOOK = """# 河边的灯

## 夜里

灯亮了[^1]，{桥|はし}上有人。见[岸](#bank)。

![灯](灯.png)

## 岸 {#bank}

人散了。

[^1]: 油灯。
"""


def test_an_epub_of_ours_comes_back_as_it_went(tmp_path: Path) -> None:
    (tmp_path / "灯.png").write_bytes(picture())
    given_ = read(Source("灯.md", BOOK.encode(), tmp_path))
    to_epub(given_, tmp_path / "a.epub")
    back = sound(read(tmp_path / "a.epub"))
    assert back.metadata.title == "河边的灯"
    assert [each.text for each in back.body.iter("h2")] == ["夜里", "岸"]
    assert "".join(map(str, back.body.itertext())).replace("\n", "") == "".join(
        map(str, given_.body.itertext())
    )
    assert [asset.data for asset in back.assets] == [picture()]
    assert [each.get("class") for each in back.body.iter("aside")] == ["note"]
    link = next(each for each in back.body.iter("a") if each.text == "岸")
    assert [each.text for each in back.body.iter("h2") if each.get("id") == (link.get("href") or "")[1:]] == [
        "岸"
    ]


def epub(**changes: str) -> bytes:
    files = {
        "META-INF/container.xml": '<container><rootfile full-path="O/p.opf"/></container>',
        "O/p.opf": '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>灯</dc:title>'
        "<dc:creator>浜鸣子</dc:creator></metadata><manifest>"
        '<item id="a" href="t/a.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="b" href="t/b.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
        "O/t/a.xhtml": '<html><body><h1>一</h1><p id="x">甲<a href="b.xhtml#x">乙</a></p></body></html>',
        "O/t/b.xhtml": '<html><body><h1>二</h1><p id="x">丙<a href="a.xhtml">甲</a></p></body></html>',
    } | changes
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def test_chapters_follow_each_other_and_their_links_lead() -> None:
    body = sound(read(Source("灯.epub", epub()))).body
    assert [each.text for each in body.iter("h2")] == ["一", "二"]
    places = {each.get("id"): each for each in body.iter()}
    led = [places[(link.get("href") or "")[1:]].text for link in body.iter("a")]
    assert led == ["丙", "一"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 no archive", "damaged"),
        (epub(**{"META-INF/container.xml": "<container/>"}), "no package document"),
        (epub(**{"O/p.opf": "<package/>"}), "no text in it"),
    ],
)
def test_what_is_no_epub_is_told(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read(Source("灯.epub", data))


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from exporter.readers import archive

    monkeypatch.setattr(archive, "MAX_TOTAL", 100)
    for name in ("灯.epub", "灯.docx"):
        with pytest.raises(SourceError, match="unpacks to more than"):
            read(Source(name, epub()))


# --- FictionBook ---

FB2 = f"""<?xml version="1.0" encoding="utf-8"?>
<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink">
<description><title-info><author><first-name>鸣子</first-name><last-name>浜</last-name></author>
<book-title>河边的灯</book-title><date value="2026-11-24">昨日</date><lang>zh</lang></title-info></description>
<body><title><p>河边的灯</p></title><epigraph><p>灯下。</p></epigraph>
<section id="s1"><title><p>夜里</p></title>
<p>灯<emphasis>亮</emphasis>了<a l:href="#n1" type="note">[1]</a>。</p>
<poem><stanza><v>河上有灯</v><v>水里有影</v></stanza></poem><image l:href="#i.png"/></section></body>
<body name="notes"><section id="n1"><title><p>1</p></title><p>油灯。</p></section></body>
<binary id="i.png" content-type="image/png">{base64.b64encode(picture()).decode()}</binary></FictionBook>"""


def test_a_fictionbook() -> None:
    article = sound(read(Source("灯.fb2", FB2.encode())))
    facts = article.metadata
    assert (facts.title, facts.authors, facts.date) == ("河边的灯", ("鸣子 浜",), "2026-11-24")
    text = markup(article)
    assert '<div class="epigraph"><p>灯下。</p></div>' in text
    assert '<p>灯<em>亮</em>了<a class="noteref" id="noteref-1" href="#note-1">1</a>。</p>' in text
    assert '<div class="verse"><p>河上有灯</p><p>水里有影</p></div>' in text
    assert '<aside class="note" id="note-1"><p>油灯。</p></aside>' in text
    assert [asset.data for asset in article.assets] == [picture()]


def test_a_fictionbooks_translator_series_and_separators() -> None:
    more = "<translator><last-name>林晚</last-name></translator><sequence name='河湾' number='3'/></title-info>"
    book = FB2.replace("</title-info>", more).replace("<image l:href='#i.png'/>", "")
    book = book.replace("<poem>", "<subtitle>* * *</subtitle><poem>")
    article = sound(read(Source("灯.fb2", book.encode())))
    facts = article.metadata
    assert [(one.role, one.name) for one in facts.people] == [("trl", "林晚")]
    assert (facts.series, facts.series_number) == ("河湾", "3")
    assert '<hr class="separator"/>' in markup(article)


ENTITY = b"<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><FictionBook>&e;</FictionBook>"


def test_what_is_no_fictionbook_is_told() -> None:
    for data in (b"<a>x</a>", b"plain", ENTITY):
        with pytest.raises(SourceError):
            read(Source("灯.fb2", data))


# --- reStructuredText ---

RST = """河边的灯
========

:Author: 浜鸣子
:Date: 2026-11-24

夜里
----

灯亮了 [1]_，*要* 紧，``码``，:math:`x^2`。

.. [1] 油灯。

| 河上有灯
| 水里有影

.. code:: python

   x = 1

.. include:: /etc/passwd

.. raw:: html

   <script>x</script>
"""


def test_restructuredtext() -> None:
    article = sound(read(Source("灯.rst", RST.encode())))
    facts = article.metadata
    assert (facts.title, facts.authors, facts.date) == ("河边的灯", ("浜鸣子",), "2026-11-24")
    assert markup(article).split("\n") == [
        "<h2>夜里</h2>",
        '<p>灯亮了 <a class="noteref" id="noteref-1" href="#note-1">1</a>，<em>要</em> 紧，<code>码</code>，'
        '<math alttext="x^2"><msup><mi>x</mi><mn>2</mn></msup></math>。</p>',
        '<div class="verse"><p>河上有灯<br/>水里有影</p></div>',
        '<pre class="language-python"><code>x = 1</code></pre>',
        '<aside class="note" id="note-1"><p>油灯。</p></aside>',
    ]
    assert [(notice.kind, notice.place) for notice in article.notices] == [
        ("markup", "灯.rst:21"),
        ("markup", "灯.rst:23"),
    ]


def test_the_subtitle_of_restructuredtext_is_one() -> None:
    article = sound(read(Source("灯.rst", "河边的灯\n========\n\n夜里\n----\n\n灯亮了。\n".encode())))
    assert (article.metadata.title, article.metadata.subtitle) == ("河边的灯", "夜里")
    assert markup(article) == "<p>灯亮了。</p>"


# --- whatever comes ---

DOCUMENTS = {"docx": word(), "epub": epub(), "fb2": FB2.encode(), "rst": RST.encode()}


@given(st.sampled_from(sorted(DOCUMENTS)), st.floats(0, 1), st.binary(max_size=30))
@example("epub", 0.99609375, b"\x01")  # its files begin before the archive does
def test_damaged_documents_are_read_or_refused(name: str, where: float, noise: bytes) -> None:
    data = DOCUMENTS[name]
    place = int(where * len(data))
    with contextlib.suppress(ExporterError):
        read(Source(f"灯.{name}", data[:place] + noise + data[place + len(noise) :]))


@given(st.sampled_from(sorted(DOCUMENTS)), st.binary(max_size=200))
def test_bytes_that_are_no_document_are_refused_or_read(name: str, data: bytes) -> None:
    with contextlib.suppress(ExporterError):
        read(Source(f"灯.{name}", data))


@pytest.mark.parametrize("last", ["灯", "|a0|"])
def test_substitutions_that_grow_without_end_are_refused(last: str) -> None:
    lines = [f".. |a{place}| replace:: |a{place + 1}| |a{place + 1}|" for place in range(30)]
    text = "\n".join(["題", "==", "", *lines, f".. |a30| replace:: {last}", "", "|a0|", ""])
    with pytest.raises(SourceError, match="substitutions stand for one another"):
        read(Source("a.rst", text.encode()))


def test_a_paragraph_of_nothing_but_marks_is_refused_with_its_line() -> None:
    text = "題\n==\n\n一段。\n\n" + "*灯 " * 10_001 + "\n"
    with pytest.raises(SourceError, match="a paragraph near line 6 has over 10,000 marks"):
        read(Source("a.rst", text.encode()))


def test_a_substitution_for_one_that_there_is_not_is_refused() -> None:
    with pytest.raises(SourceError, match=r"\|b\|, which is defined nowhere"):
        read(Source("a.rst", "題\n==\n\n.. |a| replace:: |c|\n.. |c| replace:: |b|\n\n|a|\n".encode()))


def test_substitutions_in_substitutions_are_read() -> None:
    text = "題\n==\n\n.. |a| replace:: 河 |b| |b|\n.. |b| replace:: 灯\n\n|a| |A|\n"
    assert "".join(map(str, read(Source("a.rst", text.encode())).body.itertext())) == "河 灯 灯 河 灯 灯"


def test_what_docutils_says_of_the_text_is_told_and_not_printed() -> None:
    found = read(Source("a.rst", "題\n==\n\n灯 |b| 亮。\n".encode()))
    assert "".join(map(str, found.body.itertext())) == "灯 |b| 亮。"
    assert [notice.kind for notice in found.notices] == ["markup"]
