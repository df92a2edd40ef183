"""Footnotes: from the many ways in which pages write them to the one of :mod:`exporter.vocabulary`.

A call is a short link, “1”, “[1]”, “①”, “*1”, “注1”, to a place later in the same text; a note is the block
at that place, if it leads back to the call or begins with the same label. So markdown-it, pandoc, WordPress,
Word, MediaWiki and tDiary write them, each with marks of its own that need not be known.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from lxml import etree

from exporter.readers import runs
from exporter.readers.kinds import HEADINGS
from exporter.readers.nodes import drop

MAX_BLOCKS = 40
"""Paragraphs of one note; what follows the last label is not all a note."""

_NUMBER = r"[0-9０-９]{1,4}|[ivxlc]{1,6}|[a-z]|[①-⑳㉑-㉟㊱-㊿]|[一二三四五六七八九十百]{1,4}|[*＊†‡§※]{1,4}"
_LABEL = re.compile(
    rf"[\[［〔【(（]?\s*(?:註釋|注释|注釈|訳注|原注|译注|脚注|註|注|note)?\s*[*＊※]?\s*(?:{_NUMBER})(?::\d+)?\s*[\]］〕】)）]?[.．、:：]?\Z",
    re.IGNORECASE,
)
_ARROWS = frozenset("↩ ↩︎ ↩️ ↑ ^ ⏎ ↵ ▲ △ ⬆ ⤴ « ← back return 返回 戻る".split())
_FEW = 200
_AFTER = re.compile(r"[\]］〕】)）.．、,:：][\s\u00a0]*|")
_OPENINGS = (
    re.compile(
        r"[\^↑]|[\[［〔【(（]\s*(?P<inside>[^\s\]］〕】)）]*)\s*[\]］〕】)）]"
        r"|[*＊※]?(?P<before>\w+|[*＊†‡§※]+)(?=[.．、:：\s]|[^\w.．])"
    ),
    re.compile(r"(?P<sign>[①-⑳㉑-㉟㊱-㊿]|[*＊†‡§※]+)"),
)
"""How a note may begin with its label: an arrow back, in brackets, before a stop; a sign needs neither."""
_WRAPS = frozenset({"sup", "b", "span", "strong"})
_BESIDE = re.compile(r"[\s\u00a0\]］〕】)）.．、,:：]*")
_HEADINGS = frozenset(
    "参考 參考 参考文献 參考文獻 参考资料 參考資料 出典 注 註 注释 註釋 注釋 注解 註解 脚注 腳註 腳注 尾注"
    " 注释与参考文献 注記 注釈 註記 각주 주석 미주 notes footnotes endnotes references".split()
)
_HOLDERS = frozenset({"li", "p", "dd", "aside", "td", "blockquote"})
_SPLIT = re.compile(r"[\s,，、;；\[\]［］()（）〔〕]*\Z")


@dataclass(slots=True)
class _Note:
    block: etree._Element
    """The ``li`` or ``p`` that the links lead to."""
    calls: list[etree._Element] = field(default_factory=list)


def set_notes(body: etree._Element) -> None:
    """Turn, in place, the footnotes of ``body`` into ``a.noteref`` and ``aside.note``, numbered by first call.

    A note that nothing calls stays where it is, as text; so does everything that merely looks like a call.
    """
    places = {element.get("id"): element for element in body.iter() if element.get("id")}
    order = {element: number for number, element in enumerate(body.iter())}
    notes = _find(body, places, order)
    if not notes:
        return
    calls = {call: block for block, note in notes.items() for call in note.calls}
    parts = {block: _extent(block, notes, calls) for block in notes}
    numbers = {block: n for n, block in enumerate(_in_order_of_calls(body, calls, parts), 1)}
    moved: dict[str, int] = {}
    emptied: dict[etree._Element, None] = {}
    asides = []
    for block, number in numbers.items():
        moved.update((name, number) for element in block.iter() if (name := element.get("id")))
        emptied.update((parent, None) for part in parts[block] if (parent := part.getparent()) is not None)
        _drop_labels(parts[block], notes[block])
        asides.append(_aside(number, parts[block]))
    _write_calls({call: numbers[block] for call, block in calls.items() if block in numbers})
    for parent in emptied:
        _tidy(parent, body)
    body.extend(asides)
    _redirect(body, moved)


def _redirect(body: etree._Element, moved: dict[str, int]) -> None:
    """Let the links that still lead to a place that is gone lead to its note, or nowhere."""
    ids = {element.get("id") for element in body.iter()}
    for link in body.iter("a"):
        href = link.get("href") or ""
        if href.startswith("#") and href[1:] not in ids:
            if href[1:] in moved:
                link.set("href", f"#note-{moved[href[1:]]}")
            else:
                del link.attrib["href"]
                link.tag = "span"


def _find(
    body: etree._Element, places: dict[str | None, etree._Element], order: dict[etree._Element, int]
) -> dict[etree._Element, _Note]:
    notes: dict[etree._Element, _Note] = {}
    beginnings: dict[etree._Element, str] = {}  # read once: a hostile page calls one long block many times
    for link in body.iter("a"):
        href = link.get("href") or ""
        target = places.get(href[1:]) if href.startswith("#") else None
        if target is None or order[target] <= order[link] or not _LABEL.match(_text(link)):
            continue
        block = _holder(target)
        if block is None or block is _holder(link):
            continue
        if block not in beginnings:
            beginnings[block] = _text(block)
        if block in notes or _leads_back(block, link, target, beginnings[block]):
            notes.setdefault(block, _Note(block)).calls.append(link)
    return notes


def _holder(element: etree._Element) -> etree._Element | None:
    """The block that an anchor is in; for one in the first paragraph of a list item, the item."""
    node: etree._Element | None = element
    while node is not None and node.tag not in _HOLDERS:
        if node.tag == "body" or node.tag in HEADINGS:
            return None
        node = node.getparent()
    if node is None or node.tag == "td":
        return None
    parent = node.getparent()
    if node.tag == "p" and parent is not None and parent.tag in ("li", "dd") and node.getprevious() is None:
        return parent
    return node


def _names_of(calls: list[etree._Element]) -> set[str]:
    """The ids by which a note may lead back: the call's own, and those of the elements it stands in."""
    names = set()
    for call in calls:
        node: etree._Element | None = call
        while node is not None and node.tag != "body":
            name = node.get("id")
            if name:
                names.add(name)
            if node.tag in _HOLDERS:
                break
            node = node.getparent()
        names.update(name for child in call.iter() if (name := child.get("id")))
    return names


