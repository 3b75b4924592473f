"""The identity block (identitas SOP): labels are found wherever they stand, and what belongs to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from simcap.procedure.definition import Label

from .grid import PICTURE, Cell, Row
from .labels import BLOCKS, FIELDS, field_at
from .values import EMPTY, day_of, items_of, signer_of

UNIT = re.compile(
    r"(dinas|badan|inspektorat|sekretariat|kecamatan|kelurahan|nagari|desa|rumah sakit|rsud|puskesmas|satuan|kantor|"
    r"kementerian|direktorat|universitas|sekolah|smk|sma|biro|pengadilan|balai|lembaga|komisi)\b", re.IGNORECASE
)  # fmt: skip
DIVISION = re.compile(
    r"(bidang|sub ?bidang|bagian|sub ?bagian|seksi|uptd?|upt|unit|sub ?koordinator|divisi)\b", re.IGNORECASE
)
GOVERNMENT = re.compile(r"(pemerintah|provinsi|propinsi|kabupaten|kota)\b", re.IGNORECASE)
HEADING = re.compile(r"(standar|standard)\s+operasional\s+prosedur|sop(\s+ap)?|lambang|logo", re.IGNORECASE)
DATES = ("made_on", "revised_on", "effective_on")
DATE_WORDS = {
    "made_on": Label(id="tanggal pembuatan", en="date made"),
    "revised_on": Label(id="tanggal revisi", en="date revised"),
    "effective_on": Label(id="tanggal efektif", en="effective date"),
}


@dataclass
class IdentityReader:
    """Takes the rows outside of the table, one by one; `fields` then gives what was found.

    A single value that is given twice is closed: the first one stays.
    """

    values: dict[str, list[str]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    _open: dict[int, str] = field(default_factory=dict)
    _last: str = ""
    _closed: set[str] = field(default_factory=set)

    def take(self, row: Row) -> None:
        """One row: its labels open their columns; what stands in an open column belongs to the label above."""
        row = tuple(tuple(line for line in cell if line.strip(PICTURE + " ")) for cell in row)
        labels = {at: found for at, cell in enumerate(row) if cell and (found := field_at(cell[0]))}
        if labels:
            self._open = {}
        current = ""
        for at, cell in enumerate(row):
            if at in labels:
                current, rest = labels[at]
                if self.values.setdefault(current, []) and current not in BLOCKS:
                    self._closed.add(current)
                self._add(current, ((rest,) if rest else ()) + cell[1:])
                self._open[at] = self._last = current
            elif labels and current:
                self._open[at] = current
                self._add(current, cell)
            else:
                self._beyond(at, cell, alone=len(row) == 1)

    def _beyond(self, at: int, cell: Cell, *, alone: bool) -> None:
        """A cell without a label in its row."""
        name = self._last if alone and at not in self._open else self._open.get(at, "")
        for line in cell:
            if name and self._has_room(name, line):
                self._add(name, (line,))
            else:
                self.others.append(line)

    def _has_room(self, name: str, line: str) -> bool:
        """A box takes every line; who signed, until another part of the office is named; a single value, one."""
        if name in BLOCKS:
            return True
        if name == "signed_by":
            return not (line.isupper() and (UNIT.match(line) or DIVISION.match(line)))
        return not self.values.get(name)

    def _add(self, name: str, lines: Iterable[str]) -> None:
        if name in self._closed:
            return
        said = (line.removeprefix(":").strip() for line in lines)
        self.values.setdefault(name, []).extend(line for line in said if line not in EMPTY)

    def fields(self, warn: Callable[[Label], None]) -> dict[str, Any]:
        """The identity block as keywords of SignedForm."""
        post, name, nip = signer_of(self.values.get("signed_by", []))
        unit, division = self._office()
        days, unread = self._days(warn)
        boxes, numbering = {}, {}
        for twice in sorted(self._closed):
            said = FIELDS[twice][0]
            warn(Label(id=f"“{said}” ada lebih dari sekali; yang pertama dipakai.",
                       en=f"“{said}” is there more than once; the first one was taken."))  # fmt: skip
        for box in BLOCKS:
            items, numbers = items_of(self.values.get(box, []))
            boxes[box] = tuple(dict.fromkeys(items))
            if numbers:
                numbering[box] = numbers
            if box not in self.values:
                said = BLOCKS[box][0]
                warn(Label(id=f"Kotak “{said}” tidak ditemukan.", en=f"The box “{said}” was not found."))
        return {
            "number": self._words("number"), "name": self._words("name"), "unit": unit, "division": division,
            "signed_by_post": post, "signed_by_name": name, "signed_by_nip": nip,
            "unread": unread, "numbering": numbering, **days, **boxes,
        }  # fmt: skip

    def _words(self, name: str) -> str:
        return " ".join(self.values.get(name, []))

    def _days(self, warn: Callable[[Label], None]) -> tuple[dict[str, date | None], dict[str, str]]:
        days: dict[str, date | None] = {}
        unread: dict[str, str] = {}
        for name in DATES:
            said, word = self._words(name), DATE_WORDS[name]
            try:
                days[name] = day_of(said)
            except ValueError:
                days[name], unread[name] = None, said
                warn(Label(id=f"“{said}” ({word.id}) bukan tanggal.", en=f"“{said}” ({word.en}) is no date."))
        return days, unread

    def _office(self) -> tuple[str, str]:
        """The unit and its division, from the words that no label owns."""
        lines = [line for line in self.others if not HEADING.fullmatch(line)]
        unit = next((line for line in lines if UNIT.match(line)), "")
        unit = unit or next((line for line in lines if GOVERNMENT.match(line)), "")
        return unit, next((line for line in lines if DIVISION.match(line) and line != unit), "")
