"""The picture of the flow (gambar alur): performers across, stages down, with how many cases stand where and how long.

How long is told by hatching and by words, so that it reads in black and white too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from simcap.facilitation.phrases import minutes_of
from simcap.procedure import drawing, flow
from simcap.procedure.definition import Definition, Row, Stage

from .phrases import brief
from .standing import StageStanding

STEP_WIDTH, COLUMN, HEAD, ROW, BOX, BOX_HEIGHT, BADGE, MARGIN = 116.0, 158.0, 44.0, 58.0, 146.0, 44.0, 40.0, 2.0
LEGEND, SIZE, SMALL = 44.0, 11.0, 10.0
#: Heat → colour of its hatching, distance and width of its lines. The lines grow denser, whatever the colour.
HATCHES = {1: ("#0a489f", 9.0, 1.2), 2: ("#0a489f", 5.5, 1.8), 3: ("#7a4b00", 4.5, 2.4), 4: ("#a3121f", 3.4, 2.4)}


@dataclass(frozen=True)
class Picture:
    """The main path of a revision with its open turns."""

    definition: Definition
    standings: Mapping[str, StageStanding]
    language: str
    name: str = "flow-picture"

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The main path, one row for each stage, in order."""
        first = next(row.to for row in flow.all_rows(self.definition) if not row.from_stage)
        return flow.expected_path(self.definition, first)

    @cached_property
    def columns(self) -> list[str]:
        """The performers of the path, in the order of the signed table."""
        own = {self.definition.stages[row.from_stage].performer for row in self.rows}
        return [name for name in self.definition.performers if name in own]

    @property
    def width(self) -> float:
        """Units: those of the drawing."""
        return MARGIN * 2 + STEP_WIDTH + COLUMN * len(self.columns)

    @property
    def bottom(self) -> float:
        """The lower edge of the last row."""
        return MARGIN + HEAD + ROW * len(self.rows)

    def stage(self, row: Row) -> Stage:
        """The stage of a row."""
        return self.definition.stages[row.from_stage]

    def standing(self, row: Row) -> StageStanding:
        """What stands at a row."""
        return self.standings.get(row.from_stage) or StageStanding(self.definition, self.stage(row))

    def centre(self, number: int) -> tuple[float, float]:
        """The middle of a row's box."""
        column = self.columns.index(self.stage(self.rows[number]).performer)
        return MARGIN + STEP_WIDTH + COLUMN * (column + 0.5), MARGIN + HEAD + ROW * (number + 0.5)

    def svg(self) -> str:
        """The picture as one accessible SVG element."""
        height = self.bottom + LEGEND
        look = drawing.attributes(
            xmlns="http://www.w3.org/2000/svg", class_="flow-picture", viewBox=f"0 0 {self.width:g} {height:g}",
            width=self.width, height=height, role="img", aria_labelledby=f"{self.name}-title",
            aria_describedby=f"{self.name}-desc", font_family="'Liberation Sans', Arial, Helvetica, sans-serif",
        )  # fmt: skip
        title, told = _("Kedudukan berkas sekarang"), " ".join(self._told())
        names = (
            f'<title id="{self.name}-title">{escape(title)}</title><desc id="{self.name}-desc">{escape(told)}</desc>'
        )
        parts = (*hatches(self.name), *self._table(), *self._arrows(), *self._boxes(), *self._legend())
        return f"<svg{look}>{names}{''.join(parts)}</svg>"

    def _told(self) -> Iterator[str]:
        for row in self.rows:
            found = self.standing(row)
            if found.count:
                yield f"{found.stage.label.text(self.language)}: {counted(found)}."
        if not any(self.standing(row).count for row in self.rows):
            yield _("Tidak ada berkas yang sedang berjalan.")

    def _table(self) -> Iterator[str]:
        yield drawing.cell(MARGIN, MARGIN, STEP_WIDTH, HEAD, fill=drawing.HEAD_TINT)
        yield drawing.centred([_("Langkah SOP")], MARGIN + STEP_WIDTH / 2, MARGIN + HEAD / 2, SIZE, font_weight="bold")
        for number, name in enumerate(self.columns):
            left, label = MARGIN + STEP_WIDTH + COLUMN * number, self.definition.performers[name].label
            wrapped = drawing.wrap(label.text(self.language), COLUMN - 12, SIZE, bold=True)
            yield drawing.cell(left, MARGIN, COLUMN, HEAD, fill=drawing.HEAD_TINT)
            yield drawing.centred(wrapped, left + COLUMN / 2, MARGIN + HEAD / 2, SIZE, font_weight="bold")
        for step in self.definition.steps:
            own = [number for number, row in enumerate(self.rows) if self.stage(row).step == step.no]
            if own:
                yield from self._step(own[0], len(own), f"{step.no}. {step.label.text(self.language)}")

    def _step(self, first: int, count: int, label: str) -> Iterator[str]:
        top, height = MARGIN + HEAD + ROW * first, ROW * count
        yield drawing.cell(MARGIN, top, STEP_WIDTH, height)
        yield drawing.cell(MARGIN + STEP_WIDTH, top, COLUMN * len(self.columns), height)
        wrapped = drawing.wrap(label, STEP_WIDTH - 12, SIZE, bold=True)
        yield drawing.lettering(wrapped, MARGIN + 6, top + 8, SIZE, font_weight="bold")
        for number in range(1, len(self.columns)):
            x = MARGIN + STEP_WIDTH + COLUMN * number
            ends = {"x1": x, "x2": x, "y1": top, "y2": top + height}
            yield drawing.element("line", **ends, stroke=drawing.FAINT, stroke_width=0.6)

    def _arrows(self) -> Iterator[str]:
        half = BOX_HEIGHT / 2
        for number in range(len(self.rows) - 1):
            (x0, y0), (x1, y1) = self.centre(number), self.centre(number + 1)
            if x0 == x1:
                yield drawing.arrow([(x0, y0 + half), (x1, y1 - half)])
                continue
            between = (y0 + y1) / 2
            yield drawing.arrow([(x0, y0 + half), (x0, between), (x1, between), (x1, y1 - half)])

    def _boxes(self) -> Iterator[str]:
        for number, row in enumerate(self.rows):
            x, y = self.centre(number)
            found = self.standing(row)
            left, top = x - BOX / 2, y - BOX_HEIGHT / 2
            yield drawing.cell(left, top, BOX, BOX_HEIGHT, stroke_width=2.2 if found.heat == len(HATCHES) else 1)
            yield badge(self.name, found.heat, str(found.count), (left, top), (BADGE, BOX_HEIGHT))
            label = drawing.wrap(self.definition.acts[row.act].label.text(self.language), BOX - BADGE - 12, SMALL)[:2]
            room = BOX_HEIGHT - (13 if found.count else 0)
            middle = top + room / 2
            yield drawing.lettering(label, left + BADGE + 7, middle - drawing.height_of(label, SMALL) / 2, SMALL)
            if found.count:
                words = age(found)
                yield drawing.lettering([words], left + BADGE + 7, top + BOX_HEIGHT - 15, SMALL, font_style="italic")

    def _legend(self) -> Iterator[str]:
        x, y = MARGIN, self.bottom + 12
        for heat, words in legend():
            yield badge(self.name, heat, "", (x, y), (28.0, 18.0))
            yield drawing.lettering([words], x + 34, y + 3, SMALL)
            x += 34 + drawing.text_width(words, SMALL) + 18


