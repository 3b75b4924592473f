"""Questions about the field: equipment, log, figures, and what the two documents of step 3 say."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Avg, Max, Sum
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from simcap.documents.content import Count, Person, Photo, SheetMark, Verification
from simcap.documents.issue import letterhead
from simcap.facilitation.models import Facilitation
from simcap.facilitation.searching import contributes
from simcap.intake.models import Service
from simcap.intake.regions import point_text
from simcap.people.models import Office
from simcap.resources.models import ChecklistItem
from simcap.step2_assignment.models import AssignmentLetter
from simcap.step2_assignment.queries import coordinator_of, spt_in_force

from . import content
from .models import EquipmentLine, FieldReport, HandOver, LogEntry

#: An entry that arrived so much later than it happened is marked as recorded afterwards. Units: seconds.
LATE_SECONDS = 3600
#: What the host signs, on the screen and on paper.
HOST_STATEMENT = (
    "Layanan Mobile MCAP telah dilaksanakan di tempat dan pada waktu tersebut di atas, dan telah kami terima."
)


def required_texts(office: Office) -> frozenset[str]:
    """Items of the office's checklist that must be ticked before anybody departs."""
    items = ChecklistItem.objects.filter(office=office, is_active=True, required=True, kind=ChecklistItem.Kind.CHECK)
    return frozenset(items.values_list("text", flat=True))


def equipment_of(case: Facilitation) -> list[EquipmentLine]:
    """The equipment that went out, in order."""
    return list(case.equipment.order_by("order"))


def handed_over(case: Facilitation) -> HandOver:
    """The hand-over. Raises: HandOver.DoesNotExist before it."""
    return HandOver.objects.select_related("document").get(facilitation=case)


def log_of(case: Facilitation) -> list[LogEntry]:
    """The log in the order in which things happened."""
    return list(case.log_entries.select_related("photo__view", "by").order_by("at", "id"))


def log_figures(case: Facilitation) -> dict[str, Any]:
    """Figures that the log already knows: what the finishing form starts from."""
    entries = case.log_entries
    start = entries.filter(kind=LogEntry.Kind.START).order_by("at").first()
    averages = entries.aggregate(
        down=Avg("down_mbps"),
        up=Avg("up_mbps"),
        latency=Avg("latency_ms"),
        users=Max("users_count"),
        out=Sum("outage_minutes"),
    )
    outages = entries.filter(kind=LogEntry.Kind.OUTAGE).count()
    known = {
        "started_at": start.at if start else case.starts_at,
        "down_mbps": _rounded(averages["down"]),
        "up_mbps": _rounded(averages["up"]),
        "latency_ms": round(averages["latency"]) if averages["latency"] is not None else None,
        "device_count": averages["users"],
        "outage_count": outages,
        "outage_minutes": averages["out"] or 0,
        "incidents": "\n".join(entries.filter(kind=LogEntry.Kind.INCIDENT).values_list("text", flat=True)),
    }
    return {name: value for name, value in known.items() if value is not None}


