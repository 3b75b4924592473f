"""The rows of the table (uraian kegiatan, mutu baku), also where cells, numbers or whole columns are lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from simcap.procedure.definition import Label
from simcap.procedure.signed_form import FormRow

from .columns import Column, Head, is_time, texts_of
from .grid import Row
from .labels import column_at, plain

NUMBER = re.compile(r"(\d{1,3})\s*[.)]?")
NUMBER_BEFORE = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")
NO_MARK = frozenset({"", "-", "–", "—", "."})
BETWEEN_NAMES = re.compile(r"\s*(?:[,;/]|\bdan\b|→)\s*")
#: A cell longer than this in a performer's column is no mark.
LONGEST_MARK = 12


@dataclass
class TableReader:
    """Takes the rows below a head; `rows` is what was found, `performers` every column and name."""

    head: Head
    warn: Callable[[Label], None]
    rows: list[FormRow] = field(default_factory=list)
    performers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.performers = list(dict.fromkeys(self.head.performers))

    def take(self, row: Row) -> None:
        """One row: a step, the rest of the step above, a head that is repeated, or the numbers of the columns."""
        cells = texts_of(row)
        if not any(cells) or self._is_head(cells):
            return
        placed = self._placed(cells)
        if placed is None:
            said = " · ".join(cell for cell in cells if cell)[:80]
            self.warn(Label(id=f"Baris ini tidak dikenal: “{said}”.", en=f"This row is not understood: “{said}”."))
        elif self._goes_on(placed) and self.rows:
            self._lengthen(placed)
        else:
            self.rows.append(replace(placed, no=len(self.rows) + 1))
            self._check(placed, cells)

    def _is_head(self, cells: tuple[str, ...]) -> bool:
        filled = [cell for cell in cells if cell]
        if len(filled) > 2 and all(NUMBER.fullmatch(cell) for cell in filled):
            return True
        known = {plain(name) for name in self.performers}
        return len(filled) > 1 and all(column_at(cell) or plain(cell) in known for cell in filled)

    def _placed(self, cells: tuple[str, ...]) -> FormRow | None:
        """The row with each cell in its column; a short row is laid out around its time."""
        at_time = self.head.at("time")
        found = next((at for at, cell in enumerate(cells) if cell and is_time(self._timed(cell, at, at_time))), None)
        if len(cells) == 1:
            return None if not self.rows or self.head.columns[1:] else self._by_column(cells)
        if at_time is not None and found is not None and self._is_shifted(cells, found, at_time):
            return self._around(cells, found)
        return self._by_column(cells) if self.head.columns else self._around(cells, found or 0) if found else None

    def _is_shifted(self, cells: tuple[str, ...], found: int, at_time: int) -> bool:
        """Whether a time stands elsewhere than below its head because cells before it are lost."""
        return found != at_time and (found < at_time or at_time >= len(cells) or not cells[at_time])

    def _timed(self, cell: str, at: int, at_time: int | None) -> str:
        """A bare number below "Waktu (menit)" is a time."""
        bare = at == at_time and self.head.time_unit and re.fullmatch(r"(±\s*)?\d+([-–,.]\d+)?", cell)
        return f"{cell} {self.head.time_unit}" if bare else cell

    def _by_column(self, cells: tuple[str, ...]) -> FormRow:
        got: dict[str, str] = {}
        marked: list[str] = []
        for at, (column, cell) in enumerate(zip(self.head.columns, cells, strict=False)):
            if column.role in ("performer", "who"):
                marked += self._marks(column, cell)
            elif column.role:
                got[column.role] = self._timed(cell, at, at) if column.role == "time" else cell
        if extra := [cell for cell in cells[len(self.head.columns) :] if cell]:
            said = extra[0][:60]
            self.warn(Label(id=f"Sel berlebih diabaikan: “{said}”.", en=f"A surplus cell was left out: “{said}”."))
        return _row(got, tuple(dict.fromkeys(marked)))

    def _marks(self, column: Column, cell: str) -> list[str]:
        if cell in NO_MARK:
            return []
        if column.role == "performer":
            if len(cell) > LONGEST_MARK:
                self.warn(
                    Label(
                        id=f"Tanda “{cell[:40]}” di kolom {column.name} dibaca sebagai tanda pelaksana.",
                        en=f"“{cell[:40]}” in the column {column.name} was read as a performer’s mark.",
                    )
                )
            return [column.name]
        names = [name for name in BETWEEN_NAMES.split(cell) if name]
        self.performers += [name for name in names if name not in self.performers]
        return names

    def _around(self, cells: tuple[str, ...], at: int) -> FormRow:
        """Input before the time, output and note after it, the activity first; marks cannot be told."""
        before, after = [cell for cell in cells[:at] if cell], [*cells[at + 1 :], "", ""]
        got = {"time": cells[at], "output": after[0], "note": after[1]}
        if before and NUMBER.fullmatch(before[0]):
            got["no"] = before.pop(0)
        got["text"] = before[0] if before else ""
        got["input"] = before[-1] if len(before) > 1 else ""
        self.warn(
            Label(
                id=f"Baris “{got['text'][:50]}” kurang sel; dibaca dari letak waktunya. Periksa isinya.",
                en=f"The row “{got['text'][:50]}” lacks cells; it was read around its time. Check it.",
            )
        )
        return _row(got, ())

    def _goes_on(self, placed: FormRow) -> bool:
        """Whether a row is the rest of the one above: it has no number, and no activity or nothing else."""
        return not placed.signed_no and (not placed.text or not (placed.time or placed.input or placed.output))

    def _lengthen(self, more: FormRow) -> None:
        above = self.rows[-1]
        self.rows[-1] = replace(
            above, marked=tuple(dict.fromkeys(above.marked + more.marked)),
            text=f"{above.text} {more.text}".strip(), input=f"{above.input} {more.input}".strip(),
            output=f"{above.output} {more.output}".strip(), time=above.time or more.time, note=above.note or more.note,
        )  # fmt: skip

    def _check(self, placed: FormRow, cells: tuple[str, ...]) -> None:
        no = len(self.rows)
        if not placed.signed_no:
            self.warn(Label(id=f"Langkah {no} tidak bernomor.", en=f"Step {no} has no number."))
        elif int(placed.signed_no) != no:
            signed = placed.signed_no
            self.warn(Label(id=f"Langkah {no} tertulis nomor {signed}.", en=f"Step {no} is numbered {signed}."))
        if len(cells) < len(self.head.columns) - 1 and self.head.at("time") is not None and placed.time == "":
            self.warn(Label(id=f"Langkah {no} kurang sel.", en=f"Step {no} lacks cells."))


def _row(got: dict[str, str], marked: tuple[str, ...]) -> FormRow:
    text = got.get("text", "")
    number = NUMBER.fullmatch(got.get("no", ""))
    if number is None and (number := NUMBER_BEFORE.match(text)):
        text = text[number.end() :]
    return FormRow(
        no=0, signed_no=number[1] if number else "", text=text, marked=marked, input=got.get("input", ""),
        time=got.get("time", ""), output=got.get("output", ""), note=got.get("note", ""),
    )  # fmt: skip
