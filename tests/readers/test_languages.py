from __future__ import annotations

import pytest

from exporter import languages
from exporter.article import LANGUAGES


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("今天的风很轻，我们坐在河边说话。", "zh-Hans"),
        ("今天的風很輕，我們坐在河邊說話。", "zh-Hant"),
        ("我哋今日喺河邊坐咗好耐，啲風好舒服。", "zh-HK"),
        ("今日は風が軽く、川辺で話をした。", "ja"),
        ("オンライン会議システム導入要領", "ja"),
        ("오늘은 바람이 가벼워 강가에서 이야기를 나누었다.", "ko"),
        ("大韓民國 憲法은 國民의 權利를 保障한다.", "ko"),
        ("The wind was light and we talked by the river.", "en"),
        ("We read the poem 静夜思 aloud, by the river, and then we walked home in the dark.", "en"),
        ("用 GitHub Actions 跑 pytest，再把 coverage 上传到 Codecov。", "zh-Hans"),
        (
            "这篇文章介绍日本的「もったいない」这一说法，以及它在今天的城市生活中是怎样被人们理解和使用的。",
            "zh-Hans",
        ),
        ("一二三四五六", "zh-Hans"),
        ("", "en"),
        ("1234", "en"),
    ],
)
def test_the_language_of_a_text(text: str, language: str) -> None:
    assert languages.recognise(text) == language


def test_a_few_traditional_characters_amid_simplified_ones_change_nothing() -> None:
    text = "我们在这个时候谈论书店的灯，关系到每一个读书的人。" * 8 + "關係說這對"
    assert languages.recognise(text) == "zh-Hans"


def test_one_cantonese_word_makes_no_hong_kong_text() -> None:
    assert languages.recognise("他說了一個「嘅」字，然後繼續用國語講課，學生們都笑了起來。" * 5) == "zh-Hant"


def test_a_long_text_is_sampled_at_three_places() -> None:
    text = "The river. " * 5_000 + "今天的风很轻，我们坐在河边说话。" * 200_000
    assert languages.recognise(text) == "zh-Hans"


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh-CN", "zh-Hans"),
        ("zh_cn", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh_TW", "zh-Hant"),
        ("zh-HK", "zh-HK"),
        ("zh-MO", "zh-HK"),
        ("zh-Hant-HK", "zh-HK"),
        ("zh-Hans-HK", "zh-Hans"),
        ("cmn-Hans", "zh-Hans"),
        ("zh-CHT", "zh-Hant"),
        ("yue", "zh-HK"),
        ("繁體中文", "zh-Hant"),
        ("ja-JP", "ja"),
        ("jp", "ja"),
        ("ko-KR", "ko"),
        ("EN_us", "en"),
        ("zh", None),
        ("cmn", None),
        ("中文", None),
        ("fr", None),
        ("und", None),
        ("", None),
        (None, None),
    ],
)
def test_what_a_tag_names(tag: str | None, language: str | None) -> None:
    assert languages.normalise(tag) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_of_ours_is_known_by_its_own_tag(language: str) -> None:
    assert languages.normalise(language) == language


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("灯", "亮", True),
        ("か", "ナ", True),
        ("，", "灯", True),
        ("灯", "「", True),
        ("灯", "“", True),
        ("好。”", "“走", True),
        ("走了……", "天", True),
        ("——", "天", True),
        ("灯", "a", False),
        ("1", "灯", False),
        ("불", "빛", False),
        ("a”", "“b", False),
        ("”", "“", False),
        ("", "灯", False),
        ("end", "begin", False),
    ],
)
def test_where_a_line_break_is_no_space(before: str, after: str, joined: bool) -> None:
    assert languages.joins(before, after) is joined


@pytest.mark.parametrize(
    ("stated", "text", "language"),
    [
        ("ja", "東京駅で新幹線に乗る。山田太郎、京都着。", "ja"),
        (None, "東京駅で新幹線に乗る。山田太郎、京都着。", "ja"),
        ("ja", "東京都庁舎展望室", "ja"),
        ("ja", "我們這幾天都在說雨後的山，沒有人知道為什麼。", "zh-Hant"),
        ("zh-Hant", "雨中的山", "zh-Hant"),
        ("zh-Hans", "雨中的山", "zh-Hans"),
        ("zh-Hant", "这一段文字是简体中文写的，说的是雨后的山。", "zh-Hans"),
        ("zh-Hans", "雨のあとの山について、日本語で書かれた文章です。", "ja"),
        ("ko", "1234", "ko"),
        ("en", "这一段文字是简体中文写的。", "zh-Hans"),
        (None, "雨中的山", "zh-Hans"),
    ],
)
def test_what_is_said_of_a_text_wins_unless_it_is_clearly_wrong(
    stated: str | None, text: str, language: str
) -> None:
    assert languages.settle(stated, text) == language
