"""The flowchart (bagan alir) of the SOP-AP form: steps by performers with the five official symbols, as one SVG.

Source: PermenPAN-RB 35/2012. Whatever the signed SOP lacks is drawn with dashed lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from itertools import pairwise

from simcap.procedure import chart_path, drawing
from simcap.procedure.chart_layout import MARGIN, NAMES_HEIGHT, PAD, SIZE, SMALL, TITLE_HEIGHT, Layout
from simcap.procedure.chart_lines import Line, Symbol
from simcap.procedure.chart_path import Cases
from simcap.procedure.definition import Definition, Step

#: What fits on a page of A4 across, at a size that can be read.
PAGE_HEIGHT = 770.0
LEGEND = ("capsule", "box", "diamond", "arrow", "pentagon", "extension", "count")


def svg(
    definition: Definition,
    *,
    language: str,
    current_stage: str | None = None,
    came_from: str = "",
    beside: str = "",
    counts: Mapping[str, int] | None = None,
    steps: tuple[int, ...] | None = None,
) -> str:
    """The chart as one accessible SVG element.

    `current_stage`: where one case stands; `came_from`: where it left the path, if it did; `beside`: the stage of what
    runs beside it; `counts`: how many cases stand at each stage; `steps`: only these steps, with connectors to the
    others (see `print_pages`). Several charts may stand on one page.
    """
    layout = Layout(definition, language, steps)
    has_place = any(symbol.stage == current_stage for line in layout.lines for symbol in line.symbols)
    cases = Cases(current_stage or "", counts or {}, "" if has_place else came_from, beside)
    parts = (
        *_head(layout),
        *(part for step in layout.steps for part in _row(layout, step)),
        *chart_path.band(layout, cases),
        *_columns(layout),
        *chart_path.arrows(layout),
        *chart_path.symbols(layout, cases),
        *_legend(layout, cases),
    )
    return _whole(layout, cases, "".join(parts))


def print_pages(definition: Definition) -> tuple[tuple[int, ...], ...]:
    """The steps in groups that each fit on one page of A4 across."""
    pages: list[tuple[int, ...]] = []
    for step in definition.steps:
        longer = (*pages[-1], step.no) if pages else ()
        if longer and Layout(definition, "id", longer).height <= PAGE_HEIGHT:
            pages[-1] = longer
        else:
            pages.append((step.no,))
    return tuple(pages)


def _whole(layout: Layout, cases: Cases, content: str) -> str:
    name = "flowchart-" + "-".join(str(step.no) for step in layout.steps)
    look = drawing.attributes(
        xmlns="http://www.w3.org/2000/svg",
        class_="flowchart",
        viewBox=f"0 0 {layout.width:g} {layout.height:g}",
        width=layout.width,
        height=layout.height,
        role="img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc",
        font_family="'Liberation Sans', Arial, Helvetica, sans-serif",
    )
    title = f"{layout.word('flowchart')}: {layout.definition.label.text(layout.language)}"
    told = " ".join(_told(layout, cases))
    names = f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(told)}</desc>'
    return f"<svg{look}>{names}{content}</svg>"


def _told(layout: Layout, cases: Cases) -> Iterator[str]:
    """The chart in sentences, for whoever does not see it."""
    for step in layout.steps:
        told = (_told_line(layout, cases, line) for line in layout.lines if line.step == step.no)
        yield f"{step.no}. {step.label.text(layout.language)}: {'; '.join(told)}."
    if layout.asides:
        yield " ".join(layout.asides)
    yield from (f"{one}." for one in _elsewhere(layout, cases))


def _elsewhere(layout: Layout, cases: Cases) -> Iterator[str]:
    """Where the case stands, in words, when that is a stage without a place on the chart, and what runs beside it."""
    stages = layout.definition.stages
    has_place = any(cases.is_at(symbol) for line in layout.lines for symbol in line.symbols)
    if layout.only is not None:
        return
    if cases.current in stages and not has_place:
        yield f"{layout.word('here')}: {stages[cases.current].label.text(layout.language)}"
    if cases.beside in stages:
        yield f"{layout.word('beside')}: {stages[cases.beside].label.text(layout.language)}"


def _told_line(layout: Layout, cases: Cases, line: Line) -> str:
    return " – ".join(", ".join((symbol.name, *_told_marks(layout, cases, symbol))) for symbol in line.symbols)


def _told_marks(layout: Layout, cases: Cases, symbol: Symbol) -> Iterator[str]:
    if symbol.extension:
        yield layout.word("extension")
    if cases.is_at(symbol):
        yield layout.word("here")
    if cases.left_at(symbol):
        yield layout.word("left")
    if cases.count(symbol):
        yield f"{cases.count(symbol)} {layout.word('cases')}"


def _head(layout: Layout) -> Iterator[str]:
    """Two lines of titles, as the official form has them."""
    after, last = layout.after, len(layout.edges) - 1
    upper, lower = (MARGIN, TITLE_HEIGHT), (MARGIN + TITLE_HEIGHT, NAMES_HEIGHT)
    both = (MARGIN, TITLE_HEIGHT + NAMES_HEIGHT)
    titles = (
        (0, 1, both, layout.word("no")),
        (1, 2, both, layout.word("activity")),
        (2, after, upper, layout.word("performers")),
        *((at, at + 1, lower, name) for at, name in enumerate(layout.names.values(), start=2)),
        (after, after + 3, upper, layout.word("quality")),
        *((at, at + 1, lower, layout.word(name)) for at, name in enumerate(("input", "time", "output"), start=after)),
        (last - 1, last, both, layout.word("note")),
    )
    for first, until, (top, height), text in titles:
        left, width = layout.edges[first], layout.edges[until] - layout.edges[first]
        wrapped = drawing.wrap(text, width - PAD, SIZE, bold=True)
        yield drawing.cell(left, top, width, height, fill=drawing.HEAD_TINT)
        yield drawing.centred(wrapped, left + width / 2, top + height / 2, SIZE, font_weight="bold")


def _row(layout: Layout, step: Step) -> Iterator[str]:
    """The cells of a step and what they say."""
    top, bottom = list(pairwise(layout.tops))[layout.steps.index(step)]
    after, edges = layout.after, layout.edges
    for first, until in ((0, 1), (1, 2), (2, after), *((at, at + 1) for at in range(after, after + 4))):
        yield drawing.cell(edges[first], top, edges[until] - edges[first], bottom - top)
    number_at = (edges[0] + edges[1]) / 2
    yield drawing.lettering([f"{step.no}."], number_at, top + PAD + 2, SIZE, text_anchor="middle", font_weight="bold")
    for at, wrapped in layout.texts(step):
        yield drawing.lettering(wrapped, edges[at] + PAD, top + PAD + 2, SIZE)
    for placed in layout.placed:
        if placed.line.step == step.no:
            remarks = layout.remarks(placed.line)
            y = placed.y - drawing.height_of(remarks, SMALL) / 2
            yield drawing.lettering(remarks, edges[-2] + PAD, y, SMALL, font_style="italic")


def _columns(layout: Layout) -> Iterator[str]:
    """The lines between performers, thin, so that the symbols stand out."""
    for edge in layout.edges[3 : layout.after]:
        ends = {"x1": edge, "x2": edge, "y1": layout.tops[0], "y2": layout.tops[-1]}
        yield drawing.element("line", **ends, stroke=drawing.FAINT, stroke_width=0.8)


def _legend(layout: Layout, cases: Cases) -> Iterator[str]:
    """What the symbols mean, and how the performers are known."""
    x, y = MARGIN + 4, layout.tops[-1] + 22
    for name in LEGEND:
        if name == "count" and not cases.counts:
            continue
        words = layout.word(f"legend_{name}")
        yield _legend_mark(name, x + 13, y)
        yield drawing.lettering([words], x + 32, y - SMALL * 0.6, SMALL)
        x += 32 + drawing.text_width(words, SMALL) + 20
    if any(mark == "inferred" for step in layout.steps for mark in step.performers.values()):
        yield drawing.lettering([layout.word("inferred")], MARGIN + 4, y + 20, SMALL, font_style="italic")
    if layout.asides:
        yield drawing.lettering(layout.asides, MARGIN + 4, y + 36, SMALL, font_style="italic")
    if elsewhere := " · ".join(_elsewhere(layout, cases)):
        place = (layout.edges[-1] - 4, y + 20, SIZE)
        yield drawing.lettering([elsewhere], *place, ink=drawing.ACCENT, text_anchor="end", font_weight="bold")


def _legend_mark(name: str, x: float, y: float) -> str:
    if name == "arrow":
        return drawing.arrow([(x - 13, y), (x + 13, y)])
    if name == "count":
        return chart_path.count_badge(x, y, 3)
    dashed = name == "extension"
    height = {"capsule": 12.0, "box": 14.0, "extension": 14.0}.get(name, 18.0)
    look = {"fill": drawing.PAPER, "stroke": drawing.INK, "stroke_width": 1.2}
    dashes = drawing.DASHES if dashed else None
    return drawing.shape("box" if dashed else name, (x, y), (26.0, height), stroke_dasharray=dashes, **look)
