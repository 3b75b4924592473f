"""What a finding is: a rule, how grave it is, where, why, by which regulation, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from simcap.procedure.definition import Definition, Label
from simcap.procedure.signed_form import BLOCKS, SignedForm

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
BLOCK_WORDS = {
    "legal_basis": Label(id="Dasar Hukum", en="Legal basis"),
    "qualifications": Label(id="Kualifikasi Pelaksana", en="Qualifications"),
    "related": Label(id="Keterkaitan", en="Related SOPs"),
    "equipment": Label(id="Peralatan/Perlengkapan", en="Equipment"),
    "warnings": Label(id="Peringatan", en="Warnings"),
    "records": Label(id="Pencatatan dan Pendataan", en="Records"),
}
FIELD_WORDS = {
    "number": Label(id="Nomor SOP", en="Number"),
    "unit": Label(id="Nama unit", en="Office"),
    "division": Label(id="Nama bidang", en="Division"),
    "name": Label(id="Nama SOP", en="Name"),
    "made_on": Label(id="Tanggal Pembuatan", en="Date made"),
    "revised_on": Label(id="Tanggal Revisi", en="Date revised"),
    "effective_on": Label(id="Tanggal Efektif", en="Effective date"),
    "signed_by_post": Label(id="Disahkan oleh", en="Signed by"),
    "signed_by_name": Label(id="Disahkan oleh", en="Signed by"),
    "signed_by_nip": Label(id="Disahkan oleh", en="Signed by"),
}
CELL_WORDS = {
    "text": Label(id="uraian kegiatan", en="activity"),
    "performers": Label(id="pelaksana", en="performers"),
    "input": Label(id="kelengkapan", en="required input"),
    "time": Label(id="waktu", en="time"),
    "output": Label(id="output", en="output"),
    "note": Label(id="keterangan", en="note"),
}
#: The keys that a definition file has for the cells of a row.
CELL_KEYS = {"input": "input_text", "time": "time_text", "output": "output_text", "note": "note_text"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where: the dotted key in the definition, the same in words, the anchor on the SOP page, and the words there."""

    key: str
    label: Label
    anchor: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding (temuan). `basis`: the regulation, or good practice where no regulation says so."""

    rule: str
    severity: Severity
    title: Label
    places: tuple[Place, ...]
    why: Label
    basis: Label
    advice: Label


@dataclass(frozen=True, slots=True)
class Examined:
    """What the rules look at. `definition` and `source` (the signed text as read) may be missing; `words`: its text."""

    form: SignedForm
    definition: Definition | None = None
    source: SignedForm | None = None
    words: str = ""

    def texts(self) -> Iterator[Place]:
        """Every text of the form, in its order."""
        for name in ("unit", "division", "name"):
            if getattr(self.form, name):
                yield field_place(name, getattr(self.form, name))
        for name in BLOCKS:
            for position, item in enumerate(self.form.block(name)):
                yield block_place(name, position, item)
        for row in self.form.rows:
            for cell in ("text", "input", "output", "note"):
                if getattr(row, cell):
                    yield step_place(row.no, cell, getattr(row, cell))


def field_place(name: str, quote: str = "") -> Place:
    """A field of the identity block."""
    return Place(f"identity.{name}", FIELD_WORDS[name], "sop-identity", quote)


def block_place(name: str, position: int | None = None, quote: str = "") -> Place:
    """A box of the identity block, or one item of it."""
    words = BLOCK_WORDS[name]
    if position is None:
        return Place(f"identity.{name}", words, f"sop-{name}", quote)
    no = position + 1
    label = Label(id=f"{words.id} butir {no}", en=f"{words.en}, item {no}")
    return Place(f"identity.{name}[{position}]", label, f"sop-{name}", quote)


def step_place(no: int, cell: str, quote: str = "") -> Place:
    """A cell of the table."""
    words = CELL_WORDS[cell]
    label = Label(id=f"Langkah {no}, {words.id}", en=f"Step {no}, {words.en}")
    return Place(f"steps.{no}.{CELL_KEYS.get(cell, cell)}", label, f"langkah-{no}", quote)


def table_place() -> Place:
    """The table as a whole."""
    return Place("steps", Label(id="Tabel uraian kegiatan", en="Table of steps"), "sop-chart-title")
