"""Build the bundled fonts from three packages of Debian 12; the same inputs give the same bytes.

    python styles/fonts/build.py [--out FOLDER] [--only FILE …] [--packages FOLDER]

Needs ``apt-get``, ``dpkg-deb``, the tools pinned below (``pip install fonttools==… cffsubr==…``), and some
minutes. Writes the fonts, their licences and ``manifest.json``, from which the program learns what a font
covers without opening it.

What is made, and what is left out:

* **Exporter Serif, Exporter Sans**: the Simplified Chinese faces of Noto CJK, with the forms of every other
  region behind ``locl``; all of the source but those characters of Extensions A and later that no standard has.
* **Exporter Serif Rare, Exporter Sans Rare**: those characters, Regular only, for their Bold would take 4 MB.
  They are families apart, because WeasyPrint knows a font in its PDF by family, weight and style: were they
  only in Regular, Bold text would borrow them from it, and both files would be one font with wrong glyphs.
* **Exporter Mono**: the half-width characters of Noto Sans Mono CJK, with box drawing brought to half an em, as
  terminals and listings have it, so that the branches of a tree stand under each other.
* **Exporter Serif Latin, Exporter Sans Latin**: Noto Serif and Noto Sans. Noto CJK has no č, ł, ő, š, no IPA.
* **Exporter Kai Rare**: the 26 Han of Unicode 13 and 14 that Noto CJK does not have yet, from LXGW WenKai.
* **Exporter Thai, Exporter Hebrew**: the letters that people write Martian (火星文) and emoticons with.
* **Exporter Math, Exporter Symbols**: operators, arrows, shapes and dingbats that Noto CJK lacks.

The glyphs of common characters come first, which keeps PDFs small (ordering.py).

Hinting is dropped: WeasyPrint drops it from what it embeds. So are the features that are only another way to a
glyph that has a character of its own (``aalt``, ``dlig``), and ``hist``, a single glyph. The Chinese faces have
no ``jp78``, ``jp83``, ``jp90`` or ``nlck``, and no face of the source has ``chws``, ``vchw`` or ``ital``.

The files carry families of our own, so that a font of the machine is never taken for one of them; the
copyright and licence records stay as they were. “Source” is a name reserved under the OFL and is not used.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import functools
import hashlib
import importlib
import importlib.metadata
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))  # a checkout need not be installed to build its fonts

import ordering  # noqa: E402

from exporter.fonts import cid  # noqa: E402
from exporter.fonts.faces import Coverage  # noqa: E402

TOOLS = {"fonttools": "4.68.0", "cffsubr": "0.4.0"}
"""cffsubr is Adobe's tx: it finds the subroutines again that are common once the hints are gone (5 %)."""

FEATURES = (
    "ccmp locl liga calt mark mkmk kern"  # what every text needs
    " vert vrt2 vkrn"  # vertical writing
    " halt vhal palt vpal fwid hwid pwid ruby"  # widths, and small kana drawn for ruby
    " ljmo vjmo tjmo"  # old Hangul
).split()


@dataclass(frozen=True, slots=True)
class Package:
    """A Debian package, with the folder of its fonts and the name of its licence stanza."""

    name: str
    version: str
    folder: str
    stanza: str
    licence: str
    """The file that the licence is written to."""
    holder: str


CJK = Package(
    "fonts-noto-cjk",
    "1:20220127+repack1-1",
    "usr/share/fonts/opentype/noto",
    "SIL-1.1",
    "OFL-Noto-CJK.txt",
    "Copyright 2014-2021 Adobe (http://www.adobe.com/): Noto Sans CJK and Noto Sans Mono CJK.\n"
    "Copyright 2017-2022 Adobe (http://www.adobe.com/): Noto Serif CJK.\n"
    "Noto is a trademark of Google Inc.",
)
CORE = Package(
    "fonts-noto-core",
    "20201225-1",
    "usr/share/fonts/truetype/noto",
    "OFL-1.1",
    "OFL-Noto.txt",
    "Copyright 2015-2018 Google LLC. All Rights Reserved.\nNoto is a trademark of Google LLC.",
)
WENKAI = Package(
    "fonts-lxgw-wenkai",
    "1.250+repack-1",
    "usr/share/fonts/truetype/lxgw-wenkai",
    "OFL-1.1",
    "OFL-LXGW-WenKai.txt",
    "Copyright 2021-2022 LXGW, with Reserved Font Names “霞鹜” and “LXGW”.",
)
PACKAGES = (CJK, CORE, WENKAI)

