"""Charts of the monitoring page (grafik pemantauan): SVG that prints in black and white, each with its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from simcap.procedure import drawing

from .figures import MonthFigures, Spread, StepFigures
from .phrases import brief, limit_of

#: The bar of one step: its limit stands in the middle, so that what is twice as long ends at the edge.
BAR_WIDTH, BAR_HEIGHT, TOP, THICK = 320.0, 42.0, 8.0, 14.0
#: The columns of a trend.
COLUMN, TALL, HEAD, FOOT, LEFT = 26.0, 60.0, 16.0, 30.0, 34.0
SMALL = 9.5


def _whole(name: str, kind: str, size: tuple[float, float], words: tuple[str, str], parts: Iterator[str]) -> str:
    look = drawing.attributes(
        xmlns="http://www.w3.org/2000/svg", class_=kind, viewBox=f"0 0 {size[0]:g} {size[1]:g}", width=size[0],
        height=size[1], role="img", aria_labelledby=f"{name}-title", aria_describedby=f"{name}-desc",
        font_family="'Liberation Sans', Arial, Helvetica, sans-serif",
    )  # fmt: skip
    title, told = map(escape, words)
    names = f'<title id="{name}-title">{title}</title><desc id="{name}-desc">{told}</desc>'
    return f"<svg{look}>{names}{_hatch(name)}{''.join(parts)}</svg>"


def _hatch(name: str) -> str:
    line = drawing.element("path", d="M0 0V5", stroke=drawing.ACCENT, stroke_width=2)
    look = drawing.attributes(
        id=f"{name}-hatch", width=5, height=5, patternUnits="userSpaceOnUse", patternTransform="rotate(45)"
    )
    return f"<defs><pattern{look}>{line}</pattern></defs>"


def measured(figures: StepFigures) -> Spread | None:
    """What the standard is held against: the handling or, where it is Tentatif, the time after the window."""
    return figures.late if figures.step.standard_minutes is None else figures.handling


def spread_text(spread: Spread) -> str:
    """Shape: `separuh ≤ 4 mnt, 9 dari 10 ≤ 8 mnt, terlama 21 mnt`."""
    said = {"p50": brief(spread.p50), "p90": brief(spread.p90), "maximum": brief(spread.maximum)}
    return _("separuh ≤ %(p50)s, 9 dari 10 ≤ %(p90)s, terlama %(maximum)s") % said


def against_standard(figures: StepFigures, *, language: str) -> str:
    """One step: up to the median filled, up to the ninth decile hatched, a line to the longest; dashed the limit."""
    spread = measured(figures)
    if spread is None:
        return ""
    step, name = figures.step, f"bar-{figures.step.no}"
    told = f"{spread_text(spread)}; {_('batas %(time)s') % {'time': brief(limit_of(step))}}."
    words = (f"{step.no}. {step.label.text(language)}", told)
    what = _("sesudah jadwal") if step.standard_minutes is None else _("dikerjakan")
    return _whole(name, "bar-chart", (BAR_WIDTH, BAR_HEIGHT), words, _bar(name, spread, limit_of(step), what=what))


def _bar(name: str, spread: Spread, limit: int, *, what: str) -> Iterator[str]:
    def at(minutes: int) -> float:
        return min(minutes / (2 * limit) if limit else 1.0, 1.0) * (BAR_WIDTH - 12)

    yield drawing.cell(0, TOP, BAR_WIDTH, THICK, stroke=drawing.FAINT, stroke_width=0.6)
    yield drawing.element("rect", x=0, y=TOP, width=at(spread.p50), height=THICK, fill=drawing.ACCENT)
    yield drawing.cell(
        at(spread.p50), TOP, at(spread.p90) - at(spread.p50), THICK, fill=f"url(#{name}-hatch)", stroke_width=0.6
    )
    middle, longest = TOP + THICK / 2, at(spread.maximum)
    ends = {"x1": at(spread.p90), "x2": longest, "y1": middle, "y2": middle}
    yield drawing.element("line", **ends, stroke=drawing.INK, stroke_width=1.6)
    if spread.maximum > 2 * limit:
        yield drawing.arrow([(longest, middle), (BAR_WIDTH - 2, middle)])
    else:
        tick = {"x1": longest, "x2": longest, "y1": middle - 5, "y2": middle + 5}
        yield drawing.element("line", **tick, stroke=drawing.INK, stroke_width=1.6)
    line = {"x1": at(limit), "x2": at(limit), "y1": 2, "y2": TOP + THICK + 6}
    yield drawing.element("line", **line, stroke=drawing.INK, stroke_width=1.4, stroke_dasharray="3 2")
    words = _("batas %(time)s") % {"time": brief(limit)}
    yield drawing.lettering([words], at(limit), TOP + THICK + 6, SMALL, text_anchor="middle")
    yield drawing.lettering([what], 0, TOP + THICK + 6, SMALL)


def trend(
    figures: StepFigures, months: Sequence[date], found: Mapping[tuple[date, int], MonthFigures], *, language: str
) -> str:
    """One step over the months: columns as high as the share that kept the standard, with the cases below."""
    step, name = figures.step, f"trend-{figures.step.no}"
    own = [(month, found.get((month, step.no))) for month in months]
    told = "; ".join(f"{month_text(month)}: {share_text(one)}" for month, one in own if one)
    size = (LEFT + COLUMN * len(own) + 2, HEAD + TALL + FOOT)
    words = (f"{step.no}. {step.label.text(language)}", f"{told}." if told else _("Belum ada pengukuran."))
    return _whole(name, "trend-chart", size, words, _columns(name, own))


def _columns(name: str, own: Sequence[tuple[date, MonthFigures | None]]) -> Iterator[str]:
    right, foot = LEFT + COLUMN * len(own), HEAD + TALL
    for share, words in ((1.0, "100%"), (0.5, "50%"), (0.0, "0%")):
        y = foot - TALL * share
        look = {"stroke": drawing.FAINT, "stroke_width": 0.6, "stroke_dasharray": None if not share else "2 2"}
        yield drawing.element("line", x1=LEFT, x2=right, y1=y, y2=y, **look)
        yield drawing.lettering([words], LEFT - 4, y - 6, SMALL, text_anchor="end")
    for number, (month, one) in enumerate(own):
        x = LEFT + COLUMN * (number + 0.5)
        yield drawing.lettering([format_date(month, "M")], x, foot + 3, SMALL, text_anchor="middle")
        if one is None:
            continue
        share = one.kept / (one.kept + one.exceeded)
        yield drawing.cell(x - 9, foot - TALL * share, 18, TALL * share, fill=f"url(#{name}-hatch)", stroke_width=0.8)
        top = foot - TALL * share - 12
        yield drawing.lettering([str(round(share * 100))], x, top, SMALL, text_anchor="middle", font_weight="bold")
        yield drawing.lettering([str(one.kept + one.exceeded)], x, foot + 15, SMALL, text_anchor="middle")


def month_text(month: date) -> str:
    """Shape: `Juni 2026`."""
    return format_date(month, "F Y")


def share_text(one: MonthFigures) -> str:
    """Shape: `86% dari 21 berkas`."""
    cases = one.kept + one.exceeded
    return _("%(percent)d%% dari %(cases)d berkas") % {"percent": round(one.kept * 100 / cases), "cases": cases}
