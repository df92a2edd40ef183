"""The text of an Aozora Bunko file → HTML: paragraphs, and what the notes about lines and blocks say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from exporter.article import Notice
from exporter.readers import phrases
from exporter.readers.aozora import characters, notation
from exporter.readers.aozora.line import Line, read_line

MAX_INDENT, MAX_MEASURE = 20, 40
"""Characters; the style sheets know so many."""

_OPENING = "「『（〈《“〔［【‘｛"
_INDENTED = re.compile("\u3000*")


@dataclass(frozen=True, slots=True)
class _Open:
    """An open ``div``."""

    name: str
    kind: str
    hang: int = 0
    """By how many characters the first lines in it stand out."""


class Blocks:
    """Writes the lines of a text, one after another, as HTML."""

    def __init__(self, name: str) -> None:
        """``name`` is the source's, for messages."""
        self.notices: list[Notice] = []
        self._name = name
        self._html: list[str] = []
        self._open: list[_Open] = []
        self._styles: list[notation.Style] = []
        self._gathered: tuple[str, list[str]] | None = None
        self._figure = self._spaced = False
        self._notes: list[tuple[int, str]] = []
        self._line = 0

    def finish(self) -> str:
        """Return the HTML: the text, and then its notes as a list."""
        self._end_gathering()
        self._close_figure()
        for each in self._open:
            self._tell(f"“ここから…” is not ended ({each.kind}); the text ends it")
        self._html += ["</div>"] * len(self._open)
        self._open.clear()
        items = (
            f'<li id="editor-{number}" data-line="{line}">{escape(note)}</li>'
            for number, (line, note) in enumerate(self._notes, 1)
        )
        return "".join([*self._html, "<ol>", *items, "</ol>"] if self._notes else self._html)

    def add(self, number: int, source: str) -> None:
        """Write a line of the text."""
        self._line = number
        if not source.strip():
            self._spaced = True
            return
        line = read_line(characters.accents(characters.gaiji(source)), number, self._styles)
        self._call_notes(line)
        for note in line.unknown:
            self._tell(f"the note ［＃{note}］ finds nothing that it could be about, and was left out")
        paragraph, start = "", 0
        for place, note in line.orders:
            if self._starts_part(note):
                self._paragraph(line, start, place, paragraph)
                paragraph, start = "", place
            paragraph = self._obey(note, paragraph)
        self._paragraph(line, start, len(line.text), paragraph)

    def colophon(self, number: int, text: str) -> None:
        """Write a line of the colophon."""
        self._close_all()
        self._line = number
        if text.strip():
            plain = read_line(characters.accents(characters.gaiji(text)), number, []).text
            self._block("p", "colophon", escape(characters.restore(plain).strip()))

    # --- paragraphs ---

    def _paragraph(self, line: Line, start: int, end: int, kind: str) -> None:
        text = line.text[start:end]
        if not text.strip():
            return
        html = line.html(start, end)
        heading = line.heading()
        if self._gathered is not None:
            self._gathered[1].append(html)
        elif heading == "figcaption":
            self._caption(html)
        elif heading:
            self._block(heading, "", html)
        elif phrases.SEPARATOR.match(text.strip()):
            self._write(f'<hr class="separator" data-line="{self._line}">')
        else:
            self._block("p", " ".join(filter(None, (kind, self._beginning(text), self._space()))), html)

    def _beginning(self, text: str) -> str:
        """How the paragraph begins: the style sheet indents by one character, as most do."""
        hang = next((each.hang for each in reversed(self._open) if each.hang), 0)
        if hang:
            return f"hang-{min(hang, 9)}"
        found = _INDENTED.match(text)
        blank = len(found[0]) if found else 0
        if blank > 1:
            return f"flush indent-{min(blank, MAX_INDENT)}"
        return "" if blank or text[0] in _OPENING else "flush"

    def _space(self) -> str:
        after_text = self._html and not self._html[-1].startswith(("<h", "<div"))
        return "spaced" if self._spaced and after_text else ""

    def _block(self, tag: str, kind: str, html: str) -> None:
        attribute = f' class="{kind}"' if kind else ""
        self._write(f'<{tag}{attribute} data-line="{self._line}">{html}</{tag}>')

    def _write(self, html: str) -> None:
        self._close_figure()
        self._html.append(html)
        self._spaced = False

    def _call_notes(self, line: Line) -> None:
        for place, note in line.notes:
            said = note.removeprefix(characters.UNKNOWN)
            if said != note:
                self._tell(
                    f"Unicode has no character {said}, or none is named; {characters.GETA} stands for it"
                )
            self._notes.append((self._line, characters.restore(said)))
            number = len(self._notes)
            line.inserted.append((place, f'<sup><a href="#editor-{number}">{number}</a></sup>'))

    # --- notes about lines and blocks ---

    def _starts_part(self, note: str) -> bool:
        known = note in notation.BREAKS or note == notation.CENTRED or note.startswith(("ここから", "ここで"))
        return known or (notation.RAISED.match(note) or notation.IMAGE.match(note)) is not None

    def _obey(self, note: str, kind: str) -> str:
        """Do what a note says, and return the class of the paragraph that follows."""
        if found := notation.INDENT.match(note):
            return f"{kind} indent-{_count(found[1])} flush".strip()
        if found := notation.RAISED.match(note):
            raised = f"right raise-{_count(found[1])}" if found[1] else "right"
            if not note.startswith("ここから"):
                return raised
            self._enter(_Open("raised", raised))
        elif note in notation.BREAKS:
            self._leave("centred")
            self._write(f'<hr class="{notation.BREAKS[note]}" data-line="{self._line}">')
        elif note == notation.CENTRED:
            self._enter(_Open("centred", "page-center"))
        elif note.startswith("ここから"):
            self._begin(note)
        elif note.startswith("ここで") and note.endswith("終わり"):
            self._end(note, note.removeprefix("ここで").removesuffix("終わり"))
        elif found := notation.IMAGE.match(note):
            self._image(found)
        else:
            self._tell(f"the note ［＃{note}］ is not in the catalogue of Aozora Bunko, and was left out")
            return kind
        return ""

    def _begin(self, note: str) -> None:
        word = note.removeprefix("ここから")
        if found := notation.OPEN_INDENT.match(note):
            first = notation.number(found[1])
            rest = notation.number(found[2]) if found[2] else first
            self._enter(_Open("indent", _indent(rest), max(0, rest - first)))
        elif found := notation.OPEN_HANGING.match(note):
            rest = notation.number(found[1])
            self._enter(_Open("indent", _indent(rest), rest))
        elif found := notation.MEASURE.match(note):
            self._enter(_Open("measure", f"measure-{min(notation.number(found[1]), MAX_MEASURE) or 1}"))
        elif style := notation.style(word):
            if style.tag in notation.HEADINGS or style.tag == "figcaption":
                self._end_gathering()
                self._gathered = (style.tag, [])
            elif style.kind in ("boxed", "sideways"):
                self._enter(_Open(word, style.kind))
            else:
                self._styles.append(style)
        else:
            self._tell(f"the note ［＃{note}］ is not in the catalogue of Aozora Bunko, and was left out")

    def _end(self, note: str, word: str) -> None:
        style = notation.style(word)
        name = notation.CLOSES.get(word, word)
        if style and self._gathered and self._gathered[0] == style.tag:
            self._end_gathering()
        elif name == "size":
            self._end_style(
                note, {each for each in self._styles if each.kind.startswith(("larger", "smaller"))}
            )
        elif style and style.kind not in ("boxed", "sideways"):
            self._end_style(note, {style})
        elif not self._leave(name):
            self._tell(f"the note ［＃{note}］ ends nothing, and was left out")

    def _end_style(self, note: str, styles: set[notation.Style]) -> None:
        for place in range(len(self._styles) - 1, -1, -1):
            if self._styles[place] in styles:
                del self._styles[place]
                return
        self._tell(f"the note ［＃{note}］ ends nothing, and was left out")

    def _enter(self, block: _Open) -> None:
        """Open a ``div``; an indent takes the place of the one before it."""
        self._leave(block.name)
        if len(self._open) >= notation.MAX_BLOCKS:
            self._tell(f"more than {notation.MAX_BLOCKS} blocks are open; this one was left out")
            return
        kinds = f"{block.kind} {self._space()}".strip()
        self._write(f'<div class="{kinds}" data-line="{self._line}">')
        self._open.append(block)

    def _leave(self, name: str) -> bool:
        """Close the ``div`` of that name, and go on with those that were opened inside it."""
        place = next((number for number, each in enumerate(self._open) if each.name == name), None)
        if place is None:
            return False
        inside = self._open[place + 1 :]
        self._close_figure()
        self._html.append("</div>" * (len(inside) + 1))
        self._html += [f'<div class="{each.kind}" data-line="{self._line}">' for each in inside]
        del self._open[place]
        return True

    def _close_all(self) -> None:
        for each in list(self._open):
            self._tell(f"“ここから…” is not ended ({each.kind}); the text ends it")
            self._leave(each.name)
        self._end_gathering()

    # --- headings of several lines, figures ---

    def _end_gathering(self) -> None:
        gathered, self._gathered = self._gathered, None
        if gathered is None or not gathered[1]:
            return
        tag, lines = gathered
        if tag == "figcaption":
            self._caption("".join(f"<p>{line}</p>" for line in lines) if len(lines) > 1 else lines[0])
        else:
            self._block(tag, "", "<br>".join(lines))

    def _image(self, found: re.Match[str]) -> None:
        captioned = notation.CAPTIONED.match(found["alt"])
        alt = escape(captioned[2] if captioned else found["alt"], quote=True)
        size = f' width="{found["width"]}" height="{found["height"]}"' if found["width"] else ""
        source = escape(found["file"], quote=True)
        self._write(f'<figure data-line="{self._line}"><img src="{source}" alt="{alt}"{size}>')
        self._figure = True

    def _caption(self, html: str) -> None:
        if self._figure:
            self._html.append(f'<figcaption data-line="{self._line}">{html}</figcaption>')
            self._close_figure()
        elif html.startswith("<p>"):
            self._write(html.replace("<p>", f'<p class="caption" data-line="{self._line}">'))
        else:
            self._block("p", "caption", html)

    def _close_figure(self) -> None:
        if self._figure:
            self._figure = False
            self._html.append("</figure>")

    def _tell(self, message: str) -> None:
        self.notices.append(Notice("notation", message, f"{self._name}:{self._line}"))


def _count(text: str) -> int:
    return max(1, min(notation.number(text), MAX_INDENT))


def _indent(characters: int) -> str:
    return f"indent-{min(characters, MAX_INDENT)}" if characters else "indent-0"