SHA256 = {
    "NotoSerifCJK-Regular.ttc": "a04178ec485dffdff7cc0c0c20e1fce9202d7e2160d805e8e44a4c8841c58481",
    "NotoSerifCJK-Bold.ttc": "a5d4b046c127da3d7c72f98b46c41489cd29bf52abfdf18aba920903e920d4ac",
    "NotoSansCJK-Regular.ttc": "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a",
    "NotoSansCJK-Bold.ttc": "faa5f3656a78b2e2d450d27fe8382c778bc2b6bb5ea29c986664a6a435056ceb",
    "NotoSerif-Regular.ttf": "9d7583b7dc9e812afd32a14280c5cac3160012efe50c8d08938f4fea266ff67f",
    "NotoSerif-Bold.ttf": "0af0ff2be8f84910fb21ec5fe1b6b7395e3073250502a334baf6ca2f860c88fe",
    "NotoSans-Regular.ttf": "89c3c497f618fdaa0b2d1e98fef93582f28c71debd2c4a8cdf41f190ced2909d",
    "NotoSans-Bold.ttf": "e83493c945848ecd4a9ad0f6d19164541a0d3e23a9c952304a00a46e00272ac5",
    "NotoSansSymbols2-Regular.ttf": "876598db5f1e3bef2bc77c4d94c5b0d5d2c1620be4878a06f18fb5434e331688",
    "NotoSansMath-Regular.ttf": "8242bd1e55368b27e32455260754cf9aa58f3ad7ea80664b66c21f1b09910d6c",
    "NotoSansThai-Regular.ttf": "dfbd5ed0f1e68c3cbc51aa08f646d1ab0e68e7c4ceab70a69e465225ff701f93",
    "NotoSansHebrew-Regular.ttf": "436900d5ad77d33e4234247f3076eaecd25b92b9bea0519514f684140e3566a7",
    "LXGWWenKai-Regular.ttf": "bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8",
}

STANDARDS = ("euc_jis_2004", "big5hkscs", "gbk")
"""Python's names of JIS X 0213, Big5 with HKSCS, and GBK."""

GENERAL_STANDARD = frozenset(
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃"
    "䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮𠅤𠙶𠳐𡎚𡐓𣗋𣲗𣲘𣸣𤧛𤩽𤫉𥔲𥕢𥖨𥻗𦈡𦒍𦙶𦝼𦭜𦰡𧿹"
    "𨐈𨙸𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨺙𩽾𩾃𩾌𪟝𪣻𪤗𪨰𪨶𪩘𪾢𫄧𫄨𫄷𫄸𫇭𫌀𫍣𫍯𫍲𫍽𫐄𫐐𫐓𫑡𫓧𫓯𫓶𫓹𫔍𫔎𫔶𫖮𫖯𫖳𫗧𫗴𫘜𫘝𫘦𫘧"
    "𫘨𫘪𫘬𫚕𫚖𫚭𫛭𫞩𫟅𫟦𫟹𫟼𫠆𫠊𫠜𫢸𫫇𫭟𫭢𫭼𫮃𫰛𫵷𫶇𫷷𫸩𬀩𬀪𬂩𬃊𬇕𬇙𬇹𬉼𬊈𬊤𬌗𬍛𬍡𬍤𬒈𬒔𬒗𬕂𬘓𬘘𬘡𬘩𬘫𬘬"
    "𬘭𬘯𬙂𬙊𬙋𬜬𬜯𬞟𬟁𬟽𬣙𬣞𬣡𬣳𬤇𬤊𬤝𬨂𬨎𬩽𬪩𬬩𬬭𬬮𬬱𬬸𬬹𬬻𬬿𬭁𬭊𬭎𬭚𬭛𬭤𬭩𬭬𬭯𬭳𬭶𬭸𬭼𬮱𬮿𬯀𬯎𬱖𬱟𬳵𬳶"
    "𬳽𬳿𬴂𬴃𬴊𬶋𬶍𬶏𬶐𬶟𬶠𬶨𬶭𬶮𬷕𬸘𬸚𬸣𬸦𬸪𬹼𬺈𬺓"
    "𠮷"  # not of the table, but a name that everybody meets
)
"""The characters of 通用规范汉字表 (2013) outside U+4E00–9FFF, 273 of 8,105."""