def legend() -> list[tuple[int, str]]:
    """What each heat means: how long what stands there longest has stood."""
    words = (_("kosong"), _("kurang dari 1 jam"), _("kurang dari 1 hari"), _("1 sampai 3 hari"), _("3 hari atau lebih"))
    return list(enumerate(words))


def counted(found: StageStanding) -> str:
    """How many stand there and for how long. Shape: `3 berkas, terlama 2 hari`."""
    return f"{ngettext('%(n)d berkas', '%(n)d berkas', found.count) % {'n': found.count}}, {age(found)}"


def age(found: StageStanding) -> str:
    """How long the oldest has stood there. Shape: `terlama 2 hari`."""
    return _("terlama %(time)s") % {"time": brief(minutes_of(found.longest))}


def hatches(name: str) -> Iterator[str]:
    """The patterns of every heat, under names that no other drawing on the page has."""
    for heat, (ink, apart, width) in HATCHES.items():
        lines = drawing.element("path", d=f"M0 0V{apart:g}", stroke=ink, stroke_width=width)
        if heat == len(HATCHES):
            lines += drawing.element("path", d=f"M0 0H{apart:g}", stroke=ink, stroke_width=width / 2)
        look = drawing.attributes(
            id=f"{name}-heat-{heat}", width=apart, height=apart, patternUnits="userSpaceOnUse",
            patternTransform="rotate(45)",
        )  # fmt: skip
        yield f"<defs><pattern{look}>{lines}</pattern></defs>"


def badge(name: str, heat: int, text: str, at: tuple[float, float], size: tuple[float, float]) -> str:
    """A hatched field with a number on a clear ground."""
    (left, top), (width, height) = at, size
    ground = drawing.cell(left, top, width, height)
    if heat:
        ground += drawing.cell(left, top, width, height, fill=f"url(#{name}-heat-{heat})")
    if not text:
        return ground
    middle = (left + width / 2, top + height / 2)
    plate = max(drawing.text_width(text, 14, bold=True) + 8, 18)
    if heat:
        ground += drawing.element(
            "rect", x=middle[0] - plate / 2, y=middle[1] - 11, width=plate, height=22, rx=4, fill=drawing.PAPER
        )
    ink = drawing.INK if heat else drawing.FAINT
    return ground + drawing.centred([text], *middle, 14, ink=ink, font_weight="bold" if heat else None)
