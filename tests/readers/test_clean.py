from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from reading_cases import cases

from exporter import vocabulary
from exporter.errors import SourceError
from exporter.readers import attributes, runs, soup
from exporter.readers.clean import Cleaned, clean
from exporter.readers.images import Shelf


def cleaned(page: str, base_url: str | None = None) -> Cleaned:
    parsed = soup.parse(page, name="页.html")
    return clean(parsed.root, shelf=Shelf(None), base_url=base_url, name="页.html")


def shown(result: Cleaned) -> str:
    title = [f"title {result.title}"] if result.title else []
    return "\n".join([*title, *(str(etree.tostring(block, encoding="unicode")) for block in result.body)])


@pytest.mark.parametrize(("title", "page", "expected"), cases("clean"), ids=lambda value: value[:50])
def test_clean(title: str, page: str, expected: str) -> None:
    assert shown(cleaned(page)) == expected, title


@pytest.mark.parametrize(("title", "page", "expected"), cases("notes"), ids=lambda value: value[:50])
def test_notes(title: str, page: str, expected: str) -> None:
    assert shown(cleaned(page)) == expected, title


def test_lines_come_from_data_line_else_from_the_parser() -> None:
    body = cleaned(
        '<p>一</p>\n<p data-line="70">二</p>\n<ul data-line="80"><li data-line="81">三</li></ul>'
    ).body
    assert [(block.tag, block.sourceline) for block in body.iter("p", "ul", "li")] == [
        ("p", 1),
        ("p", 70),
        ("ul", 80),
        ("li", 81),
    ]
    assert not body.xpath("//@data-line")


def test_relative_links_are_resolved_where_the_address_is_known() -> None:
    result = cleaned(
        '<p><a href="../b.html#c">甲</a><a href="//example.org/">乙</a></p>', "https://example.net/x/a.html"
    )
    assert result.body.xpath("//a/@href") == ["https://example.net/b.html#c", "https://example.org/"]
    assert not result.notices


def test_a_link_to_the_page_itself_stays_inside() -> None:
    result = cleaned('<p><a href="a.html#c">甲</a></p><p id="c">乙</p>', "https://example.net/a.html")
    assert result.body.xpath("//a/@href") == ["#c"]


def test_one_notice_lists_the_links_that_were_lost() -> None:
    (notice,) = cleaned("".join(f'<a href="{n}.html">甲</a>' for n in range(9))).notices
    assert notice.kind == "unlinked"
    assert "“0.html”" in notice.message
    assert "and 4 more" in notice.message


def test_control_characters_are_dropped_and_counted() -> None:
    parsed = soup.parse("<p>甲\x01乙\x0b&#2;丙&#x1F;</p>", name="页.html")
    assert "".join(str(text) for text in parsed.root.itertext()) == "甲乙丙"
    (notice,) = parsed.notices
    assert "4 control characters" in notice.message


def test_what_was_given_is_not_changed() -> None:
    root = soup.parse('<h1>题</h1><p id="a">一<br><br>二<a href="#a">1</a></p>', name="页.html").root
    before = etree.tostring(root)
    clean(root, shelf=Shelf(None), base_url=None, name="页.html")
    assert etree.tostring(root) == before


def test_boxes_in_boxes_are_no_depth() -> None:
    result = cleaned("<div>" * 1000 + "<font>" * 900 + "文" + "</div>" * 1000)
    assert shown(result) == "<p>文</p>"


def test_lists_in_lists_are_refused_with_the_line() -> None:
    with pytest.raises(SourceError, match=r"页\.html:7: lists, quotations or tables stand more than 96 deep"):
        cleaned("\n" * 6 + "<blockquote>" * 300 + "文")


# --- what always holds ---