def _leads_back(block: etree._Element, call: etree._Element, target: etree._Element, beginning: str) -> bool:
    names = _names_of([call])
    links = itertools.islice(block.iter("a"), _FEW)
    if any(_is_hash(link) and (link.get("href") or "")[1:] in names for link in links):
        return True
    if block.tag == "li" and target is block and _in_sup(call):
        return True  # the list numbers it
    label = _text(call)
    number = _bare(label)
    if not number or _bare(beginning) != number:
        return False
    # “1” at the beginning of a line is an entry of a table of contents.
    holder = _holder(call)
    return _in_sup(call) or (
        not number.isalpha() and holder is not None and not _text(holder).startswith(label)
    )


def _is_hash(link: etree._Element) -> bool:
    return (link.get("href") or "").startswith("#")


def _in_sup(link: etree._Element) -> bool:
    parent = link.getparent()
    return link.find("sup") is not None or (parent is not None and parent.tag == "sup")


def _bare(label: str) -> str:
    """The number of a label without its brackets."""
    match = re.match(
        rf"[\[［〔【(（\s]*(?:註釋|注释|注釈|訳注|原注|译注|脚注|註|注|note)?\s*[*＊※]?\s*({_NUMBER})",
        label,
        re.I,
    )
    return match[1] if match else ""