Wanted = Callable[[int], bool]


SPACES = (0x20, 0xA0)
"""Every font has them: Pango sets a space in the font of what stands before it, and lacking it prints a box."""


def _common(code: int) -> bool:
    extension, char = 0x3400 <= code <= 0x4DBF or code >= 0x20000, chr(code)
    return not extension or char in GENERAL_STANDARD or any(ordering.encodes(name, char) for name in STANDARDS)


def _rare(code: int) -> bool:
    return code in SPACES or not _common(code)


def _within(*ranges: tuple[int, int]) -> Wanted:
    return lambda code: code in SPACES or any(first <= code <= last for first, last in ranges)


ARROWS, BOX, BLOCKS = (0x2190, 0x21FF), (0x2500, 0x257F), (0x2580, 0x259F)
_mono = _within((0x20, 0x7E), (0xA5, 0xA5), (0xAD, 0xAD), (0x2010, 0x2011), ARROWS, BOX, BLOCKS)
_latin = _within(
    (0x20, 0x7E),
    (0xA0, 0x52F),  # Latin, IPA, modifiers, marks, Greek, Cyrillic
    (0x1D00, 0x1DFF),  # phonetic extensions
    (0x1E00, 0x1FFF),  # Vietnamese and polytonic Greek
    (0x2000, 0x20CF),  # punctuation, superscripts, currency
    (0x2100, 0x218F),
    (0x2C60, 0x2C7F),
    (0xA720, 0xA7FF),
    (0xFB00, 0xFB06),
    (0xFFFD, 0xFFFD),
)
_math = _within((0x2100, 0x23FF), (0x25A0, 0x25FF), (0x27C0, 0x27FF), (0x2900, 0x2BFF), (0x1D400, 0x1D7FF))
_thai = _within((0x0E00, 0x0E7F))
_hebrew = _within((0x0590, 0x05FF))
_late = _within((0x4DB6, 0x4DBF), (0x9FF0, 0x9FFF))
_symbols = _within((0x20DD, 0x20E4), (0x2190, 0x27BF), (0x2800, 0x28FF), (0x2900, 0x2BFF))


@dataclass(frozen=True, slots=True)
class Recipe:
    """One font: what it is called, and what it is made from."""

    family: str
    weight: int
    package: Package
    source: str
    wanted: Wanted
    number: int = -1
    """Which face of a collection."""
    narrow: bool = False
    """Whether box drawing is brought to half an em."""

    @property
    def style_name(self) -> str:
        """The name of the weight."""
        return {400: "Regular", 700: "Bold"}[self.weight]

    @property
    def postscript(self) -> str:
        """The PostScript name."""
        return f"{self.family.replace(' ', '')}-{self.style_name}"

    @property
    def file(self) -> str:
        """The name of the file."""
        return self.postscript + (".otf" if self.source.endswith(".ttc") else ".ttf")


SC, MONO_SC = 2, 7

RECIPES = (
    Recipe("Exporter Serif", 400, CJK, "NotoSerifCJK-Regular.ttc", _common, SC),
    Recipe("Exporter Serif", 700, CJK, "NotoSerifCJK-Bold.ttc", _common, SC),
    Recipe("Exporter Serif Rare", 400, CJK, "NotoSerifCJK-Regular.ttc", _rare, SC),
    Recipe("Exporter Sans", 400, CJK, "NotoSansCJK-Regular.ttc", _common, SC),
    Recipe("Exporter Sans", 700, CJK, "NotoSansCJK-Bold.ttc", _common, SC),
    Recipe("Exporter Sans Rare", 400, CJK, "NotoSansCJK-Regular.ttc", _rare, SC),
    Recipe("Exporter Mono", 400, CJK, "NotoSansCJK-Regular.ttc", _mono, MONO_SC, narrow=True),
    Recipe("Exporter Mono", 700, CJK, "NotoSansCJK-Bold.ttc", _mono, MONO_SC, narrow=True),
    Recipe("Exporter Serif Latin", 400, CORE, "NotoSerif-Regular.ttf", _latin),
    Recipe("Exporter Serif Latin", 700, CORE, "NotoSerif-Bold.ttf", _latin),
    Recipe("Exporter Sans Latin", 400, CORE, "NotoSans-Regular.ttf", _latin),
    Recipe("Exporter Sans Latin", 700, CORE, "NotoSans-Bold.ttf", _latin),
    Recipe("Exporter Math", 400, CORE, "NotoSansMath-Regular.ttf", _math),
    Recipe("Exporter Symbols", 400, CORE, "NotoSansSymbols2-Regular.ttf", _symbols),
    Recipe("Exporter Thai", 400, CORE, "NotoSansThai-Regular.ttf", _thai),
    Recipe("Exporter Hebrew", 400, CORE, "NotoSansHebrew-Regular.ttf", _hebrew),
    Recipe("Exporter Kai Rare", 400, WENKAI, "LXGWWenKai-Regular.ttf", _late),
)


