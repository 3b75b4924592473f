"""The path through the flowchart: symbols, the arrows between them, and where cases stand on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from simcap.procedure import drawing
from simcap.procedure.chart_layout import LABEL, SHAPE_SIZES, SMALL, Layout, Placed
from simcap.procedure.chart_lines import Symbol

BADGE = 9.0


@dataclass(frozen=True, slots=True)
class Cases:
    """What is shown of cases: the stage of one of them, and how many stand at each stage.

    `left`: where that one left the path, when it stands at none of its stages; `beside`: what runs beside it.
    """

    current: str
    counts: Mapping[str, int]
    left: str = ""
    beside: str = ""

    def is_at(self, symbol: Symbol) -> bool:
        """Whether the one case stands at this symbol."""
        return bool(symbol.stage) and symbol.stage == self.current

    def left_at(self, symbol: Symbol) -> bool:
        """Whether the one case left the path at this symbol."""
        return bool(symbol.stage) and symbol.stage == self.left

    def count(self, symbol: Symbol) -> int:
        """How many cases stand at this symbol."""
        return self.counts.get(symbol.stage, 0) if symbol.stage else 0


def band(layout: Layout, cases: Cases) -> Iterator[str]:
    """A tint behind the lines of the stage at which the one case stands."""
    left, right = layout.edges[2] + 0.5, layout.edges[layout.after] - 0.5
    for placed in layout.placed:
        if placed.line.stage and placed.line.stage in (cases.current, cases.left):
            place = {"x": left, "y": placed.top, "width": right - left, "height": placed.height}
            yield drawing.element("rect", **place, fill=drawing.TINT, class_="flow-here")


def arrows(layout: Layout) -> Iterator[str]:
    """The arrows from line to line, and what joins the symbols of one line."""
    for before, after in pairwise(layout.placed):
        yield drawing.arrow(_way(layout, before, after))
    for placed in layout.placed:
        first = placed.line.symbols[0]
        if first.shape == "diamond":
            yield from _answers(layout, placed)
        for left, right in pairwise(sorted(placed.line.symbols, key=lambda symbol: layout.x(symbol.column))):
            ends = [(_side(layout, left, 1), placed.y), (_side(layout, right, -1), placed.y)]
            ends = ends if left is first or first.shape == "box" else ends[::-1]
            yield drawing.arrow(ends, dashed=first.extension, head=first.shape == "diamond")


def symbols(layout: Layout, cases: Cases) -> Iterator[str]:
    """Every symbol with its words, and the badges on it."""
    for placed in layout.placed:
        for symbol in placed.line.symbols:
            yield from _symbol(layout, placed, symbol, is_at=cases.is_at(symbol))
            x, y = layout.x(symbol.column), placed.y
            width, height = SHAPE_SIZES[symbol.shape]
            if cases.count(symbol):
                yield count_badge(x + width / 2 - 2, y - height / 2 + 1, cases.count(symbol))
            if cases.is_at(symbol):
                yield _here(layout, x, y + height / 2 + 3)
            if cases.left_at(symbol):
                yield _here(layout, x, y + height / 2 + 3, word="left")


def count_badge(x: float, y: float, count: int) -> str:
    """A number in a circle, wider for a long number."""
    words = str(count)
    width = max(2 * BADGE, drawing.text_width(words, SMALL, bold=True) + 9)
    pill = drawing.element(
        "rect", x=x - width / 2, y=y - BADGE, width=width, height=2 * BADGE, rx=BADGE, fill=drawing.INK
    )
    text = drawing.centred([words], x, y, SMALL, font_weight="bold", ink=drawing.PAPER)
    return drawing.group((pill, text), class_="flow-count")


def _way(layout: Layout, before: Placed, after: Placed) -> list[tuple[float, float]]:
    """From a line's first symbol to the next one's: out at the side where the line is free, else at the foot."""
    source, target = before.line.symbols[0], after.line.symbols[0]
    x0, x1 = layout.x(source.column), layout.x(target.column)
    foot = (x0, before.y + SHAPE_SIZES[source.shape][1] / 2)
    head = (x1, after.y - SHAPE_SIZES[target.shape][1] / 2)
    if x0 == x1:
        return [foot, head]
    if len(before.line.symbols) == 1:
        return [(_side(layout, source, 1 if x1 > x0 else -1), before.y), (x1, before.y), head]
    between = before.top + before.height
    return [foot, (x0, between), (x1, between), head]


def _side(layout: Layout, symbol: Symbol, direction: int) -> float:
    return layout.x(symbol.column) + direction * SHAPE_SIZES[symbol.shape][0] / 2


def _answers(layout: Layout, placed: Placed) -> Iterator[str]:
    """Yes goes on, no goes out of the table."""
    diamond = placed.line.symbols[0]
    width, height = SHAPE_SIZES["diamond"]
    x = layout.x(diamond.column)
    yield drawing.lettering([layout.word("yes")], x + 5, placed.y + height / 2 + 1, SMALL)
    for out in placed.line.symbols[1:]:
        direction = 1 if layout.x(out.column) > x else -1
        at = x + direction * (width / 2 + 13)
        yield drawing.lettering([layout.word("no_answer")], at, placed.y - 14, 9.0, text_anchor="middle")


def _symbol(layout: Layout, placed: Placed, symbol: Symbol, *, is_at: bool) -> Iterator[str]:
    x, y = layout.x(symbol.column), placed.y
    width, height = SHAPE_SIZES[symbol.shape]
    yield drawing.shape(
        symbol.shape,
        (x, y),
        (width, height),
        fill=drawing.PAPER,
        stroke=drawing.ACCENT if is_at else drawing.INK,
        stroke_width=3 if is_at else 1.4,
        stroke_dasharray=drawing.DASHES if symbol.extension and not is_at else None,
    )
    room = width - (26 if symbol.shape == "diamond" else 6)
    words = drawing.wrap(symbol.text, room, LABEL, bold=is_at)
    lift = {"pentagon": 5.0}.get(symbol.shape, 3.0 if is_at and len(words) > 1 else 0.0)
    yield drawing.centred(words, x, y - lift, LABEL, font_weight="bold" if is_at else None)


def _here(layout: Layout, x: float, y: float, *, word: str = "here") -> str:
    """The words that say where the case stands, or left the path, on a pill below the symbol."""
    words = layout.word(word)
    width = drawing.text_width(words, 9.0, bold=True) + 12
    pill = drawing.element("rect", x=x - width / 2, y=y - 7, width=width, height=14.0, rx=7.0, fill=drawing.ACCENT)
    text = drawing.centred([words], x, y, 9.0, font_weight="bold", ink=drawing.PAPER)
    return drawing.group((pill, text), class_="flow-here-mark")
