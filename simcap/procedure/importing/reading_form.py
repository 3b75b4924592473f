"""The whole form: bytes → the words of an official SOP, and what could not be read of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from simcap.procedure.definition import Label
from simcap.procedure.signed_form import FormRow, SignedForm

from .columns import Head, head_at, is_time, texts_of
from .decoding import text_of
from .grid import Row, rows_of
from .identity import IdentityReader
from .labels import field_at
from .table import NUMBER, TableReader

#: A form longer than this is something else that looks like one. Units: steps.
MOST_STEPS = 200


class NoForm(ValueError):
    """Nothing of an SOP form is in the text; `label` says so."""

    def __init__(self) -> None:
        self.label = Label(
            id="Tidak ada yang dikenal sebagai formulir SOP: bukan identitasnya, bukan tabelnya.",
            en="Nothing in it is known as an SOP form: neither its identity block nor its table.",
        )
        super().__init__(self.label.en)


@dataclass(frozen=True, slots=True)
class Reading:
    """A form as read, and every doubt about it."""

    form: SignedForm
    warnings: tuple[Label, ...]


def read_form(content: bytes) -> Reading:
    """The official form from a file's bytes. Raises: NotText, NoForm."""
    text, warnings = text_of(content)
    rows = rows_of(text)
    identity, table = IdentityReader(), None
    at = 0
    while at < len(rows):
        head = head_at(rows, at) if table is None and rows[at] else None
        head = head or (_lost_head(rows, at) if table is None and rows[at] else None)
        if head is None:
            identity.take(rows[at])
            at += 1
            continue
        table = TableReader(head, warnings.append)
        at = _through(table, rows, at + head.rows)
    if table is None and len(identity.values) < 2:
        raise NoForm
    fields = identity.fields(warnings.append)
    found = _steps(table, warnings)
    performers = tuple(table.performers) if table else ()
    form = SignedForm(**fields, performers=performers, rows=found)
    return Reading(form, tuple(dict.fromkeys(warnings)))


def _through(table: TableReader, rows: list[Row], at: int) -> int:
    """Read on until a part of the identity block begins; where that is."""
    while at < len(rows):
        cells = [cell for cell in texts_of(rows[at]) if cell]
        if cells and not NUMBER.fullmatch(cells[0]) and any(cell and field_at(cell[0]) for cell in rows[at]):
            break
        table.take(rows[at])
        at += 1
    return at


def _lost_head(rows: list[Row], at: int) -> Head | None:
    """A table whose head is lost: a numbered row with a time in it begins it."""
    cells = texts_of(rows[at])
    numbered = len(cells) > 3 and NUMBER.fullmatch(cells[0]) and any(is_time(cell) for cell in cells[2:])
    return Head((), 0) if numbered else None


def _steps(table: TableReader | None, warnings: list[Label]) -> tuple[FormRow, ...]:
    if table is None or not table.rows:
        warnings.append(Label(id="Tabel langkah tidak ditemukan.", en="The table of steps was not found."))
        return ()
    for role, word in (("text", "uraian kegiatan"), ("input", "kelengkapan"), ("time", "waktu"), ("output", "output")):
        if table.head.at(role) is None:
            warnings.append(
                Label(id=f"Kolom {word} tidak ditemukan.", en=f"The column of the table for {role} was not found.")
            )
    if not table.performers:
        warnings.append(Label(id="Kolom pelaksana tidak ditemukan.", en="No performers’ column was found."))
    elif not any(row.marked for row in table.rows):
        warnings.append(
            Label(
                id="Tanda pelaksana tidak ada di satu langkah pun: hilang dari naskah.",
                en="No step has a performer’s mark: they are lost from the text.",
            )
        )
    if len(table.rows) > MOST_STEPS:
        warnings.append(
            Label(id=f"Hanya {MOST_STEPS} langkah pertama dibaca.", en=f"Only the first {MOST_STEPS} steps were read.")
        )
    return tuple(replace(row, no=no) for no, row in enumerate(table.rows[:MOST_STEPS], start=1))
