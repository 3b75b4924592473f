"""What the monitoring table and the yearly summary say on paper. Plain content, free of Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from simcap.documents.content import Letterhead, SignatureBlock, Verification


@dataclass(frozen=True, kw_only=True)
class MonitoringLine:
    """One step of the SOP. `paraf`: who assessed it, and when; empty on a draft."""

    no: int
    procedure: str
    standard: str
    verdict: str
    remark: str
    action: str
    paraf: str = ""


@dataclass(frozen=True, kw_only=True)
class PrintedMonitoring:
    """The half-year's monitoring table (tabel monitoring pelaksanaan SOP): landscape, its head on each page.

    Source: PermenPAN-RB 35/2012: No, Prosedur, Penilaian, Catatan, Tindakan, Paraf.
    """

    letterhead: Letterhead
    period: str
    sop: str
    sop_name: str
    threshold: str
    rows: tuple[MonitoringLine, ...]
    notes: tuple[str, ...]
    is_draft: bool
    issued_on: date | None = None
    signature: SignatureBlock | None = None
    verification: Verification | None = None


@dataclass(frozen=True, kw_only=True)
class PrintedColumn:
    """One column of a printed table. `share` is its part of the width."""

    label: str
    share: int
    is_number: bool


@dataclass(frozen=True, kw_only=True)
class PrintedTable:
    """One table of the yearly summary, its values as they are printed."""

    title: str
    heads: tuple[PrintedColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str
    last_is_sum: bool


@dataclass(frozen=True, kw_only=True)
class PrintedSummary:
    """The yearly summary (ringkasan tahunan) for the office's performance report (LKjIP)."""

    letterhead: Letterhead
    period: str
    as_of: str
    tables: tuple[PrintedTable, ...]
    meanings: tuple[str, ...]
    is_draft: bool
    issued_on: date | None = None
    signature: SignatureBlock | None = None
    verification: Verification | None = None
