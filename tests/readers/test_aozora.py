from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_cases import cases, markup

from exporter import vocabulary
from exporter.article import Article
from exporter.errors import ExporterError
from exporter.readers import read
from exporter.readers.aozora import characters, notation, parts
from exporter.readers.source import Source


def article(text: str, encoding: str = "utf-8") -> Article:
    return read(Source("灯.txt", text.encode(encoding)), format="aozora")


def shown(result: Article) -> str:
    told = [
        f"notation {notice.place}: {notice.message}" for notice in result.notices if notice.kind == "notation"
    ]
    return "\n".join([markup(result), *told])


@pytest.mark.parametrize(("title", "given_", "expected"), cases("aozora"), ids=lambda value: value[:40])
def test_notation(title: str, given_: str, expected: str) -> None:
    result = article(given_)
    assert shown(result) == expected, title
    assert vocabulary.check(result.body, frozenset(asset.name for asset in result.assets)) == []


LEGEND = f"{'-' * 55}\n【テキスト中に現れる記号について】\n\n《》：ルビ\n{'-' * 55}\n"
FILE = f"""灯台《とうだい》
――夜の海――
浜辺鳴子
岸野渡訳

{LEGEND}
　灯《ひ》が点《つ》く。

底本：「灯の本」港書房
　　　1950（昭和25）年3月1日発行
初出：「浜」第三号
　　　1931（昭和6）年4月9日
青空文庫作成ファイル：
このファイルは、青空文庫で作られました。
"""


def test_the_title_block_and_the_colophon_become_facts() -> None:
    facts = article(FILE, "cp932").metadata
    assert (facts.title, facts.subtitle) == ("灯台", "――夜の海――")
    assert facts.authors == ("浜辺鳴子", "岸野渡訳")
    assert (facts.date, facts.publisher, facts.language) == ("1931-04-09", "青空文庫", "ja")


def test_the_legend_is_no_text() -> None:
    text = "".join(map(str, article(FILE).body.itertext()))
    assert "記号について" not in text
    assert text.startswith("灯ひが点つく。底本：")


@pytest.mark.parametrize(
    "text", [FILE, "題\n\n灯［＃「灯」に傍点］。\n", "題\n\n桟橋《さんばし》の灯《ひ》を見《み》る。\n"]
)
def test_a_text_file_in_the_notation_is_known_by_it(text: str) -> None:
    assert "《" not in "".join(map(str, read(Source("灯.txt", text.encode())).body.itertext()))


def test_titles_of_chinese_books_are_no_readings() -> None:
    assert not parts.looks_so("读了《红楼梦》和《水浒传》，又读《西游记》。")


def test_lines_are_known() -> None:
    body = article("題\n\n［＃ここから２字下げ］\n　灯。\n　波。\n［＃ここで字下げ終わり］\n　岸。\n").body
    assert [element.sourceline for element in body.iter("p")] == [4, 5, 7]


@pytest.mark.parametrize(
    ("place", "char"),
    [((1, 1, 1), "\u3000"), ((1, 16, 1), "亜"), ((2, 1, 1), "𠂉"), ((1, 95, 1), None), ((1, 9, 0), None)],
)
def test_characters_by_plane_row_and_cell(place: tuple[int, int, int], char: str | None) -> None:
    assert characters.by_place(*place) == char


@pytest.mark.parametrize(
    ("text", "value"), [("３", 3), ("12", 12), ("十", 10), ("十二", 12), ("二十", 20), ("〇", 0)]
)
def test_numbers_of_any_kind(text: str, value: int) -> None:
    assert notation.number(text) == value


PIECES = st.sampled_from(
    "灯 《ひ》 ｜ ［＃ ］ 「 」 に傍点 は大見出し の左に のルビ 終わり ここから ここで 太字 字下げ ２ 地付き"
    " 改ページ 罫囲み"
    " ※ 〔 e' 〕 割り注 キャプション （a.png、横1×縦2）入る"
    " 、折り返して \n \u3000 海 の注記付き 段階大きな文字 返 レ".split(" ")
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_mixture_of_the_notation_is_read_or_refused(text: str) -> None:
    try:
        result = article(f"題\n\n海。{text}")
    except ExporterError:
        return
    assert vocabulary.check(result.body, frozenset()) == []


@given(st.text(alphabet="海灯かなABé。、　\n", min_size=1, max_size=80))
def test_without_notation_no_character_is_lost(text: str) -> None:
    body = article(f"題\n\n始。{text}").body
    printed = "".join(map(str, body.itertext()))
    assert "".join(printed.split()) == "".join(f"始。{text}".split())


def test_a_long_line_of_notation_takes_no_longer_than_its_length() -> None:
    marked = "海辺《うみべ》の灯［＃「灯」に傍点］［＃「海辺の」に傍線］" * 20_000
    body = article(f"題\n\n{marked}").body
    assert sum(1 for _ in body.iter("ruby")) == 20_000
