"""Text that is shown as wrong, not used: what a style guide has after “错误：” or in the column 誤.

What is wrong there is meant to be. The lead is a line or the head of a column; what it leads is the quotation,
the list or the paragraph that follows, the rest of its own line, or its column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from exporter.proof.prose import HEADING, Block, Prose

_WRONG = (
    "(?:错误|錯誤|错|錯|误|誤|不正确|不正確|不规范|不規範|不推荐|不推薦|不要|不好|病句|反例"
    "|誤り|誤った|間違い|間違った|悪い|잘못된|틀린|나쁜|[Ww]rong|[Ii]ncorrect|[Bb]ad|NG)"
)
_SHOWN = (
    "(?:的|な)?(?:写法|寫法|用法|做法|方式|示例|示范|示範|例子|例句|案例|范例|範例|句|例|書き方|表記"
    "| ?예시?| 표기| ?[Ee]xamples?)"
)
_SIGN = r"[\s✗✘❌×☒*]{0,4}"
_LEAD = re.compile(rf"{_SIGN}{_WRONG}(?:{_SHOWN})?\s?[:：]\s*\Z|{_SIGN}{_WRONG}{_SHOWN}\s*\Z")
_HEAD = re.compile(rf"{_SIGN}{_WRONG}(?:{_SHOWN})?\s*\Z")
_NEAR = 12
"""Characters of the source between a lead and the paragraph that it leads: a line's end, a tag."""
_IN_LINE = re.compile(rf"{_SIGN}{_WRONG}(?:{_SHOWN})?\s?[:：](?=\s*\S)|[✗✘❌☒](?=\s*\S)")


def shown(prose: Prose) -> list[tuple[int, int]]:
    """Return where such text stands in the prose, in order; the spans do not touch."""
    return sorted(_spans(prose, prose.blocks))


def _spans(prose: Prose, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    columns: set[int] = set()
    outside: tuple[int, ...] | None = None
    """Where the last lead stands, while all that follows it stands in quotations or lists within that."""
    alone = False
    for block, following in zip_longest(blocks, blocks[1:]):
        text = prose.text[block.start : block.end]
        if outside is not None and not _stands_within(block, outside):
            outside = None
        if alone or outside is not None or not columns.isdisjoint(block.within):
            yield block.start, block.end
        elif found := _IN_LINE.match(text):
            yield block.start + found.end(), block.end
        alone = False
        if block.kind == HEADING and block.within and _HEAD.match(text):
            columns.add(block.within[-1])
        elif following and _LEAD.match(text):
            if _stands_within(following, block.within):
                outside = block.within
            else:
                alone = following.kind != HEADING and _gap(prose, block, following) <= _NEAR


def _stands_within(block: Block, outside: tuple[int, ...]) -> bool:
    """Whether the block stands in a quotation or a list of its own, within what stands ``outside``."""
    return len(block.within) > len(outside) and block.within[: len(outside)] == outside


def _gap(prose: Prose, block: Block, following: Block) -> int:
    """How far apart they stand in the source: code between them is in no block."""
    return prose.places[following.start] - prose.ends[block.end - 1]
