"""What a BPMN 2.0 process is made of: nodes in lanes and columns, and the flows between them.

Source: OMG BPMN 2.0.2 (ISO/IEC 19510). `bpmn_process` makes them of an SOP, `bpmn_layout` places, `bpmn` writes them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from simcap.procedure.definition import Definition, Performer

NodeKind = Literal["start", "end", "gateway", "task", "receive", "timer", "late"]
Slot = Literal["before", "stage", "task", "after"]


@dataclass(frozen=True, kw_only=True)
class Node:
    """One flow node. `column`: the stage under which it is drawn; `slot`: where in that column.

    `owners`: all who may do it, the lane's performer first; `limit`: a timer's ISO 8601 duration in working minutes,
    or, with `is_date`, the name of the variable that holds its moment; `on`: the task that a timer sits on.
    """

    id: str
    kind: NodeKind
    name: str
    lane: str
    column: str
    slot: Slot
    note: str = ""
    owners: tuple[str, ...] = ()
    act: str = ""
    extension: bool = False
    limit: str = ""
    is_date: bool = False
    on: str = ""


@dataclass(frozen=True, kw_only=True)
class Flow:
    """One sequence flow. `condition` reads the data that the process documents; a default flow has none."""

    id: str
    source: str
    target: str
    condition: str = ""
    is_default: bool = False
    name: str = ""


@dataclass
class Pool:
    """One process: the case itself, or what runs beside it. `columns` and `lanes` in the order of drawing."""

    id: str
    name: str
    columns: tuple[str, ...]
    lanes: tuple[Performer, ...] = ()
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)

    def add(self, node: Node) -> Node:
        """Keep a node; one that has the id of another gets a number. Answers the node as kept."""
        number, name = 1, node.id
        while node.id in self.nodes:
            number += 1
            node = replace(node, id=f"{name}_{number}")
        self.nodes[node.id] = node
        return node

    def join(self, source: Node, target: Node, *, condition: str = "", default: bool = False, name: str = "") -> None:
        """Lead a flow from one node to another."""
        made = Flow(
            id=f"Flow_{len(self.flows) + 1}", source=source.id, target=target.id, condition=condition,
            is_default=default, name=name,
        )  # fmt: skip
        self.flows.append(made)

    def ask_nothing_needless(self) -> None:
        """The only way out of a node has no condition."""
        sources = [one.source for one in self.flows]
        self.flows = [
            replace(one, condition="", is_default=False) if sources.count(one.source) == 1 else one
            for one in self.flows
        ]


def is_anytime(definition: Definition, act: str) -> bool:
    """Whether an act is open wherever somebody holds the case and never moves it: no part of the order of acts."""
    held = {stage.id for stage in definition.stages.values() if stage.kind == "held"}
    rows = definition.acts[act].rows
    return all(row.to == "" for row in rows) and held <= {row.from_stage for row in rows}


def quoted(name: str) -> str:
    """A name as a text in a condition."""
    escaped = name.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
