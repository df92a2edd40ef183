"""Stock codes that a portal's program has put behind names and words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.proof.finding import Hit, Rule
from exporter.proof.prose import Prose

_LINKS = "股吧|行情|诊股|資料|资料|走势|论坛|股評|股评"
_INSERTED = re.compile(rf"[(（\[][A-Z]{{0,4}}\d{{5,6}}(?:[.．][A-Z]{{2}})?(?:[,，、]\s?(?:{_LINKS}))+[)）\]]")
_CODE = re.compile(
    r"[(（](?:(?i:SH|SZ|BJ)[:：. ]?\d{6}|(?i:HK)[:：. ]?\d{4,5}"
    r"|(?:NYSE|NASDAQ|纽交所|纳斯达克|港交所)[:：. ]\s?[A-Z0-9]{1,6}|\d{5,6}[.．](?i:SH|SZ|BJ|HK))[)）]"
)


def _find(prose: Prose) -> Iterator[Hit]:
    for found in _INSERTED.finditer(prose.text):
        yield Hit(found.start(), found.end(), "a stock code with links, put in by a portal", "")
    for found in _CODE.finditer(prose.text):
        told = "a stock code: put in by a portal, unless the article is about the company"
        yield Hit(found.start(), found.end(), told, "", sure=False)


RULE = Rule("tickers", "warning", "stock codes that a portal has put in", _find)