def _rounded(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(Decimal("0.01"))


def equipment_content(case: Facilitation) -> tuple[content.EquipmentLine, ...]:
    """Equipment lines as the documents print them."""
    return tuple(
        content.EquipmentLine(
            name=one.name,
            out_count=one.out_count,
            unit=one.unit or "unit",
            condition_out=str(one.get_out_condition_display()),
            returned_count=one.in_count,
            condition_in=str(one.get_in_condition_display()) if one.in_condition else "",
            note=one.in_note,
        )
        for one in equipment_of(case)
    )


def hand_over_content(
    case: Facilitation, *, odometer_out_km: int, received_by: Person, at: datetime, verification: Verification
) -> content.HandOverList:
    """What the hand-over list (daftar serah terima) says."""
    spt = spt_in_force(case)
    return content.HandOverList(
        letterhead=letterhead(case.office),
        assignment_number=_number(spt),
        event=case.event,
        place=spt.place,
        starts_at=spt.starts_at,
        ends_at=spt.ends_at,
        equipment=equipment_content(case),
        checklist=tuple(
            content.CheckLine(text=one.text, done=one.ok, checked_by=received_by.name, checked_at=at, note=one.note)
            for one in case.checked_items.order_by("order")
        ),
        vehicle=spt.vehicle.name,
        plate=spt.vehicle.plate,
        odometer_out_km=odometer_out_km,
        handed_over_by=Person(name=coordinator_of(case).name, position="Koordinator TIM"),
        received_by=received_by,
        handed_over_at=at,
        verification=verification,
    )


def _number(spt: AssignmentLetter) -> str:
    return spt.document.number if spt.document else ""


def figures_content(report: FieldReport, case: Facilitation) -> content.Figures:
    """The figures of the field report as the documents print them."""
    return content.Figures(
        hours_on_air=report.on_air_hours,
        visitors_male_count=report.male_count,
        visitors_female_count=report.female_count,
        visitors_disability_count=report.disability_count,
        visitors_by_age=(
            Count(label="Anak", count=report.child_count),
            Count(label="Dewasa", count=report.adult_count),
            Count(label="Lansia", count=report.elderly_count),
        ),
        visitors_by_hour=users_by_moment(case),
        devices_count=report.device_count,
        down_mbps=report.down_mbps,
        up_mbps=report.up_mbps,
        latency_ms=report.latency_ms,
        outages_count=report.outage_count,
        outages_minutes=report.outage_minutes,
        fuel_litres=report.fuel_litres,
        odometer_out_km=report.odometer_out_km,
        odometer_in_km=report.odometer_in_km,
        incidents_count=case.log_entries.filter(kind=LogEntry.Kind.INCIDENT).count(),
    )


def users_by_moment(case: Facilitation) -> tuple[Count, ...]:
    """Users counted in the log, by local hour: the highest count of each hour."""
    zone = ZoneInfo(case.office.time_zone)
    by_hour: dict[str, int] = {}
    for at, users in case.log_entries.order_by("at").values_list("at", "users_count"):
        if users is not None:
            label = f"{at.astimezone(zone):%H}.00"
            by_hour[label] = max(by_hour.get(label, 0), users)
    return tuple(Count(label=label, count=count) for label, count in sorted(by_hour.items()))


def measurement_text(one: LogEntry) -> str:
    """The measured values of a log entry in one line, in the current language."""
    parts = [
        (one.down_mbps, _("unduh %(n)s Mbps")),
        (one.up_mbps, _("unggah %(n)s Mbps")),
        (one.latency_ms, _("latensi %(n)s ms")),
        (one.users_count, _("%(n)s pengguna")),
        (one.outage_minutes, _("gangguan %(n)s menit")),
    ]
    return ", ".join(words % {"n": _measured(value)} for value, words in parts if value is not None)


def _measured(value: Decimal | int) -> str:
    return number_format(f"{value.normalize():f}" if isinstance(value, Decimal) else value)


def is_late(one: LogEntry) -> bool:
    """Whether the entry was recorded well after it happened."""
    return (one.recorded_at - one.at).total_seconds() > LATE_SECONDS


def log_content(case: Facilitation) -> tuple[content.LogLine, ...]:
    """The log as the field report prints it."""
    return tuple(
        content.LogLine(
            at=one.at,
            kind=str(one.get_kind_display()),
            text=one.text or one.caption,
            measurement=measurement_text(one),
            author=one.by_name,
            recorded_late=is_late(one),
        )
        for one in log_of(case)
    )


def photo_name(one: LogEntry) -> str:
    """The name by which documents refer to a log photo."""
    return f"{one.uid}.jpg"


def photos_content(case: Facilitation) -> tuple[Photo, ...]:
    """The photos of the log with their captions; without one, kind, time and place stand for it."""
    return tuple(
        Photo(
            file=photo_name(one), caption=one.caption or one.text[:120], kind=str(one.get_kind_display()),
            taken_at=one.at, place=case.place_label,
        )
        for one in log_of(case)
        if one.photo_id
    )  # fmt: skip


def field_report_content(
    report: FieldReport, case: Facilitation, *, host_photo: str, writer: Person, verification: Verification
) -> content.FieldReport:
    """What the field report (laporan lapangan) says."""
    spt = spt_in_force(case)
    return content.FieldReport(
        letterhead=letterhead(case.office),
        assignment_number=_number(spt),
        assignment_on=_signed_on(spt),
        event=case.event,
        place=spt.place,
        starts_at=spt.starts_at,
        ends_at=spt.ends_at,
        figures=figures_content(report, case),
        point=_point(case),
        started_at=report.started_at,
        finished_at=report.finished_at,
        returned_at=report.written_at,
        vehicle=spt.vehicle.name,
        plate=spt.vehicle.plate,
        crew=crew_content(spt),
        incidents=tuple(report.incidents.splitlines()),
        notes=tuple(line for line in report.summary.splitlines() if line.strip()),
        equipment=equipment_content(case),
        log=log_content(case),
        confirmation=_host_content(report, case, host_photo),
        photos=photos_content(case),
        prepared_by=writer,
        prepared_at=report.written_at,
        verification=verification,
    )


def _point(case: Facilitation) -> str:
    """The point on the map that was asked for; empty for none."""
    letter = case.letter
    if letter.latitude is None or letter.longitude is None:
        return ""
    return point_text(letter.latitude, letter.longitude)


def _host_content(report: FieldReport, case: Facilitation, photo: str) -> content.HostConfirmation:
    """The host's part of the field report, by the way in which he confirmed."""
    captions = {
        "page": "Halaman yang ditandatangani tuan rumah",
        "screen": f"Tanda tangan {report.host_name} di layar",
    }
    signed = report.host_way != FieldReport.HostWay.NONE
    return content.HostConfirmation(
        name=report.host_name, position=report.host_post, institution=case.institution,
        confirmed_at=host_signed_at(report) if signed else None, place=report.host_place,
        statement=HOST_STATEMENT if signed else "Tuan rumah tidak menandatangani pernyataan.",
        refused=report.host_reason, photo=Photo(file=photo, caption=captions[report.host_way]) if photo else None,
    )  # fmt: skip


def host_signed_at(report: FieldReport) -> datetime:
    """When the host confirmed; without a moment of its own, when the service ended."""
    return report.host_signed_at or report.finished_at


def host_place(case: Facilitation) -> str:
    """Where the host confirms: the place of the SPT."""
    return spt_in_force(case).place


def minutes_content(
    case: Facilitation, *, officer: Person, report: FieldReport | None = None, drawn: str = "",
    verification: Verification | None = None, sheet: SheetMark | None = None,
) -> content.Minutes:  # fmt: skip
    """What the berita acara says; without a report it is a form that is filled in and signed by hand."""
    spt = spt_in_force(case)
    alt = f"Tanda tangan {report.host_name}, {report.host_post}" if report else ""
    found = content.Minutes(
        letterhead=letterhead(case.office), event=case.event, place=spt.place, requester=case.institution,
        starts_at=spt.starts_at, ends_at=spt.ends_at, assignment_number=_number(spt),
        assignment_on=_signed_on(spt), officer=officer, host=Person(name="", institution=case.institution),
        statement=HOST_STATEMENT, way="blank", services=tuple(str(Service(one).label) for one in case.letter.services),
        verification=verification, sheet=sheet,
    )  # fmt: skip
    if report is None:
        return found
    return replace(
        found, host=Person(name=report.host_name, position=report.host_post, institution=case.institution),
        way=report.host_way, signed_at=host_signed_at(report), signed_place=report.host_place or spt.place,
        figures=figures_content(report, case), started_at=report.started_at, finished_at=report.finished_at,
        refused=report.host_reason, drawn=Photo(file=drawn, caption=alt, alt=alt) if drawn else None,
        approved_at=report.written_at,
    )  # fmt: skip


def _signed_on(spt: AssignmentLetter) -> date | None:
    zone = ZoneInfo(spt.facilitation.office.time_zone)
    return spt.signed_at.astimezone(zone).date() if spt.signed_at else None


def crew_content(spt: AssignmentLetter) -> tuple[Person, ...]:
    """The team by name and role."""
    roles = {"coordinator": "Koordinator TIM", "technician": "TIM Teknis"}
    return tuple(
        Person(name=one.officer.name, nip=one.officer.nip, position=roles.get(one.role, one.role))
        for one in spt.crew.select_related("officer").order_by("order")
    )


@contributes("log", acts=("start", "log"))
def log_words(cases: Collection[int]) -> Iterable[tuple[Any, ...]]:
    """What was written in the log (catatan kegiatan)."""
    rows = LogEntry.objects.filter(facilitation__in=cases).order_by("id")
    return rows.values_list("facilitation", "text", "caption")


@contributes("report", acts=("finish",))
def field_report_words(cases: Collection[int]) -> Iterable[tuple[Any, ...]]:
    """What the field reports say."""
    rows = FieldReport.objects.filter(facilitation__in=cases)
    return rows.values_list("facilitation", "summary", "incidents")
