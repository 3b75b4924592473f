"""Acts of step 3: prepare, start, log, finish."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from simcap.documents.content import Person
from simcap.documents.issue import Order, issue, ticket
from simcap.documents.models import Attachment, Document, StoredFile
from simcap.documents.strokes import drawn, strokes_of
from simcap.documents.uploads import for_print, stage
from simcap.facilitation.gates import arrival
from simcap.facilitation.models import Facilitation
from simcap.facilitation.occasion import Occasion, Outcome
from simcap.facilitation.registry import register
from simcap.journal.sentences import Body, who
from simcap.step2_assignment.queries import first_signed_at
from simcap.step2_assignment.rules import must_work_by_spt

from .forms import FinishForm, LogForm, PrepareForm, StartForm
from .models import CheckedItem, EquipmentLine, FieldReport, HandOver, LogEntry
from .queries import (
    equipment_of,
    field_report_content,
    hand_over_content,
    handed_over,
    log_figures,
    log_of,
    minutes_content,
    photo_name,
    required_texts,
)

REPORT_FIELDS = (
    "finished_at", "on_air_hours", "male_count", "female_count", "child_count", "adult_count", "elderly_count",
    "disability_count", "device_count", "down_mbps", "up_mbps", "latency_ms", "outage_count", "outage_minutes",
    "genset_hours", "fuel_litres", "odometer_in_km", "incidents", "summary", "host_name", "host_post", "host_way",
    "host_page", "host_place", "host_signed_at", "host_strokes", "host_reason",
)  # fmt: skip
#: The names by which documents refer to what the host signed.
HOST_FILES = {"page": "tuan-rumah.jpg", "screen": "tanda-tangan.jpg"}
LOG_FIELDS = (
    "kind", "text", "down_mbps", "up_mbps", "latency_ms", "users_count", "outage_minutes", "photo", "caption",
)  # fmt: skip


def since_spt(occasion: Occasion) -> datetime:
    """Field work never happens before the SPT was signed."""
    return first_signed_at(occasion.case) or occasion.recorded_at


def since_arrival(occasion: Occasion) -> datetime:
    """Nor before the case came here."""
    return max(arrival(occasion), since_spt(occasion))


def _take(attachment: Attachment | None, case: Facilitation) -> None:
    if attachment:
        Attachment.objects.filter(pk=attachment.pk).update(case_uid=case.uid)


def _person(occasion: Occasion) -> Person:
    officer = occasion.officer
    return Person(name=officer.name, nip=officer.nip, position=occasion.right.title)


def _says_prepare(body: Body) -> str:
    return _("%(who)s menyatakan %(count)d peralatan siap dan menerima serah terima.") % {
        "who": who(body),
        "count": len(body["facts"]["equipment"]),
    }


@register("prepare", form=PrepareForm, sentence=_says_prepare, earliest=since_arrival, guard=must_work_by_spt)
def prepare(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Declare ready (persiapan peralatan). Changes: the ticked checklist, the equipment out; the hand-over list."""
    case = occasion.case
    required = required_texts(occasion.office)
    CheckedItem.objects.bulk_create(
        CheckedItem(
            facilitation=case, text=one["item"], required=one["item"] in required, ok=one["ok"], note=one["note"],
            order=order,
        )
        for order, one in enumerate(inputs["checks"])
    )  # fmt: skip
    going = [one for one in inputs["equipment"] if one["out_count"]]
    EquipmentLine.objects.bulk_create(
        EquipmentLine(facilitation=case, order=order, **one) for order, one in enumerate(going)
    )
    document = _issue_hand_over(occasion, inputs["odometer_out_km"])
    HandOver.objects.create(
        facilitation=case, odometer_out_km=inputs["odometer_out_km"], handed_over_at=occasion.occurred_at,
        received_by=occasion.signed_as, document=document,
    )  # fmt: skip
    facts = {
        "equipment": [[one["name"], one["out_count"]] for one in going],
        "odometer_out_km": inputs["odometer_out_km"], "document_sha256": document.file_id,
    }  # fmt: skip
    return Outcome(facts=facts, made={"hand_over": document})


def _issue_hand_over(occasion: Occasion, odometer_out_km: int) -> Document:
    case, stub = occasion.case, ticket(occasion.office)
    with translation.override("id"):
        content = hand_over_content(
            case, odometer_out_km=odometer_out_km, received_by=_person(occasion), at=occasion.occurred_at,
            verification=stub.verification,
        )  # fmt: skip
    order = Order(
        kind="hand_over_list", title=f"Daftar serah terima agenda {case.agenda_number}", content=content, ticket=stub
    )
    return issue(order, case_uid=case.uid, issued_at=occasion.recorded_at, head=occasion.head)


def _says_start(body: Body) -> str:
    return _("%(who)s memulai kegiatan.") % {"who": who(body)}


