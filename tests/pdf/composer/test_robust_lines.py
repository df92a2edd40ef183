"""Paragraphs that nobody writes and some pages hold: nothing fails, and nothing is lost."""

from __future__ import annotations

import pytest
from composed_pages import make, opened

STRANGE = {
    "deeply nested": "<b>" * 120 + "汉字" * 20 + "</b>" * 120,
    "many breaks": "汉<br>" * 300 + "字",
    "zero-width characters alone": "汉" + "\u200b" * 3000 + "字",
    "combining marks alone": "汉" + "\u0301" * 3000 + "字",
    "soft hyphens": "汉" + "\u00ad" * 300 + "字",
    "empty elements": "<b></b>汉<i></i><a id=x></a>字<span></span>",
    "spaces alone": "汉" + " <b> </b> " * 20 + "字",
    "tabs kept": "<span style='white-space: pre'>汉\t字</span>",
    "text of no size": "汉<span style='font-size: 0'>无</span>字",
    "lines of no height": "<span style='line-height: 0'>汉字</span>",
    "an indent wider than the measure": "<span style='display: block; text-indent: 999pt'>汉字汉字</span>",
    "paddings by the hundred": "<span style='padding: 0 40%; margin-left: -10%'>汉字汉字汉字</span>",
    "a cut line": "<span style='display: block; width: 30pt; overflow: hidden; white-space: nowrap;"
    " text-overflow: ellipsis'>汉字汉字汉字</span>",
    "hidden text": "汉<span style='visibility: hidden'>暗</span>字",
    "right to left": "汉字 <span dir=rtl lang=ar>عربي</span> 汉字",
    "inline boxes of all kinds": "汉<span style='display: inline-flex'>甲</span>"
    "<span style='display: inline-grid'>乙</span><span style='display: inline-table'>丙</span>字",
    "out of the flow": "汉<span style='position: absolute; top: 9pt'>飘</span>"
    "<span style='position: running(x)'>跑</span>字",
    "a leader": "<style>.l::after { content: leader('.') '9' }</style><span class=l>汉字</span>",
    "an unbreakable word": "汉" + "a" * 500 + "字",
    "no room at all": "<span style='display: block; width: 0'>汉字Word，「字」</span>",
}


@pytest.mark.parametrize("name", STRANGE)
def test_nothing_fails_and_the_text_is_there(name: str) -> None:
    printed = "".join(page.get_text() for page in opened(make(f"<p lang=zh-Hans>{STRANGE[name]}<p lang=zh>完")))
    letters = "".join(printed.split())
    assert letters.endswith("完") or "完" in letters
    assert letters.count("汉") >= 1
    assert letters.count("字") >= 1


def test_emoji_and_characters_without_a_glyph_keep_their_places() -> None:
    pdf = make("<p lang=zh-Hans>汉字\U0001f600汉字\U0010fffd汉字")
    page = opened(pdf)[0]
    places = [char["origin"][0] for block in page.get_text("rawdict")["blocks"] for line in block["lines"]
              for span in line["spans"] for char in span["chars"] if char["c"] in "汉字"]  # fmt: skip
    assert places == sorted(places)
    assert len(places) == 6
    assert places[:2] == pytest.approx([20, 30], abs=0.1)
