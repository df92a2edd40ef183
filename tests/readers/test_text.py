from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from reading_cases import cases, shown

from exporter import vocabulary
from exporter.article import Article
from exporter.readers import read
from exporter.readers.paragraphs import paragraphs
from exporter.readers.source import Source
from exporter.readers.structure import structure
from exporter.readers.text import described


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


# --- notes, poems, suggestions ---

LONG = "傍晚的时候，河边的灯一盏一盏地亮了，风从桥下吹过来，水面上有细细的纹，远处的船慢慢靠了岸，人走下来。"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("[1]", "[2]"),
        ("［１］", "［２］"),
        ("①", "②"),
        ("〔1〕", "〔2〕"),
        ("※1", "※2"),
        ("〔註一〕", "〔註二〕"),
        ("（1）", "（2）"),
        ("*1", "*2"),
        ("1)", "2)"),
    ],
)
def test_notes_that_are_called_are_notes(one: str, two: str) -> None:
    body = article(f"题目\n\n{LONG}甲{one}乙{two}丙{one}。\n\n注释：\n{one} 灯。\n{two} 船。\n").body
    assert [call.get("id") for call in body.iter("a")] == ["noteref-1", "noteref-2", "noteref-1-2"]
    assert ["".join(map(str, aside.itertext())) for aside in body.iter("aside")] == ["灯。", "船。"]
    assert "注释" not in "".join(map(str, body.itertext()))
    assert vocabulary.check(body, frozenset()) == []


@pytest.mark.parametrize(
    "several", ["[1-2]", "[1,2]", "[1, 2]", "［1，2］", "［１～２］", "〔1、2〕", "【1—2】"]
)
def test_several_notes_in_one_pair_of_brackets_are_called_one_by_one(several: str) -> None:
    one, two = (f"{several[0]}{number}{several[-1]}" for number in (1, 2))
    text = f"题目\n\n{LONG}甲{several}乙{one}{two}丙。\n\n参考文献\n{one} 灯。\n{two} 船。\n"
    body = article(text).body
    calls = ["noteref-1", "noteref-2", "noteref-1-2", "noteref-2-2"]
    assert [call.get("id") for call in body.iter("a")] == calls
    printed = several.replace("１", "1").replace("２", "2")  # numbers of calls are ours
    assert "".join(map(str, body[0].itertext())) == f"{LONG}甲{printed}乙12丙。"
    assert [each.tag for each in body[0]] == ["sup", "a", "a"]
    assert vocabulary.check(body, frozenset()) == []


def test_brackets_with_a_number_that_no_note_has_are_text() -> None:
    body = article(f"题目\n\n{LONG}甲[1]在[0,1]里，乙[2]在[1,3]里。\n\n[1] 灯。\n[2] 船。\n").body
    assert "".join(map(str, body[0].itertext())) == f"{LONG}甲1在[0,1]里，乙2在[1,3]里。"
    assert len(list(body.iter("aside"))) == 2


@pytest.mark.parametrize(
    "text",
    [
        f"题目\n\n{LONG}甲[1-3]。\n\n[1] 灯。\n[2] 船。\n[3] 桥。\n",  # nothing printed calls the second
        f"题目\n\n{LONG}甲[1]。\n\n[1] 灯。\n[2] 船。\n",  # the second is called nowhere
        f"题目\n\n{LONG}甲[1]乙[2]。\n\n[1] 灯。\n",  # there is no second
        f"题目\n\n{LONG}\n\n① 灯。\n② 船。\n",  # a list
        f"题目\n\n{LONG}①\n\n① 灯。\n\n{LONG}①\n\n① 船。\n",  # each page has its own
        "题目\n\n甲[1]（1）灯。乙（2）船。\n\n（1）灯。\n（2）船。\n",  # so things are counted too
    ],
)
def test_what_is_no_note_for_sure_is_text(text: str) -> None:
    body = article(text).body
    assert body.find(".//aside") is None
    assert "[1]" in "".join(map(str, body.itertext())) or "①" in "".join(map(str, body.itertext()))


def test_a_note_may_go_on_in_another_line() -> None:
    body = article(f"题目\n\n{LONG}[1]{LONG}[2]\n\n参考文献\n[1] 灯。\n　　又见桥。\n[2] 船。\n").body
    notes = [[line.text for line in aside] for aside in body.iter("aside")]
    assert notes == [["灯。", "又见桥。"], ["船。"]]
    assert vocabulary.check(body, frozenset()) == []


def test_a_label_at_the_beginning_of_a_paragraph_does_no_harm() -> None:
    text = f"题目\n\n① 甲。\n\n{LONG}①\n\n① 灯。\n"
    assert "① 甲。" in [block.text for block in article(text).body]


@pytest.mark.parametrize(
    "poem",
    [
        "河上灯初上，桥头雨未收。\n故人今夜去，何处问归舟？",
        "风来了又走\n叶子轻轻地落\n没有谁说话\n\n灯在河上\n慢慢地走",
        "橋の下\n風が吹くなり\n秋の川\n\n灯が消えて\n船の遠さや\n夜の雨",
        "강에는 불빛\n물에는 그림자\n불은 꺼지고\n\n다리 아래\n바람이 불고\n밤은 길구나",
    ],
)
def test_a_text_of_stanzas_alone_is_a_poem(poem: str) -> None:
    body = article(f"河上\n\n{poem}\n").body
    assert [block.get("class") for block in body] == ["verse"] * len(poem.split("\n\n"))


def test_a_stanza_between_blank_lines_is_verse() -> None:
    body = article(f"题目\n\n{LONG}\n\n河上有灯，\n水里有影；\n灯灭人去，\n影散水清。\n\n{LONG}\n").body
    assert [block.get("class") for block in body] == [None, "verse", None]
    assert [line.tail for line in body[1].iter("br")] == ["水里有影；", "灯灭人去，", "影散水清。"]


@pytest.mark.parametrize(
    "lines",
    [
        "“灯呢？”\n“灭了。”\n“船呢？”\n“走了。”",
        "灯\n船与桥的故事\n岸上的人\n影子和水里的月",
        "灯亮了。\n灯灭了。",
    ],
)
def test_speech_and_bare_lines_are_no_verse(lines: str) -> None:
    assert article(f"题目\n\n{LONG}\n\n{lines}\n\n{LONG}\n").body.find("div") is None


def test_the_structure_is_told_with_its_rules() -> None:
    text = f"题目\n作者：林晚\n\n一、黄昏\n\n{LONG}\n\n灯与人\n\n{LONG}\n\n二、夜里\n\n{LONG}[1]\n\n[1] 灯。\n"
    told = [line.split("\t")[:2] for line in described(Source("无题.txt", text.encode()))]
    assert told == [
        ["1", "title"],
        ["2", "authors"],
        ["4", "heading 2"],
        ["6", "p"],
        ["8", "p"],
        ["?8", "heading?"],
        ["10", "p"],
        ["12", "heading 2"],
        ["14", "p"],
        ["16", "note"],
    ]
