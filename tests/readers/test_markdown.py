from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt
from PIL import Image
from reading_cases import cases, markup

from exporter.article import Article
from exporter.errors import SourceError
from exporter.readers import read
from exporter.readers.cjk_markdown import CJKMarkdownIt
from exporter.readers.source import Source


def article(text: str, folder: Path | None = None) -> Article:
    return read(Source("文.md", text.encode(), folder))


@pytest.mark.parametrize(("title", "given_", "expected"), cases("markdown"), ids=lambda value: value[:40])
def test_body(title: str, given_: str, expected: str) -> None:
    assert markup(article(given_)) == expected, title


# --- CommonMark stays CommonMark ---

SIGNS = st.sampled_from(
    "* ** _ __ ` [ ] ( ) ! < > # ~ - + 1. \\ & ; : | \" ' a b A . , \n \n\n \t é “ ” — …".split(" ")
)


@given(st.lists(SIGNS, max_size=40).map("".join))
def test_text_without_cjk_renders_as_stock_commonmark(text: str) -> None:
    assert CJKMarkdownIt("commonmark").render(text) == MarkdownIt("commonmark").render(text)


@given(
    st.lists(
        st.sampled_from(["*", "**", "_", "~~", "中", "。", "（", "”", "한", "a", " ", ".", "\n"]), max_size=30
    )
)
def test_cjk_text_loses_nothing_but_signs_and_spaces(signs: list[str]) -> None:
    text = "字" + "".join(signs)
    assume(not re.search(r"^ *~~~", text, re.MULTILINE))  # a fence, whose info string is not shown
    html = CJKMarkdownIt("commonmark").enable("strikethrough").render(text)
    shown = "".join(etree.fromstring(f"<r>{html}</r>").itertext())
    kept = str.maketrans("", "", "*_~ \n")
    assert shown.translate(kept) == text.translate(kept)


# --- title and facts ---


def test_the_title_is_the_front_matters_and_no_heading_is_lost() -> None:
    found = article("---\ntitle: 大题\nauthor: 林晚\ndate: 2026年11月24日\n---\n# 另一题\n\n## 一\n\n正文。\n")
    assert (found.metadata.title, found.metadata.authors, found.metadata.date) == (
        "大题",
        ("林晚",),
        "2026-11-24",
    )
    assert markup(found) == "<h2>另一题</h2>\n<h3>一</h3>\n<p>正文。</p>"


def test_a_first_heading_that_repeats_the_title_is_set_once() -> None:
    assert markup(article("---\ntitle: 大题\n---\n# 大题\n\n正文。\n")) == "<p>正文。</p>"


def test_the_title_is_the_first_heading() -> None:
    found = article("# 题 **重** `码`\n\n正文。\n")
    assert found.metadata.title == "题 重 码"
    assert not found.notices


def test_the_title_is_the_files_name_at_last() -> None:
    found = article("正文。\n")
    assert found.metadata.title == "文"
    assert [notice.kind for notice in found.notices] == ["no-title"]


def test_a_rank_that_is_lost_is_told() -> None:
    ranks = "# 一\n\n## 二\n\n### 三\n\n#### 四\n\n##### 五\n\n###### 六\n\n文。\n"
    (notice,) = article(f"---\ntitle: 题\n---\n{ranks}").notices
    assert notice.kind == "heading-order"
    assert "the sixth rank" in notice.message
    assert not article(ranks).notices


def test_a_heading_too_long_for_a_title_is_called_that() -> None:
    (notice,) = article("# " + "灯火" * 5000 + "\n\n文。\n").notices
    assert notice.kind == "no-title"
    assert "the first heading has 10,000 characters" in notice.message


def test_the_language_is_stated_or_seen() -> None:
    assert article("---\nlang: ja\n---\n東京").metadata.language == "ja"
    assert article("---\nlang: zh\n---\n這裡說繁體中文。").metadata.language == "zh-Hant"
    assert article("한국어 문장입니다.").metadata.language == "ko"


# --- lines, images, notes ---


def test_every_block_knows_its_line_behind_front_matter() -> None:
    found = article(
        "---\ntitle: 题\n---\n\n**重**段\n行\n\n> 引\n\n```\nx\n```\n\n"
        "<div>\n<i>x</i></div>\n\n- 甲\n- 乙\n\n| a |\n|---|\n| 1 |\n"
    )
    assert [(block.tag, block.sourceline) for block in found.body] == [
        ("p", 5),
        ("blockquote", 8),
        ("pre", 10),
        ("p", 14),
        ("ul", 17),
        ("table", 20),
    ]
    assert [item.sourceline for item in found.body.iter("li")] == [17, 18]


