from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from reading_cases import cases, shown

from exporter.article import Article
from exporter.readers import read
from exporter.readers.paragraphs import paragraphs
from exporter.readers.source import Source
from exporter.readers.structure import structure


def article(text: str) -> Article:
    return read(Source("无题.txt", text.encode()))


@pytest.mark.parametrize(("title", "given_", "expected"), cases("text"), ids=lambda value: value[:40])
def test_structure(title: str, given_: str, expected: str) -> None:
    assert shown(article(given_)) == expected, title


def test_every_block_knows_its_line() -> None:
    body = article("题目\n\n作者：林晚\n第一段。\n\n\n第二段。\n***\n第三段。\n").body
    assert [block.sourceline for block in body] == [4, 7, 8, 9]


def test_lines_beyond_what_libxml2_counts_do_no_harm() -> None:
    body = article("题目\n" + "字。\n" * 70_000).body
    assert len(body) == 70_000


def test_what_was_understood_is_told() -> None:
    notices = article("河边的灯\n作者：林晚\n2026年11月24日\n灯亮了。\n").notices
    assert [(notice.kind, notice.place) for notice in notices] == [
        ("title-block", "无题.txt:2"),
        ("title-block", "无题.txt:3"),
    ]
    assert "作者：林晚" in notices[0].message


def test_no_title_is_told() -> None:
    found = article("灯亮了。\n\n灯灭了。\n")
    assert found.metadata.title == "无题"
    assert [notice.kind for notice in found.notices] == ["no-title"]


WORDS = st.text(alphabet="春风桥灯夜雨a1 。，“”（）《》*#<&　\t第一章、.-—对来说", max_size=60)
PHRASES = st.sampled_from(
    [
        "第一章　开头",
        "一、经过",
        "（一）东边",
        "1. 木头",
        "제1장 산",
        "第一，早起。",
        "第二早睡。",
        "首先，读。",
        "最后，写。",
        "本报记者 林晚",
        "江南大学文学院 周一川",
        "——副题",
        "来源：河湾日报",
        "灯亮了。（责任编辑：林晚）（作者系店主）",
        "灯亮了。更多精彩请关注公众号",
        "东湖研究中心对城市来说，" + "书店是灯。" * 15,
        "这一行很长很长，" * 4,
    ]
)
PLAIN = st.lists(st.one_of(WORDS, PHRASES, st.just(""))).map("\n".join).filter(lambda text: bool(text.strip()))
LABELLED = st.sampled_from(
    ["作者：林晚、周一川", "文／林晚", "2026年11月24日", "***", "◇", "――――", "2026-11-24 来源：某报"]
)
ANY = st.lists(st.one_of(WORDS, PHRASES, LABELLED, st.just(""))).map("\n".join)
SEPARATOR = re.compile(r"^[\s*＊—―─－=_#~◇\u3000-]+$", re.MULTILINE)


def bare(text: str) -> str:
    return "".join(text.split())


@given(PLAIN)
@example("一、经过\n来源：河湾日报\n本报记者 林晚\n1")
def test_no_character_is_lost_and_none_changes_its_place(text: str) -> None:
    text = SEPARATOR.sub("", text)
    if not text.strip():
        return
    found = article(text)
    facts = found.metadata
    title = facts.title if all(notice.kind != "no-title" for notice in found.notices) else ""
    inside = "".join(str(piece) for piece in found.body.itertext())
    assert bare(title + (facts.subtitle or "") + "".join(facts.authors) + inside) == bare(text)


@given(ANY)
def test_the_pieces_are_the_text(text: str) -> None:
    found = paragraphs(text)
    if not found:
        assert not text.strip()
        return
    pieces = structure(found)
    assert bare("".join(piece.text for piece in pieces)) == bare(text)
    for piece in pieces:
        if piece.kind == "authors":
            rest = piece.text
            for name in piece.names:
                assert name in rest
                rest = rest.replace(name, "", 1)
            assert bare(rest) in ("", "作者：、", "文／")