def _text(element: etree._Element) -> str:
    text = ""
    for piece in element.itertext():
        text += piece[:60]
        if len(text) > 40:
            break
    return runs.plain(text)


def _extent(
    block: etree._Element, notes: dict[etree._Element, _Note], calls: dict[etree._Element, etree._Element]
) -> list[etree._Element]:
    """The blocks of a note: its own, and those between it and the next note, unless they have calls."""
    following: list[etree._Element] = []
    sibling = block.getnext() if block.tag == "p" else None
    while sibling is not None and len(following) < MAX_BLOCKS:
        if sibling in notes:
            return [block, *following]
        if sibling.tag in HEADINGS or sibling.tag == "hr" or any(link in calls for link in sibling.iter("a")):
            break
        following.append(sibling)
        sibling = sibling.getnext()
    return [block]


def _in_order_of_calls(
    body: etree._Element,
    calls: dict[etree._Element, etree._Element],
    parts: dict[etree._Element, list[etree._Element]],
) -> list[etree._Element]:
    """The notes in the order of their calls: those in the text first, then those in notes already called."""
    holders = {part: block for block, extent in parts.items() for part in extent}
    called_in: dict[etree._Element | None, list[etree._Element]] = {}
    inside: list[etree._Element | None] = [None]
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "end":
            inside.pop()
            continue
        inside.append(holders.get(element, inside[-1]))
        if element in calls:
            called_in.setdefault(inside[-1], []).append(calls[element])
    order = dict.fromkeys(called_in.get(None, []))
    queue = list(order)
    for block in queue:
        for inner in called_in.get(block, []):
            if inner not in order:
                order[inner] = None
                queue.append(inner)
    return list(order)


def _drop_labels(parts: list[etree._Element], note: _Note) -> None:
    """Take the links back to the calls out of a note, and the label it begins with."""
    names = _names_of(note.calls)
    for link in [link for part in parts for link in part.iter("a")]:
        text = _text(link)
        arrow = text.lower() in _ARROWS or len(text) <= 2 or _LABEL.match(text)
        if _is_hash(link) and (link.get("href") or "")[1:] in names and arrow:
            _drop(link)
    first = parts[0]
    holder = first if (first.text or "").strip() or not len(first) or first[0].tag != "p" else first[0]
    _drop_opening(holder, {_bare(_text(call)) for call in note.calls} - {""})


def _drop_opening(block: etree._Element, labels: set[str]) -> None:
    """Drop “[1] ”, “^ ”, “1. ” at the beginning of the text, and the brackets that a link back has left."""
    while not (block.text or "").strip(runs.BLANKS) and len(block) and block[0].tag in _WRAPS:
        inner = block[0]
        text = _text(inner)
        if text and text not in _ARROWS and not (_LABEL.match(text) and _bare(text) in labels):
            break
        tail = inner.tail or ""
        block.remove(inner)
        block.text = (block.text or "") + tail
    text = (block.text or "").lstrip(runs.BLANKS)
    known = {*labels, "", None}
    tries = (opened for pattern in _OPENINGS if (opened := pattern.match(text)))
    opening = next(
        (opened for opened in tries if (opened.lastgroup and opened[opened.lastgroup]) in known), None
    )
    block.text = _BESIDE.sub("", text[opening.end() :], count=1) if opening else _AFTER.sub("", text, count=1)


def _aside(number: int, parts: list[etree._Element]) -> etree._Element:
    aside = etree.Element("aside", {"class": "note", "id": f"note-{number}"})
    for part in parts:
        if part.tag in ("li", "dd"):
            _remove(part)
            if (part.text or "").strip() or (len(part) and part[0].tag not in _FLOW_TAGS):
                paragraph = etree.SubElement(aside, "p")
                paragraph.text = part.text
                while len(part) and part[0].tag not in _FLOW_TAGS:
                    paragraph.append(part[0])
            aside.extend(list(part))
        else:
            _remove(part)
            aside.append(part)
        if part.sourceline:
            aside.sourceline = aside.sourceline or part.sourceline  # type: ignore[misc]  # it can be set
    last = aside[-1] if len(aside) else None
    if last is not None and last.tag == "p":
        _strip_end(last)
        if len(aside) > 1 and not len(last) and not last.text:
            aside.remove(last)  # it had the link back alone
    return aside


