"""Text → rows of cells, from HTML tables, from tabs, from bars, or from columns set with blanks."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

#: A cell is its lines; an empty cell has none.
Cell = tuple[str, ...]
Row = tuple[Cell, ...]

BREAKS = frozenset({"p", "li", "br", "div", "h1", "h2", "h3", "h4", "h5", "h6"})
PICTURES = frozenset({"img", "svg"})
#: What stands in a cell for a picture in it, such as a symbol of the flowchart.
PICTURE = "■"
SPACES = re.compile(r"[^\S\n]+")
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,9})\b[^<>]{0,300}>|\n")
LISTS = frozenset({"ol", "ul"})
#: A tag that nobody closes holds lines together for no longer than this.
LONGEST_HELD = 60
WIDEST_SPAN = 30
FAR = " " * 12
#: What lies beyond is left out: no form has so many columns.
MOST_CELLS = 40
MOST_ROWS = 5_000
#: So many semicolons make a line a row of a sheet; a sentence has fewer.
LEAST_SEMICOLONS = 4


def rows_of(text: str) -> list[Row]:
    """The rows of a text, in order; blank lines are rows without cells."""
    if re.search(r"<tr[\s>]", text, re.IGNORECASE):
        reader = _Tables()
        reader.feed(text)
        reader.close()
        reader.end_row()
        return reader.rows
    return [_cells(line) for line in _joined(text).split("\n")]


def tidy(text: str) -> str:
    """One line without doubled blanks."""
    return SPACES.sub(" ", text.replace("\n", " ")).strip()


def _joined(text: str) -> str:
    """Lines within one list made one, as its cell is one."""
    parts: list[str] = []
    at = depth = held = 0
    for found in TAG.finditer(text):
        parts.append(text[at : found.start()])
        at = found.end()
        if found[0] == "\n":
            held = held + 1 if depth else 0
            if held > LONGEST_HELD:
                depth = held = 0
            parts.append(" " if depth else "\n")
            continue
        if found[2].lower() in LISTS:
            depth = max(0, depth - 1) if found[1] else depth + 1
        parts.append(found[0])
    return "".join([*parts, text[at:]])


def _cells(line: str) -> Row:
    if not line.strip():
        return ()
    if "\t" in line:
        return tuple(_lines(cell) for cell in line.split("\t"))
    bars = line.strip()
    if bars.count("|") > 1:
        if not bars.strip("|-+:= "):
            return ()
        return tuple(_lines(cell) for cell in bars.removeprefix("|").removesuffix("|").split("|"))
    if line.count(";") >= LEAST_SEMICOLONS and "<" not in line and "&" not in line:
        return tuple(_lines(cell.strip('"')) for cell in line.split(";"))
    if "<" not in line and re.search(r"\S {3,}\S", line):
        return _indented(line, tuple(_lines(cell) for cell in re.split(r" {3,}", line.strip())))
    return _indented(line, (_lines(line),))


def _indented(line: str, cells: Row) -> Row:
    """What begins far to the right stands in a column of its own, below what is there above."""
    return ((), *cells) if line.startswith(FAR) else cells


def _lines(cell: str) -> Cell:
    """The lines of one cell with its tags taken away."""

    def gone(found: re.Match[str]) -> str:
        name = (found[2] or "").lower()
        if name in PICTURES and not found[1]:
            return PICTURE
        return "\n" if name in BREAKS else ""

    bare = html.unescape(TAG.sub(gone, cell))
    lines = (tidy(line.replace("\xa0", " ")) for line in bare.split("\n"))
    return tuple(line for line in lines if line)


class _Tables(HTMLParser):
    """Rows of HTML tables; words outside of them are rows of one cell. A cell over several rows is empty below."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[Row] = []
        self._row: list[Cell] | None = None
        self._cell = False
        self._span = (1, 1)
        self._below: dict[int, int] = {}
        self._words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.end_row()
            self._row = []
        elif tag in ("td", "th"):
            self._end_cell()
            wanted = dict(attrs)
            self._span = (_span(wanted.get("colspan")), _span(wanted.get("rowspan")))
            self._cell = True
        elif tag in ("script", "style"):
            self._hidden += 1
        elif tag in PICTURES:
            self._words.append(PICTURE)
        elif tag in BREAKS:
            self._words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self.end_row()
            if tag == "table":
                self._below = {}
        elif tag in ("script", "style"):
            self._hidden = max(0, self._hidden - 1)
        elif tag in BREAKS:
            self._words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._words.append(data if self._row is None else data.replace("\n", " "))

    def end_row(self) -> None:
        """Whatever was begun is over."""
        self._end_cell()
        if self._row is not None:
            if len(self.rows) < MOST_ROWS:
                self._fill()
                self.rows.append(tuple(self._row))
            self._row = None

    def _end_cell(self) -> None:
        lines = tuple(line for line in map(tidy, "".join(self._words).replace("\xa0", " ").split("\n")) if line)
        self._words = []
        if self._row is None:
            self.rows += [((line,),) for line in lines]
        elif (self._cell or lines) and len(self._row) < MOST_CELLS:
            self._fill()
            wide, high = self._span
            for column in range(len(self._row), len(self._row) + wide):
                if high > 1:
                    self._below[column] = high - 1
            self._row += [lines, *[()] * (wide - 1)]
        self._cell, self._span = False, (1, 1)

    def _fill(self) -> None:
        """Cells of the rows above that reach down into this one."""
        while self._row is not None and len(self._row) < MOST_CELLS and self._below.get(len(self._row), 0) > 0:
            self._below[len(self._row)] -= 1
            self._row.append(())


def _span(value: str | None) -> int:
    return max(1, min(int(value), WIDEST_SPAN)) if value and value.isdecimal() and len(value) < 4 else 1
