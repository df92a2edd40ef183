"""Word documents: what ``test_documents`` does not have."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image
from reading_cases import markup

from exporter import vocabulary
from exporter.article import Article
from exporter.errors import SourceError
from exporter.readers import archive, docx_numbering, read
from exporter.readers.source import Source

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def article(document: Any) -> Article:
    found = read(Source("灯.docx", saved(document)))
    assert vocabulary.check(found.body, frozenset(asset.name for asset in found.assets)) == []
    return found


def paragraph(document: Any, *content: str) -> None:
    """Add a paragraph of elements, each written without its namespaces."""
    made = document.add_paragraph()._p
    for each in content:
        tag, _, rest = each.partition(">")
        closed = tag.endswith("/")
        made.append(parse_xml(f"{tag.removesuffix('/')} {NAMES}{'/' if closed else ''}>{rest}"))


def words(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize("name", ["标题 1", "標題 1", "見出し 1", "제목 1", "heading 1"])
def test_headings_by_the_names_that_people_see(name: str) -> None:
    document = docx.Document()
    if name != "heading 1":
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("夜行", "Title")
    document.add_paragraph("黄昏", "Heading 1" if name == "heading 1" else name)
    document.add_paragraph("灯亮了。")
    assert markup(article(document)) == "<h2>黄昏</h2>\n<p>灯亮了。</p>"


LEVEL = (
    '<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:suff w:val="{gap}"/>'
    '<w:lvlText w:val="{text}"/></w:lvl>'
)


def numbered(document: Any, *levels: str) -> None:
    """Let Word number the headings of ``document``: each level is “format text”, and more of it."""
    root = document.part.numbering_part.element
    written = "".join(
        LEVEL.format(
            place=place, format=name, text=text, gap="nothing" if "\0" in more else "tab", more=more.strip("\0")
        )
        for place, (name, text, more) in enumerate(level.split("|") for level in levels)
    )
    first = root.find(f"{{{root.nsmap['w']}}}num")
    first.addprevious(
        parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{written}</w:abstractNum>')
    )
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for place in range(len(levels)):
        properties: Any = document.styles[f"Heading {place + 1}"].element.pPr
        numbers = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{place}"/><w:numId w:val="77"/></w:numPr>'
        properties.append(parse_xml(numbers))


def headings(document: Any, *levels: int) -> list[str]:
    document.add_paragraph("夜行", "Title")
    for level in levels:
        document.add_paragraph("灯", f"Heading {level}")
    return ["".join(map(str, each.itertext())) for each in article(document).body]


def test_the_numbers_that_word_writes_before_headings_are_text() -> None:
    document = docx.Document()
    numbered(document, "chineseCountingThousand|第%1章|", "decimal|%1.%2|<w:isLgl/>", "upperLetter|（%3）|\0")
    assert headings(document, 1, 2, 2, 3, 1, 2, 3) == [
        "第一章 灯",
        "1.1 灯",
        "1.2 灯",
        "（A）灯",
        "第二章 灯",
        "2.1 灯",
        "（A）灯",
    ]


@pytest.mark.parametrize(
    ("name", "eleventh"),
    [
        ("decimal", "11"),
        ("decimalFullWidth", "１１"),
        ("lowerRoman", "xi"),
        ("chineseCounting", "十一"),
        ("japaneseCounting", "十一"),
        ("koreanCounting", "십일"),
        ("chineseLegalSimplified", "壹拾壹"),
        ("ideographDigital", "一一"),
        ("ideographZodiac", "戌"),
        ("decimalEnclosedCircle", "⑪"),
        ("ganada", "카"),
        ("irohaFullWidth", "ル"),
    ],
)
def test_formats_of_the_numbers_of_headings(name: str, eleventh: str) -> None:
    document = docx.Document()
    numbered(document, f"{name}|%1、|")
    assert headings(document, *[1] * 11)[-1] == f"{eleventh}、灯"


@pytest.mark.parametrize(
    ("number", "words_"), [(10, "十"), (20, "二十"), (101, "一百零一"), (110, "一百一十"), (1001, "一千零一")]
)
def test_numbers_in_words(number: int, words_: str) -> None:
    assert docx_numbering.written(number, "chineseCountingThousand") == words_
    assert docx_numbering.written(number, "hindiVowels") == ""


def test_a_number_in_a_format_that_is_not_known_is_told() -> None:
    document = docx.Document()
    numbered(document, "hindiVowels|%1.|", "decimal|%1.%2|")
    assert headings(document, 1, 1) == ["灯", "灯"]
    assert "2 × heading's number, in a format that is not known" in str(article(document).notices[-1])


def test_a_heading_that_has_no_heading_over_it_has_no_number_for_sure() -> None:
    document = docx.Document()
    numbered(document, "decimal|%1|", "decimal|%1.%2|")
    assert headings(document, 2, 1, 2) == ["灯", "1 灯", "1.1 灯"]


def test_a_list_goes_on_after_what_interrupted_it() -> None:
    document = docx.Document()
    for text in ("甲", "乙"):
        document.add_paragraph(text, "List Number")
    document.add_paragraph("灯。")
    document.add_paragraph("丙", "List Number")
    assert (
        markup(article(document))
        == '<ol><li>甲</li><li>乙</li></ol>\n<p>灯。</p>\n<ol start="3"><li>丙</li></ol>'
    )


def test_lists_in_lists_begin_anew() -> None:
    document = docx.Document()
    level = "<w:pPr><w:numPr><w:ilvl w:val='{}'/><w:numId w:val='{}'/></w:numPr></w:pPr>"
    numbers = document.styles["List Number"].element.pPr.numPr.numId.val
    for text, depth in (("甲", 0), ("子", 1), ("丑", 1), ("乙", 0), ("寅", 1)):
        paragraph(document, level.format(depth, numbers), words(text))
    found = article(document).body
    assert [each.get("start") for each in found.iter("ol", "ul")] == [None, None, None]
    assert ["".join(map(str, each.itertext())) for each in found[0]] == ["甲子丑", "乙寅"]


def test_a_caption_under_a_picture_makes_a_figure() -> None:
    document = docx.Document()
    data = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(data, "PNG")
    document.add_picture(data)
    document.add_paragraph("图一　灯", "Caption")
    document.add_paragraph("表一　灯", "Caption")
    found = article(document)
    assert [block.tag for block in found.body] == ["figure", "p"]
    assert found.body[0][1].text == "图一　灯"


def test_a_box_of_text_is_set_once_after_its_paragraph() -> None:
    document = docx.Document()
    box = f"<w:txbxContent><w:p>{words('框里')}</w:p></w:txbxContent>"
    paragraph(
        document,
        words("框外"),
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
    )
    found = article(document)
    assert markup(found) == '<p>框外</p>\n<div class="boxed"><p>框里</p></div>'
    assert not [notice for notice in found.notices if notice.kind == "left-out"]


PICTURE = (
    '<w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="none"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></w:drawing></w:r>'
)


def test_what_stands_in_boxes_of_text_stands_there_once() -> None:
    def boxed(inside: str) -> str:
        drawing = f"<w:drawing><w:txbxContent>{inside}</w:txbxContent></w:drawing>"
        return f"<w:r><mc:AlternateContent><mc:Choice>{drawing}</mc:Choice></mc:AlternateContent></w:r>"

    document = docx.Document()
    inner = f"<w:p>{PICTURE}</w:p><w:p>{words('内')}</w:p>"
    paragraph(document, boxed(f"<w:p>{words('外')}{boxed(inner)}</w:p>"))
    found = article(document)
    assert "".join(map(str, found.body.itertext())).count("内") == 1
    assert len([notice for notice in found.notices if notice.kind == "missing-image"]) == 1
    assert len(found.body.xpath("//span[@class='missing-image'] | //img")) == 1


def test_properties_that_are_none_are_damage() -> None:
    with zipfile.ZipFile(io.BytesIO(saved(docx.Document()))) as whole:
        files = {name: whole.read(name) for name in whole.namelist()}
    kinds = files["[Content_Types].xml"]
    files["[Content_Types].xml"] = kinds.replace(b"core-properties+xml", b"other+xml")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as damaged:
        for name, data in files.items():
            damaged.writestr(name, data)
    with pytest.raises(SourceError, match="damaged"):
        read(Source("灯.docx", out.getvalue()))


def test_links_by_fields_and_hidden_text() -> None:
    document = docx.Document()
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = '<w:r><w:instrText> HYPERLINK "https://example.org/a" </w:instrText></w:r>'
    paragraph(document, sign.format("begin"), code, sign.format("separate"), words("灯"), sign.format("end"))
    paragraph(document, words("亮"), "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>")
    found = article(document)
    assert markup(found) == '<p><a href="https://example.org/a">灯</a></p>\n<p>亮</p>'
    assert "1 × hidden text" in str(found.notices[-1])
    paragraph(bare := docx.Document(), words("亮"), "<w:r><w:rPr><w:vanish/></w:rPr><w:tab/></w:r>")
    assert not [notice for notice in article(bare).notices if notice.kind == "left-out"]


def test_tracked_changes_are_taken_as_made() -> None:
    document = docx.Document()
    paragraph(
        document,
        words("留"),
        f"<w:ins>{words('加')}</w:ins>",
        "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>",
        f"<w:moveFrom>{words('移走')}</w:moveFrom>",
        f"<w:moveTo>{words('移来')}</w:moveTo>",
    )
    assert markup(article(document)) == "<p>留加移来</p>"


@pytest.mark.parametrize(
    ("direction", "vertical"), [("tbRl", True), ("tbRlV", True), ("rl", True), ("lrTb", False), ("tb", False)]
)
def test_vertical_sections_are_told(direction: str, vertical: bool) -> None:
    document = docx.Document()
    document.add_paragraph("灯。")
    section: Any = document.sections[0]._sectPr
    section.append(parse_xml(f'<w:textDirection {nsdecls("w")} w:val="{direction}"/>'))
    told = [notice.message for notice in article(document).notices if notice.kind == "vertical"]
    want = "the document is set in vertical lines; only “exporter epub --vertical” sets them so"
    assert told == [want] * vertical


def test_marks_of_east_asian_lines_are_kept() -> None:
    document = docx.Document()
    style: Any = document.styles.add_style("着重", WD_STYLE_TYPE.CHARACTER)
    style.element.append(
        parse_xml(f'<w:rPr {nsdecls("w")}><w:em w:val="dot"/><w:b/><w:u w:val="single"/></w:rPr>')
    )
    paragraph(
        document,
        '<w:r><w:rPr><w:eastAsianLayout w:vert="1"/></w:rPr><w:t>29</w:t></w:r>',
        '<w:r><w:rPr><w:eastAsianLayout w:vert="0"/></w:rPr><w:t>日</w:t></w:r>',
        '<w:r><w:rPr><w:eastAsianLayout w:combine="1"/></w:rPr><w:t>注在行中</w:t></w:r>',
        *(
            f'<w:r><w:rPr><w:em w:val="{mark}"/></w:rPr><w:t>{mark}</w:t></w:r>'
            for mark in ("dot", "comma", "circle", "underDot", "none")
        ),
        f'<w:r><w:rPr><w:rStyle w:val="{style.style_id}"/></w:rPr><w:t>灯</w:t></w:r>',
        f'<w:r><w:rPr><w:rStyle w:val="{style.style_id}"/><w:b w:val="0"/></w:rPr><w:t>船</w:t></w:r>',
    )
    assert markup(article(document)) == (
        '<p><span class="tcy">29</span>日<span class="warichu">注在行中</span><em class="dots">dot</em>'
        '<em class="dots">comma</em><em class="dots dots-open-circle">circle</em>'
        '<em class="dots under">underDot</em>none'
        '<strong><em class="dots">灯</em></strong><em class="dots">船</em></p>'
    )


def part(name: str, text: str) -> str:
    return f"<m:{name}><m:r><m:t>{text}</m:t></m:r></m:{name}>"


def shape(element: Any) -> str:
    """An element of MathML as its name and what is in it; a leaf as its text."""
    return f"{element.tag}({' '.join(map(shape, element))})" if len(element) else element.text or ""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (f"<m:f>{part('num', '1')}{part('den', '2x')}</m:f>", "mfrac(mrow(1) mrow(2 x))"),
        (f"<m:sSup>{part('e', 'x')}{part('sup', '2')}</m:sSup>", "msup(mrow(x) mrow(2))"),
        (
            f"<m:sSubSup>{part('e', 'x')}{part('sub', 'i')}{part('sup', '2')}</m:sSubSup>",
            "msubsup(mrow(x) mrow(i) mrow(2))",
        ),
        (f"<m:rad><m:radPr><m:degHide m:val='1'/></m:radPr><m:deg/>{part('e', '2')}</m:rad>", "msqrt(mrow(2))"),
        (f"<m:d>{part('e', 'a')}{part('e', 'b')}</m:d>", "mrow(( mrow(a) | mrow(b) ))"),
        (f"<m:m><m:mr>{part('e', 'a')}{part('e', 'b')}</m:mr></m:m>", "mtable(mtr(mtd(a) mtd(b)))"),
        ("<m:r><m:t>v=速度</m:t></m:r>", "v=速度"),
        ("<m:r><m:t>3.14r</m:t></m:r>", "3.14 r"),
        (f"<m:strange>{part('e', 'x')}</m:strange>", "x"),
    ],
)
def test_formulas_become_mathml(source: str, expected: str) -> None:
    document = docx.Document()
    paragraph(document, words("式"), f"<m:oMath>{source}</m:oMath>")
    formula = article(document).body[0][0]
    assert formula.tag == "math"
    assert " ".join(map(shape, formula)) == expected


def test_a_sum_has_its_limits_over_and_under_it() -> None:
    document = docx.Document()
    parts = part("sub", "i=1") + part("sup", "n") + part("e", "i")
    paragraph(
        document,
        "<m:oMathPara><m:oMath><m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr>"
        f"{parts}</m:nary></m:oMath></m:oMathPara>",
    )
    formula = article(document).body[0][0]
    assert formula.get("display") == "block"
    assert [each.tag for each in formula] == ["munderover", "mrow"]


# --- what is no article ---

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("灯.doc", OLD, "old Microsoft Office document; open it in Word or LibreOffice and save it as .docx"),
        ("灯.docx", OLD, "old Office document with a new name"),
        ("灯.docx", OLD + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        ("灯.rtf", b"{\\rtf1 x}", "save it as .docx"),
    ],
)
def test_documents_of_other_kinds_are_told_the_way_out(name: str, data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read(Source(name, data))


def test_a_document_of_too_many_tags_is_refused_before_it_is_read(tmp_path: Path) -> None:
    document = docx.Document()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(document))) as given, zipfile.ZipFile(out, "w", 8) as made:
        for name in given.namelist():
            if name != "word/document.xml":
                made.writestr(name, given.read(name))
        body = "<w:p/>" * archive.MAX_TAGS
        made.writestr("word/document.xml", f"<w:document {nsdecls('w')}><w:body>{body}</w:body></w:document>")
    with pytest.raises(SourceError, match="more than 2,000,000 tags"):
        read(Source("灯.docx", out.getvalue()))
