"""Where each node and flow of an exported process is drawn (BPMN diagram interchange).

One column per stage, one lane per performer. No shape stands in the channels between the columns or in the tracks at
the foot of a lane, and lines lie upon each other only where they come from the same node or lead to the same one.
Units: points of the diagram; y grows downwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from simcap.procedure.bpmn_model import Flow, Node, Pool

Point = tuple[float, float]

SIZES = {"start": (36, 36), "end": (36, 36), "late": (24, 24), "timer": (30, 30), "gateway": (50, 50)}
TASK = (120, 70)
#: Head of a pool and of a lane, left of the first column.
HEAD, LANE_HEAD = 30.0, 30.0
#: Room above a lane's first row, with a timer's end there and without; between rows; at the foot before the tracks.
ABOVE_TIMED, ABOVE, PITCH, BELOW = 95.0, 50.0, 110.0, 24.0
#: Between parallel lines; around a channel; between a stage's gateway and its tasks, where its name stands.
LINE, GAP, NAMED = 9.0, 16.0, 96.0


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the diagram."""

    x: float
    y: float
    width: float
    height: float

    @property
    def cx(self) -> float:
        """Its middle, across."""
        return self.x + self.width / 2

    @property
    def cy(self) -> float:
        """Its middle, down."""
        return self.y + self.height / 2

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height


@dataclass
class _Column:
    """Channels and slots of one stage, from left to right; each a place across."""

    before: float = 0.0
    stage: float = 0.0
    task: float = 0.0
    after: dict[str, float] = field(default_factory=dict)
    into: dict[str, float] = field(default_factory=dict)
    out: dict[str, float] = field(default_factory=dict)
    right: float = 0.0


@dataclass
class Diagram:
    """One pool as drawn: boxes by id of node and lane, the pool's own, labels, and the points of each flow."""

    pool: Box
    lanes: dict[str, Box]
    boxes: dict[str, Box]
    labels: dict[str, Box]
    ways: dict[str, list[Point]]


def lay_out(pool: Pool, *, left: float, top: float) -> Diagram:
    """Place everything of a process, its upper left corner given."""
    return _Layout(pool, left, top).diagram()


def size_of(node: Node) -> tuple[float, float]:
    """Width and height of a node's shape."""
    return SIZES.get(node.kind, TASK)


class _Layout:
    def __init__(self, pool: Pool, left: float, top: float) -> None:
        self.pool, self.left, self.top = pool, left, top
        self.rows = _rows(pool)
        self.near = {one.id for one in pool.flows if _is_near(pool, one)}
        self.columns = self._across()
        self.lanes, self.tracks = self._down()
        self.boxes = {node.id: self._box(node) for node in pool.nodes.values()}

    def diagram(self) -> Diagram:
        """The finished drawing."""
        right = max(column.right for column in self.columns.values())
        height = sum(box.height for box in self.lanes.values())
        return Diagram(
            Box(self.left, self.top, right - self.left, height), self.lanes, self.boxes,
            {node.id: place for node in self.pool.nodes.values() if (place := _label(node, self.boxes[node.id]))},
            {one.id: _tidy(self._way(one)) for one in self.pool.flows},
        )  # fmt: skip

    # ── which lines need channels and tracks

    def _far_targets(self, flows: Iterable[Flow]) -> list[str]:
        return list(dict.fromkeys(one.target for one in flows if one.id not in self.near))

    # ── across

    def _across(self) -> dict[str, _Column]:
        x, found, far = self.left + HEAD + LANE_HEAD + GAP, {}, self._far_targets(self.pool.flows)
        for name in self.pool.columns:
            column, nodes = _Column(), [one for one in self.pool.nodes.values() if one.column == name]
            found[name] = column
            for slot in ("before", "stage"):
                placed = [one for one in nodes if one.slot == slot]
                for node in placed:
                    x += GAP
                    column.into[node.id] = x
                if placed:
                    x += GAP
                    setattr(column, slot, x)
                    x += 50
            x = self._tasks_across(column, nodes, far, x)
            x = column.right = x + GAP
        return found

    def _tasks_across(self, column: _Column, nodes: list[Node], far: list[str], x: float) -> float:
        tasks = [one for one in nodes if one.kind in ("task", "receive")]
        if not tasks:
            return x + NAMED / 2
        x += NAMED
        for node in tasks:
            if node.id in far:
                x += LINE
                column.into[node.id] = x
        x += GAP
        column.task = x
        x += TASK[0] + GAP
        for node in (one for one in nodes if one.slot == "after"):
            column.after[node.id] = x
            x += 50 + GAP
        names = {one.id for one in tasks}
        for target in self._far_targets(one for one in self.pool.flows if one.source in names):
            x += LINE
            column.out[target] = x
        return x

    # ── down

    def _down(self) -> tuple[dict[str, Box], dict[str, float]]:
        right = max(column.right for column in self.columns.values())
        far, lanes, tracks, y = self._far_targets(self.pool.flows), {}, {}, self.top
        for lane in self.pool.lanes:
            here = [one for one in self.pool.nodes.values() if one.lane == lane.id]
            rows = 1 + max((self.rows[one.id] for one in here), default=0)
            inside = [one for one in far if self.pool.nodes[one].lane == lane.id]
            foot = y + _above(self.pool, lane.id) + TASK[1] + (rows - 1) * PITCH + BELOW
            for at, target in enumerate(inside):
                tracks[target] = foot + at * LINE
            bottom = foot + len(inside) * LINE + GAP
            lanes[lane.id] = Box(self.left + HEAD, y, right - self.left - HEAD, bottom - y)
            y = bottom
        return lanes, tracks

    def _box(self, node: Node) -> Box:
        width, height = size_of(node)
        column, middle = self.columns[node.column], self._middle(node)
        if node.kind in ("timer", "late"):
            middle = self._middle(self.pool.nodes[node.on]) - TASK[1] / 2
            middle -= 0 if node.kind == "timer" else 46
            return Box(column.task + TASK[0] - 25 - width / 2, middle - height / 2, width, height)
        across = {"before": column.before, "stage": column.stage, "task": column.task}
        x = column.after[node.id] if node.slot == "after" else across[node.slot]
        return Box(x + (50 - width) / 2 if width < 50 else x, middle - height / 2, width, height)

    def _middle(self, node: Node) -> float:
        return self.lanes[node.lane].y + _above(self.pool, node.lane) + TASK[1] / 2 + self.rows[node.id] * PITCH

    # ── lines

    def _way(self, one: Flow) -> list[Point]:
        source, target = self.pool.nodes[one.source], self.pool.nodes[one.target]
        start, end = self.boxes[one.source], self.boxes[one.target]
        if source.kind == "timer":
            return [(start.cx, start.y), (start.cx, end.bottom)]
        if one.id not in self.near:
            return self._far_way(source, target)
        if start.cy == end.cy:
            return [(start.right, start.cy), (end.x, end.cy)]
        if source.kind == "gateway":
            return [(start.cx, start.bottom if end.cy > start.cy else start.y), (start.cx, end.cy), (end.x, end.cy)]
        x = self.columns[target.column].into.get(one.target, start.right + GAP)
        return [(start.right, start.cy), (x, start.cy), (x, end.cy), (end.x, end.cy)]

    def _far_way(self, source: Node, target: Node) -> list[Point]:
        start, end, y = self.boxes[source.id], self.boxes[target.id], self.tracks[target.id]
        into = self.columns[target.column].into[target.id]
        arriving = [(into, y), (into, end.cy), (end.x, end.cy)]
        if source.kind in ("gateway", "start"):
            return [(start.cx, start.bottom if y > start.cy else start.y), (start.cx, y), *arriving]
        out = self.columns[source.column].out[target.id]
        return [(start.right, start.cy), (out, start.cy), (out, y), *arriving]


