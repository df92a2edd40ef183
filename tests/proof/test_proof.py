"""Findings in their places, whatever the format and the encoding, and what is made of them."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from exporter import proof
from exporter.errors import UsageError
from exporter.proof import Proof, fixing, reports, rules, scripts
from exporter.readers.source import Source

FIXTURES = Path(__file__).parent / "fixtures"


def check(text: str | bytes, *names: str, format: str = "text", encoding: str | None = None) -> Proof:
    data = text.encode() if isinstance(text, str) else text
    return proof.check(Source("文", data, None, encoding), rules.chosen(names), format=format)


def places(found: Proof) -> list[str]:
    return [f"{each.line}:{each.column} {each.text}" for each in found.findings]


def fixed(text: str, *names: str, format: str = "text") -> str:
    return fixing.fix(Source("文", text.encode()), rules.chosen(names), format=format).text


SHOWN = """\
| 正确 | 错误 |
|---|---|
| 灯，亮了 | 灯,亮了 |
| 灯,灭了 | 灯,灭了 |

错误：灯,亮了。

- 错误：

  > 灯,亮了
  >
  > - 灯,灭了

  > 灯,又亮了

- 后来,亮了。

错误：

```
code
```

这,一段是真的。

不推荐的写法：

灯,亮了

又,一段。

## 错误

- 真的,要查。
"""


def test_what_is_shown_as_wrong_is_left_alone() -> None:
    found = check(SHOWN, "half-width-marks", format="markdown")
    assert places(found) == ["4:4 ,", "16:5 ,", "24:2 ,", "30:2 ,", "34:5 ,"]
    page = (
        '<html lang="zh"><article><h1>逗号</h1><p>逗号要用全角的，像这样：风来了，灯亮了，我们坐在石阶上。</p>'
    )
    page += "<p>错误：</p><blockquote><p>灯,亮了，风从桥下吹过来，水面上有细细的纹。</p></blockquote>"
    page += "<p>灯,灭了，对岸的书店还开着门，老板把猫抱出来。</p></article></html>"
    assert places(check(page, "half-width-marks", format="html")) == [f"1:{page.index('灯,灭') + 2} ,"]
    assert "missing-glyphs" in {each.rule for each in check("错误：\ue000。", format="text").findings}


def test_a_text_with_the_damage_of_a_scraped_essay() -> None:
    found = check((FIXTURES / "damaged.txt").read_bytes())
    counts = Counter(each.rule for each in found.findings)
    assert {name: counts[name] for name in rules.NAMES if counts[name]} == {
        "look-alikes": 4,
        "traditional-forms": 6,
        "half-width-marks": 51,
        "half-width-brackets": 6,
        "wrong-quotes": 2,
        "missing-end-marks": 3,
        "lost-lead-marks": 2,
        "doubled-phrases": 6,
        "masks": 2,
        "tickers": 1,
        "boilerplate": 2,
    }


def test_with_all_repairs_it_is_what_an_editor_would_print() -> None:
    copy = fixing.fix(Source("damaged.txt", (FIXTURES / "damaged.txt").read_bytes()), rules.chosen())
    assert copy.text == (FIXTURES / "repaired.txt").read_text(encoding="utf-8")
    left = proof.check(Source("文.txt", copy.data), rules.chosen())
    assert {each.rule for each in left.findings} == {"masks"}


def test_the_projects_own_essays_are_clean() -> None:
    for path in sorted((Path(__file__).parents[2] / "docs" / "samples").glob("*.md")):
        assert places(proof.check(Source(str(path), path.read_bytes(), path.parent), rules.chosen())) == []


MARKDOWN = """\
---
title: 灯,亮了
lang: zh-Hans
---

# 一,二