def test_a_file_of_very_many_lines_is_read() -> None:
    assert len(article("段。\n\n" * 40_000).body) == 40_000


def test_an_image_alone_is_a_figure_and_its_title_the_caption(tmp_path: Path) -> None:
    data = io.BytesIO()
    Image.new("RGB", (8, 6), "red").save(data, "PNG")
    (tmp_path / "花.png").write_bytes(data.getvalue())
    found = article(
        '![一朵花](花.png "图一　花")\n\n[![](花.png)](https://example.org/)\n\n文中的![小图](花.png)。\n',
        tmp_path,
    )
    first, second, third = found.body
    assert [asset.media_type for asset in found.assets] == ["image/png"]
    image = first.find("img")
    assert image is not None
    assert (first.tag, image.get("alt"), image.get("title"), first.findtext("figcaption")) == (
        "figure",
        "一朵花",
        None,
        "图一　花",
    )
    assert (second.tag, second.find("a/img") is not None, second.find("figcaption")) == ("figure", True, None)
    assert third.tag == "p"


def test_the_boxes_of_a_task_list_are_set() -> None:
    items = article("- [x] 借书\n- [ ] 还书\n- 买书\n").body.iter("li")
    assert ["".join(str(text) for text in item.itertext()) for item in items] == ["☑ 借书", "☐ 还书", "买书"]


def test_a_note_that_nothing_calls_is_told() -> None:
    notices = article("# 题\n\n正文[^1]。\n\n[^1]: 注。\n[^二]: 没有人叫。\n").notices
    assert [(notice.kind, "[^二]" in notice.message) for notice in notices] == [("left-out", True)]


# --- hostile input ---


@pytest.mark.parametrize(
    "bomb",
    [
        ">" * 10_000 + " x",
        "*" * 10_000 + "x" + "*" * 10_000,
        "- " * 10_000 + "x",
        "\n".join("  " * level + "- x" for level in range(300)),
        "x " + "<b><i>" * 10_000,
    ],
    ids=["quotations", "emphasis", "items", "lists", "tags"],
)
def test_what_is_nested_too_deep_is_refused_by_line(bomb: str) -> None:
    with pytest.raises(SourceError, match=r"文\.md.* nested .*deep"):
        article(f"# 题\n\n{bomb}\n")


@pytest.mark.parametrize(
    "bomb",
    [
        "[" * 10_000,
        "[" * 5_000 + "]" * 5_000,
        "![" * 5_000,
        "^[" * 5_000,
        "<a " * 10_000,
        "https://a.example/" + ")" * 100_000,
    ],
)
def test_what_only_looks_nested_is_text(bomb: str) -> None:
    shown = "".join(str(text) for text in article(f"字{bomb}\n").body.itertext())
    assert shown.startswith("字")
    assert len(shown) > len(bomb) * 0.9


def test_ninety_quotations_deep_is_too_deep_and_fifty_is_not() -> None:
    assert len(list(article(">" * 50 + " 深").body.iter("blockquote"))) == 50
    with pytest.raises(SourceError, match=r"文\.md:1: "):
        article(">" * 95 + " 深")


# --- what would be lost without a word ---


def test_cells_beyond_the_head_are_told() -> None:
    text = "# 题\n\n| 甲 | 乙 |\n|--|--|\n| 一 | 二 | 三 | 四 |\n| 一 | a \\| b |\n\n"
    text += "> | 甲 |\n> |--|\n> | 一 | 二 |\n"
    notices = [notice for notice in article(text).notices if notice.kind == "left-out"]
    assert [notice.place for notice in notices] == ["文.md:5", "文.md:10"]
    assert "4 cells" in notices[0].message


def test_a_note_with_the_name_of_another_is_told() -> None:
    found = article("# 题\n\n山[^1]，水[^2]。\n\n[^1]: 甲。\n\n> [^1]: 乙。\n\n[^2]: 丙。\n")
    (notice,) = found.notices
    assert (notice.place, "[^1]" in notice.message) == ("文.md:7", True)


@pytest.mark.parametrize("note", ["", "\n\n[^a]: 注。\n"])
def test_a_call_of_no_note_is_told(note: str) -> None:
    call = "[^a]" if note else ""
    read_ = article(f"# 题\n\n开头。\n\n山**里**的灯{call}[^zz]，\\[^yy]，`[^xx]`，再说[^zz]。{note}")
    (notice,) = [each for each in read_.notices if each.kind == "note"]
    assert (notice.place, "[^zz]" in notice.message) == ("文.md:5", True)