def main() -> None:
    """Build what the command line asks for: everything, unless ``--only`` names files."""
    parser = argparse.ArgumentParser(description="Build the bundled fonts.")
    parser.add_argument("--out", type=Path, default=HERE, help="where to write (default: beside this script)")
    parser.add_argument("--only", nargs="+", default=[], metavar="FILE", help="build these and no manifest")
    parser.add_argument("--packages", type=Path, help="unpack the packages here and keep them")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    check_tools()
    files = [recipe.file for recipe in RECIPES if not options.only or recipe.file in options.only]
    with tempfile.TemporaryDirectory() as scratch:
        unpacked = options.packages or Path(scratch)
        for package in PACKAGES:
            fetch(package, unpacked)
        with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
            entries = list(pool.map(functools.partial(build, unpacked=unpacked, out=options.out), files))
        for package in PACKAGES:
            (options.out / package.licence).write_text(licence(package, unpacked), "utf-8")
    if not options.only:
        write_manifest(entries, options.out)
    print(f"{sum(entry['size'] for entry in entries):,} bytes in {len(entries)} fonts")


def check_tools() -> None:
    """Stop unless the tools have exactly the versions that the bundled fonts were built with."""
    for tool, wanted in TOOLS.items():
        try:
            found = importlib.metadata.version(tool)
        except importlib.metadata.PackageNotFoundError:
            found = "missing"
        if found != wanted:
            sys.exit(f"{tool} is {found}; the fonts are built with {wanted}: pip install {tool}=={wanted}")


def fetch(package: Package, folder: Path) -> None:
    """Download and unpack ``package`` into ``folder``, unless it is there; check the fonts we use."""
    root = folder / package.name
    if not root.exists():
        root.mkdir(parents=True)
        subprocess.run(["apt-get", "download", f"{package.name}={package.version}"], cwd=root, check=True)
        (archive,) = root.glob("*.deb")
        subprocess.run(["dpkg-deb", "-x", archive, root], check=True)
    for source in sorted({recipe.source for recipe in RECIPES if recipe.package is package}):
        found = hashlib.sha256((root / package.folder / source).read_bytes()).hexdigest()
        if found != SHA256[source]:
            sys.exit(f"{source} of {package.name} {package.version} has another SHA-256 than expected: {found}")


def build(file: str, unpacked: Path, out: Path) -> dict[str, Any]:
    """Write the font called ``file`` into ``out``; return its entry in the manifest."""
    recipe = next(recipe for recipe in RECIPES if recipe.file == file)
    options = _subset_options(recipe)
    path = unpacked / recipe.package.name / recipe.package.folder / recipe.source
    font = subset.load_font(str(path), options)
    if recipe.source.endswith(".ttc"):  # format 4 of a face this large overflows when it is written again
        font["cmap"].tables = [table for table in font["cmap"].tables if table.format in (12, 14)]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for code in font.getBestCmap() if recipe.wanted(code)])
    subsetter.subset(font)
    _rename(font, recipe)
    if recipe.narrow:
        _narrow(font)
    data = _bytes(font)
    if "CFF " in font:
        data = _with_identical_cids(_subroutinized(ordering.common_first(data)))
    (out / recipe.file).write_bytes(data)
    return {
        "family": recipe.family,
        "weight": recipe.weight,
        "style": "normal",
        "file": recipe.file,
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "source": f"{recipe.package.name} {recipe.package.version} {recipe.source}"
        + (f"#{recipe.number}" if recipe.number >= 0 else ""),
        "coverage": str(Coverage.of(font.getBestCmap())),
    }


def _subset_options(recipe: Recipe) -> subset.Options:
    options = subset.Options()
    options.font_number = recipe.number
    options.layout_features = [] if recipe.narrow else FEATURES
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.name_languages = [0x409]
    options.drop_tables += ["DSIG"]
    options.recalc_timestamp = False
    return options