@register("start", form=StartForm, sentence=_says_start, earliest=since_arrival, guard=must_work_by_spt)
def start(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Start the activity (mulai). Changes: the log's first entry."""
    entry = LogEntry.objects.create(
        facilitation=occasion.case, at=occasion.occurred_at, recorded_at=occasion.recorded_at,
        kind=LogEntry.Kind.START, text=inputs["text"], by=occasion.officer, by_name=occasion.actor.name,
    )  # fmt: skip
    return Outcome(facts={"log_entry": str(entry.uid)}, detail=_detail(inputs["text"]), made={"log": None})


def _detail(text: str) -> dict[str, str]:
    return {"text": text} if text else {}


def _says_log(body: Body) -> str:
    kind = LogEntry.Kind(body["facts"]["kind"]).label
    return _("%(who)s mencatat kegiatan: %(kind)s.") % {"who": who(body), "kind": str(kind).lower()}


@register("log", form=LogForm, sentence=_says_log, judged_at="occurrence", earliest=since_spt)
def log(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Write a log entry (catatan kegiatan); its authority is judged at the moment when it happened."""
    entry = LogEntry.objects.create(
        facilitation=occasion.case, at=occasion.occurred_at, recorded_at=occasion.recorded_at, by=occasion.officer,
        by_name=occasion.actor.name, **{name: inputs[name] for name in LOG_FIELDS},
    )  # fmt: skip
    _take(inputs["photo"], occasion.case)
    facts = {
        "kind": entry.kind, "log_entry": str(entry.uid),
        "photo_sha256": inputs["photo"].file_id if inputs["photo"] else None,
        **{name: _plain(inputs[name]) for name in LOG_FIELDS[2:7] if inputs[name] is not None},
    }  # fmt: skip
    return Outcome(facts=facts, detail=_detail(inputs["text"]))


def _plain(value: Any) -> int | str:
    return value if isinstance(value, int) else str(value)


def _says_finish(body: Body) -> str:
    return _(
        "%(who)s menyelesaikan kegiatan: %(hours)s jam mengudara, %(visitors)d pengunjung; laporan lapangan dibuat."
    ) % {
        "who": who(body),
        "hours": number_format(body["facts"]["on_air_hours"]),
        "visitors": body["facts"]["visitors"],
    }


@register("finish", form=FinishForm, sentence=_says_finish, earliest=since_arrival)
def finish(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Finish (selesaikan). Changes: equipment back, the field report; issues it and the host's berita acara."""
    case = occasion.case
    case.spts.filter(status="draft").update(status="dropped")  # a change that is not signed by now comes too late
    _bring_back(case, inputs["equipment"])
    fields = {name: inputs[name] for name in REPORT_FIELDS}
    report = FieldReport(
        facilitation=case, started_at=log_figures(case)["started_at"], written_by=occasion.signed_as,
        written_at=occasion.recorded_at, odometer_out_km=handed_over(case).odometer_out_km, **fields,
    )  # fmt: skip
    if report.host_strokes:
        report.host_drawn = _drawn(occasion, report.host_strokes)
    signed = report.host_page or report.host_drawn
    _take(signed, case)
    report.document = document = _issue_report(occasion, report)
    report.confirmation = minutes = _issue_minutes(occasion, report)
    report.save(force_insert=True)
    facts = {
        "on_air_hours": str(report.on_air_hours), "visitors": report.male_count + report.female_count,
        "document_sha256": document.file_id, "host_way": report.host_way,
        "host_page_sha256": signed.file_id if signed else None, "confirmation_sha256": minutes.file_id,
    }  # fmt: skip
    detail = {"host": report.host_name, "post": report.host_post, **_detail_reason(report)}
    return Outcome(facts=facts, detail=detail, made={"field_report": document, "host_confirmation": minutes})


def _detail_reason(report: FieldReport) -> dict[str, str]:
    return {"reason": report.host_reason} if report.host_reason else {}


def _drawn(occasion: Occasion, strokes: str) -> Attachment:
    """The picture of what the host drew, kept as any upload."""
    picture = drawn(strokes_of(strokes))
    return stage(picture, name="tanda-tangan.png", office=occasion.office, uploader=occasion.actor.key)


def _bring_back(case: Facilitation, lines: list[dict[str, Any]]) -> None:
    back = {line["name"]: line for line in lines}
    for one in equipment_of(case):
        line = back[one.name]
        one.in_count, one.in_condition, one.in_note = line["in_count"], line["in_condition"], line["in_note"]
        one.save(update_fields=["in_count", "in_condition", "in_note"])


def log_pictures(case: Facilitation) -> dict[str, StoredFile]:
    """The log's photos by the names that the documents use."""
    return {photo_name(one): for_print(one.photo) for one in log_of(case) if one.photo}


def _issue_report(occasion: Occasion, report: FieldReport) -> Document:
    case, stub = occasion.case, ticket(occasion.office)
    files = log_pictures(case)
    signed = report.host_page or report.host_drawn
    host_photo = HOST_FILES[report.host_way] if signed and signed.is_picture else ""
    if signed and host_photo:
        files[host_photo] = for_print(signed)
    with translation.override("id"):
        content = field_report_content(
            report, case, host_photo=host_photo, writer=_person(occasion), verification=stub.verification
        )
    order = Order(
        kind="field_report",
        title=f"Laporan lapangan agenda {case.agenda_number}",
        content=content,
        ticket=stub,
        files=files,
    )
    return issue(order, case_uid=case.uid, issued_at=occasion.recorded_at, head=occasion.head)


def _issue_minutes(occasion: Occasion, report: FieldReport) -> Document:
    """The berita acara; internal approval of who finished, and the host's word as he gave it."""
    case, stub = occasion.case, ticket(occasion.office)
    name = HOST_FILES["screen"] if report.host_drawn else ""
    with translation.override("id"):
        content = minutes_content(
            case, report=report, officer=_person(occasion), drawn=name, verification=stub.verification
        )
    order = Order(
        kind="host_confirmation",
        title=f"Berita acara agenda {case.agenda_number}",
        content=content,
        ticket=stub,
        files={name: for_print(report.host_drawn)} if report.host_drawn else {},
    )
    return issue(order, case_uid=case.uid, issued_at=occasion.recorded_at, head=occasion.head)
