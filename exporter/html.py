"""``Article`` → one HTML file that needs nothing else: style sheets and images are inside it."""

from __future__ import annotations

import copy
import os
import re
from base64 import b64encode
from pathlib import Path

from lxml import etree

from exporter import house, templating
from exporter.article import Article, Asset, Notice
from exporter.options import Options

SERIF = '"Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif'
SANS = '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif'
MONO = 'ui-monospace, "Noto Sans Mono CJK SC", Menlo, Consolas, monospace'

_LOCAL = {"zh-Hant": "TC", "zh-HK": "HK", "ja": "JP", "ko": "KR"}


_FONT_FILES = frozenset({".ttf", ".otf", ".ttc", ".otc", ".woff", ".woff2"})


def build(article: Article, options: Options) -> tuple[str, tuple[Notice, ...]]:
    """Return the article as a page for a browser, set with the reader's own fonts, and what there is to say
    about it. Raises UsageError for an unknown style, SourceError for a style sheet that cannot be read."""
    style = house.load(options.style)
    families = [font for font in options.fonts if not _is_path(font)]
    named = "".join(f"{_quoted(font)}, " for font in families)
    notices = [
        Notice("left-out", "fonts are not embedded in HTML; name a family instead", font)
        for font in options.fonts
        if font not in families
    ]
    local = _LOCAL.get(article.metadata.language, "SC")
    variables = (
        f":root {{ --serif: {named}{SERIF.replace('SC', local)}; --sans: {named}{SANS.replace('SC', local)};"
        f" --mono: {MONO} }}\n"
    )
    shared = house.shared_css(article.metadata.language)
    own = _own(style.path, notices)
    added = [_own(path, notices) for path in options.css]
    body = _standalone(article, notices)
    sheets = (variables, *shared, own, house.read_css(house.screen()), *added)
    return templating.page(article, body, tuple(filter(None, sheets))), tuple(notices)


def _own(path: Path, notices: list[Notice]) -> str:
    """Return the text of a style sheet; if it fetches other files, nothing, and a notice about it."""
    text = house.read_css(path)
    if not house.fetches(text):
        return text
    message = "the style sheet uses other files (@import or url); the page is made without it"
    notices.append(Notice("left-out", message, str(path)))
    return ""


def _is_path(font: str) -> bool:
    path = Path(font.partition("#")[0])  # “file.ttc#Family”
    return "/" in font or "\\" in font or path.suffix.lower() in _FONT_FILES or os.path.exists(path)


def _quoted(family: str) -> str:
    return '"' + re.sub(r'[\x00-\x1f"\\]', "", family) + '"'


def _standalone(article: Article, notices: list[Notice]) -> etree._Element:
    """Return a copy of the body whose images are data URLs and whose notes are numbered."""
    body = copy.deepcopy(article.body)
    urls = {asset.name: _data_url(asset) for asset in article.assets}
    for image in list(body.iter("img")):
        name = image.get("src", "")
        if name in urls:
            image.set("src", urls[name])
        else:
            _missing(image, name)
            notices.append(Notice("missing-image", f"the image {name} is not there", article.source))
    calls = {call.get("href", ""): call for call in reversed(body.findall(".//a[@class='noteref']"))}
    for note in body.iter("aside"):
        call = calls.get(f"#{note.get('id')}")
        if call is not None and len(note):
            _label(note, call)
    return body


def _missing(image: etree._Element, name: str) -> None:
    """Put the words that stand for an image that is not there in its place."""
    words = image.get("alt") or name
    image.attrib.clear()
    image.tag = "span"
    image.set("class", "missing-image")
    image.text = words


def _label(note: etree._Element, call: etree._Element) -> None:
    """Begin a note with its number, which leads back to its first call."""
    if note[0].tag != "p":  # a list has no place for a number but its own items
        note.insert(0, etree.Element("p"))
    block = note[0]
    back = etree.Element("a", {"class": "noteback", "href": f"#{call.get('id')}"})
    back.text, back.tail = call.text, " " + (block.text or "")
    block.text = None
    block.insert(0, back)


def _data_url(asset: Asset) -> str:
    return f"data:{asset.media_type};base64,{b64encode(asset.data).decode('ascii')}"
