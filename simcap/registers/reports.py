"""The register of reports (register laporan): each activity report that was accepted."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from simcap.facilitation.models import Artefact, Facilitation
from simcap.step2_assignment.models import AssignmentLetter, CrewMember
from simcap.step4_record.models import Record

from .assignments import coordinator_of, number_of, signer_of, signing_of
from .book import Book, Cell, Column, of_cases, regency

REPORT = "facilitation__field_report__"


def _rows(cases: QuerySet[Facilitation]) -> QuerySet[Artefact]:
    crew = CrewMember.objects.select_related("officer").order_by("order")
    signed = (
        AssignmentLetter.objects.filter(status="in_force")
        .select_related("document")
        .prefetch_related(Prefetch("crew", queryset=crew))
    )
    return (
        Artefact.objects.filter(of_cases(cases), kind="activity_report", document__isnull=False)
        .select_related("document", "facilitation__field_report")
        .prefetch_related(
            Prefetch("facilitation__spts", queryset=signed, to_attr="in_force"),
            Prefetch("facilitation__records", queryset=Record.objects.order_by("-version"), to_attr="versions"),
        )
    )  # fmt: skip


def _spt(row: Any) -> AssignmentLetter | None:
    return next(iter(row.facilitation.in_force), None)


def _record(row: Any, name: str) -> str:
    """What the newest version of the record says; accepted is what was recorded last."""
    return getattr(next(iter(row.facilitation.versions), None), name, "")


REPORTS = Book(
    code="reports",
    title=_("Register laporan"),
    about=_("Setiap laporan kegiatan yang diterima Kepala Dinas, dengan hasil dan simpulannya."),
    rows=_rows, path="facilitation__", on="made_at", on_label=_("Tanggal diterima"), mark="number",
    numbered="activity_report",
    columns=(
        Column(key="number", label=_("Nomor laporan"), value=lambda a: a.document.number, width=36),
        Column(key="made_at", label=_("Diterima"), value=lambda a: a.made_at, kind="moment"),
        Column(key="agenda_number", label=_("No. agenda"), value=lambda a: a.facilitation.agenda_number,
               lead=_("Agenda")),
        Column(key="event", label=_("Kegiatan"), value=lambda a: a.facilitation.event, width=36),
        Column(key="requester", label=_("Pemohon"), value=lambda a: a.facilitation.institution, width=34),
        Column(key="place", label=_("Tempat"), value=lambda a: a.facilitation.place_label, width=44),
        Column(key="regency", label=_("Kabupaten/kota"), value=lambda a: regency(a.facilitation), width=24),
        Column(key="started_at", label=_("Dilaksanakan"), value=lambda a: a.facilitation.field_report.started_at,
               kind="moment"),
        Column(key="finished_at", label=_("Selesai"), value=lambda a: a.facilitation.field_report.finished_at,
               kind="moment", lead=_("s.d.")),
        Column(key="spt", label=_("Nomor SPT"), value=lambda a: number_of(_spt(a)), width=36, lead=_("SPT")),
        Column(key="coordinator", label=_("Koordinator"), value=lambda a: coordinator_of(_spt(a)), width=30),
        Column(key="visitors", label=_("Pengunjung"), kind="number", width=12, lead=_("Hadir"),
               value=lambda a: a.facilitation.field_report.male_count + a.facilitation.field_report.female_count,
               total=F(REPORT + "male_count") + F(REPORT + "female_count")),
        Column(key="on_air_hours", label=_("Mengudara (jam)"), kind="number", width=11, lead=_("Jam"),
               value=lambda a: a.facilitation.field_report.on_air_hours, total=REPORT + "on_air_hours"),
        Column(key="results", label=_("Hasil"), value=lambda a: _record(a, "results"), width=50),
        Column(key="obstacles", label=_("Hambatan"), value=lambda a: _record(a, "obstacles"), width=40),
        Column(key="conclusion", label=_("Simpulan"), value=lambda a: _record(a, "conclusion"), width=40),
        Column(key="suggestions", label=_("Saran"), value=lambda a: _record(a, "suggestions"), width=40),
        Column(key="signer", label=_("Diterima oleh"), value=lambda a: signer_of(a.document), width=44),
        Column(key="signing", label=_("Cara tanda tangan"), value=lambda a: signing_of(a.document), width=30),
    ),
    cells=(
        Cell(_("Nomor dan tanggal"), ("number", "made_at", "agenda_number"), 22, "on"),
        Cell(_("Kegiatan dan pemohon"), ("event", "requester"), 22),
        Cell(_("Tempat dan pelaksanaan"), ("place", "started_at", "finished_at"), 22),
        Cell(_("Koordinator dan SPT"), ("coordinator", "spt"), 22),
        Cell(_("Angka"), ("visitors", "on_air_hours"), 12),
        Cell(_("Simpulan"), ("conclusion",), 22),
    ),
)  # fmt: skip