def _tidy(points: Sequence[Point]) -> list[Point]:
    """Without points that lie on a straight line between their neighbours."""
    kept = [points[0]]
    for before, here in pairwise(points[1:]):
        straight = (kept[-1][0] == before[0] == here[0]) or (kept[-1][1] == before[1] == here[1])
        if before != kept[-1] and not straight:
            kept.append(before)
    return [*kept, points[-1]]


def _rows(pool: Pool) -> dict[str, int]:
    """The row of each node in its lane; a task that is watched by a timer stands in the first one."""
    found = dict.fromkeys(pool.nodes, 0)
    timed = {one.on for one in pool.nodes.values() if one.kind == "timer"}
    cells: dict[tuple[str, str], list[Node]] = {}
    for node in pool.nodes.values():
        if node.kind in ("task", "receive"):
            cells.setdefault((node.column, node.lane), []).append(node)
    for tasks in cells.values():
        tasks.sort(key=lambda one: (one.id not in timed, one.extension))
        found |= {node.id: at for at, node in enumerate(tasks)}
    for node in pool.nodes.values():
        if node.slot == "after":
            found[node.id] = found[node.id.removeprefix("After_")]
    return found


def _is_near(pool: Pool, one: Flow) -> bool:
    """Whether a flow runs within its column or straight to the beginning of the next one."""
    source, target = pool.nodes[one.source], pool.nodes[one.target]
    if source.kind == "timer":
        return True
    if source.column == target.column:
        slots = ["before", "stage", "task", "after"]
        return slots.index(source.slot) < slots.index(target.slot)
    follows = pool.columns.index(target.column) == pool.columns.index(source.column) + 1
    before = any(node.column == target.column and node.slot == "before" for node in pool.nodes.values())
    is_first = target.slot == "before" or not before
    return follows and is_first and source.slot == "task" and target.slot != "task"


def _above(pool: Pool, lane: str) -> float:
    """Room above the first row of a lane."""
    is_timed = any(one.kind == "timer" and one.lane == lane for one in pool.nodes.values())
    return ABOVE_TIMED if is_timed else ABOVE


def _label(node: Node, box: Box) -> Box | None:
    """Where the name stands that has no room in its shape."""
    if not node.name or node.kind in ("task", "receive"):
        return None
    if node.kind == "timer":
        return Box(box.x - 92, box.y - 16, 86, 27)
    if node.kind == "late":
        return Box(box.x - 92, box.y - 3, 86, 14)
    if node.kind == "gateway" and node.slot == "stage":
        return Box(box.cx + 8, box.y - 42, NAMED + 4, 40)
    if node.slot == "after":
        return Box(box.cx - 36, box.y - 32, 72, 27)
    if node.kind == "gateway":
        return Box(box.cx + 4, box.y - 20, 62, 27)
    return Box(box.cx - 45, box.bottom + 5, 90, 27)