def _rename(font: Any, recipe: Recipe) -> None:
    """Give the font its own names; copyright, trademark, makers and licence (0, 7–14) stay."""
    table, full = font["name"], f"{recipe.family} {recipe.style_name}"
    version = table.getDebugName(5).split(";")[0]
    table.names = [record for record in table.names if record.nameID in {0, *range(7, 15)}]
    names = {1: recipe.family, 2: recipe.style_name, 3: f"{version};{recipe.postscript}", 4: full}
    names |= {5: f"{version}; subset for Exporter", 6: recipe.postscript}
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [recipe.postscript]
        cff.topDictIndex[0].FullName, cff.topDictIndex[0].FamilyName = full, recipe.family


def _narrow(font: Any) -> None:
    """Bring box drawing and blocks from one em to half an em."""
    charstrings = font["CFF "].cff.topDictIndex[0].CharStrings
    for code, name in font.getBestCmap().items():
        if not _within(BOX, BLOCKS)(code):
            continue
        old, record = charstrings[name], RecordingPen()
        old.draw(record)
        pen = T2CharStringPen(500 - old.private.nominalWidthX, None)
        for operator, points in record.value:
            getattr(pen, operator)(*((_halved(code, x), y) for x, y in points))
        charstrings[name] = pen.getCharString(old.private, old.globalSubrs)
        charstrings[name].fdSelectIndex = getattr(old, "fdSelectIndex", None)
        font["hmtx"][name] = (500, font["hmtx"][name][1] // 2)


STEM = 150
"""Units to either side of a box's middle that hold its upright strokes, single or double."""

_DASHES_AND_DIAGONALS = {*range(0x2504, 0x2506), *range(0x2508, 0x250A), 0x254C, 0x254D, *range(0x2571, 0x2574)}


def _halved(code: int, x: float) -> float:
    """Map 0…1000 to 0…500; upright strokes keep their weight and only the arms grow shorter."""
    if code in _DASHES_AND_DIAGONALS or code >= BLOCKS[0]:
        return x / 2
    if abs(x - 500) <= STEM:
        return x - 250
    arm = (250 - STEM) / (500 - STEM)
    return x * arm if x < 500 else 500 - (1000 - x) * arm


def _bytes(font: Any) -> bytes:
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _subroutinized(data: bytes) -> bytes:
    font = TTFont(io.BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    importlib.import_module("cffsubr").subroutinize(font, keep_glyph_names=False)
    return _bytes(font)


def _with_identical_cids(data: bytes) -> bytes:
    font = TTFont(io.BytesIO(data), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    table = DefaultTable("CFF ")
    table.data = cid.identical(font.reader["CFF "])
    font.tables["CFF "] = table
    return _bytes(font)


def licence(package: Package, unpacked: Path) -> str:
    """Return the text of the licence as the package states it, with the copyright and what was changed."""
    path = unpacked / package.name / "usr/share/doc" / package.name / "copyright"
    files = [recipe for recipe in RECIPES if recipe.package is package]
    made = "\n".join(f"  {recipe.file}, from {recipe.source}" for recipe in files)
    head = (
        f"{package.holder}\n\n"
        "These fonts are Modified Versions: subsets without hinting, under names of their own,\n"
        f"made by build.py from the Debian package {package.name} {package.version}:\n\n{made}\n\n"
        "This Font Software is licensed under the SIL Open Font License, Version 1.1.\n"
        "This license is copied below, and is also available with a FAQ at: https://openfontlicense.org\n\n"
    )
    return head + "\n".join(_stanza(path.read_text("utf-8").splitlines(), package.stanza)) + "\n"


def _stanza(lines: Iterable[str], name: str) -> Iterator[str]:
    """Yield the text of the stanza ``License: name`` of a Debian copyright file."""
    inside, started = False, False
    for line in lines:
        if not line.startswith(" "):
            if started:
                return
            inside = line.rstrip() == f"License: {name}"
        elif inside:
            started = True
            yield "" if line.strip() == "." else line[1:].rstrip()


def write_manifest(entries: list[dict[str, Any]], out: Path) -> None:
    """Write ``manifest.json``, a font a line."""
    lines = ",\n".join(json.dumps(entry) for entry in entries)
    (out / "manifest.json").write_text(f"[\n{lines}\n]\n", "utf-8")


if __name__ == "__main__":
    main()
