"""What is answered to "what do you hold about me": one ZIP with `data.json` and a page that anybody can read."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from simcap.documents.models import Attachment, Document
from simcap.facilitation.definitions import definition
from simcap.facilitation.models import Facilitation
from simcap.facilitation.phrases import moment_text
from simcap.journal.models import Entry
from simcap.people.models import Office

from .held import Hit
from .models import Kind, Reading, SubjectRequest
from .places import PLACES
from .retention import rules_of, term

FORMAT = 1


def build(request: SubjectRequest, cases: Iterable[Facilitation], hits: Iterable[Hit], *, at: datetime) -> bytes:
    """The answer to one request, in Indonesian. Shape: a ZIP of `data.json` and `laporan.html`, nothing else.

    `cases`: those that the officer found to be about this person; `hits`: what was found in them.
    """
    with translation.override("id"):
        data = content(request, list(cases), list(hits), at=at)
        page = render_to_string("stewardship/answer.html", {"data": data, "office": request.office})
    files = {"data.json": json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True), "laporan.html": page}
    out, stamp = io.BytesIO(), at.astimezone(ZoneInfo(request.office.time_zone)).timetuple()[:6]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, stamp), text.encode(), compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def content(request: SubjectRequest, cases: list[Facilitation], hits: list[Hit], *, at: datetime) -> dict[str, Any]:
    """The answer as plain values."""
    office = request.office
    return {
        "format": FORMAT, "office": office.name, "made_at": _moment(at, office), "contact": contact_of(office),
        "request": {
            "name": request.name, "received_at": _moment(request.received_at, office),
            "wish": str(request.get_wish_display()), "identity": str(request.get_identity_display()),
        },
        "purpose": _("Mengurus permintaan fasilitasi Mobile MCAP."),
        "basis": _("Pelaksanaan tugas pelayanan publik (Pasal 20 ayat 2 huruf e UU 27 Tahun 2022)."),
        "rights": _("Anda berhak meminta perbaikan, dan penghapusan sejauh hukum mengizinkan."),
        "cases": [_case(one, request, [hit for hit in hits if hit.case == one]) for one in cases],
    }  # fmt: skip


def contact_of(office: Office) -> dict[str, str]:
    """Whom to ask about personal data: the designated role, else the office itself."""
    return {
        "who": office.data_officer or office.name,
        "email": office.data_officer_email or office.email,
        "phone": office.data_officer_phone or office.phone,
        "address": office.address,
    }


def _moment(value: datetime, office: Office) -> str:
    return moment_text(value, office.time_zone)


def _case(case: Facilitation, request: SubjectRequest, hits: list[Hit]) -> dict[str, Any]:
    rule = rules_of(case.office)[Kind.CONTACT]
    when = term(case, rule)
    own = _contact_data(case) if case == request.facilitation else []
    found = [{"where": hit.where, "what": hit.what, "value": hit.value} for hit in hits]
    return {
        "agenda_number": case.agenda_number, "event": case.event, "place": case.place_label,
        "registered_at": _moment(case.registered_at, case.office),
        "closed_at": _moment(case.closed_at, case.office) if case.closed_at else "",
        "retention": when.sentence if when else _("berkas masih berjalan; dihitung sejak selesai"),
        "data": own + [one for one in found if one not in own],
        "files": _files(case) if case == request.facilitation else [],
        "processed": _processed(case), "read": _read(case),
    }  # fmt: skip


def _contact_data(case: Facilitation) -> list[dict[str, str]]:
    """What the requester gave of himself: only for who has proven to be the contact of this case."""
    found = []
    for place in PLACES:
        columns = [one for one in place.columns if one.scope == "contact" and isinstance(one.blank, str)]
        for row in place.model._default_manager.filter(**{place.case: case.pk}) if columns else ():
            found += [
                {"where": str(place.label), "what": str(one.label), "value": getattr(row, one.name)}
                for one in columns
                if getattr(row, one.name)
            ]
    return found


def _files(case: Facilitation) -> list[dict[str, str]]:
    documents = Document.objects.filter(case_uid=case.uid, of_office=False, destroyed_at=None).order_by("id")
    attachments = Attachment.objects.filter(case_uid=case.uid, destroyed_at=None, uploader__startswith="requester:")
    named = [(_("Naskah"), one.title, one.file_id) for one in documents]
    named += [(_("Lampiran"), one.name, one.file_id) for one in attachments.order_by("id")]
    return [{"kind": kind, "name": name, "sha256": sha256} for kind, name, sha256 in named]


def _processed(case: Facilitation) -> list[dict[str, str]]:
    """What was done with the case, when, and by which post; officials are not named."""
    acts = definition(case.definition_id).acts
    lines = []
    for act, at, canonical in (
        Entry.objects.filter(chain=f"case:{case.uid}").order_by("seq").values_list("act", "occurred_at", "canonical")
    ):
        actor = json.loads(canonical).get("actor", {})
        by = _("Pemohon") if actor.get("kind") == "requester" else actor.get("position") or "SIMCAP"
        label = acts[act].label.text("id") if act in acts else act.replace("_", " ")
        lines.append({"at": _moment(at, case.office), "act": label, "by": by})
    return lines


def _read(case: Facilitation) -> list[dict[str, Any]]:
    """Who looked at it, by post and day."""
    rows = Reading.objects.filter(facilitation=case).order_by("on", "id")
    return [
        {"on": one.on.isoformat(), "thing": str(one.get_thing_display()), "by": one.post or "–", "count": one.count}
        for one in rows
    ]
