"""The yearly summary as XLSX: a sheet for each table, with real numbers, and one that says what they mean."""

from __future__ import annotations

from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from simcap import clock
from simcap.facilitation.phrases import moment_text
from simcap.registers.values import real

from .annual import Summary
from .summary import Cell, SummaryTable, meanings

#: Units of width of a column for each share of the paper, and at least.
WIDTH, NARROWEST = 4, 8


def write_summary(out: IO[bytes], summary: Summary, *, by: str) -> None:
    """Write the workbook. `by`: who takes it. Shape: codes of kabupaten are text, so that no zero is lost."""
    book = Workbook(write_only=True)
    for table in summary.tables:
        _sheet(book, table, summary.office.time_zone)
    _about(book, summary, by)
    book.save(out)


def _sheet(book: Workbook, table: SummaryTable, zone: str) -> None:
    sheet = book.create_sheet(table.title[:31].replace("/", "-"))
    for number, one in enumerate(table.heads, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = max(NARROWEST, one.share * WIDTH)
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, one.label) for one in table.heads])
    for at, row in enumerate(table.rows, start=1):
        is_sum = table.last_is_sum and at == len(table.rows)
        sheet.append([_cell(sheet, value, zone, bold=is_sum) for value in row])
    if not table.rows:
        sheet.append([_text(sheet, table.empty)])


def _cell(sheet: Any, value: Cell, zone: str, *, bold: bool) -> Any:
    if isinstance(value, str):
        return _bold(sheet, value) if bold else _text(sheet, value)
    cell = WriteOnlyCell(sheet, real(value, zone))
    cell.font = Font(bold=bold)
    return cell


def _text(sheet: Any, value: str) -> WriteOnlyCell:
    """A text, never a formula, whatever it begins with."""
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell


def _bold(sheet: Any, value: str) -> WriteOnlyCell:
    cell = _text(sheet, value)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return cell


def _about(book: Workbook, summary: Summary, by: str) -> None:
    sheet = book.create_sheet(_("Keterangan"))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 110
    taken = moment_text(clock.now(), summary.office.time_zone)
    for label, value in (
        (_("Ringkasan"), _("Ringkasan tahunan %(year)d") % {"year": summary.now.year}),
        (_("Kantor"), summary.office.name), (_("Diambil oleh"), by), (_("Pada"), taken),
        *(("", sentence) for sentence in meanings()),
    ):  # fmt: skip
        words = _text(sheet, value)
        words.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.append([_bold(sheet, label), words])
