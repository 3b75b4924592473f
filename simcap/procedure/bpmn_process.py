"""The SOP as BPMN 2.0 processes: the case and, where the SOP knows one, the matter beside it. Why it is so: ADR 19."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simcap.procedure import flow
from simcap.procedure.bpmn_model import Node, NodeKind, Pool, is_anytime, quoted
from simcap.procedure.bpmn_words import Words, name_of, ncname
from simcap.procedure.definition import BACK, OVER, Act, Definition, Performer, Row, Stage


@dataclass(frozen=True)
class _Task:
    """Rows of one act that lead to the same stage by the same performers: one task, however many stages lead to it."""

    act: Act
    to: str
    owners: tuple[Performer, ...]
    rows: tuple[Row, ...]


def pools(definition: Definition, *, language: str) -> tuple[Pool, ...]:
    """The processes of an SOP: the case and, where the SOP knows one, the matter beside it."""
    words = Words(definition, language)
    beside = any(stage.path == "beside" for stage in definition.stages.values())
    return tuple(_Drawn(definition, words, is_beside=which).pool for which in ((False, True) if beside else (False,)))


class _Drawn:
    """One process while it is put together."""

    def __init__(self, definition: Definition, words: Words, *, is_beside: bool) -> None:
        self.definition, self.words, self.is_beside = definition, words, is_beside
        self.rows = _rows(definition, is_beside=is_beside)
        self.stages = [one for one in definition.stages.values() if (one.path == "beside") == is_beside]
        self.order = {name: at for at, name in enumerate(["", *(stage.id for stage in self.stages), OVER])}
        name = words.say("beside") if is_beside else definition.label.text(words.language)
        kind = "Beside" if is_beside else "Process"
        self.pool = Pool(f"{kind}_{ncname(definition.id)}", name, tuple(self.order)[: None if is_beside else -1])
        self.entries: dict[str, Node] = {}
        self.merging: dict[str, Node] = {}
        tasks = self._tasks()
        self._stages(tasks)
        self._begin(tasks)
        for task in tasks:
            self._task(task)
        self.pool.ask_nothing_needless()
        used = {node.lane for node in self.pool.nodes.values()}
        self.pool.lanes = tuple(one for one in _lane_order(definition) if one.id in used)

    # ── what there is

    def _from(self, row: Row) -> str:
        """The stage of this process at which a row begins; "" for what begins the process."""
        return row.from_stage if row.from_stage in self.order else ""

    def _tasks(self) -> list[_Task]:
        found: dict[tuple[str, str, tuple[Performer, ...]], list[Row]] = {}
        for row in sorted(self.rows, key=lambda one: self.order[self._from(one)]):
            owners = tuple(dict.fromkeys(flow.performers(self.definition, row, row.from_stage)))
            found.setdefault((row.act, row.to or row.from_stage, owners), []).append(row)
        return [_Task(self.definition.acts[act], to, owners, tuple(rows)) for (act, to, owners), rows in found.items()]

    def _stages(self, tasks: list[_Task]) -> None:
        tiers = {tier for chain in self.definition.paraf.values() for tier in chain.stages}
        for stage in self.stages:
            lane, name = _lane_of(stage, tasks), stage.label.text(self.words.language)
            key = ncname(stage.id)
            if stage.kind == "end":
                node = Node(id=f"End_{key}", kind="end", name=name, lane=lane, column=stage.id, slot="stage")
            else:
                node = Node(
                    id=f"Stage_{key}", kind="gateway", name=name, lane=lane, column=stage.id, slot="stage",
                    note=self.words.stage(stage),
                )  # fmt: skip
            self.entries[stage.id] = self.pool.add(node)
            if stage.id in tiers:
                self.merging[stage.id] = self.pool.add(
                    Node(id=f"Merged_{key}", kind="gateway", name=self.words.say("merged_question"), lane=lane,
                         column=stage.id, slot="before", note=self.words.say("merged"))
                )  # fmt: skip
        if self.is_beside:
            lane = next((task.owners[0].id for task in tasks if task.to == OVER), tasks[0].owners[0].id)
            over = Node(id="End_over", kind="end", name=self.words.say("over"), lane=lane, column=OVER, slot="stage")
            self.entries[OVER] = self.pool.add(over)
        _pass_over(self.pool, self.definition, self.words, tiers=self.merging, entries=self.entries)

    def _begin(self, tasks: list[_Task]) -> None:
        first = [task for task in tasks if self._from(task.rows[0]) == ""]
        lane = first[0].owners[0].id
        start = self.pool.add(
            Node(id=f"Start_{self.pool.id}", kind="start", name=self.words.begins(first[0].act), lane=lane, column="",
                 slot="before")
        )  # fmt: skip
        self.entries[""] = start
        if len(first) > 1:
            asked = Node(id=f"Begin_{self.pool.id}", kind="gateway", name="", lane=lane, column="", slot="stage")
            self.entries[""] = self.pool.add(asked)
            self.pool.join(start, asked)

    # ── what is done

    def _task(self, task: _Task) -> None:
        row = task.rows[0]
        kind: NodeKind = "receive" if _waits(self.definition, task) else "task"
        begins = self._from(row)
        node = self.pool.add(
            Node(
                id="_".join(["Task", ncname(task.act.id), *(map(ncname, filter(None, (begins, task.to))))]), kind=kind,
                name=name_of(task.act, self.words.language), lane=task.owners[0].id, column=begins, slot="task",
                owners=tuple(one.id for one in task.owners), act=task.act.id, extension=task.act.extension,
                note=self.words.task(task.act, task.rows, task.owners),
            )
        )  # fmt: skip
        for stage in dict.fromkeys(self._from(one) for one in task.rows):
            self.pool.join(self.entries[stage], node, condition=self._condition(task, stage))
        _watch(self.pool, self.definition, self.words, row=row, task=node)
        self._onward(task, node)

    def _condition(self, task: _Task, stage: str) -> str:
        others = {row.to or row.from_stage for row in self.rows if row.act == task.act.id and self._from(row) == stage}
        asked = f"act == {quoted(task.act.id)}"
        return asked if len(others) == 1 else f"{asked} and to == {quoted(task.to)}"

    def _onward(self, task: _Task, node: Node) -> None:
        targets = self._targets(task)
        if len(targets) == 1:
            self.pool.join(node, targets[0][1])
            return
        asked = self.pool.add(
            Node(id=f"After_{node.id}", kind="gateway", name=self.words.say("where"), lane=node.lane,
                 column=node.column, slot="after")
        )  # fmt: skip
        self.pool.join(node, asked)
        for stage, target in targets:
            self.pool.join(asked, target, condition=f"arrives == {quoted(stage)}")

    def _targets(self, task: _Task) -> list[tuple[str, Node]]:
        """Where a task may lead, each with its node; out of a matter beside the case it is over."""
        if flow.chains_of(self.definition, task.act.id) and task.to in self.merging:
            return [(task.to, self.merging[task.to])]
        stages = _reached(self.definition, task)
        return [(stage, self.entries[stage if stage in self.entries else OVER]) for stage in stages]


def _rows(definition: Definition, *, is_beside: bool) -> list[Row]:
    """The rows that belong to one of the two processes."""
    found = []
    for row in flow.all_rows(definition):
        sides = [flow.is_beside(definition, stage) for stage in (row.from_stage, row.to)]
        if any(sides) == is_beside and not is_anytime(definition, row.act):
            found.append(row)
    return found


def _lane_of(stage: Stage, tasks: Iterable[_Task]) -> str:
    """An end stands in the lane of who brings the case there."""
    return stage.performer or next(task.owners[0].id for task in tasks if task.to == stage.id)


def _waits(definition: Definition, task: _Task) -> bool:
    """Whether the office waits here for somebody outside."""
    stages = [row.from_stage for row in task.rows]
    return task.to == BACK and all(stage and flow.is_suspended(definition, stage) for stage in stages)


def _pass_over(
    pool: Pool, definition: Definition, words: Words, *, tiers: dict[str, Node], entries: dict[str, Node]
) -> None:
    """Lead past each tier that is held by another hand of the same chain."""
    for tier, node in tiers.items():
        chain = next(one for one in definition.paraf.values() if tier in one.stages)
        onward = next(row.to for row in definition.acts[chain.initial].rows if row.from_stage == tier)
        pool.join(node, entries[tier], condition=f"arrives == {quoted(tier)}")
        pool.join(node, tiers.get(onward, entries[onward]), default=True, name=words.say("merged_yes"))


def _watch(pool: Pool, definition: Definition, words: Words, *, row: Row, task: Node) -> None:
    """Put a timer on a task of the signed path: the standard of its step, with its tolerance."""
    step = flow.step_of(definition, row.from_stage) if row.from_stage else None
    if step is None or not flow.is_main(definition, row):
        return
    following = flow.step_of(definition, row.to)
    ends = following is None or following.no != step.no or flow.is_end(definition, row.to)
    if step.standard_minutes is None and not ends:
        return
    minutes = (step.standard_minutes or 0) + step.tolerance_minutes
    is_date = step.standard_minutes is None
    timer = pool.add(
        Node(
            id=f"Timer_{task.id}", kind="timer", name=words.limit(minutes, is_date=is_date), lane=task.lane,
            column=task.column, slot="task", note=words.timer(step, minutes), on=task.id, is_date=is_date,
            limit="window_deadline" if is_date else f"PT{minutes}M",
        )
    )  # fmt: skip
    late = pool.add(
        Node(id=f"Late_{task.id}", kind="late", name=words.say("late"), lane=task.lane, column=task.column,
             slot="task", on=task.id)
    )  # fmt: skip
    pool.join(timer, late)


def _reached(definition: Definition, task: _Task) -> list[str]:
    """The stages that a task may lead to.

    A merged tier has nobody of its own, so what is sent back goes to the one before it, or to its draft.
    """
    if task.to == BACK:
        return origins(definition, [row.from_stage for row in task.rows])
    chain = next((one for one in definition.paraf.values() if task.to in one.stages), None)
    if chain is None or task.act.id != "send_back":
        return [task.to]
    tiers = chain.stages[: chain.stages.index(task.to) + 1]
    return [*reversed(tiers), definition.acts[chain.draft].rows[0].from_stage]


def origins(definition: Definition, stages: Sequence[str]) -> list[str]:
    """The stages of the SOP's path that a case at one of these may have come from, in the file's order."""
    found, waiting, seen = set(), list(stages), set(stages)
    while waiting:
        here = waiting.pop()
        for row in flow.all_rows(definition):
            if row.to != here or row.from_stage in seen or not row.from_stage:
                continue
            seen.add(row.from_stage)
            if flow.is_off_path(definition, row.from_stage):
                waiting.append(row.from_stage)
            else:
                found.add(row.from_stage)
    return [one for one in definition.stages if one in found]


def _lane_order(definition: Definition) -> list[Performer]:
    """Outsiders first, then who has no column in the signed table, then the table's columns from left to right."""
    return sorted(definition.performers.values(), key=lambda one: (one.kind != "outside", one.in_table))
