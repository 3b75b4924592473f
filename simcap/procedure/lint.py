"""What makes a definition impossible although every key of it reads well: names, stages, rows, paraf chains."""

from __future__ import annotations

from simcap.procedure import flow, paths
from simcap.procedure.definition import BACK, HOLDER, OVER, Act, ParafChain, Row, Step
from simcap.procedure.subject import Subject

LONGEST_PARAF_CHAIN = 3  # Permendagri 54/2009, Lampiran C: at most three initials before a signature
RESERVED = {"performers": (HOLDER,), "stages": (BACK, OVER)}


def check(subject: Subject, *, known_acts: frozenset[str] | None, known_positions: frozenset[str] | None) -> None:
    """Refuse a definition that cannot be carried out. Raises: ImpossibleDefinition, for the first reason found."""
    _check_program_names(subject, known_acts, known_positions)
    _check_reserved_names(subject)
    _check_steps(subject)
    _check_stages(subject)
    for row in flow.all_rows(subject.definition):
        _check_row(subject, row)
    _check_main_rows(subject)
    paths.check_stages(subject)
    paths.check_main_paths(subject)
    paths.check_artefacts(subject)
    for chain in subject.definition.paraf.values():
        _check_paraf(subject, chain)


def _check_program_names(
    subject: Subject, known_acts: frozenset[str] | None, known_positions: frozenset[str] | None
) -> None:
    for act in subject.definition.acts:
        if known_acts is not None and act not in known_acts:
            subject.fail(f"acts.{act}.id", f"the program knows no act {act!r}")
    for performer in subject.definition.performers.values():
        unknown = known_positions is not None and performer.target not in known_positions
        if performer.kind == "position" and unknown:
            subject.fail(f"performers.{performer.id}.position", f"the office has no position {performer.target!r}")


def _check_reserved_names(subject: Subject) -> None:
    for table, names in RESERVED.items():
        for name in names:
            if name in getattr(subject.definition, table):
                subject.fail(f"{table}.{name}", f"{name!r} has a meaning of its own and cannot be a name")


def _check_steps(subject: Subject) -> None:
    if not subject.definition.steps:
        subject.fail("steps", "must not be empty")
    for step in subject.definition.steps:
        key = f"steps.{step.no}"
        if not step.performers:
            subject.fail(f"{key}.performers", "must name at least one performer")
        for name in step.performers:
            _check_performer(subject, f"{key}.performers.{name}", name)
            if not subject.definition.performers[name].in_table:
                subject.fail(f"{key}.performers.{name}", f"{name!r} has no column in the table (in_table)")
        _check_artefact(subject, f"{key}.input", step.input)
        _check_artefact(subject, f"{key}.output", step.output)
        if all(stage.step != step.no for stage in subject.definition.stages.values()):
            subject.fail(f"{key}.no", "has no stage")


def _check_stages(subject: Subject) -> None:
    for stage in subject.definition.stages.values():
        key = f"stages.{stage.id}"
        step = _check_step_no(subject, f"{key}.step", stage.step)
        if stage.path != "main" and stage.step:
            subject.fail(f"{key}.step", "must be 0: only the SOP's own path has steps")
        if stage.path != "main" and stage.kind != "held":
            subject.fail(f"{key}.path", "is for held stages only")
        if stage.kind != "end":
            _check_performer(subject, f"{key}.performer", stage.performer)
            _check_column(subject, f"{key}.performer", stage.performer, step if stage.kind == "held" else None)
    for act in subject.definition.acts.values():
        _check_step_no(subject, f"acts.{act.id}.step", act.step)


def _check_step_no(subject: Subject, key: str, no: int) -> Step | None:
    step = subject.definition.step(no)
    if no and step is None:
        subject.fail(key, f"there is no step {no}")
    return step


def _check_performer(subject: Subject, key: str, name: str) -> None:
    if name not in subject.definition.performers:
        subject.fail(key, f"there is no performer {name!r}")


def _check_artefact(subject: Subject, key: str, name: str) -> None:
    if name not in subject.definition.artefacts:
        subject.fail(key, f"there is no artefact {name!r}")


def _check_column(subject: Subject, key: str, name: str, step: Step | None) -> None:
    """A performer of the table works only in steps that mark him."""
    if step and subject.definition.performers[name].in_table and name not in step.performers:
        subject.fail(key, f"step {step.no} does not mark {name!r} as a performer")


def _check_row(subject: Subject, row: Row) -> None:
    stages = subject.definition.stages
    if row.from_stage and row.from_stage not in stages:
        subject.fail_row(row, "from", f"there is no stage {row.from_stage!r}")
    if row.to not in ("", BACK, OVER) and row.to not in stages:
        subject.fail_row(row, "to", f"there is no stage {row.to!r}")
    if not row.from_stage and (row.to in ("", BACK, OVER) or stages[row.to].kind != "held"):
        subject.fail_row(row, "to", "must be a held stage: the case does not stand anywhere yet")
    if row.to == row.from_stage:
        subject.fail_row(row, "to", 'must be "" where the stage stands')
    kind = stages[row.from_stage].kind if row.from_stage else ""
    path = stages[row.from_stage].path if row.from_stage else "main"
    if row.to == BACK and kind != "suspended" and path != "detour":
        subject.fail_row(row, "to", f"{BACK!r} is for suspended stages and detours only")
    _check_beside(subject, row, path)
    if row.to in stages and stages[row.to].kind == "suspended" and (kind != "held" or path != "main"):
        subject.fail_row(row, "to", "only a held stage of the SOP's own path can be suspended, or there is no way back")
    if kind == "end" and row.to:
        subject.fail_row(row, "from", f"nothing follows after the end {row.from_stage!r}")
    _check_row_performers(subject, row, kind)
    for name in ("needs", "gives"):
        for position, artefact in enumerate(getattr(row, name)):
            _check_artefact(subject, f"{subject.row_keys[row]}.{name}[{position}]", artefact)


