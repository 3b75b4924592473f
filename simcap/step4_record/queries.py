"""Questions about the record: where request, SPT, log and field report differ, and what the report says."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from simcap.documents.content import Paraf, SignatureBlock, Verification
from simcap.documents.issue import letterhead
from simcap.facilitation.definitions import definition
from simcap.facilitation.measures import measure
from simcap.facilitation.models import Facilitation
from simcap.facilitation.phrases import minutes_of, short_moment
from simcap.facilitation.searching import contributes
from simcap.intake.models import Service
from simcap.people.days import day_of
from simcap.step2_assignment.models import AssignmentLetter
from simcap.step2_assignment.queries import basis, spt_in_force
from simcap.step3_fieldwork.models import FieldReport
from simcap.step3_fieldwork.queries import crew_content, equipment_of, figures_content, log_figures, photos_content

from .content import ActivityReport, Difference, ReportState, SopTime
from .models import Record

VERDICTS = {"kept": "sesuai", "exceeded": "melewati standar", "running": "berjalan"}

#: Starts and ends that lie nearer together than this agree.
GRACE = timedelta(minutes=30)
#: Visitor figures agree within this share of what was expected.
VISITOR_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Gap:
    """One difference that the record must explain: its key, what it is about, planned, actual."""

    key: str
    what: str
    planned: str
    actual: str


def differences(case: Facilitation) -> list[Gap]:
    """Where the field report differs from request, SPT and log."""
    report, spt = FieldReport.objects.get(facilitation=case), spt_in_force(case)
    return [*_times(case, report, spt), *_people(case, report), *_equipment(case), *_log(case, report)]


def _times(case: Facilitation, report: FieldReport, spt: AssignmentLetter) -> list[Gap]:
    zone = case.office.time_zone
    pairs = (
        ("started", _("Waktu mulai"), spt.starts_at, report.started_at),
        ("finished", _("Waktu selesai"), spt.ends_at, report.finished_at),
    )
    return [
        Gap(key, what, short_moment(planned, zone), short_moment(actual, zone))
        for key, what, planned, actual in pairs
        if abs(planned - actual) > GRACE
    ]


def _people(case: Facilitation, report: FieldReport) -> list[Gap]:
    expected, came = case.letter.visitors_count, report.male_count + report.female_count
    if abs(expected - came) <= expected * VISITOR_SHARE:
        return []
    return [Gap("visitors", _("Pengunjung"), str(expected), str(came))]


def _equipment(case: Facilitation) -> list[Gap]:
    return [
        Gap(f"equipment:{one.order}", one.name, str(one.out_count), f"{one.in_count}, {one.get_in_condition_display()}")
        for one in equipment_of(case)
        if one.in_count != one.out_count or one.in_condition == "broken"
    ]


def _log(case: Facilitation, report: FieldReport) -> list[Gap]:
    logged = log_figures(case)
    if logged["outage_minutes"] == report.outage_minutes:
        return []
    return [
        Gap(
            "outages",
            _("Gangguan (menit), catatan dan laporan"),
            str(logged["outage_minutes"]),
            str(report.outage_minutes),
        )
    ]


def latest_record(case: Facilitation) -> Record | None:
    """The record that counts: the newest version."""
    return case.records.order_by("-version").first()


def report_content(
    case: Facilitation,
    record: Record,
    *,
    state: str,
    signed: SignatureBlock,
    at: datetime,
    verification: Verification | None,
    number: str = "",
    initials: tuple[Paraf, ...] = (),
) -> ActivityReport:
    """What the Laporan Kegiatan says in one of its states: record, or accepted with number and signature."""
    report, spt = FieldReport.objects.get(facilitation=case), spt_in_force(case)
    spt_number = spt.document.number if spt.document else ""
    return ActivityReport(
        letterhead=letterhead(case.office),
        event=case.event,
        place=spt.place,
        starts_at=spt.starts_at,
        ends_at=spt.ends_at,
        requester=case.institution,
        assignment_number=spt_number,
        signature=signed,
        figures=figures_content(report, case),
        state=ReportState(state),
        number=number,
        issued_on=day_of(at, case.office) if number else None,
        scope=tuple(spt.tasks),
        basis=(*basis(case, definition=definition(case.definition_id)), f"SPT nomor {spt_number}"),
        crew=crew_content(spt),
        times=sop_times(case, at=at),
        photos=photos_content(case),
        paraf=initials,
        verification=verification,
        **_chapters(case, report, record),
    )


def _chapters(case: Facilitation, report: FieldReport, record: Record) -> dict[str, Any]:
    """The written chapters: introduction, what was done, results, conclusion, closing."""
    return {
        "general": _general(case),
        "purpose": _purpose(case),
        "activities": _paragraphs(report.summary),
        "results": _paragraphs(record.results),
        "obstacles": _paragraphs(record.obstacles),
        "differences": tuple(
            Difference(
                subject=one["what"], planned=one["planned"], actual=one["actual"], explanation=one["explanation"]
            )
            for one in record.differences
        ),
        "conclusions": _paragraphs(record.conclusion),
        "suggestions": _paragraphs(record.suggestions),
        "closing": ("Demikian laporan ini dibuat untuk dipergunakan sebagaimana mestinya.",),
    }


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _general(case: Facilitation) -> tuple[str, ...]:
    letter = case.letter
    return (
        f"{letter.institution} dengan surat nomor {letter.letter_number} meminta fasilitasi Mobile MCAP untuk kegiatan "
        f"{case.event} di {letter.site}, {case.place_label}.",
    )


def _purpose(case: Facilitation) -> tuple[str, ...]:
    services = ", ".join(str(Service(one).label) for one in case.letter.services)
    return (f"Menyediakan layanan yang diminta: {services}. Tujuan: {case.letter.get_purpose_display()}.",)


def sop_times(case: Facilitation, *, at: datetime) -> tuple[SopTime, ...]:
    """The table of steps against the standard, as the report prints it; steps that are not done yet are left open."""
    names = definition(case.definition_id).performers
    return tuple(
        SopTime(
            step=f"{one.step.no}. {one.step.label.id}",
            performer=", ".join(names[name].label.id for name in one.step.performers),
            standard=one.step.time_text,
            waiting_minutes=minutes_of(one.waiting) if one.begun else None,
            handling_minutes=minutes_of(one.handling) if one.begun else None,
            verdict=VERDICTS[one.verdict] if one.done or one.verdict == "exceeded" else VERDICTS["running"],
            breached=one.verdict == "exceeded",
        )
        for one in measure(case, at=at)
    )


@contributes("report", acts=("record_facilitation",))
def record_words(cases: Collection[int]) -> Iterable[tuple[Any, ...]]:
    """What the records say, the newest version of each."""
    newest = Record.objects.filter(facilitation=OuterRef("facilitation"), version__gt=OuterRef("version"))
    rows = Record.objects.filter(~Exists(newest), facilitation__in=cases)
    for pk, differences, *words in rows.values_list(
        "facilitation", "differences", "results", "obstacles", "conclusion", "suggestions"
    ):
        yield pk, [one["explanation"] for one in differences], *words
