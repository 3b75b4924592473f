"""The monitoring table on paper: what each version prints, as a draft or as the document that is issued."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from simcap.documents.typeset import render
from simcap.facilitation.definitions import definition
from simcap.facilitation.phrases import moment_text

from .content import MonitoringLine, PrintedMonitoring
from .issuing import a4
from .models import MonitoringVersion
from .periods import HalfYear, half_of
from .rows import Row, Verdict, row_of

KIND = "monitoring_table"


def rows_of(version: MonitoringVersion) -> tuple[Row, ...]:
    """The rows of a version."""
    return tuple(row_of(kept) for kept in version.rows)


def draft_pdf(version: MonitoringVersion) -> bytes:
    """A version that is not issued, on paper and marked so; in Indonesian as all paper of the office."""
    table = version.table
    with translation.override("id"):
        content = content_of(version, half_of(table.first_on), letterhead=a4(table.office), is_draft=True)
    return render(KIND, content, issued_at=version.saved_at.astimezone(ZoneInfo(table.office.time_zone)))


def content_of(version: MonitoringVersion, half: HalfYear, *, paraf: str = "", **more: Any) -> PrintedMonitoring:
    """What a version prints. `paraf`: who assessed the steps, and when."""
    sop, rows = definition(version.definition_id), rows_of(version)
    return PrintedMonitoring(
        period=f"{half.label} ({half.months})", sop=sop.identity.number, sop_name=sop.identity.name,
        threshold=threshold_text(version.threshold_percent), notes=(_taken(version), *_changed(rows)),
        rows=tuple(
            MonitoringLine(
                no=row.no, procedure=row.procedure, standard=row.standard, remark=row.final.remark,
                verdict=str(Verdict(row.final.verdict).label), action=row.final.action, paraf=paraf,
            )
            for row in rows
        ),
        **more,
    )  # fmt: skip


def threshold_text(percent: int) -> str:
    """By what a step is proposed to run well."""
    return _(
        "“Berjalan baik” diusulkan bila sedikitnya %(percent)d%% kasus memenuhi mutu baku waktu beserta toleransinya."
    ) % {"percent": percent}


def _taken(version: MonitoringVersion) -> str:
    return _(
        "Angka diambil dari catatan SIMCAP pada %(moment)s. Satu kasus ialah satu berkas yang menyelesaikan langkah "
        "itu pada semester ini; berkas menurut SOP lain tidak termasuk. Waktu ialah waktu kerja; waktu tunggu tidak "
        "dihitung sebagai pengerjaan."
    ) % {"moment": moment_text(version.computed_at, version.table.office.time_zone)}


def _changed(rows: tuple[Row, ...]) -> list[str]:
    """Which assessments people changed."""
    return [
        _("Penilaian langkah %(no)d diubah pejabat dari usulan “%(proposed)s”.")
        % {"no": row.no, "proposed": Verdict(row.proposed.verdict).label}
        for row in rows
        if "verdict" in row.changed
    ]