def _check_beside(subject: Subject, row: Row, path: str) -> None:
    """What runs beside a case begins by an extension, stays beside it, and ends there."""
    to = subject.definition.stages[row.to].path if row.to in subject.definition.stages else ""
    if row.to == OVER and path != "beside":
        subject.fail_row(row, "to", f"{OVER!r} is for stages beside the case only")
    if path == "beside" and to not in ("", "beside"):
        subject.fail_row(row, "to", "must stay beside the case")
    if to == "beside" and path != "beside" and not subject.definition.acts[row.act].extension:
        subject.fail_row(row, "to", "only an extension leads beside the SOP's path")


def _check_row_performers(subject: Subject, row: Row, kind: str) -> None:
    act = subject.definition.acts[row.act]
    if not row.performers:
        subject.fail_row(row, "performers", "must name at least one performer")
    for position, name in enumerate(row.performers):
        key = f"{subject.row_keys[row]}.performers[{position}]"
        if name != HOLDER:
            _check_performer(subject, key, name)
            _check_column(subject, key, name, None if act.extension else subject.definition.step(act.step))
        elif kind not in ("held", "suspended"):
            subject.fail(key, f"there is no holder at {row.from_stage!r}")


def _check_main_rows(subject: Subject) -> None:
    """Each act has one main row per stage and performer, each stage at most one way on that the signed SOP knows."""
    for act in subject.definition.acts.values():
        for stage in {row.from_stage: row for row in act.rows}:
            _check_one_main_row(subject, act, stage)
    for stage in ("", *subject.definition.stages):
        ways = [row for row in flow.open_rows(subject.definition, stage) if flow.is_main(subject.definition, row)]
        if len(ways) > 1 and stage:
            acts = " and ".join(repr(row.act) for row in ways)
            subject.fail_row(ways[1], "from", f"{acts} both lead on from {stage!r}; mark one as extension or choice")


def _check_one_main_row(subject: Subject, act: Act, stage: str) -> None:
    rows = flow.rows(subject.definition, act.id, stage)
    main = [row for row in rows if not row.choice]
    if not main:
        subject.fail_row(rows[0], "choice", f"there is no row beside it to choose from at {stage!r}")
    for position, row in enumerate(main):
        if any(set(row.performers) & set(other.performers) for other in main[:position]):
            subject.fail_row(row, "choice", f"must be true: {act.id!r} has another row from {stage!r}")


def _check_paraf(subject: Subject, chain: ParafChain) -> None:
    key, acts = f"paraf.{chain.id}", subject.definition.acts
    for name in ("draft", "initial", "sign"):
        act = getattr(chain, name)
        if act not in acts and (act or name != "initial"):
            subject.fail(f"{key}.{name}", f"there is no act {act!r}")
    if len(chain.stages) > LONGEST_PARAF_CHAIN:
        subject.fail(f"{key}.stages", f"has more than {LONGEST_PARAF_CHAIN} initials")
    for position, stage in enumerate(chain.stages):
        if stage not in subject.definition.stages:
            subject.fail(f"{key}.stages[{position}]", f"there is no stage {stage!r}")
    signed_at = _only_stage(subject, f"{key}.sign", chain.sign)
    drafted_at = _only_stage(subject, f"{key}.draft", chain.draft)
    acts_in_order = (chain.draft, *(chain.initial for _ in chain.stages))
    moves = zip((drafted_at, *chain.stages), acts_in_order, (*chain.stages, signed_at), strict=True)
    for stage, act, following in moves:
        row = flow.row(subject.definition, act, stage)
        if row is None or row.to != following:
            subject.fail(f"{key}.stages", f"{act!r} does not lead from {stage!r} to {following!r}")
    _check_paraf_performers(subject, chain)


def _only_stage(subject: Subject, key: str, act: str) -> str:
    """The one stage at which an act is open."""
    stages = [row.from_stage for row in subject.definition.acts[act].rows if not row.choice]
    if len(stages) != 1 or not stages[0]:
        subject.fail(key, f"{act!r} must be open at exactly one stage")
    return stages[0]


def _check_paraf_performers(subject: Subject, chain: ParafChain) -> None:
    """Initials are given by positions, each once, and at no stage outside the chain."""
    holders = [subject.definition.stages[stage].performer for stage in chain.stages]
    for position, name in enumerate(holders):
        key = f"paraf.{chain.id}.stages[{position}]"
        if subject.definition.performers[name].kind != "position":
            subject.fail(key, f"{name!r} is not a position")
        if name in holders[:position]:
            subject.fail(key, f"{name!r} has initialled already")
    for row in subject.definition.acts[chain.initial].rows if chain.initial else ():
        if row.from_stage not in chain.stages:
            subject.fail_row(row, "from", f"{row.from_stage!r} is not in the paraf chain {chain.id!r}")
