"""The flowchart of the official form (bagan alir format SOP-AP): symbols in the performers' columns, row by row.

Only what the signed text says is drawn: no extensions, no words in the symbols. Each row of the table is a window onto
one drawing, so that arrows run through the rows. Source: PermenPAN-RB 35/2012. Units: points.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from simcap.procedure import drawing
from simcap.procedure.chart_lines import Line, lines
from simcap.procedure.definition import Definition, Step

#: Height of one line of symbols, and of the symbols themselves.
PITCH, LEAST_PITCH = 30.0, 21.0
SIZES = {"box": (0.62, 17.0), "capsule": (0.62, 15.0), "pentagon": (0.36, 19.0)}
#: What the rows of one page may take together.
PAGE = 400.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One symbol on the path; `beside`: columns of others who do the same at that point."""

    shape: str
    column: str
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """One row of the table. `svg` is its window onto the drawing, `told` the same in words."""

    step: Step
    height: float
    svg: str
    told: str


def marks_of(definition: Definition) -> dict[int, list[Mark]]:
    """The symbols of every step in order: a performer who goes on himself is one symbol."""
    found: dict[int, list[Mark]] = {step.no: [] for step in definition.steps}
    for line in lines(definition, language="id"):
        if (mark := _mark(line)) is None:
            continue
        own = found[line.step]
        goes_on = bool(own) and (own[-1].shape, own[-1].column) == ("box", mark.column) and mark.shape == "box"
        if goes_on:
            own[-1] = Mark("box", mark.column, tuple(dict.fromkeys((*own[-1].beside, *mark.beside))))
        else:
            own.append(mark)
    return found


def _mark(line: Line) -> Mark | None:
    """The line's symbols of the signed path; None for a decision, which the signed SOP does not have."""
    first = line.symbols[0]
    if first.shape not in ("box", "capsule"):
        return None
    beside = dict.fromkeys(one.column for one in line.symbols[1:] if one.shape == "box" and one.column != first.column)
    return Mark(first.shape, first.column, tuple(beside))


def pages_of(definition: Definition, *, heights: dict[int, float], width: float) -> list[list[DrawnRow]]:
    """The rows in groups that fit on a page, joined by connectors (pentagon) where the table breaks.

    `heights`: what the words of each step need; `width`: of one performer's column.
    """
    marks = marks_of(definition)
    groups: list[list[Step]] = []
    room = 0.0
    whole = sum(_height(marks[step.no], heights[step.no]) for step in definition.steps)
    for step in definition.steps:
        needed = _height(marks[step.no], heights[step.no])
        if not groups or room + needed > PAGE:
            groups.append([])
            room = 0.0 if whole <= PAGE else 2 * PITCH  # for the connectors
        groups[-1].append(step)
        room += needed
    return [_page(definition, marks, group, heights, width, at, len(groups)) for at, group in enumerate(groups)]


def _height(marks: list[Mark], words: float) -> float:
    return max(words, min(len(marks) * PITCH, max(len(marks) * LEAST_PITCH, PAGE - 2 * PITCH)))


def _page(
    definition: Definition, marks: dict[int, list[Mark]], steps: list[Step], heights: dict[int, float], width: float,
    number: int, count: int,
) -> list[DrawnRow]:  # fmt: skip
    own = {step.no: list(marks[step.no]) for step in steps}
    if number and (first := next((one for step in steps for one in own[step.no]), None)):
        own[steps[0].no].insert(0, Mark("pentagon", first.column))
    if number + 1 < count and (last := next((one for step in reversed(steps) for one in reversed(own[step.no])), None)):
        own[steps[-1].no].append(Mark("pentagon", last.column))
    columns = [one.id for one in definition.performers.values() if one.in_table]
    tops = [0.0]
    for step in steps:
        tops.append(tops[-1] + _height(own[step.no], heights[step.no]))
    picture, across = _picture(own, steps, tops, columns, width), len(columns) * width
    return [
        DrawnRow(step, bottom - top, _window(picture, top, bottom, across), _told(definition, own[step.no]))
        for step, (top, bottom) in zip(steps, pairwise(tops), strict=True)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Placed:
    mark: Mark
    x: float
    y: float


def _picture(own: dict[int, list[Mark]], steps: list[Step], tops: list[float], columns: list[str], width: float) -> str:
    """The whole drawing of a page: lines between columns, arrows, symbols."""
    placed = [
        _Placed(mark, (columns.index(mark.column) + 0.5) * width, top + (bottom - top) * (at + 0.5) / len(own[step.no]))
        for step, (top, bottom) in zip(steps, pairwise(tops), strict=True)
        for at, mark in enumerate(own[step.no])
    ]
    parts = [
        drawing.element("line", x1=at * width, x2=at * width, y1=0.0, y2=tops[-1], stroke="#5a5a5a", stroke_width=0.5)
        for at in range(1, len(columns))
    ]
    parts += [drawing.arrow(_way(before, after, width)) for before, after in pairwise(placed)]
    for one in placed:
        for column in one.mark.beside:
            x = (columns.index(column) + 0.5) * width
            parts.append(
                drawing.element("line", x1=one.x, x2=x, y1=one.y, y2=one.y, stroke=drawing.INK, stroke_width=1)
            )
            parts.append(_symbol(one.mark.shape, x, one.y, width))
        parts.append(_symbol(one.mark.shape, one.x, one.y, width))
    return "".join(parts)


def _symbol(shape: str, x: float, y: float, width: float) -> str:
    share, height = SIZES[shape]
    return drawing.shape(shape, (x, y), (share * width, height), fill=drawing.PAPER, stroke=drawing.INK, stroke_width=1)


def _way(before: _Placed, after: _Placed, width: float) -> list[tuple[float, float]]:
    """Straight down in a column; else out at the side, where nothing stands beside, and down onto the next."""
    foot = (before.x, before.y + SIZES[before.mark.shape][1] / 2)
    head = (after.x, after.y - SIZES[after.mark.shape][1] / 2)
    if before.x == after.x:
        return [foot, head]
    if before.mark.beside:
        between = foot[1] + 5  # above the edge of the row, where a line would be hidden
        return [foot, (before.x, between), (after.x, between), head]
    side = SIZES[before.mark.shape][0] * width / 2 * (1 if after.x > before.x else -1)
    return [(before.x + side, before.y), (after.x, before.y), head]


def _window(picture: str, top: float, bottom: float, width: float) -> str:
    look = drawing.attributes(
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 {top:g} {width:g} {bottom - top:g}", width=width,
        height=bottom - top,
    )  # fmt: skip
    return f"<svg{look}>{picture}</svg>"


def _told(definition: Definition, marks: list[Mark]) -> str:
    """The row's symbols in words."""
    names = {one.id: one.label.id for one in definition.performers.values()}
    words = {"capsule": "mulai atau selesai", "pentagon": "penghubung halaman", "box": "kegiatan"}
    said = [f"{words[mark.shape]}: {', '.join(names[name] for name in (mark.column, *mark.beside))}" for mark in marks]
    return "Alur: " + "; lalu ".join(said) if said else "Tidak ada simbol"
