"""The head of the table (kepala tabel): which column is what, however its cells were merged."""

from __future__ import annotations

import re
from dataclasses import dataclass

from simcap.procedure.times import read_time

from .grid import Row
from .labels import column_at, plain

SINGLE = frozenset({"no", "text", "input", "time", "output", "note"})
MEASURED = frozenset({"input", "time", "output", "quality"})
#: So many columns have to be known before rows count as the head of a table.
LEAST_KNOWN = 3
LONGEST_NAME = 60
UNIT_IN_HEAD = re.compile(r"\b(menit|jam|hari|minggu)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its role, "performer" with a name, "who" where its cells name the performers, or "" if unknown."""

    role: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: its columns, how many rows it takes, and the unit that stands over the times."""

    columns: tuple[Column, ...]
    rows: int
    time_unit: str = ""

    def at(self, role: str) -> int | None:
        """The place of a column."""
        return next((at for at, column in enumerate(self.columns) if column.role == role), None)

    @property
    def performers(self) -> tuple[str, ...]:
        """The performers' columns, in order."""
        return tuple(column.name for column in self.columns if column.role == "performer")


def texts_of(row: Row) -> tuple[str, ...]:
    """Each cell as one line."""
    return tuple(" ".join(cell) for cell in row)


def is_time(text: str) -> bool:
    """Whether a cell holds a standard time."""
    try:
        read_time(text)
    except ValueError:
        return False
    return True


def head_at(rows: list[Row], at: int) -> Head | None:
    """The head of a table that begins at this row; None where none does."""
    first = texts_of(rows[at])
    if any(len(cell) > LONGEST_NAME for cell in first):
        return None
    roles = {column_at(cell) for cell in first} - {""}
    if len(roles) < 2:
        return None
    second = texts_of(rows[at + 1]) if at + 1 < len(rows) else ()
    below = second if _goes_on(first, second) else ()
    known = roles | ({column_at(cell) for cell in below} - {""})
    if len(known) < LEAST_KNOWN or not known & MEASURED:
        return None
    columns = _columns(first, below)
    unit = next((cell for cell in (*first, *below) if column_at(cell) == "time"), "")
    found = UNIT_IN_HEAD.search(unit)
    return Head(columns, 2 if below else 1, found[1].lower() if found else "")


def _goes_on(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Whether the second row belongs to the head: it names columns, or stands below groups and tells no step."""
    filled = [cell for cell in second if cell]
    if not filled or any(is_time(cell) or len(cell) > LONGEST_NAME or not plain(cell) for cell in filled):
        return False
    if any(plain(cell).isdigit() for cell in filled):
        return False
    groups = {"performers", "quality"} & {column_at(cell) for cell in first}
    place = next((at for at, cell in enumerate(first) if column_at(cell) == "text"), None)
    under_text = second[place] if place is not None and place < len(second) else ""
    named = {column_at(cell) for cell in filled} & {"input", "time", "output"}
    return bool(named) or (bool(groups) and not under_text)


def _columns(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[Column, ...]:
    if not second:
        return tuple(_single(cell) for cell in first)
    text = next((at for at, cell in enumerate(first) if column_at(cell) == "text"), 0)
    return _in_turn(first, second) if any(second[: text + 1]) else _by_place(first, second)


def _single(cell: str) -> Column:
    role = column_at(cell)
    if role in SINGLE:
        return Column(role)
    if role == "performers":
        return Column("who")
    return Column("performer", cell) if cell and not role else Column("")


def _by_place(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[Column, ...]:
    """Both rows have a cell for each column."""
    columns = []
    for at in range(max(len(first), len(second))):
        above = first[at] if at < len(first) else ""
        below = second[at] if at < len(second) else ""
        role = column_at(above)
        columns.append(_single(below) if below else Column(role) if role in SINGLE else Column(""))
    return tuple(columns)


def _in_turn(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[Column, ...]:
    """Merged cells stand once: each group above takes its columns from the row below, from left to right."""
    waiting = [cell for cell in second if cell]
    columns: list[Column] = []
    for cell in filter(None, first):
        role = column_at(cell)
        if role not in ("performers", "quality"):
            columns.append(_single(cell))
            continue
        while waiting and bool(column_at(waiting[0])) == (role == "quality"):
            columns.append(_single(waiting.pop(0)))
    return (*columns, *(_single(cell) for cell in waiting))
