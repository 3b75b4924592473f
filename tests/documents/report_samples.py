"""Contents of the periodic reports to typeset: as the record fills them, with nothing, and far too long."""

from dataclasses import replace
from datetime import date
from typing import Any

from simcap.reporting.content import MonitoringLine, PrintedColumn, PrintedMonitoring, PrintedSummary, PrintedTable
from tests.documents.samples import CHECK, HEAD, LONG_NOTE, NASTY, SIGNATURE

MONITORED = MonitoringLine(
    no=1, procedure="Disposisi surat permintaan", standard="± 5 menit (toleransi 2 menit)", verdict="Berjalan baik",
    remark="17 dari 18 kasus memenuhi standar (94,4%).", action="Dipertahankan.", paraf="Kabid (contoh)",
)  # fmt: skip
MONITORING = PrintedMonitoring(
    letterhead=HEAD, period="Semester I 2026 (Januari–Juni 2026)", sop="555 / 24.5 / Dikominfo-2021",
    sop_name="Fasilitasi Mobile MCAP", threshold="“Berjalan baik” bila sedikitnya 80% kasus memenuhi standar.",
    rows=(MONITORED,), notes=("Angka diambil dari catatan.",), is_draft=False, issued_on=date(2026, 11, 26),
    signature=SIGNATURE, verification=CHECK,
)  # fmt: skip
BARE_MONITORING = replace(
    MONITORING, rows=(replace(MONITORED, remark="", action="", paraf=""),), is_draft=True, issued_on=None,
    signature=None, verification=None, notes=(),
)  # fmt: skip
LONG_MONITORING = replace(MONITORING, rows=(replace(MONITORED, remark=LONG_NOTE, procedure=NASTY), MONITORED) * 3)
SUMMED = PrintedTable(
    title="Menurut kabupaten/kota", empty="Tidak ada.", last_is_sum=True,
    heads=(
        PrintedColumn(label="Uraian", share=3, is_number=False), PrintedColumn(label="2026", share=1, is_number=True),
    ),
    rows=(("Permintaan diterima", "27"), ("Jumlah", "27")),
)  # fmt: skip
SUMMARY = PrintedSummary(
    letterhead=HEAD, period="Tahun 2026", as_of="Keadaan catatan 26 November 2026.", tables=(SUMMED,),
    meanings=("Permintaan diterima: surat yang mendapat nomor agenda.",), is_draft=False,
    issued_on=date(2026, 11, 26), signature=SIGNATURE, verification=CHECK,
)  # fmt: skip
BARE_SUMMARY = replace(
    SUMMARY, tables=(replace(SUMMED, rows=()),), is_draft=True, issued_on=None, signature=None, verification=None
)
LONG_SUMMARY = replace(SUMMARY, tables=(replace(SUMMED, rows=((NASTY, "27"),) * 80),) * 2)

REPORTS: dict[str, tuple[str, Any]] = {
    "rich monitoring": ("monitoring_table", MONITORING),
    "bare monitoring": ("monitoring_table", BARE_MONITORING),
    "overlong monitoring": ("monitoring_table", LONG_MONITORING),
    "rich summary": ("yearly_summary", SUMMARY),
    "bare summary": ("yearly_summary", BARE_SUMMARY),
    "overlong summary": ("yearly_summary", LONG_SUMMARY),
}
