"""Acts of the intake: register, return as incomplete, resubmit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from simcap.documents.models import Attachment
from simcap.documents.numbering import allot
from simcap.facilitation.models import Facilitation, Security
from simcap.facilitation.occasion import Occasion, Outcome
from simcap.facilitation.registry import register
from simcap.journal.sentences import Body, who
from simcap.people.days import day_of

from .forms import AddAttachmentForm, RegisterForm, ResubmitForm, ReturnIncompleteForm
from .models import Completion, LetterAttachment, Purpose, RequestLetter
from .queries import duplicates, new_tracking_code, open_completion
from .regions import place_label

LETTER_FIELDS = (
    "institution", "institution_kind", "letter_number", "letter_on", "subject", "purpose", "visitors_count", "power",
    "signal", "road", "services", "site", "latitude", "longitude", "notes", "contact_name", "contact_phone",
    "contact_email",
)  # fmt: skip


def _take(attachment: Attachment, case: Facilitation) -> None:
    Attachment.objects.filter(pk=attachment.pk).update(case_uid=case.uid)


def _enclose(lines: list[dict[str, Any]], letter: RequestLetter, *, origin: str, at: datetime) -> list[str]:
    """Put further files beside the letter. Answers the SHA-256 of each."""
    for line in lines:
        _take(line["file"], letter.facilitation)
    LetterAttachment.objects.bulk_create(
        LetterAttachment(letter=letter, attachment=line["file"], title=line["title"], origin=origin, added_at=at)
        for line in lines
    )
    return [line["file"].file_id for line in lines]


def _says_register(body: Body) -> str:
    return _("%(who)s mendaftarkan surat permintaan dengan nomor agenda %(agenda)s.") % {
        "who": who(body),
        "agenda": body["facts"]["agenda_number"],
    }


@register("register", form=RegisterForm, sentence=_says_register)
def register_letter(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Register the letter (pendaftaran surat).

    Changes: the case, the letter, its scan; gives the agenda number and the tracking code.
    """
    office = occasion.office
    today = day_of(occasion.recorded_at, office)
    known = list(duplicates(office, **{name: inputs[name] for name in ("institution", "letter_number", "letter_on")}))
    case = _new_case(occasion, inputs)
    received = inputs.get("received_on") or today
    letter = RequestLetter.objects.create(
        facilitation=case, received_on=received, scan=inputs["letter"], **{name: inputs[name] for name in LETTER_FIELDS}
    )
    _take(inputs["letter"], case)
    enclosed = _enclose(
        inputs["attachments"], letter, origin=LetterAttachment.Origin.REQUEST, at=occasion.recorded_at
    )  # fmt: skip
    facts = {
        "agenda_number": case.agenda_number, "channel": case.channel, "place_code": case.place_code,
        "letter_on": inputs["letter_on"].isoformat(), "letter_sha256": inputs["letter"].file_id,
        "duplicate_of": [one.facilitation.agenda_number for one in known],
    }  # fmt: skip
    if enclosed:
        facts["attachments_sha256"] = enclosed
    detail = {name: inputs[name] for name in ("institution", "letter_number", "subject", "event", "contact_name")}
    if inputs["latitude"] is not None:
        detail["point"] = f"{inputs['latitude']}, {inputs['longitude']}"
    return Outcome(facts=facts, detail=detail, made={"letter": None}, facilitation=case)


def _new_case(occasion: Occasion, inputs: dict[str, Any]) -> Facilitation:
    office = occasion.office
    online = occasion.actor.kind == "requester"
    return Facilitation.objects.create(
        office=office, definition_id=occasion.definition.id, definition_digest=occasion.definition.digest,
        stage="", channel="online" if online else "paper", institution=inputs["institution"], event=inputs["event"],
        place_code=inputs["place"], place_label=place_label(inputs["place"]), starts_at=inputs["starts_at"],
        ends_at=inputs["ends_at"], security=inputs.get("security") or Security.ORDINARY,
        is_disaster=inputs["purpose"] == Purpose.DISASTER, tracking_code=new_tracking_code(),
        registered_at=occasion.occurred_at, is_demo=office.is_demo,
        agenda_number=allot(office, kind="agenda", at=occasion.recorded_at).text,
    )  # fmt: skip


def _says_return(body: Body) -> str:
    return _("%(who)s meminta pemohon melengkapi permintaan; waktu dihentikan.") % {"who": who(body)}


@register("return_incomplete", form=ReturnIncompleteForm, sentence=_says_return)
def return_incomplete(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Return as incomplete (belum lengkap). Changes: an open completion; the clocks stop."""
    Completion.objects.create(
        facilitation=occasion.case, reasons=inputs["reasons"], note=inputs["note"], asked_at=occasion.recorded_at,
        asked_by=occasion.signed_as,
    )  # fmt: skip
    return Outcome(facts={"reasons": inputs["reasons"]}, detail={"note": inputs["note"]})


def _says_resubmit(body: Body) -> str:
    return _("%(who)s mengirim kelengkapan; waktu berjalan kembali.") % {"who": who(body)}


@register("resubmit", form=ResubmitForm, sentence=_says_resubmit)
def resubmit(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Complete the request (kirim kelengkapan). Changes: the completion is answered; what was sent before stays."""
    case, letter = occasion.case, occasion.case.letter
    completion = open_completion(case)
    if completion is None:
        raise RuntimeError(f"Case {case.uid} waits for the requester, but nothing was asked.")
    completion.answered_at, completion.answer = occasion.recorded_at, inputs["answer"]
    completion.save(update_fields=["answered_at", "answer"])
    changed = [n for n in ("site", "contact_phone") if getattr(letter, n) != inputs[n]]
    changed += [n for n in ("starts_at", "ends_at") if getattr(case, n) != inputs[n]]
    before = {name: str(getattr(letter if hasattr(letter, name) else case, name)) for name in changed}
    letter.site, letter.contact_phone = inputs["site"], inputs["contact_phone"]
    letter.save(update_fields=["site", "contact_phone"])
    case.starts_at, case.ends_at = inputs["starts_at"], inputs["ends_at"]
    if inputs["attachment"]:
        _take(inputs["attachment"], case)
        LetterAttachment.objects.create(letter=letter, attachment=inputs["attachment"], added_at=occasion.recorded_at)
    facts = {"changed": changed, "attachment_sha256": inputs["attachment"].file_id if inputs["attachment"] else None}
    return Outcome(facts=facts, detail={"answer": inputs["answer"], "before": before})


def _says_add_attachment(body: Body) -> str:
    count = len(body["facts"]["attachments_sha256"])
    said = ngettext("%(who)s menambahkan %(n)d lampiran.", "%(who)s menambahkan %(n)d lampiran.", count)
    return said % {"who": who(body), "n": count}


@register("add_attachment", form=AddAttachmentForm, sentence=_says_add_attachment)
def add_attachment(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Add attachments (lampiran susulan) to a request under way. Changes: what was sent before stays beside them."""
    letter, lines = occasion.case.letter, inputs["attachments"]
    enclosed = _enclose(lines, letter, origin=LetterAttachment.Origin.LATER, at=occasion.recorded_at)
    names = [line["title"] or line["file"].name for line in lines]
    return Outcome(facts={"attachments_sha256": enclosed}, detail={"attachments": "; ".join(names)})