_FLOW_TAGS = frozenset("p ul ol dl blockquote pre table figure div hr h2 h3 h4 h5 h6 aside".split())


def _strip_end(paragraph: etree._Element) -> None:
    """What stood between the text and an arrow."""
    if len(paragraph):
        paragraph[-1].tail = (paragraph[-1].tail or "").rstrip(runs.BLANKS) or None
    elif paragraph.text:
        paragraph.text = paragraph.text.rstrip(runs.BLANKS)


def _write_calls(calls: dict[etree._Element, int]) -> None:
    times: dict[int, int] = {}
    for call, number in calls.items():
        times[number] = times.get(number, 0) + 1
        again = f"-{times[number]}" if times[number] > 1 else ""
        for child in list(call):
            call.remove(child)
        call.attrib.clear()
        call.set("class", "noteref")
        call.set("id", f"noteref-{number}{again}")
        call.set("href", f"#note-{number}")
        call.text = str(number)
        _out_of_sup(call)
        _out_of_brackets(call)


def _out_of_brackets(call: etree._Element) -> None:
    """``[<a>1</a>]`` → the call alone."""
    parent, before = call.getparent(), call.getprevious()
    assert parent is not None
    left = (parent.text if before is None else before.tail) or ""
    right = call.tail or ""
    if (left[-1:] + right[:1]) not in ("[]", "［］", "〔〕"):
        return
    call.tail = right[1:]
    if before is None:
        parent.text = left[:-1]
    else:
        before.tail = left[:-1]


def _out_of_sup(call: etree._Element) -> None:
    """``<sup>[<a>1</a>]</sup>`` → the call alone; the style sheet raises it."""
    parent = call.getparent()
    while parent is not None and parent.tag in ("sup", "span"):
        texts = [parent.text or "", *(child.tail or "" for child in parent)]
        if not all(child.get("class") == "noteref" for child in parent) or not all(
            _SPLIT.match(text) for text in texts
        ):
            return
        parent.text = None
        for child in parent:
            child.tail = None
        _unwrap_inline(parent)
        parent = call.getparent()


def _unwrap_inline(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    children = list(element)
    if not children:
        return
    children[-1].tail = element.tail
    element.tail = None
    for child in children:  # a place in a slice is counted from the beginning, for each of many calls
        element.addprevious(child)
    parent.remove(element)


def _tidy(parent: etree._Element, body: etree._Element) -> None:
    """Remove a list that its notes have left, the rule before it and the heading over it."""
    while parent is not body and not len(parent) and not (parent.text or "").strip():
        above = parent.getparent()
        if above is None:
            return
        before = parent.getprevious()
        _remove(parent)
        if above is not body:
            parent = above
            continue
        _tidy_before(before)
        return
    if parent is body and len(body):
        _tidy_before(body[-1])


def _tidy_before(last: etree._Element | None) -> None:
    while last is not None and last.getnext() is None:
        heading = last.tag in HEADINGS or last.tag == "p"
        if last.tag != "hr" and not (heading and _text(last).strip("：:[]【】").lower() in _HEADINGS):
            return
        before = last.getprevious()
        _remove(last)
        last = before


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _drop(link: etree._Element) -> None:
    """Take ``link`` out and leave what stands after it."""
    parent = link.getparent()
    if parent is None:
        return
    drop(link)
    if parent.tag in _WRAPS and not len(parent) and not _BESIDE.sub("", parent.text or ""):
        _drop(parent)
