"""The Unicode Line Breaking Algorithm (UAX #14, revision 55, Unicode 17), over a string of classes.

Most rules look at two neighbours: they are a table, of which the first line that fits decides. The others look
farther: they are regular expressions that correct it. Everything is linear in the text, whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import add
from typing import NamedTuple

from exporter.typesetting.lineclasses import LETTER, letters, one

NONE, ALLOWED, FORCED = 0, 1, 2
_VERDICTS = {"×": NONE, "÷": ALLOWED, "!": FORCED}

PAIRS = """
4    BK !
5    CR × LF
5    CR LF NL !
6    × BK CR LF NL
7    × SP ZW
8    ZW ÷
11   × WJ
11   WJ ×
12   GL ×
12a  ^ SP BA HY HH × GL
13   × CL CP EX SY
14   OP ×
15d  × IS
17   B2 × B2
18   SP ÷
19   × QU Pf
19   QU Pi ×
19a  ^ EA × Pi
19a  Pf × ^ EA
20   ÷ CB
20   CB ÷
21   × BA HH HY NS
21   BB ×
21b  SY × HL
22   × IN
23   AL HL × NU
23   NU × AL HL
23a  PR × ID EB EM
23a  ID EB EM × PO
24   PR PO × AL HL
24   AL HL × PR PO
25   NU × PO PR NU
25   PO PR HY IS × NU
26   JL × JL JV H2 H3
26   JV H2 × JV JT
26   JT H3 × JT
27   JL JV JT H2 H3 × PO
27   PR × JL JV JT H2 H3
28   AL HL × AL HL
28a  AP × AK AS AL:dotted
28a  AK AS AL:dotted × VF VI
29   IS × AL HL
30   AL HL NU × OP -EA
30   CP -EA × AL HL NU
30b  EB ID:unassigned AL:unassigned × EM
31   ÷
"""
"""Rules of neighbours: LB number, classes before, × (no break), ÷ (a break) or ! (forced), classes after."""

_HARD = "BK CR LF NL"
_AKSARA = one("AK AS AL:dotted")


class Context(NamedTuple):
    """A rule that looks farther than two neighbours."""

    classes: str
    """Without one of these in the text it has nothing to do."""
    pattern: str
    """A regular expression over a class string. Its last group, or the whole, ends at the boundary."""
    verdict: int


CONTEXTS = (
    # LB30a: flags are pairs of letters.
    Context("RI", f"({one('RI')}){one('RI')}", NONE),
    # LB28a: orthographic syllables of Brahmic scripts.
    Context("VF", f"{_AKSARA}(?={_AKSARA}{one('VF')})", NONE),
    Context("VI", f"(?<={_AKSARA}){one('VI')}(?={one('AK AL:dotted')})", NONE),
    # LB25: numbers with their separators, brackets, prefixes and suffixes.
    Context("PO PR", f"{one('PO PR')}(?={one('OP')}{one('IS')}?{one('NU')})", NONE),
    Context("NU", f"{one('NU')}{one('SY IS')}+(?={one('NU')})", NONE),
    Context("PO PR", f"{one('NU')}{one('SY IS')}*{one('CL CP')}?(?={one('PO PR')})", NONE),
    # LB21a: a hyphen after Hebrew. LB20a: a hyphen that begins a word.
    Context("HL", f"{one('HL')}{one('HY HH')}(?={one('^ HL CB')})", NONE),
    Context("HY HH", rf"(?:\A|(?<={one(_HARD + ' SP ZW CB GL')})){one('HY HH')}(?={one('AL HL')})", NONE),
    # LB19a: quotation marks open and close only among East Asian characters.
    Context("Pf", rf"(?:\A|(?<={one('^ EA')})){one('Pf')}", NONE),
    Context("Pi", rf"{one('^ SP ZW ' + _HARD)}(?={one('Pi')}(?:{one('^ EA')}|\Z))", NONE),
    # LB17, LB16: spaces between dashes, and before a nonstarter.
    Context("B2", f"{one('B2')}{one('SP')}+(?={one('B2')})", NONE),
    Context("NS", f"{one('CL CP')}{one('SP')}+(?={one('NS')})", NONE),
    # LB15c: a space before a decimal mark. LB15b, LB15a: quotation marks beside spaces.
    Context("IS", f"{one('SP')}(?={one('IS')}{one('NU')})", ALLOWED),
    Context(
        "Pf",
        rf"{one('SP')}(?={one('Pf')}(?:{one('SP GL WJ CL QU Pi Pf CP EX IS SY ZW ' + _HARD)}|\Z))",
        NONE,
    ),
    Context("Pi", rf"(?:\A|(?<={one(_HARD + ' OP QU Pi Pf GL SP ZW')})){one('Pi')}{one('SP')}*", NONE),
    # LB14: after an opening mark and spaces. LB8: after zero-width space and spaces.
    Context("OP", f"{one('OP')}{one('SP')}+", NONE),
    Context("ZW", f"{one('ZW')}{one('SP')}+(?={one('^ SP ZW ' + _HARD)})", ALLOWED),
)
"""The other rules, from the weakest to the strongest: later ones overrule."""

_MARKS = re.compile(f"(?<={one('^ SP ZW ' + _HARD)}){one('CM ZWJ')}+")
_LONE = re.compile(one("CM ZWJ"))


class Breaker:
    """The algorithm with a set of rules; by itself UAX #14 without tailoring."""

    def __init__(self, pairs: str = PAIRS, contexts: Iterable[Context] = CONTEXTS) -> None:
        """Compile rules that are written as ``PAIRS`` and ``CONTEXTS`` are."""
        self._pairs = _Pairs(pairs)
        self._contexts = [
            (letters(context.classes), re.compile(context.pattern), context.verdict) for context in contexts
        ]

    def breaks(self, classes: str) -> bytearray:
        """Return the verdict at each boundary of a class string: n + 1 of NONE, ALLOWED, FORCED.

        The first is NONE (LB2), the last FORCED (LB3).
        """
        if not classes:
            return bytearray((FORCED,))
        kept = _without([match.span() for match in _MARKS.finditer(classes)], len(classes))
        bare = "".join([classes[first:last] for first, last in kept])
        verdicts = self._verdicts(_LONE.sub(LETTER["AL"], bare))  # LB10
        found, done = bytearray(len(classes) + 1), 0
        for first, last in kept:  # LB9: a mark belongs to what it stands on
            found[first:last] = verdicts[done : done + last - first]
            done += last - first
        for joiner in re.finditer(LETTER["ZWJ"], classes):  # LB8a
            found[joiner.end()] = NONE
        found[-1] = FORCED
        return found

    def _verdicts(self, classes: str) -> bytearray:
        """Return the verdicts for a class string without combining marks."""
        found = bytearray(b"\0")
        found += bytes(map(self._pairs.__getitem__, map(add, classes, classes[1:])))
        found += bytes((FORCED,))
        present = set(classes)
        for wanted, pattern, verdict in self._contexts:
            if not wanted.isdisjoint(present):
                for match in pattern.finditer(classes):
                    found[match.end(match.lastindex or 0)] = verdict
        found[-1] = FORCED
        return found


class _Pairs(dict[str, int]):
    """The verdict between two classes, worked out when a pair is first met."""

    def __init__(self, rules: str) -> None:
        super().__init__()
        self._rules = [_rule(line) for line in rules.splitlines() if line.strip()]

    def __missing__(self, pair: str) -> int:
        before, after = pair[0], pair[1]
        verdict = next(v for left, v, right in self._rules if before in left and after in right)
        self[pair] = verdict
        return verdict


def _rule(line: str) -> tuple[frozenset[str], int, frozenset[str]]:
    _, text = line.split(maxsplit=1)
    before, sign, after = re.split(r"\s*([×÷!])\s*", text)
    return letters(before), _VERDICTS[sign], letters(after)


def _without(gaps: list[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Return the stretches between ``gaps``."""
    edges = [0, *(edge for gap in gaps for edge in gap), length]
    return list(zip(edges[::2], edges[1::2], strict=True))
