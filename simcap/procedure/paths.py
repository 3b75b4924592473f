"""Whether a case can go all the way: stages reached and left, an end in sight, inputs made before they are needed."""

from __future__ import annotations

from simcap.procedure import flow
from simcap.procedure.definition import BACK, OVER, Definition, Row
from simcap.procedure.subject import Subject


def check_stages(subject: Subject) -> None:
    """Refuse a stage that nobody leaves or nobody reaches, and a procedure that cannot begin or end."""
    definition = subject.definition
    if not flow.open_rows(definition, ""):
        subject.fail("acts", 'nothing begins a case: no row is from ""')
    reached = _reached(definition)
    for stage in definition.stages.values():
        if stage.id not in reached:
            subject.fail(f"stages.{stage.id}.id", "no act leads here")
        if stage.kind != "end" and not any(row.to for row in flow.open_rows(definition, stage.id)):
            subject.fail(f"stages.{stage.id}.id", "no act leads on from here")
        if stage.path != "main" and not _comes_back(definition, stage.id):
            subject.fail(f"stages.{stage.id}.id", "nothing from here ends it or brings the case back to the SOP's path")
    if not any(stage.kind == "end" for stage in definition.stages.values()):
        subject.fail("stages", "there is no end")


def check_main_paths(subject: Subject) -> None:
    """Refuse a held stage from which the signed path does not come to an end, or goes back to an earlier step."""
    definition = subject.definition
    for stage in definition.stages.values():
        if stage.kind != "held" or stage.path != "main":
            continue
        path = flow.expected_path(definition, stage.id)
        halt = path[-1].to if path else stage.id
        if not flow.is_end(definition, halt):
            subject.fail(f"stages.{halt}.id", "the path from here, extensions apart, does not come to an end")
        following = definition.stages[path[0].to].step
        if following not in (stage.step, stage.step + 1):
            subject.fail_row(path[0], "to", f"leads from step {stage.step} to step {following}")


def check_artefacts(subject: Subject) -> None:
    """Refuse an input that nobody makes before it is needed, and a step that closes without its output."""
    definition = subject.definition
    given = {artefact for row in flow.all_rows(definition) for artefact in row.gives}
    for name in definition.artefacts:
        if name not in given:
            subject.fail(f"artefacts.{name}", "no act gives it")
    _check_outputs(subject)
    for first in flow.open_rows(definition, ""):
        _check_main_path(subject, first)
    on_hand = _ever_on_hand(definition)
    for row in flow.all_rows(definition):
        _check_needs(subject, row, on_hand[row.from_stage])


def _reached(definition: Definition) -> set[str]:
    """Every stage that a case can come to from its beginning."""
    reached: set[str] = set()
    waiting = [""]
    while waiting:
        stage = waiting.pop()
        onward = {row.to for row in flow.open_rows(definition, stage)} - {"", BACK, OVER} - reached
        reached |= onward
        waiting.extend(onward)
    return reached


def _comes_back(definition: Definition, stage: str) -> bool:
    """Whether what left the SOP's path at a stage can end, be over, or come back to it."""
    waiting, seen = [stage], {stage}
    while waiting:
        for row in flow.open_rows(definition, waiting.pop()):
            if row.to in (BACK, OVER) or (row.to and definition.stages[row.to].path == "main"):
                return True
            if row.to and row.to not in seen:
                seen.add(row.to)
                waiting.append(row.to)
    return False


def _check_outputs(subject: Subject) -> None:
    definition = subject.definition
    for step in definition.steps:
        own_acts = (act for act in definition.acts.values() if act.step == step.no and not act.extension)
        if not any(step.output in row.gives for act in own_acts for row in act.rows):
            subject.fail(f"steps.{step.no}.output", f"no act of the step gives {step.output!r}")


def _check_main_path(subject: Subject, first: Row) -> None:
    """Walk the signed path from its beginning with what each act gives in hand."""
    definition = subject.definition
    in_hand: set[str] = set()
    begun: set[int] = set()
    for row in (first, *flow.expected_path(definition, first.to)):
        _check_needs(subject, row, in_hand)
        in_hand.update(row.gives)
        _check_closing(subject, row, in_hand)
        step = flow.step_of(definition, row.to)
        if step and step.no not in begun:
            begun.add(step.no)
            if step.input not in in_hand:
                subject.fail(f"steps.{step.no}.input", f"nobody has made {step.input!r} when the step begins")
    for step in definition.steps:
        if step.no not in begun:
            subject.fail(f"steps.{step.no}.no", "the path from the letter to the end does not pass through this step")


def _check_closing(subject: Subject, row: Row, in_hand: set[str]) -> None:
    """A step closes only with its output in hand."""
    definition = subject.definition
    closing = flow.step_of(definition, row.from_stage) if row.from_stage else None
    if closing is None or closing.output in in_hand:
        return
    if definition.stages[row.to].step != closing.no or flow.is_end(definition, row.to):
        subject.fail_row(row, "gives", f"step {closing.no} closes without its output {closing.output!r}")


def _check_needs(subject: Subject, row: Row, in_hand: set[str]) -> None:
    for position, name in enumerate(row.needs):
        if name not in in_hand:
            subject.fail(
                f"{subject.row_keys[row]}.needs[{position}]", f"nobody makes {name!r} before it is needed here"
            )


def _ever_on_hand(definition: Definition) -> dict[str, set[str]]:
    """What may have been given by the time a case stands at each stage, by whatever path it came."""
    on_hand: dict[str, set[str]] = {stage: set() for stage in ("", *definition.stages)}
    changed = True
    while changed:
        changed = False
        for row in flow.all_rows(definition):
            brought = on_hand[row.from_stage] | set(row.gives)
            for stage in _leads_to(definition, row):
                if not brought <= on_hand[stage]:
                    on_hand[stage] |= brought
                    changed = True
    return on_hand


def _leads_to(definition: Definition, row: Row) -> list[str]:
    """Every stage that a row may lead to."""
    if row.to == "":
        return [row.from_stage]
    if row.to == OVER:
        return []
    if row.to != BACK:
        return [row.to]
    return [other.from_stage for other in flow.all_rows(definition) if other.to == row.from_stage]
