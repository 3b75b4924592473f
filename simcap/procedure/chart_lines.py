"""What the flowchart shows, before it is drawn: one line per act of the signed path, with its symbols by performer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from simcap.procedure import flow
from simcap.procedure.chart_words import WORDS
from simcap.procedure.definition import Act, Definition, Row, Stage

Shape = Literal["capsule", "box", "diamond", "pentagon"]


@dataclass(frozen=True, slots=True)
class Symbol:
    """One of the official symbols in a performer's column. `stage`: where a case stands that is shown at it, if any.

    `name` completes its text for whoever cannot see the column. Source: PermenPAN-RB 35/2012.
    """

    shape: Shape
    column: str
    text: str
    name: str
    stage: str = ""
    extension: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a step: the first symbol is on the path, further ones belong to it; `remarks` are for Keterangan."""

    step: int
    symbols: tuple[Symbol, ...]
    remarks: tuple[str, ...] = ()
    stage: str = ""


def lines(definition: Definition, *, language: str) -> tuple[Line, ...]:
    """Every line of the chart from start to end, in order."""
    first, *path = flow.expected_path(definition, "")
    asked: set[str] = set()
    found = [_start(definition, first, language)]
    for row in path:
        decisions = list(_decisions(definition, row.from_stage, asked, language))
        standing = [_activity(definition, other, language) for other in _standing(definition, row.from_stage)]
        remarks = () if decisions else _extensions(definition, row.from_stage, language)
        found += [*decisions, *standing, _activity(definition, row, language, remarks)]
    return (*found, _end(definition, path[-1], found[-1], language))


def asides(definition: Definition, *, language: str) -> str:
    """The extensions that lead off the path or beside it, each with its steps, in one sentence; empty without any.

    They are open nearly everywhere, so they are told once, below the table, and drawn nowhere.
    """
    found = [act for act in definition.acts.values() if act.extension and not _stays(definition, act)]
    told = [
        f"{act.label.text(language)} ({_steps(definition, act, language)})" for act in found if _main(definition, act)
    ]
    return f"{WORDS['asides'].text(language)}: {', '.join(told)}." if told else ""


def _main(definition: Definition, act: Act) -> list[Row]:
    """The rows of an act that begin where somebody holds the case on the SOP's path."""
    stages = definition.stages
    return [
        row for row in act.rows if row.from_stage and _has_place(stages[row.from_stage])
        and stages[row.from_stage].kind == "held"
    ]  # fmt: skip


def _stays(definition: Definition, act: Act) -> bool:
    """Whether an act moves cases on the path only, waiting for the requester included."""
    own = [row.to for row in _main(definition, act) if row.to in definition.stages]
    return bool(own) and all(_has_place(definition.stages[to]) for to in own)


def _has_place(stage: Stage) -> bool:
    return stage.path == "main" and bool(stage.step)


def _steps(definition: Definition, act: Act, language: str) -> str:
    numbers = sorted({definition.stages[row.from_stage].step for row in _main(definition, act)} - {0})
    if len(numbers) == 1:
        return f"{WORDS['step'].text(language)} {numbers[0]}"
    return f"{WORDS['steps'].text(language)} {numbers[0]}–{numbers[-1]}"


def off_page(line: Line, step: int, text: str) -> Line:
    """A connector to or from another page, in the column where the path is cut, as a line of `step`."""
    return Line(step=step, symbols=(Symbol("pentagon", line.symbols[0].column, text, text),))


def _start(definition: Definition, row: Row, language: str) -> Line:
    stage = definition.stages[row.to]
    names = " / ".join(definition.performers[name].label.text(language) for name in row.performers)
    act = definition.acts[row.act].label.text(language)
    remark = f"{act}: {names} ({WORDS['outside'].text(language)})"
    text = WORDS["start"].text(language)
    return Line(stage.step, (Symbol("capsule", _column(definition, stage), text, f"{text}. {remark}"),), (remark,))