TAGS = (
    "p div span b i a ul ol li dl dt dd table tr td th thead tbody tfoot caption colgroup col h1 h2 h3 h6 br hr"
    " pre code ruby rb rt rp blockquote figure figcaption section center font sup sub em strong u q details"
    " summary address form nav x-y wbr label del main article aside"
).split()
MORE_TAGS = [*TAGS, *"img script style noscript svg iframe input button textarea source map".split()]
PLAIN = [
    'id="b c"',
    'name="n"',
    'href="http://x/y z"',
    'href="x.html"',
    'href="javascript:x"',
    'class="center verse language-x note"',
    'style="text-align:center"',
    'colspan="9999"',
    'rowspan="0"',
    'lang="ja"',
    "align=right",
    'title="t"',
    "span=5",
    'data-line="7"',
    "dir=rtl",
]
MORE = [
    *PLAIN,
    'id="a"',
    'id="注"',
    'href="#a"',
    'href="#n"',
    'style="display:none"',
    "hidden",
    'src="http://e/x.png"',
    'src="x.png"',
    'alt="A"',
    'headers="a b"',
    "type=checkbox",
    'lang="x y"',
]
TEXT = st.text(alphabet="ab 12中文。　\u00a0\n\t<>&[]①*\x01\x96“カ한", max_size=6)


def soups(tags: list[str], attributes: list[str]) -> st.SearchStrategy[str]:
    tag = st.builds(
        lambda slash, name, words: f"<{slash}{name} {'' if slash else ' '.join(words)}>",
        st.sampled_from(["", "", "/"]),
        st.sampled_from(tags),
        st.lists(st.sampled_from(attributes), max_size=3),
    )
    return st.lists(st.one_of(TEXT, tag, tag), max_size=40).map(lambda pieces: "x" + "".join(pieces))


PARTS = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tfoot": {"tr"},
    "tr": {"td", "th"},
    "colgroup": {"col"},
}
PHRASING = {"p", "h2", "h3", "h4", "h5", "h6", "dt", "caption", "pre"} | vocabulary.INLINES


@given(soups(MORE_TAGS, MORE))
def test_any_soup_becomes_the_vocabulary(page: str) -> None:
    body = cleaned(page).body
    assert vocabulary.check(body, frozenset()) == []
    for element in body.iter():
        children = {str(child.tag) for child in element}
        if element.tag in PARTS:
            assert children <= PARTS[str(element.tag)]
            assert not "".join([element.text or "", *(child.tail or "" for child in element)]).strip()
        if element.tag in PHRASING:
            assert children <= vocabulary.INLINES
        if element.tag in ("body", "blockquote", "aside"):
            assert children <= vocabulary.BLOCKS
        if element.tag in ("blockquote", "ul", "ol", "dl", "figure", "table", "tr", "p", "h2"):
            assert children or (element.text or "").strip()


@given(soups(TAGS, PLAIN))
def test_no_text_is_lost(page: str) -> None:
    root = soup.parse(page, name="页.html").root
    given_text = "".join(str(text) for text in root.itertext()).replace("\x96", "–")
    result = cleaned(page)
    kept = (result.title or "") + "".join(str(text) for text in result.body.itertext())
    assert letters(kept) == letters(given_text)


def letters(text: str) -> Counter[str]:
    return Counter(char for char in text if char not in runs.BLANKS)


def test_full_width_digits_are_no_size() -> None:
    assert attributes._PIXELS.match("200px")
    assert attributes._PIXELS.match("２００") is None


@pytest.mark.parametrize(
    ("page", "kind", "words"),
    [
        ("<h1>书</h1><h3>一</h3><p>文</p>", "heading-order", "1 heading jumps over a rank"),
        ("<h2>一</h2><h4>二</h4><h4>三</h4><p>文</p>", "heading-order", "2 headings jump over a rank"),
        ("<h3>一</h3><h4>二</h4><h3>三</h3><h2>四</h2><p>文</p>", None, ""),
        ("<h2><a id=a></a></h2><p>文</p>", "empty-heading", "1 heading has no text"),
        ("<h2><img src=a.png></h2><p>文</p>", "missing-image", "a.png"),
        ("<p id=a>一</p><p id=a>二</p><p id=b>三</p>", "repeated-id", "several elements are called “a”;"),
        ("<p><a id=a name=a>一</a></p><p id=b></p><p>二</p>", None, ""),
    ],
)
def test_what_is_mended_is_told(page: str, kind: str | None, words: str) -> None:
    notices = cleaned(page).notices
    assert [notice.kind for notice in notices] == ([kind] if kind else [])
    assert all(words in notice.message for notice in notices)
