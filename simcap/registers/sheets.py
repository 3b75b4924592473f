"""A register as CSV and as XLSX, row by row: memory does not grow with the book."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from typing import IO, Any, Generic, Protocol, TypeVar

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from .book import Column, Words
from .values import defused, real, written

Chunks = Iterable[Sequence[Any]]
FORMATS = {"date": "dd/mm/yyyy", "moment": "dd/mm/yyyy hh:mm"}
#: What Excel takes in one cell.
LONGEST = 32_000


class Table(Protocol):
    """What can be taken out: a register, or another table with a title and columns."""

    @property
    def title(self) -> Words: ...

    @property
    def columns(self) -> tuple[Column, ...]: ...


Kind = TypeVar("Kind", bound=Table)


@dataclass(frozen=True, kw_only=True)
class Front(Generic[Kind]):
    """What stands on the front of every export: the book, whose it is, what it is narrowed to, who took it, when."""

    book: Kind
    office: str
    zone: str
    filter: str
    by: str
    at: str


def write_csv(out: IO[bytes], front: Front[Any], chunks: Chunks) -> int:
    """CSV: UTF-8 with byte order mark, ISO dates, nothing that a spreadsheet would execute. Answers how many rows."""
    text, count = TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True), 0
    sheet = csv.writer(text)
    sheet.writerow([str(one.label) for one in front.book.columns])
    for chunk in chunks:
        for row in chunk:
            sheet.writerow([_plain(one, row, front.zone) for one in front.book.columns])
            count += 1
    text.detach()
    return count


def _plain(column: Column, row: Any, zone: str) -> str:
    text = written(column.value(row), zone)
    return defused(text.replace("\x00", "")) if column.kind == "text" else text


def write_xlsx(out: IO[bytes], front: Front[Any], chunks: Chunks) -> int:
    """XLSX: real dates and numbers, the head stays in sight, each column can be filtered. Answers how many rows."""
    book, count = Workbook(write_only=True), 0
    sheet = book.create_sheet(str(front.book.title)[:31])
    columns = front.book.columns
    for number, one in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = one.width
    sheet.freeze_panes = "B2"
    sheet.append([_head(sheet, str(one.label)) for one in columns])
    for chunk in chunks:
        for row in chunk:
            sheet.append([_cell(sheet, one, row, front.zone) for one in columns])
            count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
    _about(book, front, count)
    book.save(out)
    return count


def _head(sheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: Any, column: Column, row: Any, zone: str) -> Any:
    value = real(column.value(row), zone)
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return _text(sheet, value)
    if column.kind in FORMATS:
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = FORMATS[column.kind]
        return cell
    return value


def _text(sheet: Any, value: str) -> WriteOnlyCell:
    """A text, never a formula, whatever it begins with."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST])
    cell.data_type = "s"
    return cell


def _about(book: Workbook, front: Front[Any], count: int) -> None:
    """A second sheet: what this is, so that a file that is passed on speaks for itself."""
    sheet = book.create_sheet(_("Keterangan"))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 80
    for label, value in (
        (_("Buku"), str(front.book.title)), (_("Kantor"), front.office),
        (_("Saringan"), front.filter or _("seluruh isi buku yang boleh dilihat")), (_("Jumlah baris"), count),
        (_("Diekspor oleh"), front.by), (_("Pada"), front.at),
    ):  # fmt: skip
        sheet.append([_head(sheet, label), _text(sheet, value) if isinstance(value, str) else value])
