"""Reading a definition file's tables into values: every key of the right type, none missing, none unknown."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol, TypeVar

from simcap.procedure.definition import (
    EVERY_HELD,
    Act,
    Artefact,
    Definition,
    Identity,
    ParafChain,
    Performer,
    Row,
    Stage,
    Step,
)
from simcap.procedure.tables import Table
from simcap.procedure.times import minutes_of

FORMAT = 1
REVISION = re.compile(r"[a-z0-9][a-z0-9._-]*")


class Identified(Protocol):
    """A value with an id of its own."""

    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=Identified)


def read_definition(file: Table, digest: str) -> tuple[Definition, dict[Row, str]]:
    """The whole file as values, and the dotted key of every row. Raises: ImpossibleDefinition."""
    if file.count("format") != FORMAT:
        file.fail("format", f"must be {FORMAT}")
    row_keys: dict[Row, str] = {}
    stages = _by_id(file, "stages", _stage)
    definition = Definition(
        id=_revision(file),
        digest=digest,
        label=file.label("label"),
        identity=_identity(file.table("identity")),
        performers={name: _performer(name, table) for name, table in file.named("performers").items()},
        artefacts={name: _artefact(name, table) for name, table in file.named("artefacts").items()},
        steps=tuple(_step(table, no) for no, table in enumerate(file.listed("steps", "no"), start=1)),
        stages=stages,
        acts=_by_id(file, "acts", lambda table: _act(table, stages, row_keys)),
        paraf={name: _paraf(name, table) for name, table in file.named("paraf").items()},
    )
    file.finish()
    return definition, row_keys


def _revision(file: Table) -> str:
    revision = file.words("id")
    if not REVISION.fullmatch(revision):
        file.fail("id", f"must be small letters, digits, '.', '_' and '-', not {revision!r}")
    return revision


def _by_id(file: Table, name: str, read: Callable[[Table], T]) -> dict[str, T]:
    """The values of a list of tables; a second one with the same id is refused."""
    values: dict[str, T] = {}
    for table in file.listed(name, "id"):
        value = read(table)
        if value.id in values:
            table.fail("id", f"{value.id!r} is there twice")
        values[value.id] = value
    return values


def _identity(table: Table) -> Identity:
    identity = Identity(
        number=table.words("number"),
        unit=table.words("unit"),
        division=table.text("division"),
        name=table.words("name"),
        made_on=table.day("made_on"),
        revised_on=table.day_or_empty("revised_on"),
        effective_on=table.day_or_empty("effective_on"),
        signed_by_post=table.words("signed_by_post"),
        signed_by_name=table.words("signed_by_name"),
        signed_by_nip=table.text("signed_by_nip"),
        related=table.texts("related"),
        legal_basis=table.texts("legal_basis"),
        qualifications=table.texts("qualifications"),
        equipment=table.texts("equipment"),
        warnings=table.texts("warnings"),
        records=table.texts("records"),
    )
    table.finish()
    return identity


def _performer(name: str, table: Table) -> Performer:
    kind = table.one_of("kind", ("position", "assignment", "outside"))
    word = {"position": "position", "assignment": "role"}.get(kind)
    performer = Performer(
        id=name,
        kind=kind,
        target=table.identifier(word) if word else "",
        in_table=table.flag("in_table"),
        label=table.label("label"),
    )
    table.finish()
    return performer


def _artefact(name: str, table: Table) -> Artefact:
    document = table.identifier("document") if table.has("document") else ""
    artefact = Artefact(id=name, label=table.label("label"), document=document)
    table.finish()
    return artefact


def _step(table: Table, no: int) -> Step:
    if table.count("no") != no:
        table.fail("no", f"must be {no}: steps are numbered from 1 in order")
    marks = table.table("performers")
    step = Step(
        no=no,
        text=table.words("text"),
        label=table.label("label"),
        performers={name: marks.one_of(name, ("signed", "inferred")) for name in marks.names()},
        confidence=table.one_of("confidence", ("signed", "high", "medium", "low")),
        input_text=table.text("input_text"),
        input=table.words("input"),
        time_text=table.words("time_text"),
        standard_minutes=_standard(table),
        tolerance_minutes=table.count("tolerance_minutes"),
        output_text=table.text("output_text"),
        output=table.words("output"),
        note_text=table.text("note_text", ""),
    )
    table.finish()
    return step


def _standard(table: Table) -> int | None:
    """The standard in minutes, None for the window; it must say the same as the signed text."""
    if table.has("standard") and table.has("standard_minutes"):
        table.fail("standard", "cannot stand beside standard_minutes")
    if table.has("standard"):
        table.one_of("standard", ("window",))
        standard = None
    else:
        standard = table.count("standard_minutes")
    text = table.words("time_text")
    try:
        signed = minutes_of(text)
    except ValueError as error:
        table.fail("time_text", str(error))
    if signed != standard:
        told = "the window of the SPT" if standard is None else f"{standard} working minutes"
        table.fail("time_text", f"says {text!r}, but the standard is {told}")
    return standard


def _stage(table: Table) -> Stage:
    kind = table.one_of("kind", ("held", "suspended", "end"))
    if kind == "end" and table.has("performer"):
        table.fail("performer", "must not be given: at an end the case is with nobody")
    stage = Stage(
        id=table.identifier("id"),
        step=table.count("step"),
        kind=kind,
        performer="" if kind == "end" else table.words("performer"),
        label=table.label("label"),
        public=table.label("public"),
        path=table.one_of("path", ("main", "detour", "beside")) if table.has("path") else "main",
    )
    table.finish()
    return stage


def _act(table: Table, stages: dict[str, Stage], row_keys: dict[Row, str]) -> Act:
    name = table.identifier("id")
    rows: list[Row] = []
    for row_table in table.numbered("rows"):
        for row in _rows(name, row_table, stages):
            if any((row.from_stage, row.to) == (other.from_stage, other.to) for other in rows):
                row_table.fail("from", f"{row.from_stage!r} leads to {row.to!r} by this act already")
            rows.append(row)
            row_keys[row] = row_table.key
    act = Act(
        id=name,
        step=table.count("step"),
        label=table.label("label"),
        extension=table.flag("extension"),
        rows=tuple(rows),
        question=table.label("question") if table.has("question") else None,
    )
    if not rows:
        table.fail("rows", "must not be empty")
    table.finish()
    return act


def _rows(act: str, table: Table, stages: dict[str, Stage]) -> list[Row]:
    """The rows that one line of the file stands for: one per from-stage."""
    rows = [
        Row(
            act=act,
            from_stage=from_stage,
            to=table.text("to"),
            performers=table.texts("performers"),
            needs=table.texts("needs", []),
            gives=table.texts("gives", []),
            delegable=table.flag("delegable"),
            choice=table.flag("choice"),
        )
        for from_stage in _from_stages(table, stages)
    ]
    table.finish()
    return rows


def _from_stages(table: Table, stages: dict[str, Stage]) -> tuple[str, ...]:
    if isinstance(table.peek("from"), list):
        names = table.texts("from")
        if not names:
            table.fail("from", "must not be empty")
        return names
    name = table.text("from")
    if name != EVERY_HELD:
        return (name,)
    held = tuple(stage.id for stage in stages.values() if stage.kind == "held")
    if not held:
        table.fail("from", "stands for every held stage, and there is none")
    return held


def _paraf(name: str, table: Table) -> ParafChain:
    stages = table.texts("stages")
    chain = ParafChain(
        id=name,
        draft=table.words("draft"),
        initial=table.words("initial") if stages else table.text("initial", ""),
        sign=table.words("sign"),
        stages=stages,
    )
    table.finish()
    return chain
