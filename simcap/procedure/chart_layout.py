"""Where everything of the flowchart stands: columns, rows and lines, measured once. Units: those of the drawing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from simcap.procedure import drawing
from simcap.procedure.chart_lines import Line, asides, lines, off_page
from simcap.procedure.chart_words import WORDS, time_words
from simcap.procedure.definition import Definition, Step

MARGIN, PAD = 2.0, 6.0
NO_WIDTH, TEXT_WIDTH, PERFORMER_WIDTH = 30.0, 164.0, 96.0
INPUT_WIDTH, TIME_WIDTH, OUTPUT_WIDTH, NOTE_WIDTH = 132.0, 70.0, 116.0, 132.0
TITLE_HEIGHT, NAMES_HEIGHT, LEGEND_HEIGHT = 26.0, 48.0, 58.0
#: Type sizes of the table, of the symbols and of the remarks.
SIZE, LABEL, SMALL = 11.0, 10.5, 10.0
SHAPE_SIZES = {"box": (82.0, 42.0), "capsule": (72.0, 26.0), "diamond": (80.0, 52.0), "pentagon": (58.0, 42.0)}
LINE_HEIGHTS = {"box": 64.0, "capsule": 50.0, "diamond": 74.0, "pentagon": 54.0}


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of the chart with its place; `y` is its middle."""

    line: Line
    y: float
    top: float
    height: float


@dataclass(frozen=True)
class Layout:
    """One chart, measured: of these steps only, or of all."""

    definition: Definition
    language: str
    only: tuple[int, ...] | None

    def word(self, name: str) -> str:
        """A word of the chart in its language."""
        return WORDS[name].text(self.language)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps that are shown."""
        return tuple(step for step in self.definition.steps if self.only is None or step.no in self.only)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of these steps, with connectors where the path comes from or goes to another page."""
        every = lines(self.definition, language=self.language)
        shown = [number for number, line in enumerate(every) if self.only is None or line.step in self.only]
        first, last = shown[0], shown[-1]
        found = list(every[first : last + 1])
        if first:
            before = every[first - 1]
            found.insert(0, off_page(before, every[first].step, f"{self.word('from_step')} {before.step}"))
        if last + 1 < len(every):
            found.append(off_page(every[last], every[last].step, f"{self.word('to_step')} {every[last + 1].step}"))
        return tuple(found)

    @cached_property
    def names(self) -> dict[str, str]:
        """The performers that have a column, in order, with the words over it."""
        performers = self.definition.performers.values()
        return {item.id: item.label.text(self.language) for item in performers if item.in_table}

    @property
    def after(self) -> int:
        """The number of the first column after the performers."""
        return 2 + len(self.names)

    @cached_property
    def edges(self) -> tuple[float, ...]:
        """The left edge of every column of the table, and the right edge of the last."""
        performers = [PERFORMER_WIDTH] * len(self.names)
        edges = [MARGIN]
        for width in (NO_WIDTH, TEXT_WIDTH, *performers, INPUT_WIDTH, TIME_WIDTH, OUTPUT_WIDTH, NOTE_WIDTH):
            edges.append(edges[-1] + width)
        return tuple(edges)

    @cached_property
    def tops(self) -> tuple[float, ...]:
        """The upper edge of every step, and the lower edge of the last."""
        tops = [MARGIN + TITLE_HEIGHT + NAMES_HEIGHT]
        for step in self.steps:
            needed = sum(self._line_height(line) for line in self._own(step))
            tops.append(tops[-1] + max(needed, self._text_height(step)))
        return tuple(tops)

    @property
    def width(self) -> float:
        """The width of the drawing."""
        return self.edges[-1] + MARGIN

    @property
    def height(self) -> float:
        """The height of the drawing."""
        return self.tops[-1] + LEGEND_HEIGHT + drawing.height_of(self.asides, SMALL) + MARGIN

    @cached_property
    def asides(self) -> list[str]:
        """What is told below the last step of extensions off the path, in lines of text."""
        if self.definition.steps[-1] not in self.steps:
            return []
        told = asides(self.definition, language=self.language)
        return drawing.wrap(told, self.edges[-1] - MARGIN - 2 * PAD, SMALL) if told else []

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """Every line with its place; what room a step has to spare is shared among its lines."""
        placed: list[Placed] = []
        for step, (top, bottom) in zip(self.steps, pairwise(self.tops), strict=True):
            own = self._own(step)
            spare = (bottom - top - sum(self._line_height(line) for line in own)) / len(own)
            edge = top
            for line in own:
                height = self._line_height(line) + spare
                placed.append(Placed(line, edge + height / 2, edge, height))
                edge += height
        return tuple(placed)

    def x(self, column: str) -> float:
        """The middle of a performer's column."""
        return self.edges[2] + PERFORMER_WIDTH * (list(self.names).index(column) + 0.5)

    def remarks(self, line: Line) -> list[str]:
        """What stands beside a line under Keterangan, in lines of text; at a step's first line also its own remark."""
        step = self.definition.step(line.step)
        own = [step.note_text] if step and step.note_text and line is self._own(step)[0] else []
        return [part for remark in (*own, *line.remarks) for part in drawing.wrap(remark, NOTE_WIDTH - 2 * PAD, SMALL)]

    def texts(self, step: Step) -> Iterator[tuple[int, list[str]]]:
        """Column and lines of what a step's row says: word for word in Indonesian, by its labels otherwise."""
        given, made, time, text = step.input_text, step.output_text, step.time_text, step.text
        if self.language.startswith("en"):
            artefacts = self.definition.artefacts
            given, made, text = artefacts[step.input].label.en, artefacts[step.output].label.en, step.label.en
            time = time_words(step, language=self.language)
        cells = ((1, text, TEXT_WIDTH), (self.after, given, INPUT_WIDTH), (self.after + 1, time, TIME_WIDTH))
        for column, words, width in (*cells, (self.after + 2, made, OUTPUT_WIDTH)):
            yield column, drawing.wrap(words, width - 2 * PAD, SIZE)

    def _own(self, step: Step) -> list[Line]:
        return [line for line in self.lines if line.step == step.no]

    def _line_height(self, line: Line) -> float:
        return max(LINE_HEIGHTS[line.symbols[0].shape], drawing.height_of(self.remarks(line), SMALL) + 2 * PAD)

    def _text_height(self, step: Step) -> float:
        return max(drawing.height_of(wrapped, SIZE) for _, wrapped in self.texts(step)) + 2 * PAD + 4
