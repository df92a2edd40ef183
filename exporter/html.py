"""``Article`` → one HTML file that needs nothing else: style sheets and images are inside it."""

from __future__ import annotations

import copy
from base64 import b64encode

from lxml import etree

from exporter import house, templating
from exporter.article import Article, Asset
from exporter.options import Options

SERIF = '"Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif'
SANS = '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif'
MONO = 'ui-monospace, "Noto Sans Mono CJK SC", Menlo, Consolas, monospace'

_LOCAL = {"zh-Hant": "TC", "zh-HK": "HK", "ja": "JP", "ko": "KR"}


def build(article: Article, options: Options) -> str:
    """Return the article as a page for a browser, set with the reader's own fonts. Raises UsageError for an
    unknown style."""
    style = house.load(options.style)
    named = "".join(f"{_quoted(font)}, " for font in options.fonts if "/" not in font and "." not in font)
    local = _LOCAL.get(article.metadata.language, "SC")
    variables = (
        f":root {{ --serif: {named}{SERIF.replace('SC', local)}; --sans: {named}{SANS.replace('SC', local)};"
        f" --mono: {MONO} }}\n"
    )
    shared = house.shared_css(article.metadata.language)
    sheets = (variables, *shared, style.css, house.read_css(house.screen()), *map(house.read_css, options.css))
    return templating.page(article, _standalone(article), sheets)


def _quoted(family: str) -> str:
    return '"' + family.replace("\\", "").replace('"', "") + '"'


def _standalone(article: Article) -> etree._Element:
    """Return a copy of the body whose images are data URLs and whose notes are numbered."""
    body = copy.deepcopy(article.body)
    urls = {asset.name: _data_url(asset) for asset in article.assets}
    for image in body.iter("img"):
        image.set("src", urls[image.get("src", "")])
    calls = {call.get("href", ""): call for call in reversed(body.findall(".//a[@class='noteref']"))}
    for note in body.iter("aside"):
        call = calls.get(f"#{note.get('id')}")
        if call is not None and len(note):
            _label(note[0], call)
    return body


def _label(block: etree._Element, call: etree._Element) -> None:
    """Begin a note with its number, which leads back to its first call."""
    back = etree.Element("a", {"class": "noteback", "href": f"#{call.get('id')}"})
    back.text, back.tail = call.text, " " + (block.text or "")
    block.text = None
    block.insert(0, back)


def _data_url(asset: Asset) -> str:
    return f"data:{asset.media_type};base64,{b64encode(asset.data).decode('ascii')}"
