"""The words of Aozora Bunko's notes, in tables: what each stands for in the vocabulary.

https://www.aozora.gr.jp/annotation/ . ``line.py`` and ``blocks.py`` say where each table applies.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """An element of the vocabulary."""

    tag: str
    kind: str = ""
    """Its class."""


_STYLES = {
    "傍点": Style("em", "dots"),
    "白ゴマ傍点": Style("em", "dots dots-open-sesame"),
    "丸傍点": Style("em", "dots dots-circle"),
    "白丸傍点": Style("em", "dots dots-open-circle"),
    "黒三角傍点": Style("em", "dots dots-triangle"),
    "白三角傍点": Style("em", "dots dots-open-triangle"),
    "二重丸傍点": Style("em", "dots dots-double-circle"),
    "蛇の目傍点": Style("em", "dots dots-fisheye"),
    "ばつ傍点": Style("em", "dots dots-cross"),
    "傍線": Style("u"),
    "二重傍線": Style("u", "line-double"),
    "鎖線": Style("u", "line-dotted"),
    "破線": Style("u", "line-dashed"),
    "波線": Style("u", "line-wavy"),
    "太字": Style("b"),
    "斜体": Style("i"),
    "縦中横": Style("span", "tcy"),
    "横組み": Style("span", "sideways"),
    "罫囲み": Style("span", "boxed"),
    "行右小書き": Style("sup"),
    "行左小書き": Style("sub"),
    "上付き小文字": Style("sup"),
    "下付き小文字": Style("sub"),
    "割り注": Style("span", "warichu"),
    "キャプション": Style("figcaption"),
    "大見出し": Style("h2"),
    "中見出し": Style("h3"),
    "小見出し": Style("h4"),
    # Headings on the line of the text (同行), and beside its first lines (窓): JLREQ 4.1.8, run-in and cut-in.
    **dict.fromkeys(
        (f"{where}{size}見出し" for where in ("同行", "窓") for size in "大中小"), Style("strong", "lead")
    ),
}

HEADINGS = frozenset({"h2", "h3", "h4"})

_SIZE = re.compile(r"([1-5])段階(大き|小さ)な文字\Z")


def style(word: str) -> Style | None:
    """Return what the word of a note, its digits of any width, stands for; ``None``: it is no style."""
    if found := _SIZE.match(unicodedata.normalize("NFKC", word)):
        return Style("span", f"{'larger' if found[2] == '大き' else 'smaller'}-{found[1]}")
    return _STYLES.get(word)


NUMBER = r"([0-9０-９〇一二三四五六七八九十]{1,3})"
_KANJI = {char: value for value, char in enumerate("〇一二三四五六七八九十")}


def number(text: str) -> int:
    """Return the number that ``text``, a match of :data:`NUMBER`, says."""
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, ones = (part or "一" for part in text.split("十", 1))
        return _KANJI[tens[0]] * 10 + (_KANJI[ones[0]] if not text.endswith("十") else 0)
    return int("".join(str(_KANJI.get(char, char)) for char in text))


BREAKS = {
    "改ページ": "page-break",
    "改頁": "page-break",
    "改丁": "page-break recto",
    "改見開き": "page-break verso",
    "改段": "column-break",
}
"""What begins a new page, leaf, opening or column, and the class of the ``hr`` that stands for it."""

KAERITEN = re.compile(r"(?:[一二三四上中下甲乙丙丁天地人]レ?|レ)\Z")
"""Marks that say in which order the characters of a Chinese sentence are read."""
OKURIGANA = re.compile(r"[(（](.{1,12})[)）]\Z")
"""Kana that are added to such a sentence."""

IMAGE = re.compile(
    r"(?P<alt>.*?)[(（](?P<file>[^()（）、]{1,200}\.(?:png|jpe?g|gif|webp|svg))"
    r"(?:、横(?P<width>\d{1,5})×縦(?P<height>\d{1,5}))?[)）](?:入る)?\Z",
    re.IGNORECASE,
)
CAPTIONED = re.compile(r"「(.*)」のキャプション付きの(.{1,12})\Z")

INDENT = re.compile(rf"(?:天から)?{NUMBER}字下げ\Z")
OPEN_INDENT = re.compile(rf"ここから{NUMBER}字下げ(?:、折り返して{NUMBER}字下げ)?\Z")
OPEN_HANGING = re.compile(rf"ここから改行天付き、折り返して{NUMBER}字下げ\Z")
RAISED = re.compile(rf"(?:ここから)?(?:地付き|地から{NUMBER}字上げ)\Z")
MEASURE = re.compile(rf"ここから{NUMBER}字詰め\Z")
CENTRED = "ページの左右中央"

CLOSES = {
    "字下げ": "indent",
    "地付き": "raised",
    "字上げ": "raised",
    "字詰め": "measure",
    "大きな文字": "size",
    "小さな文字": "size",
}
"""What ``ここで…終わり`` ends; any other word is the name of a style."""

MAX_BLOCKS = 20
"""Blocks open at once."""
