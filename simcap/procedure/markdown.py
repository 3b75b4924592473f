"""The flow as a page to read: tables and a state diagram, generated from the definition.

`python -m simcap.procedure.markdown` writes the page of the signed SOP to standard output; it is kept as docs/flow.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from simcap.procedure import flow
from simcap.procedure.definition import BACK, HOLDER, OVER, Act, Definition, Performer, Row, Stage, Step
from simcap.procedure.loading import shipped

KINDS = {"held": "held", "suspended": "suspended: clocks stop", "end": "end"}


def markdown(definition: Definition) -> str:
    """The page: the signed table, stages, acts, paraf chains and the state diagram. Same definition, same text."""
    parts = (
        _heading(definition),
        _section("The signed table (mutu baku)", _steps(definition)),
        _section("Stages", _stages(definition)),
        _section("Acts", _acts(definition)),
        _section("Paraf chains", _chains(definition)),
        _section("Diagram", _diagram(definition)),
    )
    return "\n".join(parts)


def _heading(definition: Definition) -> str:
    identity = definition.identity
    return (
        f"# Flow of SOP {identity.number}\n\n"
        f"*{identity.name}*, made on {identity.made_on}. Revision id `{definition.id}`.\n"
        "Generated from the definition file by `python -m simcap.procedure.markdown`; a test keeps the two together.\n"
    )


def _section(title: str, lines: Iterable[str]) -> str:
    return "\n".join((f"## {title}", "", *lines, ""))


def _table(titles: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    titles = tuple(titles)
    yield _line(titles)
    yield "|" + "---|" * len(titles)
    for cells in rows:
        yield _line(cells)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _steps(definition: Definition) -> Iterator[str]:
    titles = ("No", "Uraian kegiatan", "Performers", "Kelengkapan", "Waktu", "Tolerance", "Output")
    yield from _table(titles, (_step(definition, step) for step in definition.steps))
    yield ""
    yield "(inferred): the marks of who performs which step are lost in the signed text."
    yield "The tolerance makes the “±” explicit."


def _step(definition: Definition, step: Step) -> tuple[str, ...]:
    names = (
        definition.performers[name].label.id + (" (inferred)" if mark == "inferred" else "")
        for name, mark in step.performers.items()
    )
    after = " after the SPT's window" if step.standard_minutes is None else ""
    return (
        str(step.no),
        step.text,
        "<br>".join(names),
        f"{step.input_text}<br>`{step.input}`",
        step.time_text,
        f"{step.tolerance_minutes} min{after}",
        f"{step.output_text}<br>`{step.output}`",
    )


def _stages(definition: Definition) -> Iterator[str]:
    rows = (_stage(definition, stage) for stage in definition.stages.values())
    return _table(("Stage", "Step", "With", "Kind", "Indonesian", "English"), rows)


def _stage(definition: Definition, stage: Stage) -> tuple[str, ...]:
    holder = definition.performers[stage.performer].label.en if stage.performer else "nobody"
    return (f"`{stage.id}`", str(stage.step), holder, KINDS[stage.kind], stage.label.id, stage.label.en)


def _acts(definition: Definition) -> Iterator[str]:
    titles = ("Act", "Step", "Stage before → after", "Performer", "Needs", "Gives", "Note")
    rows = (cells for act in definition.acts.values() for cells in _act(definition, act))
    yield from _table(titles, rows)
    yield ""
    yield "An extension is a path that the signed SOP lacks. “Delegable” acts may be done by whoever signs a.n. or u.b."


def _act(definition: Definition, act: Act) -> Iterator[tuple[str, ...]]:
    for rows in _alike(act.rows):
        first = rows[0]
        notes = (("extension", act.extension), ("choice", first.choice), ("delegable", first.delegable))
        yield (
            f"`{act.id}` ({act.label.id})",
            str(act.step or "–"),
            f"{_from(definition, rows)} → {_to(first)}",
            ", ".join(_performer(definition, name) for name in first.performers),
            ", ".join(f"`{name}`" for name in first.needs),
            ", ".join(f"`{name}`" for name in first.gives),
            ", ".join(word for word, applies in notes if applies),
        )


def _alike(rows: Iterable[Row]) -> list[list[Row]]:
    """Rows of an act that differ in nothing but their from-stage, together."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        alike = (row.to, row.performers, row.needs, row.gives, row.delegable, row.choice)
        groups.setdefault(alike, []).append(row)
    return list(groups.values())


def _from(definition: Definition, rows: list[Row]) -> str:
    names = [row.from_stage for row in rows]
    if set(names) == {stage.id for stage in definition.stages.values() if stage.kind == "held"}:
        return "every held stage"
    return ", ".join(f"`{name}`" if name else "the beginning" for name in names)


def _to(row: Row) -> str:
    words = {"": "the same stage", BACK: "the stage it came from", OVER: "nowhere: the matter beside the case is over"}
    return words.get(row.to, f"`{row.to}`")


def _performer(definition: Definition, name: str) -> str:
    if name == HOLDER:
        return "whoever the stage is with"
    performer: Performer = definition.performers[name]
    return performer.label.en


def _chains(definition: Definition) -> Iterator[str]:
    for chain in definition.paraf.values():
        holders = [definition.stages[stage].performer for stage in chain.stages]
        initials = ", then ".join(definition.performers[name].label.en for name in holders) or "nobody"
        signer = definition.performers[definition.stages[flow.signing_stage(definition, chain)].performer].label.en
        yield f"- `{chain.id}`: drafted by `{chain.draft}`; initialled by {initials}; `{chain.sign}` by {signer}."


def _diagram(definition: Definition) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for stage in definition.stages.values():
        yield f'    state "{stage.label.en}" as {stage.id}'
    for row in flow.all_rows(definition):
        if row.to not in ("", BACK, OVER):
            name = row.act + (" (extension)" if definition.acts[row.act].extension else "")
            yield f"    {row.from_stage or '[*]'} --> {row.to} : {name}"
    for row in flow.all_rows(definition):
        if row.to == BACK:
            yield f"    note right of {row.from_stage} : {row.act} leads back to where the case came from"
    for stage in definition.stages.values():
        if stage.kind == "end":
            yield f"    {stage.id} --> [*]"
    yield "```"


if __name__ == "__main__":
    for shipped_definition in shipped(known_acts=None, known_positions=None).values():
        sys.stdout.write(markdown(shipped_definition))