正文**强调**,后面`代码,不算`，还有[链,接](https://example.org/甲,乙)。

> - 引,用
>   续,行

| 甲,乙 | 丙 |
|---|---|
| 甲\\|丙,乙 | 丁 |

```
代码,不算
```
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_markdown_is_proofed_without_its_markup_and_in_its_own_lines(end: str) -> None:
    found = check(MARKDOWN.replace("\n", end), "half-width-marks", format="markdown")
    assert places(found) == ["2:9 ,", "6:4 ,", "8:9 ,", "8:24 ,", "10:6 ,", "11:6 ,", "13:4 ,", "15:7 ,"]


@pytest.mark.parametrize(("format", "around"), [("markdown", "{}"), ("html", "<p>{}</p>")])
def test_the_words_of_a_drawing_are_not_proofed(format: str, around: str) -> None:
    drawing = '<svg width="90"><text x="1">桥拱,高</text><text>河面,低</text></svg>'
    text = around.format(f"河边的灯,一盏一盏地亮了{drawing}，风从桥下吹过来。")
    found = check(text, "half-width-marks", format=format)
    assert places(found) == [f"1:{text.index(',') + 1} ,"]


PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>河边,的灯</title>
<script>var x = "甲,乙";</script></head><body>
<nav><a href="/">首页,导航</a><a href="/b">频道,列表</a></nav>
<article><h1>河边,的灯</h1>
<p>河边的灯一盏一盏地亮了&#44;风从桥下吹过来，水面上有细细的纹。我们坐在石阶上,谁也没有说话。</p>
<p>对岸的书店还开着门，老板把<b>猫</b>,抱出来，放在门口的竹椅上。今天来了几个人？有人问。他笑了笑，没有回答。</p>
<p>后来雨停了，街上慢慢热闹起来，<ruby>卖<rt>mài,</rt></ruby>糖炒栗子的推着车经过，孩子们跟在后面跑。</p>
</article><footer>版权,所有</footer></body></html>"""


def test_of_a_web_page_only_the_article_is_proofed() -> None:
    found = check(PAGE, "half-width-marks", format="html")
    assert places(found) == ["4:16 ,", "5:15 ,", "5:44 ,", "6:25 ,"]
    repaired = fixed(PAGE, "half-width-marks", format="html")
    assert "亮了，风" in repaired
    assert "<b>猫</b>，抱" in repaired
    assert "首页,导航" in repaired


def test_small_print_under_a_picture_need_not_be_a_sentence() -> None:
    words = "河边的灯一盏一盏地亮了，风从桥下吹过来。水面上有细细的纹，我们坐在石阶上，谁也没有说话"
    page = '<html lang="zh"><article><h1>灯</h1>' + f"<p>{words}。</p>" * 3
    page += f'<div><img src="a.png" alt=""> <small>{words}</small></div><p>{words}</p></article></html>'
    found = check(page, "missing-end-marks", format="html")
    assert [each.start for each in found.findings] == [page.rindex("话")]


@pytest.mark.parametrize("codec", ["gb18030", "big5", "cp932", "euc_kr", "utf-16", "utf-8-sig"])
def test_columns_are_characters_whatever_the_encoding(codec: str) -> None:
    text = "上下左右\r\n大小,多少\r\n"
    found = proof.check(
        Source("文.txt", text.encode(codec), None, codec),
        rules.chosen(["half-width-marks"]),
        language="zh-Hans",
    )
    assert places(found) == ["2:3 ,"]


def test_every_byte_that_cannot_be_read_is_a_finding() -> None:
    data = "灯亮了。\n风来".encode() + b"\xff" + "了。\n雨".encode() + b"\xe4\xba" + "停。\n".encode()
    found = check(data, "unreadable-bytes", "mojibake", encoding="utf-8")
    assert [(each.line, each.column, each.why) for each in found.findings] == [
        (2, 3, "the byte FF cannot be read as utf-8"),
        (3, 2, "the bytes E4 BA cannot be read as utf-8"),
    ]


def test_lines_that_an_editor_wrapped_are_one_paragraph() -> None:
    lines = [
        "河边的灯一盏一盏地亮了，风从桥下吹过来，水面上有细细的纹路",
        "。我们坐在石阶上，谁也没有说话,对岸的书店还开着门，老板把猫",
        "抱出来，放在门口的竹椅上，今天来了几个人，有人问，他笑着说三",
        "个，其中一个是来躲雨的，后来雨停了，街上慢慢热闹起来。",
    ]
    found = check("\n".join(lines), "half-width-marks", "missing-end-marks")
    assert places(found) == ["2:16 ,"]


def test_a_copy_keeps_encoding_mark_and_line_ends() -> None:
    text = "灯亮了,风来了。\r\n第二行。\r\n"
    for codec in ("gb18030", "utf-16", "utf-8-sig"):
        copy = fixing.fix(Source("文.txt", text.encode(codec)), rules.chosen(["half-width-marks"]))
        assert copy.data == text.replace(",", "，").encode(codec)


def test_what_the_encoding_lacks_makes_the_copy_utf_8_with_a_mark() -> None:
    source = Source("文.txt", "乾淨,整齊。".encode("big5"), None, "big5")
    copy = fixing.convert(source, "t2s")
    assert copy.data == "干净,整齐。".encode("utf-8-sig")


def test_a_repair_never_joins_lines() -> None:
    assert fixed("灯亮了:\n风来了。\n", "half-width-marks", format="markdown") == "灯亮了：\n风来了。\n"


def test_repairing_twice_changes_nothing_more() -> None:
    once = fixing.fix(Source("文", (FIXTURES / "damaged.txt").read_bytes()), rules.chosen())
    again = fixing.fix(Source("文", once.data), rules.chosen())
    assert (again.data, again.changes) == (once.data, {})


AOZORA = """\
題名
作者

-------------------------------------------------------
【テキスト中に現れる記号について】
《》：ルビ,の印
-------------------------------------------------------

　灯《ともしび》が｜一,二《いちに,》ともり［＃「ともり」に傍点,］、※［＃「口＋禿」、第3水準1-15-9］,いた。
底本：「文集,」
"""


def test_the_notation_of_aozora_is_no_prose() -> None:
    found = check(AOZORA, "half-width-marks", "unpaired-marks", "mixed-digits", "masks")
    assert places(found) == ["9:12 ,", "9:56 ,", "10:7 ,"]
    assert found.format == "aozora"
    assert not set("［］《》｜※#") & set(found.prose.text)
    assert "ともしび" not in found.prose.text


def test_markup_between_is_never_repaired_away() -> None:
    text = "他走进**书店**书店里，他走进**书店**书店里。\n"
    assert fixed(text, "doubled-phrases", format="markdown") == text


def test_conversion_leaves_code_and_addresses() -> None:
    source = Source("文.md", "头发**干净**，`后台`，[里面](https://example.org/后面)。\n".encode())
    assert fixing.convert(source, "s2tw").text == "頭髮**乾淨**，`后台`，[裡面](https://example.org/后面)。\n"
    with pytest.raises(UsageError, match=r"“s2tww”.*did you mean “s2tw"):
        fixing.convert(source, "s2tww")


def test_every_conversion_of_opencc_has_its_name() -> None:
    folder = Path(opencc.__file__).parent
    assert {path.stem for path in folder.rglob("*.json")} == set(scripts.CONVERSIONS)
    for name in scripts.CONVERSIONS:
        assert scripts.converter(name).convert("灯") in ("灯", "燈")


def test_a_diff_is_what_patch_understands() -> None:
    before = (
        "".join(f"第{number}行，很好。\n" for number in range(1, 21))
        .replace("第3行，", "第3行,")
        .replace("第18行，", "第18行,")
    )
    copy = fixing.fix(Source("a", before.encode()), rules.chosen(["half-width-marks"]), format="text")
    diff = copy.diff("a", "b").splitlines()
    assert diff[:2] == ["--- a", "+++ b"]
    assert [line for line in diff if line.startswith("@@")] == ["@@ -1,6 +1,6 @@", "@@ -15,6 +15,6 @@"]
    assert [line for line in diff[2:] if line[0] in "+-"] == [
        "-第3行,很好。",
        "+第3行，很好。",
        "-第18行,很好。",
        "+第18行，很好。",
    ]


def test_rules_are_switched_by_name_and_have_levels() -> None:
    text = "灯亮了,***来了。"
    assert {each.rule for each in check(text).findings} == {"half-width-marks", "masks"}
    only = rules.chosen(off=["masks"], levels={"half-width-marks": "note"})
    found = proof.check(Source("文.txt", text.encode()), only)
    assert [(each.rule, each.level) for each in found.findings] == [("half-width-marks", "note")]
    with pytest.raises(UsageError, match=r"“mask”.*did you mean “masks”"):
        rules.chosen(["mask"])
    with pytest.raises(UsageError, match=r"“warn”.*did you mean “warning”"):
        rules.chosen(levels={"masks": "warn"})


def report(form: str, text: str) -> str:
    return reports.report(form, [check(text)], rules.chosen())


def test_as_text() -> None:
    assert report("text", "灯亮了,风来了。\n").splitlines() == [
        "文:1:4: warning: half-width-marks: “,” → “，”: a half-width mark among full-width characters",
        "文: 1 finding: half-width-marks 1",
    ]
    assert "“[U+200B]” → nothing" in report("text", "灯\u200b亮了。\n")
    assert report("text", "灯亮了。\n") == "文: nothing found\n"


def test_as_json() -> None:
    source = json.loads(report("json", "灯亮了,风来了。\n"))["sources"][0]
    assert (source["language"], source["encoding"], source["counts"]) == (
        "zh-Hans",
        "utf-8",
        {"half-width-marks": 1},
    )
    finding = source["findings"][0]
    assert (finding["line"], finding["column"], finding["start"], finding["suggestion"]) == (1, 4, 3, "，")


def test_as_sarif() -> None:
    log = json.loads(report("sarif", "灯亮了,风来了。\n***走了。\n"))
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    run = log["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    first, second = run["results"]
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"] == "half-width-marks"
    region = first["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (1, 4, 5)
    change = first["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert change["insertedContent"]["text"] == "，"
    assert "fixes" not in second
    assert run["artifacts"][0]["location"]["uri"] == "%E6%96%87"
    away = proof.check(Source("/文/灯.txt", "灯亮了,风来了。\n".encode()), rules.chosen())
    run = json.loads(reports.report("sarif", [away], rules.chosen()))["runs"][0]
    assert run["artifacts"][0]["location"]["uri"] == "file:///%E6%96%87/%E7%81%AF.txt"


def test_as_a_page_with_the_findings_marked() -> None:
    page = report("html", "关系關系<b>,中国***说,走了。\n")
    tree = html.fromstring(page)
    targets = {f"#{element.get('id')}" for element in tree.iter() if element.get("id")}
    assert {link.get("href") for link in tree.iter("a")} <= targets
    for number in tree.findall(".//sup"):
        number.drop_tree()
    text = tree.xpath("string(//div/p)")
    assert text == "关系關系<b>,中国***说,走了。"
    assert [mark.text for mark in tree.iter("mark")][-1] == ","
    assert not tree.xpath("//script|//link|//img")


ODD = st.text(
    st.sampled_from(
        "灯亮错误第二，。,.()（）“”‘’「」\"'*_`[]［］《》｜※＃<>&;:|#-—…0８aé"
        "關関乾ㄱ가ｶﾞ　 \n\r\t\u200b\ufffd嘚\\{}$~!"
    ),
    min_size=1,
    max_size=120,
)


@given(ODD.filter(str.strip), st.sampled_from(["text", "aozora", "markdown"]))
def test_findings_are_in_their_place_in_any_text(text: str, format: str) -> None:
    data = text.encode()
    found = proof.check(Source("文", data, None, "utf-8"), rules.chosen(), format=format)
    lines = re.split("\r\n|\r|\n", found.decoded.text)
    for each in found.findings:
        assert 0 <= each.start <= each.end <= len(found.decoded.text)
        rest = lines[each.line - 1][each.column - 1 :]
        assert found.decoded.text[each.start :].startswith(rest)
        if each.sure and format == "text":  # Markdown may have a backslash there
            assert found.decoded.text[each.start : each.end] == each.text


@given(ODD.filter(str.strip), st.sampled_from(["text", "aozora", "markdown"]))
def test_repairing_keeps_the_lines_and_comes_to_an_end(text: str, format: str) -> None:
    source = Source("文", text.encode(), None, "utf-8")
    copy = fixing.fix(source, rules.chosen(), format=format)
    assert len(re.findall("\n", copy.text)) == len(re.findall("\n", copy.before))
    copy.diff("a", "b")