def _end(definition: Definition, row: Row, last: Line, language: str) -> Line:
    text = WORDS["end"].text(language)
    symbol = Symbol("capsule", last.symbols[0].column, text, text, stage=row.to)
    return Line(definition.stages[row.to].step, (symbol,), stage=row.to)


def _decisions(definition: Definition, stage_id: str, asked: set[str], language: str) -> Iterator[Line]:
    """A decision where an act that asks a question is open for the first time on the path."""
    stage = definition.stages[stage_id]
    for act in definition.acts.values():
        row = flow.row(definition, act.id, stage_id)
        if act.question is None or row is None or act.id in asked:
            continue
        asked.add(act.id)
        column = _column(definition, stage)
        question = act.question.text(language)
        symbols = [Symbol("diamond", column, question, f"{_who(definition, stage, language)}: {question}", "", True)]
        if row.to in definition.stages:
            symbols.append(_way_out(definition, definition.stages[row.to], column, language))
        yield Line(stage.step, tuple(symbols), _extensions(definition, stage_id, language), stage_id)


def _way_out(definition: Definition, stage: Stage, column: str, language: str) -> Symbol:
    """The connector that leads out of the table, in the column beside the decision."""
    columns = [performer.id for performer in definition.performers.values() if performer.in_table]
    at = columns.index(column)
    beside = columns[at + 1] if at + 1 < len(columns) else columns[at - 1]
    text = (
        f"{WORDS['to'].text(language)} {_who(definition, stage, language)}"
        if stage.performer
        else stage.label.text(language)
    )
    return Symbol("pentagon", beside, text, text, stage=stage.id, extension=True)


def _standing(definition: Definition, stage_id: str) -> Iterator[Row]:
    """What is done again and again while the stage stands, as part of its step."""
    for row in flow.open_rows(definition, stage_id):
        act = definition.acts[row.act]
        if not row.to and not act.extension and act.step == definition.stages[stage_id].step:
            yield row


def _activity(definition: Definition, row: Row, language: str, remarks: tuple[str, ...] = ()) -> Line:
    stage, act = definition.stages[row.from_stage], definition.acts[row.act]
    performers = flow.performers(definition, row, row.from_stage)
    ordered = sorted(performers, key=lambda performer: performer.id != stage.performer)
    text = act.label.text(language)
    in_table = [performer for performer in ordered if performer.in_table]
    symbols = [
        Symbol("box", performer.id, text, f"{performer.label.text(language)}: {text}") for performer in in_table
    ] or [_outsider(definition, stage, text, language)]
    if row.to:
        symbols[0] = replace(symbols[0], stage=stage.id)
    return Line(stage.step, tuple(symbols), remarks, stage.id)


def _outsider(definition: Definition, stage: Stage, text: str, language: str) -> Symbol:
    """An activity of somebody without a column, in the column of the step's first performer."""
    name = f"{_who(definition, stage, language)}: {text}"
    return Symbol(
        "box", _column(definition, stage), name, f"{name} ({WORDS['outside'].text(language)})", extension=True
    )


def _extensions(definition: Definition, stage_id: str, language: str) -> tuple[str, ...]:
    """The acts open at a stage that the signed SOP lacks and that stay on its path, in one remark."""
    acts: dict[str, Act] = {row.act: definition.acts[row.act] for row in flow.open_rows(definition, stage_id)}
    labels = [act.label.text(language) for act in acts.values() if act.extension and _stays(definition, act)]
    return (f"{WORDS['extension'].text(language)}: {', '.join(labels)}",) if labels else ()


def _column(definition: Definition, stage: Stage) -> str:
    """The column of whoever a stage is with; without one, that of the first performer of its step."""
    if definition.performers[stage.performer].in_table:
        return stage.performer
    step = definition.step(stage.step) or definition.steps[0]
    return next(iter(step.performers))


def _who(definition: Definition, stage: Stage, language: str) -> str:
    return definition.performers[stage.performer].label.text(language)
