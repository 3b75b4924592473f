"""The register of facilitations (register fasilitasi): each request as it was recorded, and what was done, in figures.

Source: SOP, "Pencatatan dan pendataan".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from simcap.facilitation.models import Assignment, Facilitation
from simcap.intake.models import Service
from simcap.step2_assignment.models import AssignmentLetter, RegisterEntry
from simcap.step3_fieldwork.models import FieldReport

from .assignments import number_of
from .book import Book, Cell, Column, Value, of_cases, regency, standing

REPORT = "facilitation__field_report__"


def _rows(cases: QuerySet[Facilitation]) -> QuerySet[RegisterEntry]:
    named = Assignment.objects.filter(role="coordinator").select_related("officer").order_by("-id")
    signed = AssignmentLetter.objects.filter(status="in_force").select_related("document")
    return (
        RegisterEntry.objects.filter(of_cases(cases))
        .select_related("facilitation__letter", "facilitation__field_report")
        .prefetch_related(
            Prefetch("facilitation__assignments", queryset=named, to_attr="coordinators"),
            Prefetch("facilitation__spts", queryset=signed, to_attr="in_force"),
        )
    )


def report_of(row: RegisterEntry) -> FieldReport | None:
    """The field report of a row, once there is one."""
    return getattr(row.facilitation, "field_report", None)


def _done(read: Callable[[FieldReport], Value]) -> Callable[[RegisterEntry], Value]:
    """What the field report says; nothing while there is none."""

    def value(row: RegisterEntry) -> Value:
        report = report_of(row)
        return read(report) if report else None

    return value


def _coordinator(row: Any) -> str:
    return next((one.officer.name for one in row.facilitation.coordinators), "")


def _spt(row: Any) -> str:
    return number_of(next(iter(row.facilitation.in_force), None))


def _services(row: RegisterEntry) -> str:
    return ", ".join(str(Service(one).label) for one in row.facilitation.letter.services)


FACILITATIONS = Book(
    code="facilitations",
    title=_("Register fasilitasi"),
    about=_("Pencatatan permintaan layanan dan apa yang telah dilaksanakan, dengan angkanya."),
    rows=_rows, path="facilitation__", on="recorded_at", on_label=_("Tanggal pencatatan"), mark="number",
    columns=(
        Column(key="number", label=_("No. register"), value=lambda r: r.number),
        Column(key="recorded_at", label=_("Dicatat"), value=lambda r: r.recorded_at, kind="moment"),
        Column(key="agenda_number", label=_("No. agenda"), value=lambda r: r.facilitation.agenda_number,
               lead=_("Agenda")),
        Column(key="requester", label=_("Pemohon"), value=lambda r: r.facilitation.institution, width=34),
        Column(key="event", label=_("Kegiatan"), value=lambda r: r.facilitation.event, width=36),
        Column(key="purpose", label=_("Tujuan"), value=lambda r: str(r.facilitation.letter.get_purpose_display()),
               width=24),
        Column(key="services", label=_("Layanan"), value=_services, width=40),
        Column(key="place", label=_("Tempat"), value=lambda r: r.facilitation.place_label, width=44),
        Column(key="regency", label=_("Kabupaten/kota"), value=lambda r: regency(r.facilitation), width=24),
        Column(key="starts_at", label=_("Jadwal mulai"), value=lambda r: r.facilitation.starts_at, kind="moment"),
        Column(key="ends_at", label=_("Jadwal selesai"), value=lambda r: r.facilitation.ends_at, kind="moment",
               lead=_("s.d.")),
        Column(key="spt", label=_("Nomor SPT"), value=_spt, width=36, lead=_("SPT")),
        Column(key="coordinator", label=_("Koordinator"), value=_coordinator, width=30),
        Column(key="started_at", label=_("Mulai dilaksanakan"), value=_done(lambda f: f.started_at), kind="moment"),
        Column(key="finished_at", label=_("Selesai dilaksanakan"), value=_done(lambda f: f.finished_at),
               kind="moment"),
        Column(key="on_air_hours", label=_("Mengudara (jam)"), value=_done(lambda f: f.on_air_hours), kind="number",
               width=11, lead=_("Jam"), total=REPORT + "on_air_hours"),
        Column(key="visitors", label=_("Pengunjung"), value=_done(lambda f: f.male_count + f.female_count),
               kind="number", width=12, total=F(REPORT + "male_count") + F(REPORT + "female_count")),
        Column(key="male", label=_("Laki-laki"), value=_done(lambda f: f.male_count), kind="number", width=11,
               lead=pgettext_lazy("laki-laki", "L"), total=REPORT + "male_count"),
        Column(key="female", label=_("Perempuan"), value=_done(lambda f: f.female_count), kind="number", width=11,
               lead=pgettext_lazy("perempuan", "P"), total=REPORT + "female_count"),
        Column(key="children", label=_("Anak"), value=_done(lambda f: f.child_count), kind="number", width=9,
               total=REPORT + "child_count"),
        Column(key="adults", label=_("Dewasa"), value=_done(lambda f: f.adult_count), kind="number", width=9,
               total=REPORT + "adult_count"),
        Column(key="elderly", label=_("Lansia"), value=_done(lambda f: f.elderly_count), kind="number", width=9,
               total=REPORT + "elderly_count"),
        Column(key="disability", label=_("Disabilitas"), value=_done(lambda f: f.disability_count), kind="number",
               width=11, total=REPORT + "disability_count"),
        Column(key="devices", label=_("Perangkat"), value=_done(lambda f: f.device_count), kind="number", width=11,
               lead=_("Perangkat"), total=REPORT + "device_count"),
        Column(key="down_mbps", label=_("Unduh (Mbps)"), value=_done(lambda f: f.down_mbps), kind="number", width=12,
               lead=_("Unduh")),
        Column(key="up_mbps", label=_("Unggah (Mbps)"), value=_done(lambda f: f.up_mbps), kind="number", width=12),
        Column(key="latency_ms", label=_("Latensi (ms)"), value=_done(lambda f: f.latency_ms), kind="number", width=11),
        Column(key="outages", label=_("Gangguan"), value=_done(lambda f: f.outage_count), kind="number", width=11,
               total=REPORT + "outage_count"),
        Column(key="outage_minutes", label=_("Gangguan (menit)"), value=_done(lambda f: f.outage_minutes),
               kind="number", width=14, total=REPORT + "outage_minutes"),
        Column(key="fuel_litres", label=_("BBM (liter)"), value=_done(lambda f: f.fuel_litres), kind="number",
               width=11, lead=_("BBM"), total=REPORT + "fuel_litres"),
        Column(key="distance_km", label=_("Jarak (km)"), value=_done(lambda f: f.odometer_in_km - f.odometer_out_km),
               kind="number", width=11, lead=_("km"),
               total=F(REPORT + "odometer_in_km") - F(REPORT + "odometer_out_km")),
        Column(key="standing", label=_("Kedudukan"), value=lambda r: standing(r.facilitation), width=28),
    ),
    cells=(
        Cell(_("No. register"), ("number", "recorded_at", "agenda_number"), 16, "on"),
        Cell(_("Pemohon dan kegiatan"), ("requester", "event"), 21),
        Cell(_("Tempat dan jadwal"), ("place", "starts_at", "ends_at"), 21, "schedule"),
        Cell(_("Koordinator dan SPT"), ("coordinator", "spt"), 20),
        Cell(_("Pengunjung"), ("visitors", "male", "female"), 17),
        Cell(_("Layanan"), ("on_air_hours", "devices", "down_mbps"), 14),
        Cell(_("Perjalanan"), ("distance_km", "fuel_litres"), 14),
        Cell(_("Kedudukan"), ("standing",), 15),
    ),
)  # fmt: skip
