"""The flow (alur): questions that the doorway, the desks and the tracking page ask of a definition. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal

from simcap.procedure.definition import BACK, HOLDER, OVER, Definition, ParafChain, Performer, Row, Step

Verdict = Literal["kept", "exceeded", "running"]
#: Acts by which a document that is signed on paper goes on, in place of its chain's signature.
WITH_PAPER = frozenset({"scan_signed", "confirm_signed"})


def all_rows(definition: Definition) -> Iterator[Row]:
    """Every row of every act, in the file's order."""
    for act in definition.acts.values():
        yield from act.rows


def rows(definition: Definition, act: str, stage: str) -> tuple[Row, ...]:
    """The rows of one act that are open at a stage, the main one first; none for an act that is not in the file.

    `stage` is empty for a case that does not exist yet.
    """
    if act not in definition.acts:
        return ()
    open_here = (row for row in definition.acts[act].rows if row.from_stage == stage)
    return tuple(sorted(open_here, key=lambda row: row.choice))


def open_rows(definition: Definition, stage: str) -> tuple[Row, ...]:
    """Every row of every act that is open at a stage, in the file's order."""
    return tuple(row for row in all_rows(definition) if row.from_stage == stage)


def row(definition: Definition, act: str, stage: str, to: str | None = None) -> Row | None:
    """The act's main row at a stage or, when `to` is given, the row that leads there. None when the act is not open."""
    candidates = rows(definition, act, stage)
    if to is None:
        return next((row for row in candidates if not row.choice), None)
    return next((row for row in candidates if row.to == to), None)


def main_rows(definition: Definition, act: str, stage: str) -> tuple[Row, ...]:
    """The act's rows at a stage, without choices: more than one where different performers take different ways."""
    return tuple(row for row in rows(definition, act, stage) if not row.choice)


def target(row: Row, came_from: str) -> str:
    """The stage that a row leads to; `came_from` is where the case stood before it left the SOP's path.

    OVER where the matter beside the case ends.
    """
    if row.to == "":
        return row.from_stage
    if row.to != BACK:
        return row.to
    if not came_from:
        raise ValueError(f"{row.act} leads back to where the case came from, and that is not known.")
    return came_from


def performers(definition: Definition, row: Row, stage: str) -> tuple[Performer, ...]:
    """Who may perform a row (pelaksana) while the case is at `stage`; "holder" is whoever the stage is with."""
    names = (definition.stages[stage].performer if name == HOLDER else name for name in row.performers)
    return tuple(definition.performers[name] for name in names)


def is_main(definition: Definition, row: Row) -> bool:
    """Whether a row goes on by the signed SOP: neither an extension nor a choice, and the stage does not stand."""
    return not definition.acts[row.act].extension and not row.choice and row.to not in ("", BACK, OVER)


def main_row(definition: Definition, stage: str) -> Row | None:
    """The row by which the signed SOP goes on from a stage; None where it does not."""
    return next((row for row in open_rows(definition, stage) if is_main(definition, row)), None)


def chains_of(definition: Definition, act: str) -> tuple[ParafChain, ...]:
    """The paraf chains that an act drafts, initials or signs."""
    return tuple(one for one in definition.paraf.values() if act in (one.draft, one.initial, one.sign))


def is_onward(definition: Definition, row: Row) -> bool:
    """Whether a row carries the matter on: an act of the signed SOP or, off its path, of a paraf chain or its paper."""
    act = definition.acts[row.act]
    return not act.extension or row.act in WITH_PAPER or bool(chains_of(definition, row.act))


def onward_row(definition: Definition, stage: str) -> Row | None:
    """The row by which the matter goes on from a stage: by the signed SOP or, off its path, by a paraf chain."""
    candidates = (row for row in open_rows(definition, stage) if is_onward(definition, row) and not row.choice)
    return main_row(definition, stage) or next((row for row in candidates if row.to not in ("", BACK)), None)


def is_stopped(definition: Definition, stage: str) -> bool:
    """Whether a case ended without what the SOP ends with: an end that belongs to no step."""
    found = definition.stages[stage]
    return found.kind == "end" and not found.step


def expected_path(definition: Definition, stage: str) -> tuple[Row, ...]:
    """What comes next: the main path from a stage to the end, without extensions and choices.

    Empty at an end. From a suspended stage it is empty too: ask from the stage that the case came from.
    """
    path: list[Row] = []
    seen = {stage}
    following = main_row(definition, stage)
    while following is not None:
        path.append(following)
        if following.to in seen:
            break
        seen.add(following.to)
        following = main_row(definition, following.to)
    return tuple(path)


def paraf_chain_at(definition: Definition, stage: str) -> ParafChain | None:
    """The paraf chain that is under way at a stage: one of its initials is due, or the signature."""
    for chain in definition.paraf.values():
        if stage in chain.stages or stage == signing_stage(definition, chain):
            return chain
    return None


def signing_stage(definition: Definition, chain: ParafChain) -> str:
    """The stage at which the document of a paraf chain is signed."""
    return next(row.from_stage for row in definition.acts[chain.sign].rows if not row.choice)


def step_of(definition: Definition, stage: str) -> Step | None:
    """The row of the signed table that a stage belongs to; None before the table."""
    return definition.step(definition.stages[stage].step)


def is_suspended(definition: Definition, stage: str) -> bool:
    """Whether clocks stand still at a stage."""
    return definition.stages[stage].kind == "suspended"


def is_beside(definition: Definition, stage: str) -> bool:
    """Whether a stage belongs to a second matter, which runs while the case stays where it is."""
    return stage in definition.stages and definition.stages[stage].path == "beside"


def is_off_path(definition: Definition, stage: str) -> bool:
    """Whether a case at this stage has left the SOP's path, and keeps in mind where it came from.

    An end that belongs to no step is off the path too: the case was declined or cancelled where it stood.
    """
    found = definition.stages[stage]
    return found.kind == "suspended" or found.path == "detour" or is_stopped(definition, stage)


def allows_beside(definition: Definition, stage: str) -> bool:
    """Whether a matter may run beside a case at this stage: some row leads from here to one."""
    return any(is_beside(definition, row.to) for row in open_rows(definition, stage))


def step_at(definition: Definition, stage: str, came_from: str) -> int:
    """The number of the step that a case is in; off the SOP's path, of the one that it left. 0 before the table."""
    found = definition.stages[came_from] if came_from else definition.stages.get(stage)
    return found.step if found else 0


def is_end(definition: Definition, stage: str) -> bool:
    """Whether nothing more follows after a stage."""
    return definition.stages[stage].kind == "end"


def verdict(step: Step, *, handling: timedelta | None, late: timedelta | None) -> Verdict:
    """Whether a step kept its standard time (mutu baku waktu), its tolerance included.

    Units: `handling` is working time opened → done; `late` is working time after the end of the SPT's window, which
    is what *Tentatif* is measured by. The one that the step is measured by is None while it is not known.
    """
    tolerance = timedelta(minutes=step.tolerance_minutes)
    if step.standard_minutes is None:
        measured, allowed = late, tolerance
    else:
        measured, allowed = handling, timedelta(minutes=step.standard_minutes) + tolerance
    if measured is None:
        return "running"
    return "kept" if measured <= allowed else "exceeded"
